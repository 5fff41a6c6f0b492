from __future__ import annotations

import pytest

from kg.learn.compare import alike, chinese_number, normal, quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“碳惠通”平台", "碳惠通平台"),
        ("《关于 X 的通知》", "关于x的通知"),
        ("西部（重庆）科学城", "西部重庆科学城"),
        ("ＣＣＥＲ", "ccer"),
        (5, "5"),
    ],
)
def test_normal(text, expected):
    assert normal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两千", 2000),
        ("两千三百", 2300),
        ("一万", None),
        ("", 0),
    ],
)
def test_chinese_number(text, expected):
    assert chinese_number(text) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("6600", "亿元", (6.6e11, "元")),
        ("5000万元", "", (5e7, "元")),
        ("4.7", "亿元人民币", (4.7e8, "元")),
        ("1,200", "家", (1200.0, "家")),
        ("约30余万元", "", (3e5, "元")),
        ("5万余", "元", (5e4, "元")),
        ("十余", "项", (10.0, "项")),
        ("三百", "万吨", (3e6, "吨")),
        ("-2.5", "%", (-2.5, "%")),
        ("3.2％", "", (3.2, "%")),
        ("若干", "项", None),
    ],
)
def test_quantity(value, unit, expected):
    assert quantity(value, unit) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("能耗强度累计下降", "能耗强度下降", True),
        ("森林覆盖率", "覆盖率", True),
        ("绿色贷款余额", "贷款余额", True),
        ("总投资", "就业人数", False),
        ("", "", True),
        ("", "总投资", False),
    ],
)
def test_alike(one, other, expected):
    assert alike(one, other) is expected
    assert alike(other, one) is expected
