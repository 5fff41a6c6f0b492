"""Numbers as Chinese texts write them, in digits or in numerals, to decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "零〇○一二三四五六七八九两十百千万亿"
"""The characters of Chinese numerals."""
_TOKEN = re.compile(rf"\d+(?:\.\d+)?|[{NUMERAL}]")
_ARABIC = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_FRACTION = re.compile(r"([零〇○一二三四五六七八九两十百千万亿]+)点([零〇○一二三四五六七八九]+)")


def fold(text: str) -> str:
    """Full-width digits and signs to ASCII, no white space. Only for reading: the wording itself is never changed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _magnitude(tokens: list[str]) -> Decimal:
    """Read tokens such as 1.2 万 亿 or 三 千 零 五 from left to right."""
    high = low = section = Decimal(0)
    number: Decimal | None = None
    for token in tokens:
        if token in _SMALL:
            section += (Decimal(1) if number is None else number) * _SMALL[token]
        elif token == "万":
            low += (section + (number or 0)) * 10_000
            section = Decimal(0)
        elif token == "亿":
            high += (low + section + (number or 0)) * 100_000_000
            low = section = Decimal(0)
        elif token in _DIGITS:
            number = Decimal(_DIGITS[token]) if number is None else number * 10 + _DIGITS[token]
            continue
        else:
            number = Decimal(token)
            continue
        number = None
    return high + low + section + (number or 0)


def parse_number(text: str) -> Decimal | None:
    """Read ``6,600``, ``-3.2``, ``五千``, ``1.2万``, ``1亿2000万``, ``三点五``; anything else is ``None``."""
    clean = fold(text)
    if _ARABIC.fullmatch(clean):
        return Decimal(clean.replace(",", "").replace("−", "-"))
    point = _FRACTION.fullmatch(clean)
    if point:
        places = "".join(str(_DIGITS[c]) for c in point[2])
        return _magnitude(list(point[1])) + Decimal(f"0.{places}")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", clean)
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain or tokens[0] in "万亿":
        return None
    return _magnitude(tokens)
