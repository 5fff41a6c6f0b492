from __future__ import annotations

import pytest

from kg.learn.bodies import (
    compile_companies,
    compile_institutions,
    compile_zones,
    fold,
    short_of_share,
    short_zones,
    type_of_body,
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("平安银行", "平安银行"),
        ("万科Ａ", "万科"),
        ("*ST国华", "国华"),
        ("ST张家界", "张家界"),
        ("S佳通", "佳通"),
        ("寒武纪-U", "寒武纪"),
        ("九号公司-WD", "九号公司"),
        ("TCL科技", "TCL科技"),
        ("GQY视讯", "GQY视讯"),
        ("C电科", ""),
        ("五 粮 液", "五粮液"),
    ],
)
def test_short_of_share(name, short):
    assert short_of_share(name) == short


def test_fold():
    assert fold("ＴＣＬ（集团） 公司") == "TCL(集团)公司"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("重庆银行", "FinancialInstitution"),
        ("江苏省农村信用社联合社", "FinancialInstitution"),
        ("上海期货交易所", "FinancialInstitution"),
        ("中国人寿保险股份有限公司", "FinancialInstitution"),
        ("中国证券业协会", "Organization"),
        ("国家能源局", "GovernmentBody"),
        ("水利部黄河水利委员会", "GovernmentBody"),
        ("最高人民法院", "GovernmentBody"),
        ("中国国际经济贸易仲裁委员会", "Organization"),
        ("中国环境科学研究院", "Organization"),
        ("中国长江三峡集团有限公司", "Company"),
        ("国家企业信用信息公示系统", None),
        ("中国科学数据银行", None),
        ("万方数据", None),
    ],
)
def test_type_of_body(name, kind):
    assert type_of_body(name) == kind


@pytest.mark.parametrize(
    ("name", "shorts"),
    [
        ("重庆经济技术开发区", ["重庆经开区"]),
        ("重庆高新技术产业开发区", ["重庆高新区", "重庆高新技术开发区"]),
        ("海南洋浦经济开发区", ["海南洋浦经开区"]),
        ("苏州工业园区", []),
    ],
)
def test_short_zones(name, shorts):
    assert short_zones(name) == shorts


def test_companies_come_by_code():
    share = {"short_name": "万科Ａ", "legal_name": "万科企业（集团）公司", "region": "深圳", "industry": "全国地产"}
    rows = compile_companies([share | {"code": "2.SZ"}, share | {"code": "1.SZ"}])
    assert rows[0] == ("1.SZ", "万科", "万科企业(集团)公司", "深圳", "全国地产")
    assert [row[0] for row in rows] == ["1.SZ", "2.SZ"]


def test_zones_come_by_name_with_short_forms():
    (row,) = compile_zones([{"name": "长寿经济技术开发区", "province": "重庆", "type": "国家级经开区"}])
    assert row == ("长寿经济技术开发区", "Zone", "国家级经开区", "长寿经开区", "重庆")


def test_institutions_are_cleaned_and_merged():
    rows = compile_institutions(
        [
            {"name": name}
            for name in (
                "晋城银行JCBANK",
                "深发/平安银行",
                "江西省农村信用",
                "重庆农村商业银行",
                "重庆农商行",
                "交通银行",
            )
        ],
        [{"name_zh": name} for name in ("中华人民共和国审计署", "CEIC数据库 - 中国城镇化率", "中指研究院（中指云）")],
        [{"name": "重庆市教育委员会", "aliases_handwritten": "市教委;重庆市教委"}],
        {"交通银行", "审计署"},
    )
    assert rows == [
        ("中指研究院", "Organization", "", "firstdata"),
        ("晋城银行", "FinancialInstitution", "", "banks"),
        ("重庆农村商业银行", "FinancialInstitution", "重庆农商行;重庆农商银行", "banks"),
        ("重庆市教育委员会", "GovernmentBody", "重庆市教委", "cq_gov_bodies"),
    ]
