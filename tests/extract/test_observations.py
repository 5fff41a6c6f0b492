from __future__ import annotations

import pytest


def observations(read, names, text: str, date: str = "2023-11-20") -> list[tuple[str, ...]]:
    facts = read(text, date)
    name = names(facts)
    return [(name[o.subject], o.indicator, o.value, o.unit, o.period) for o in facts.observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年，云阳县森林覆盖率达60.5%。", ("云阳县", "森林覆盖率", "60.5", "%", "2022")),
        ("截至2023年6月底，重庆银行绿色贷款余额480亿元。", ("重庆银行", "绿色贷款余额", "480", "亿元", "2023-06")),
        ("“十三五”期间，重庆市能耗强度累计下降19%。", ("重庆市", "能耗强度累计下降", "19", "%", "FYP13")),
        ("前三季度，江北区新增市场主体3.2万户。", ("江北区", "新增市场主体", "3.2", "万户", "2023-01/2023-09")),
    ],
)
def test_subject_indicator_value_unit_period(read, names, text, expected):
    assert expected in observations(read, names, text)


def test_the_whole_city_is_the_subject_of_its_statistics(read, names):
    found = observations(read, names, "重庆市召开会议。2022年，全市森林覆盖率达55%。")
    assert ("重庆市", "森林覆盖率", "55", "%", "2022") in found


def test_from_to_is_two_numbers_each_with_its_period(read, names):
    text = "重庆市战略性新兴产业增加值占比由2022年的31.1%提高至2023年前三季度的31.9%。"
    found = {(value, period) for _, _, value, _, period in observations(read, names, text)}
    assert found == {("31.1", "2022"), ("31.9", "2023-01/2023-09")}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("全长80公里的金龙水库引水工程开工。", "金龙水库引水工程"),
        ("重庆江帆环保有限公司投资6亿元建设金龙污水处理厂。", "金龙污水处理厂"),
        ("重庆市生态环境局通报，江北区森林覆盖率达40%。", "江北区"),
        ("重庆市下雨，云阳县很忙，种树300亩。", "云阳县"),
        ("江北区向云阳县捐树300株。", "江北区"),
        ("重庆市和江北区很忙。云阳县种树300亩。又修路20公里。", "云阳县"),
    ],
)
def test_who_or_what_a_number_is_stated_of(read, names, text, subject):
    found = observations(read, names, text)
    assert found[-1][0] == subject


@pytest.mark.parametrize("text", ["云阳县有第3批学员。", "云阳县下了30天雨。", "今年下雨30毫米。"])
def test_no_observations(read, text):
    assert read(text).observations == ()


def test_a_number_inside_a_name_is_no_observation(read):
    assert read("云阳县印发《30条措施》。").observations == ()
