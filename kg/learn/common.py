"""Which names are common words: counted in official text, where 太阳能 is no company and 和平 no district."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.learn.sources import Row
from kg.tables import COUNTY, TOWNSHIP, Area, Company

LEAST = 10
"""A name seen less often is not judged."""
SHARE, SHARE_LONG = 0.15, 0.05
"""A name is a common word if a smaller share of its places is marked as a name; from four characters on, the second."""
_LONGEST = 5

_COMPANY_AFTER = re.compile(r"公司|集团|股份|有限|控股")
_AREA_AFTER = re.compile(r"省|市|区|县|州|盟|旗|自治|新区|镇|特别")
_AREA_BEFORE = re.compile(r"[省市州区县盟旗]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A surface to judge: an occurrence is marked as a name by what stands right after it, or before it."""

    surface: str
    after: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None


def common_surfaces(areas: Iterable[Area], companies: Iterable[Company], text: str) -> list[Row]:
    """(surface, places, marked places) of the names that are common words in ``text``, by surface.

    Short names of provinces and prefectures are not judged: they are names.
    """
    areas = tuple(areas)
    safe = {area.short for area in areas if area.level < COUNTY and not area.former}
    judged = (*_companies(companies), *_areas(areas))
    candidates = {c.surface: c for c in judged if 1 < len(c.surface) <= _LONGEST and c.surface not in safe}
    places, marked = count(candidates, text)
    return [(s, str(n), str(marked[s])) for s, n in sorted(places.items()) if _is_common(s, n, marked[s])]


def _is_common(surface: str, places: int, marked: int) -> bool:
    return places >= LEAST and marked < places * (SHARE if len(surface) < 4 else SHARE_LONG)


def count(candidates: Mapping[str, Candidate], text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each candidate stands in ``text``, and how often it is marked there."""
    places: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for length in sorted({len(surface) for surface in candidates}):
        for start in range(len(text) - length + 1):
            found = candidates.get(text[start : start + length])
            if found:
                places[found.surface] += 1
                marked[found.surface] += _is_marked(found, text, start)
    return places, marked


def _is_marked(candidate: Candidate, text: str, start: int) -> bool:
    end = start + len(candidate.surface)
    if candidate.after and candidate.after.match(text, end):
        return True
    return bool(candidate.before and candidate.before.search(text[max(0, start - 1) : start]))


def _companies(companies: Iterable[Company]) -> Iterable[Candidate]:
    return (Candidate(company.short, after=_COMPANY_AFTER) for company in companies if company.type == "Company")


def _areas(areas: Iterable[Area]) -> Iterable[Candidate]:
    """Short names of counties, full names of townships."""
    for area in areas:
        if area.level == TOWNSHIP:
            yield Candidate(area.name, before=_AREA_BEFORE)
        elif area.level == COUNTY and area.short:
            yield Candidate(area.short, after=_AREA_AFTER, before=_AREA_BEFORE)
