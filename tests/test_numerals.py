from __future__ import annotations

from decimal import Decimal

import pytest

from kg.numerals import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6,600", "6600"),
        ("-3.2", "-3.2"),
        ("−3.2", "-3.2"),
        ("五", "5"),
        ("十", "10"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("二〇二三", "2023"),
        ("三点五", "3.5"),
        ("3千", "3000"),
        ("0.90", "0.9"),
    ],
)
def test_numbers(text, value):
    number = parse_number(text)
    assert number is not None
    assert number == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1-2", "12,34", "万", "5家", "1.2.3"])
def test_wordings_that_are_no_number(text):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("三百二十", 320), ("十五", 15), ("二十", 20), ("两千", 2000), ("二点五", "2.5"), ("〇", 0), ("二〇二三", 2023)],
)
def test_chinese_numerals(text, value):
    assert parse_number(text) == Decimal(value)
