from __future__ import annotations

import pytest

from kg.resolve.normal import area_core, bank_core, body_core, company_core, core, plain


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("“碳惠通”平台", "碳惠通平台"),
        ("ＡＢＣ 公司", "abc公司"),
        ("《节水 办法》", "节水办法"),
        ("艾力·买买提", "艾力买买提"),
    ],
)
def test_plain(name, expected):
    assert plain(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("重庆市", "重庆"),
        ("重庆", "重庆"),
        ("石柱土家族自治县", "石柱"),
        ("石柱县", "石柱"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("忠县", "忠县"),
        ("我国", "中国"),
        ("香港特别行政区", "香港"),
        ("酉阳土家族苗族自治县", "酉阳"),
    ],
)
def test_area_core(name, expected):
    assert area_core(name) == expected


@pytest.mark.parametrize(
    ("name", "areas", "expected"),
    [
        ("重庆江帆环保集团股份有限公司", {"重庆"}, "江帆环保"),
        ("重庆江帆环保集团股份有限公司", set(), "重庆江帆环保"),
        ("重庆江帆环保（集团）有限责任公司", {"重庆", "重庆江"}, "帆环保"),
        ("江帆环保", {"重庆"}, "江帆环保"),
        ("重庆水务", {"重庆水"}, "重庆水务"),
        ("有限公司", set(), "有限公司"),
    ],
)
def test_company_core(name, areas, expected):
    assert company_core(name, frozenset(areas)) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中国工商银行股份有限公司", "工商银行", True),
        ("中国工商银行重庆市分行", "工行重庆分行", True),
        ("中国邮政储蓄银行", "邮储银行", True),
        ("中国银行", "中国人民银行", False),
        ("交通银行", "交通银行重庆市分行", False),
        ("江帆农村商业银行", "江帆农商行", True),
    ],
)
def test_bank_core(one, other, same):
    assert (bank_core(one) == bank_core(other)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重庆市人民政府", "重庆市政府"),
        ("国家发展和改革委员会", "国家发改委"),
        ("高新区管理委员会", "高新区管委会"),
        ("重庆市经济和信息化委员会", "重庆市经济信息委"),
    ],
)
def test_body_core(one, other):
    assert body_core(one) == body_core(other)


def test_core_by_type():
    assert core("AdministrativeArea", "重庆市") == "重庆"
    assert core("Product", "重庆市") == "重庆市"
