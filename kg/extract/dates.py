"""Chinese expressions of time to ISO dates, as precise as the text is: 2022年8月, 前三季度, 去年8月, “十三五”, 截至6月底."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time at ``start``–``end`` and the ISO date or period that it means (``2023-01/2023-09``, ``FYP13``)."""

    start: int
    end: int
    iso: str


_YEAR = r"(?P<year>(?:19|20)\d{2})年"
_REL = r"(?P<rel>今年|去年|前年|明年|上年|当年|同年|本年)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])月"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号)"
_HEAD = rf"(?:{_YEAR}|{_REL})"
_DASH = "[—–\\-－~～至到]+"
_PLAN_NUMBERS = {c: n for n, c in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五".split(), 1)}
_QUARTERS = {c: n for pair in ("一二三四", "1234") for n, c in enumerate(pair, 1)} | {"首": 1}
_LATE = 8
"""How many months ahead of an article of January or February a bare month is taken for one of the year before."""
_OFFSET = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}


@dataclass(frozen=True, slots=True)
class _Clock:
    """What relative expressions are counted from: the year told last in the text and the date of publication."""

    told: int
    published: str

    def year(self, match: re.Match[str]) -> int:
        """The year that a match tells; 0 where nothing gives one."""
        groups = match.groupdict()
        if groups.get("year"):
            return int(groups["year"])
        own = int(self.published[:4]) if self.published else 0
        if groups.get("rel") in _OFFSET:
            return own + _OFFSET[groups["rel"]] if own else 0
        return self.told or own

    def year_of(self, match: re.Match[str], month: int) -> int:
        """The year of a span that ends in ``month``: 11月 in an article of January is told of the year before."""
        year = self.year(match)
        bare = not self.told and not match.groupdict().get("year") and not match.groupdict().get("rel")
        late = self.published[5:7] in ("01", "02") and month - int(self.published[5:7]) >= _LATE
        return year - 1 if bare and late else year


def _month_of(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}" if year else ""


def _span(year: int, first: int, last: int) -> str:
    return f"{year:04d}-{first:02d}/{year:04d}-{last:02d}" if year else ""


def _plan(match: re.Match[str], clock: _Clock) -> str:
    number = _PLAN_NUMBERS.get(match["plan"])
    return f"FYP{number:02d}" if number else ""


def _years(match: re.Match[str], clock: _Clock) -> str:
    return f"{match['from']}/{match['to']}"


def _months(match: re.Match[str], clock: _Clock) -> str:
    last = int(match["last"])
    return _span(clock.year_of(match, last), int(match["first"]), last)


def _first_quarters(match: re.Match[str], clock: _Clock) -> str:
    last = 3 * _QUARTERS[match["n"]]
    return _span(clock.year_of(match, last), 1, last)


def _quarter(match: re.Match[str], clock: _Clock) -> str:
    last = 3 * _QUARTERS[match["n"]]
    year = clock.year_of(match, last)
    return _month_of(year, last) if match["end_of"] else _span(year, last - 2, last)


def _half(match: re.Match[str], clock: _Clock) -> str:
    first, last = (1, 6) if match["half"] == "上" else (7, 12)
    return _span(clock.year_of(match, last), first, last)


def _year_end(match: re.Match[str], clock: _Clock) -> str:
    return _month_of(clock.year(match), 12)


def _first_months(match: re.Match[str], clock: _Clock) -> str:
    count = {"两": 2, **_PLAN_NUMBERS}.get(match["count"]) or int(match["count"]) if match["count"] else 0
    return _span(clock.year_of(match, count), 1, count) if 0 < count <= 12 else ""


def _day(match: re.Match[str], clock: _Clock) -> str:
    month, day = int(match["month"]), int(match["day"])
    year = clock.year_of(match, month)
    if not year or day > calendar.monthrange(year, month)[1]:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def _month(match: re.Match[str], clock: _Clock) -> str:
    month = int(match["month"])
    return _month_of(clock.year_of(match, month), month)


def _only_year(match: re.Match[str], clock: _Clock) -> str:
    year = clock.year(match)
    return f"{year:04d}" if year else ""


def _iso_day(match: re.Match[str], clock: _Clock) -> str:
    return match[0]


# The first rule that fits at a place wins, so the more precise stand first.
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Clock], str]], ...] = (
    (
        re.compile(r"(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"),
        _iso_day,
    ),
    (
        re.compile(r"[“\"](?P<plan>十[一二三四五]?|[一二三四五六七八九])五[”\"](?:时期|期间|末)?"),
        _plan,
    ),
    (re.compile(r"(?P<plan>十[一二三四五])五(?:时期|期间|末)"), _plan),
    (
        re.compile(rf"(?P<from>(?:19|20)\d{{2}})年?{_DASH}(?P<to>(?:19|20)\d{{2}})年"),
        _years,
    ),
    (
        re.compile(rf"{_HEAD}?(?P<first>1[0-2]|[1-9])月?{_DASH}(?P<last>1[0-2]|[1-9])月(?!\d)"),
        _months,
    ),
    (re.compile(rf"{_HEAD}?前(?P<n>[一二三四1-4])季度"), _first_quarters),
    (
        re.compile(rf"{_HEAD}?(?:第)?(?P<n>[一二三四首1-4])季度(?P<end_of>末)?"),
        _quarter,
    ),
    (re.compile(rf"{_HEAD}?(?P<half>[上下])半年"), _half),
    (
        re.compile(rf"{_HEAD}?(?<![此之以日目])前(?P<count>1[0-2]|[1-9]|[两三四五六七八九十])个?月"),
        _first_months,
    ),
    (re.compile(rf"{_HEAD}?{_MONTH}{_DAY}"), _day),
    (re.compile(rf"{_HEAD}?{_MONTH}(?:份|底|末|初|上旬|中旬|下旬)?"), _month),
    (re.compile(rf"{_HEAD}(?:底|末)"), _year_end),
    (re.compile(_YEAR), _only_year),
    (re.compile(r"(?P<rel>今年|去年|前年|上年)(?!度)"), _only_year),
)
# A cheap test: only texts and places that hold one of these can begin an expression of time.
_START = re.compile(
    r"(?:19|20)\d{2}[-年—–至到]|[今去前明上当同本]年|[“\"]?十?[一二三四五六七八九]?五[”\"时期末]|前|第?[一二三四首1-4]季度|[上下]半年|1[0-2]月?[—–\-－~～至到日]|[01]?\d月?"
)


def _at(text: str, pos: int, clock: _Clock) -> When | None:
    for pattern, read in _RULES:
        match = pattern.match(text, pos)
        if match:
            iso = read(match, clock)
            return When(pos, match.end(), iso) if iso else None
    return None


def find_dates(text: str, published: str = "") -> tuple[When, ...]:
    """All expressions of time in ``text``, left to right; ``published`` (ISO) gives 去年 and bare months their year.

    A bare month (8月) belongs to the year that the text told last, and without one to the year of publication.
    """
    found: list[When] = []
    told, pos = 0, 0
    while match := _START.search(text, pos):
        start = match.start()
        inside = start > 0 and text[start].isdigit() and (text[start - 1].isdigit() or text[start - 1] == ".")
        when = None if inside else _at(text, start, _Clock(told, published))
        if when is None:
            pos = start + 1
            continue
        found.append(when)
        if when.iso[:4].isdigit():
            told = int(when.iso[:4])
        pos = when.end
    return tuple(found)
