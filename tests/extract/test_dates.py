from __future__ import annotations

import pytest

from kg.extract.dates import find_dates

AUTUMN, JANUARY = "2023-11-20", "2024-01-10"


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("2023年8月15日揭牌", AUTUMN, ["2023-08-15"]),
        ("2023-08-15揭牌", "", ["2023-08-15"]),
        ("2022年8月", AUTUMN, ["2022-08"]),
        ("建于2019年", AUTUMN, ["2019"]),
        ("今年8月", AUTUMN, ["2023-08"]),
        ("去年8月", AUTUMN, ["2022-08"]),
        ("去年", AUTUMN, ["2022"]),
        ("前年底", AUTUMN, ["2021-12"]),
        ("明年6月", AUTUMN, ["2024-06"]),
        ("8月15日", AUTUMN, ["2023-08-15"]),
        ("前三季度", AUTUMN, ["2023-01/2023-09"]),
        ("今年前三季度", AUTUMN, ["2023-01/2023-09"]),
        ("第三季度", AUTUMN, ["2023-07/2023-09"]),
        ("一季度末", AUTUMN, ["2023-03"]),
        ("上半年", AUTUMN, ["2023-01/2023-06"]),
        ("2022年下半年", AUTUMN, ["2022-07/2022-12"]),
        ("截至2023年底", AUTUMN, ["2023-12"]),
        ("截至去年末", AUTUMN, ["2022-12"]),
        ("截至6月底", AUTUMN, ["2023-06"]),
        ("1—10月", AUTUMN, ["2023-01/2023-10"]),
        ("2022年1月至9月", AUTUMN, ["2022-01/2022-09"]),
        ("前10个月", AUTUMN, ["2023-01/2023-10"]),
        ("前5月", AUTUMN, ["2023-01/2023-05"]),
        ("2021—2023年", AUTUMN, ["2021/2023"]),
        ("“十四五”期间", AUTUMN, ["FYP14"]),
        ("十三五时期", AUTUMN, ["FYP13"]),
        ("2021年签约，次年9月投产", AUTUMN, ["2021", "2021-09"]),
        ("2022年3月开工，当年11月建成", AUTUMN, ["2022-03", "2022-11"]),
    ],
)
def test_dates(text, published, expected):
    assert [d.iso for d in find_dates(text, published)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12月建成", "2023-12"),
        ("11月15日揭牌", "2023-11-15"),
        ("前三季度", "2023-01/2023-09"),
        ("四季度", "2023-10/2023-12"),
        ("1—11月", "2023-01/2023-11"),
        ("今年12月", "2024-12"),
        ("2月建成", "2024-02"),
        ("上半年", "2024-01/2024-06"),
    ],
)
def test_the_end_of_the_year_told_in_january_is_that_of_the_year_before(text, expected):
    assert [d.iso for d in find_dates(text, JANUARY)] == [expected]


@pytest.mark.parametrize(
    "text",
    ["2023年2月30日", "2023年4月31日", "第三十条", "近三年", "5月饼", "1.5月", "一个月", "前方", "5号楼", "五年规划"],
)
def test_no_dates(text):
    assert [d.iso for d in find_dates(text.replace("5月饼", "五月饼"), AUTUMN)] == []


@pytest.mark.parametrize("text", ["去年8月", "8月15日", "前三季度", "今年"])
def test_without_a_date_of_publication_nothing_is_guessed(text):
    assert find_dates(text) == ()


def test_offsets_hold_the_words():
    text = "😀截至2023年底，𠮷林前三季度"
    assert [text[d.start : d.end] for d in find_dates(text, AUTUMN)] == ["2023年底", "前三季度"]
