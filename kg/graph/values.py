"""Values as texts word them, made comparable: numbers, amounts of money, percentages, units, dates and periods.

Each function returns ``None`` where the wording does not parse; the caller keeps the wording. The source's precision
stays: ``2021-02`` is a month.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from decimal import Decimal

from kg.graph.iri import UNIT, XSD
from kg.numerals import NUMERAL, fold, parse_number

# ISO 4217 codes; longer names first, so that 澳门元 is not read as 元. Without a currency a Chinese text means yuan.
CURRENCIES = {
    "人民币": "CNY",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "澳门元": "MOP",
    "日元": "JPY",
    "英镑": "GBP",
    "新加坡元": "SGD",
    "新元": "SGD",
    "澳元": "AUD",
    "加元": "CAD",
    "瑞士法郎": "CHF",
    "卢布": "RUB",
    "韩元": "KRW",
    "元": "CNY",
    "": "CNY",
}
_ABOUT = r"(?:总额|合计|共计|共|总计)?(?:大约|约合|约|近|将近|逾|超过|超|不超过|不低于|最高|达到|达|至少|高达)*"
_CURRENCY = "|".join(sorted((re.escape(c) for c in CURRENCIES if c), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"{_ABOUT}(?:人民币)?(?P<number>[\d.,]*[{NUMERAL}\d.,]*?)(?:多|余)?(?P<scale>[百千]?[万亿]*)(?:多|余)?"
    rf"(?P<currency>{_CURRENCY})?(?:整|人民币)?(?:以上|左右)?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` units of ``currency`` (ISO 4217)."""

    value: Decimal
    currency: str


def parse_amount(text: str) -> Amount | None:
    """Read ``5000万元``, ``约100余万元``, ``五千万元``, ``1.2亿美元``, ``30,000元``; a range or 十几亿元 is ``None``."""
    match = _AMOUNT.fullmatch(fold(text).replace("(人民币)", ""))
    if not match or not match["number"]:
        return None
    value = parse_number(match["number"] + match["scale"])
    return None if value is None else Amount(value, CURRENCIES[match["currency"] or ""])


def parse_percent(text: str) -> Decimal | None:
    """Read ``3.2%`` and ``百分之三点二`` as 3.2."""
    match = re.fullmatch(r"(?:百分之(?P<words>.+)|(?P<number>.+)%)", fold(text))
    return parse_number(match["words"] or match["number"]) if match else None


_SCALES = {
    "万亿": 12,
    "千亿": 11,
    "百亿": 10,
    "亿": 8,
    "千万": 7,
    "百万": 6,
    "十万": 5,
    "万": 4,
}
_SCALE = re.compile("|".join(_SCALES))

# Names of the QUDT unit vocabulary. 亩, 标准煤, percentage points and counting words have none, and get none.
QUDT_UNITS = {
    "%": "PERCENT",
    "‰": "PERMILLE",
    "元": "CCY_CNY",
    "人民币": "CCY_CNY",
    "美元": "CCY_USD",
    "欧元": "CCY_EUR",
    "港元": "CCY_HKD",
    "日元": "CCY_JPY",
    "澳门元": "CCY_MOP",
    "吨": "TONNE",
    "公斤": "KiloGM",
    "千克": "KiloGM",
    "克": "GM",
    "米": "M",
    "公里": "KiloM",
    "千米": "KiloM",
    "厘米": "CentiM",
    "毫米": "MilliM",
    "海里": "MI_N",
    "平方米": "M2",
    "平方公里": "KiloM2",
    "平方千米": "KiloM2",
    "公顷": "HA",
    "立方米": "M3",
    "升": "L",
    "瓦": "W",
    "W": "W",
    "千瓦": "KiloW",
    "kW": "KiloW",
    "兆瓦": "MegaW",
    "MW": "MegaW",
    "吉瓦": "GigaW",
    "GW": "GigaW",
    "千瓦时": "KiloW-HR",
    "kWh": "KiloW-HR",
    "兆瓦时": "MegaW-HR",
    "MWh": "MegaW-HR",
    "GWh": "GigaW-HR",
    "千伏": "KiloV",
    "微克/立方米": "MicroGM-PER-M3",
    "毫克/立方米": "MilliGM-PER-M3",
    "公里/小时": "KiloM-PER-HR",
    "℃": "DEG_C",
    "摄氏度": "DEG_C",
    "年": "YR",
    "个月": "MO",
    "天": "DAY",
    "小时": "HR",
    "分钟": "MIN",
    "秒": "SEC",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, taken apart: ``scale`` (10000 for 万), ``base`` (元), and the IRI of the base or empty."""

    scale: Decimal
    base: str
    qudt: str = ""


def parse_unit(text: str) -> Unit:
    """Take ``亿元`` apart to 100000000 and 元, ``万吨`` to 10000 and 吨; ``千瓦`` and ``个百分点`` stay whole."""
    clean = text.strip()
    match = _SCALE.match(clean)
    base = clean[match.end() :] if match else clean
    scale = Decimal(10) ** _SCALES[match[0]] if match else Decimal(1)
    name = QUDT_UNITS.get(base.replace("％", "%"), "")
    return Unit(scale, base, UNIT + name if name else "")


def decimal_text(value: Decimal) -> str:
    """The canonical wording of an xsd:decimal: no exponent, no zeros at the end."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PLAN = re.compile(r"FYP(\d\d)")


def _bounds(iso: str) -> tuple[str, str] | None:
    """First and last day of a year, month or day, or ``None`` if the calendar has no such date."""
    match = _DATE.fullmatch(iso)
    if not match or match[1] == "0000":
        return None
    year, month = int(match[1]), int(match[2] or 1)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if match[3]:
        return (iso, iso) if 1 <= int(match[3]) <= last else None
    return (f"{iso}-01", f"{iso}-{last:02d}") if match[2] else (f"{iso}-01-01", f"{iso}-12-31")


def _plan(number: int) -> tuple[str, str] | None:
    """First and last day of a five-year plan: every five years since 1966, the first two since 1953."""
    if number < 1:
        return None
    start = 1953 + 5 * (number - 1) if number < 3 else 1966 + 5 * (number - 3)
    return f"{start}-01-01", f"{start + 4}-12-31"


def parse_period(iso: str) -> tuple[str, str] | None:
    """First and last day (ISO dates) of ``2023``, ``2023-07``, ``2023-07-15``, ``2023-01/2023-09`` or ``FYP13``."""
    plan = _PLAN.fullmatch(iso)
    if plan:
        return _plan(int(plan[1]))
    first, slash, last = iso.partition("/")
    start, end = _bounds(first), _bounds(last if slash else first)
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def date_datatype(iso: str) -> str:
    """The XML Schema datatype of a date by its precision; a span, a plan or no date of the calendar is a string."""
    names = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return XSD + (names.get(len(iso), "string") if _bounds(iso) else "string")
