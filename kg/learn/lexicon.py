"""The lexicon: every surface of every table with its type and weight, made once so that matching starts quickly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.learn.sources import Row, write_table
from kg.tables import (
    COMMON,
    COUNTY,
    LEXICON,
    SAFE,
    SHORT,
    TERMS,
    TOWNSHIP,
    Area,
    Company,
    load_areas,
    load_common,
    load_companies,
    load_institutions,
    load_terms,
)

_Surfaces = Iterator[tuple[str, str, float]]


def compile_lexicon(target: Path) -> list[Row]:
    """Write ``lexicon.tsv.gz`` from the tables in ``target``; return its rows, by surface, one type each.

    Where tables disagree on the type, terms win over institutions, these over areas, these over companies.
    """
    found: dict[str, tuple[str, float]] = {}
    for surface, kind, weight in _surfaces(target):
        if len(surface) > 1:
            found.setdefault(surface, (kind, weight))
    rows: list[Row] = [(surface, kind, f"{weight:g}") for surface, (kind, weight) in sorted(found.items())]
    write_table(target / "lexicon.tsv.gz", LEXICON, rows)
    return rows


def stem_of_company(name: str) -> str:
    """The legal name without its legal form: 重庆三峰环境集团股份有限公司 → 重庆三峰环境集团."""
    for form in ("股份有限公司", "有限责任公司", "有限公司"):
        if name.endswith(form):
            return name.removesuffix(form).removesuffix("(集团)")
    return name


def _surfaces(folder: Path) -> _Surfaces:
    """All surfaces in the order in which tables win."""
    for table in TERMS:
        for term in load_terms(table, folder):
            yield from ((surface, term.type, SAFE) for surface in (term.name, *term.aliases))
    for body in load_institutions(folder):
        # 中行, 人行: two characters need support.
        yield from ((surface, body.type, SAFE if len(surface) > 2 else SHORT) for surface in (body.name, *body.aliases))
    common = load_common(folder)
    areas = load_areas(folder)
    # A former district that still has its townships was reorganised lately: texts still name it.
    alive = {area.code for area in areas if not area.former} | {area.parent for area in areas if not area.former}
    for area in sorted(areas, key=lambda area: (area.former, area.level)):
        # Nobody says 北站 for a district 北站区 that is gone.
        yield from _of_area(area, area.code in alive, common)
    for company in load_companies(folder):
        yield from _of_company(company, common)


def _of_area(area: Area, alive: bool, common: frozenset[str]) -> _Surfaces:
    """The full name; the short name down to county level (西沱 alone is no name of 西沱镇)."""
    # 城区, 郊区, 东区: two characters that end in 区 are no name outside their city.
    weak = len(area.name) == 2 and area.name.endswith("区")
    yield area.name, "AdministrativeArea", COMMON if area.name in common else SHORT if weak else SAFE
    if alive and area.level < TOWNSHIP and area.short:
        safe = SHORT if area.level == COUNTY and len(area.short) == 2 else SAFE
        yield area.short, "AdministrativeArea", COMMON if area.short in common else safe


def _of_company(company: Company, common: frozenset[str]) -> _Surfaces:
    """The legal name, the same without its legal form, the short name."""
    yield company.name, company.type, SAFE
    stem = stem_of_company(company.name)
    if len(stem) > 4 and "(" not in stem:
        yield stem, company.type, SAFE
    if company.short:
        yield (
            company.short,
            company.type,
            COMMON if company.short in common else SHORT if len(company.short) == 2 else SAFE,
        )
