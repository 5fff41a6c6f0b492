"""Title and date of a document that does not name them: from the file's name and the first lines."""

from __future__ import annotations

import datetime as dt
import re

from kg.model import GAP
from kg.numerals import parse_number

_HEAD = 300
_MAX_TITLE = 50
_SEPARATED = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?([-/._年])\s?(\d{1,2})\s?[-/._月]\s?(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_PARTIAL = re.compile(r"^((?:19|20)\d\d)(?:[-/.年](\d{1,2})月?|年)?$")
_NUMERALS = re.compile(
    r"([一二][九〇○零][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def iso_date(value: str) -> str:
    """``value`` as an ISO date, as precise as it is (``2023-12`` stays a month), or nothing where it is none.

    >>> iso_date("2023年12月8日"), iso_date("2023/12"), iso_date("20231208"), iso_date("soon")
    ('2023-12-08', '2023-12', '2023-12-08', '')
    """
    if found := find_date(value):
        return found
    partial = _PARTIAL.match(value.strip())
    if not partial:
        return ""
    year, month = partial.groups()
    if month is None:
        return year
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else ""


def find_date(text: str, compact: bool = True) -> str:
    """The first full date in ``text`` (2023年12月28日, 2023-12-28, 二〇二三年…, and 20231228 where ``compact``), as ISO, or nothing."""
    found = [(m.start(), _date(m[1], m[3], m[4])) for m in _SEPARATED.finditer(text)]
    found += [(m.start(), _date(*m.groups())) for m in _COMPACT.finditer(text)] if compact else []
    found += [(m.start(), _date(*(str(parse_number(word)) for word in m.groups()))) for m in _NUMERALS.finditer(text)]
    return min(((at, date) for at, date in found if date), default=(0, ""))[1]


def head_date(text: str) -> str:
    """The first full date in the first 300 characters of ``text``, or nothing."""
    return find_date(text[:_HEAD], compact=False)


def head_title(text: str) -> str:
    """The first line of ``text`` where it reads as a title: short, no sentence, a longer text behind it; or nothing."""
    start = len(text) - len(text.lstrip())
    first, _, rest = text[start : start + 2 * _HEAD].partition("\n")
    title = first.strip()
    body = rest.strip()
    if not title or title == GAP or len(title) > _MAX_TITLE or title[-1] in "。；，：;,…" or len(body) <= len(title):
        return ""
    return title


def _date(year: str, month: str, day: str) -> str:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
