"""Wordings of numbers, money, units and dates, and the values that they mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.graph.values import (
    Amount,
    date_datatype,
    decimal_text,
    parse_amount,
    parse_percent,
    parse_period,
    parse_unit,
)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("5000万元", 50_000_000, "CNY"),
        ("4.7亿元", 470_000_000, "CNY"),
        ("约100余万元", 1_000_000, "CNY"),
        ("五千万元", 50_000_000, "CNY"),
        ("1.2亿美元", 120_000_000, "USD"),
        ("30,000元", 30_000, "CNY"),
        ("5,000万元", 50_000_000, "CNY"),
        ("1亿2000万元", 120_000_000, "CNY"),
        ("1.2万亿元", 1_200_000_000_000, "CNY"),
        ("两亿元", 200_000_000, "CNY"),
        ("一百二十万元", 1_200_000, "CNY"),
        ("十余亿元", 1_000_000_000, "CNY"),
        ("5亿多元", 500_000_000, "CNY"),
        ("不超过20亿元", 2_000_000_000, "CNY"),
        ("人民币5000万元", 50_000_000, "CNY"),
        ("5亿元人民币", 500_000_000, "CNY"),
        ("5000万元（人民币）", 50_000_000, "CNY"),
        ("５０００ 万元", 50_000_000, "CNY"),
        ("5000万", 50_000_000, "CNY"),
        ("2亿澳门元", 200_000_000, "MOP"),
        ("3亿港元", 300_000_000, "HKD"),
    ],
)
def test_amounts(text: str, value: int, currency: str) -> None:
    assert parse_amount(text) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["", "元", "万元", "多元", "十几亿元", "数亿元", "1亿—2亿元", "1.2.3亿元", "1,2元", "若干", "百万吨"]
)
def test_wordings_that_are_no_amount(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("3.2%", "3.2"), ("3.2％", "3.2"), ("百分之三点二", "3.2"), ("LPR+50BP", None), ("5", None)]
)
def test_percents(text: str, value: str | None) -> None:
    assert parse_percent(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "scale", "base", "unit"),
    [
        ("亿元", 10**8, "元", "CCY_CNY"),
        ("万亿元", 10**12, "元", "CCY_CNY"),
        ("万吨", 10**4, "吨", "TONNE"),
        ("百万吨", 10**6, "吨", "TONNE"),
        ("万千瓦", 10**4, "千瓦", "KiloW"),
        ("千瓦", 1, "千瓦", "KiloW"),
        ("亿千瓦时", 10**8, "千瓦时", "KiloW-HR"),
        ("公里", 1, "公里", "KiloM"),
        ("%", 1, "%", "PERCENT"),
        ("个百分点", 1, "个百分点", ""),
        ("万亩", 10**4, "亩", ""),
        ("家", 1, "家", ""),
        ("", 1, "", ""),
    ],
)
def test_units(text: str, scale: int, base: str, unit: str) -> None:
    found = parse_unit(text)
    assert (found.scale, found.base) == (scale, base)
    assert found.qudt.removeprefix("http://qudt.org/vocab/unit/") == unit


@pytest.mark.parametrize(
    ("iso", "bounds"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-07-15", ("2023-07-15", "2023-07-15")),
        ("2023-01/2023-09", ("2023-01-01", "2023-09-30")),
        ("2021/2025", ("2021-01-01", "2025-12-31")),
        ("2016/2018-06-01", ("2016-01-01", "2018-06-01")),
        ("FYP01", ("1953-01-01", "1957-12-31")),
        ("FYP13", ("2016-01-01", "2020-12-31")),
        ("FYP14", ("2021-01-01", "2025-12-31")),
        ("FYP00", None),
        ("2023-13", None),
        ("2023-02-30", None),
        ("2023/2021", None),
        ("0000", None),
        ("去年", None),
    ],
)
def test_periods(iso: str, bounds: tuple[str, str] | None) -> None:
    assert parse_period(iso) == bounds


@pytest.mark.parametrize(
    ("iso", "datatype"),
    [
        ("2023", "gYear"),
        ("2023-07", "gYearMonth"),
        ("2023-07-15", "date"),
        ("2023-01/2023-09", "string"),
        ("FYP13", "string"),
        ("2023-13", "string"),
        ("2023-02-30", "string"),
    ],
)
def test_datatypes_keep_the_precision(iso: str, datatype: str) -> None:
    assert date_datatype(iso) == f"http://www.w3.org/2001/XMLSchema#{datatype}"


@pytest.mark.parametrize(
    ("value", "text"), [("5E+7", "50000000"), ("0.9000", "0.9"), ("-0", "0"), ("100", "100"), ("1.50", "1.5")]
)
def test_decimals_are_canonical(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text
