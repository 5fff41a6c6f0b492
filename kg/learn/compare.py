"""What the measure calls equal: names, quantities, indicators."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_QUANTITY = re.compile(
    r"(?:约|近|超|逾|达|共)*(-?\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)(?:余|多)?((?:[十百千]?[万亿])*)(?:余|多)?(.*)$"
)
_ALIKE = 0.4
"""Two indicators are alike if they share this much of their character pairs (Dice)."""


def normal(text: object) -> str:
    """The text without spaces, quotation marks, book marks and brackets, in lower case and NFKC."""
    return re.sub(r"[\s“”\"‘’'《》（）()·]", "", unicodedata.normalize("NFKC", str(text))).lower()


def chinese_number(text: str) -> float | None:
    """A Chinese numeral below ten thousand, or ``None``."""
    total: float = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        else:
            return None
    return total + (digit or 0)


def quantity(value: str, unit: str = "") -> tuple[float, str] | None:
    """A number with Chinese scale words as (number, bare unit): ``6600``, ``亿元`` → (6.6e11, ``元``)."""
    found = _QUANTITY.match(normal(f"{value}{unit}").replace(",", ""))
    if not found:
        return None
    digits, scale, rest = found.groups()
    number = float(digits) if digits[-1].isdigit() else chinese_number(digits)
    if number is None:
        return None
    for character in scale:
        number *= _SCALES[character]
    return round(number, 6), rest.replace("人民币", "")


def alike(one: str, other: str) -> bool:
    """Tell whether two indicators say the same: one holds the other, or they share enough character pairs."""
    one, other = normal(one), normal(other)
    if not one or not other:
        return one == other
    if one in other or other in one:
        return True
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / max(1, len(pairs) + len(others)) >= _ALIKE


def _pairs(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}
