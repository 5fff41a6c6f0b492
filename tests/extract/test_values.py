from __future__ import annotations

import pytest

from kg.extract.values import find_values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("贷款4.7亿元", [("4.7", "亿元", "money")]),
        ("共投入1,234.5万吨", [("1,234.5", "万吨", "count")]),
        ("授信５０００万元", [("5000", "万元", "money")]),
        ("投资4.7亿元人民币", [("4.7", "亿元", "money")]),
        ("占比31.9%", [("31.9", "%", "percent")]),
        ("提高20.8个百分点", [("20.8", "个百分点", "percent")]),
        ("同比增长5.2%", [("5.2", "%", "percent")]),
        ("增速为-3.5%", [("-3.5", "%", "percent")]),
        ("亩均增收3—5万元", [("3", "万元", "money"), ("5", "万元", "money")]),
        ("亩均增收3-5万元", [("3", "万元", "money"), ("5", "万元", "money")]),
        ("每户10至20亩", [("10", "亩", "count"), ("20", "亩", "count")]),
        ("由31.1%提高至31.9%", [("31.1", "%", "percent"), ("31.9", "%", "percent")]),
        ("从100家增至200家", [("100", "家", "count"), ("200", "家", "count")]),
        ("种下三万余亩", [("三", "万亩", "count")]),
        ("两千多名职工", [("两千", "名", "count")]),
        ("办成十余项", [("十", "项", "count")]),
        ("投放500多万元", [("500", "万元", "money")]),
        ("30余万株树苗", [("30", "万株", "count")]),
        ("配备12台（套）", [("12", "台（套）", "count")]),
        ("发电120万千瓦时", [("120", "万千瓦时", "count")]),
        ("占比近三成，", [("三", "成", "count")]),
        ("每公斤28元/公斤", [("28", "元/公斤", "count")]),
        ("PM2.5浓度为32微克/立方米", [("32", "微克/立方米", "count")]),
    ],
)
def test_numbers_with_units(text, expected):
    assert [(v.number, v.unit, v.kind) for v in find_values(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "第3批试点",
        "第十二届大会",
        "2023年1月15日",
        "渝府发〔2023〕15号",
        "电话023-67890000",
        "一带一路",
        "一批企业",
        "百家争鸣",
        "七位一体",
        "历时5个月",
        "历时十年",
        "G50高速",
        "二成立大会",
        "5G基站",
        "比分3:2",
        "编号3000",
    ],
)
def test_no_values(text):
    assert find_values(text) == ()


@pytest.mark.parametrize("text", ["😀贷款4.7亿元", "𠮷林３—５万元，共１０家", "三万余亩"])
def test_offsets_hold_the_words(text):
    for value in find_values(text):
        words = text[value.start : value.end]
        assert words[0] in "0123456789０１２３４５６７８９三"
        assert not words.endswith(("，", "贷"))


def test_a_range_spans_its_first_number_alone():
    text = "增收3—5万元"
    assert [text[v.start : v.end] for v in find_values(text)] == ["3", "5万元"]
