"""The compiled gazetteer of ``ontology/gazetteer/``: areas, companies, institutions, terms, and the lexicon made from them.

Every table is tab-separated UTF-8 with a head line; a name that ends in ``.gz`` is gzip. ``kg gazetteer`` makes the
compiled ones again; the others are written by hand. A table that breaks its rules is an :class:`~kg.model.InputError`
that names the file and the line.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from kg.model import InputError, KGError

COUNTRY, PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = -1, 0, 1, 2, 3
"""The levels of :class:`Area`."""

TERMS = ("newareas", "zones", "instruments", "regions", "nature", "titles", "programmes")
"""The names that :func:`load_terms` takes."""

COMMON_COLUMNS = ("surface", "count", "marked")
"""The columns of the table of common words."""

LEXICON = ("surface", "type", "weight")
"""The columns of the lexicon."""

SAFE, SHORT, COMMON = 1.0, 0.4, 0.1
"""Weights of the lexicon: safe alone; too short to be safe alone; a common word of official Chinese."""

_STATUS = {"current": False, "former": True}
_HINT = "compile the tables again with `kg gazetteer`, or mend the line"
_FINANCIAL_INDUSTRIES = frozenset({"银行", "证券", "保险"})
_FINANCIAL_WORDS = (
    "银行",
    "证券",
    "保险",
    "信托",
    "期货",
    "金融租赁",
    "融资租赁",
    "担保",
    "基金",
    "资本",
    "小额贷款",
    "金融控股",
)


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area, in GB/T 2260 codes: 156 for China, six digits to county level, nine for a township.

    ``level`` is -1 (country) to 3 (township); ``lon`` and ``lat`` are degrees (GCJ-02: good for points) or ``None``;
    ``former`` areas have the codes of those that succeeded them in ``successors``, where they are known.
    """

    code: str
    name: str
    short: str
    parent: str
    level: int
    lon: float | None = None
    lat: float | None = None
    former: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """A listed company: exchange code (``601827.SH``), short name without marks such as ST, legal name, region, industry."""

    code: str
    short: str
    name: str
    region: str = ""
    industry: str = ""

    @property
    def type(self) -> str:
        """``FinancialInstitution`` for banks, brokers, insurers and the like, else ``Company``."""
        diverse = self.industry == "多元金融" and any(word in self.name for word in _FINANCIAL_WORDS)
        return "FinancialInstitution" if self.industry in _FINANCIAL_INDUSTRIES or diverse else "Company"


@dataclass(frozen=True, slots=True)
class Institution:
    """A named body: its full name, type of the ontology, other names, and the list that it comes from."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A name of public vocabulary: ``kind`` divides its type (loan, bond, river …), ``region`` is a province or empty."""

    name: str
    type: str
    kind: str
    aliases: tuple[str, ...] = ()
    region: str = ""


def ontology_dir() -> Path:
    """The folder ``ontology/``: inside the package when installed from a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "ontology", package.parent / "ontology"):
        if folder.is_dir():
            return folder
    raise KGError(f"no folder ontology/ in or beside {package}; install lvjin again")


def gazetteer_dir() -> Path:
    """The folder of the gazetteer's tables."""
    return ontology_dir() / "gazetteer"


@cache
def load_areas(folder: Path | None = None) -> tuple[Area, ...]:
    """All areas, by code; the parent of each is known and stands a level or more above it."""
    path = _find(folder, "areas")
    columns = ("code", "name", "short", "parent", "level", "lon", "lat", "status", "successors")
    areas = tuple(_area(path, line, row) for line, row in _rows(path, columns))
    _check_tree(path, areas)
    return areas


@cache
def load_companies(folder: Path | None = None) -> tuple[Company, ...]:
    """All listed companies, by code."""
    path = _find(folder, "companies")
    rows = tuple(Company(*row) for _, row in _rows(path, ("code", "short", "name", "region", "industry")))
    _check_unique(path, [row.code for row in rows], "code")
    return rows


@cache
def load_institutions(folder: Path | None = None) -> tuple[Institution, ...]:
    """The bodies written by hand (``bodies``), then those compiled from public lists (``institutions``)."""
    return tuple(chain.from_iterable(read_institutions(_find(folder, stem)) for stem in ("bodies", "institutions")))


@cache
def load_terms(name: str, folder: Path | None = None) -> tuple[Term, ...]:
    """The terms of one table of :data:`TERMS`, in the table's order; another name is a :class:`KGError`."""
    if name not in TERMS:
        raise KGError(f"no table of terms {name!r}; use one of {', '.join(TERMS)}")
    path = _find(folder, name)
    columns = ("name", "type", "kind", "aliases", "region")
    terms = tuple(Term(r[0], r[1], r[2], _split(r[3]), r[4]) for _, r in _rows(path, columns))
    _check_unique(path, [term.name for term in terms], "name")
    return terms


@cache
def load_common(folder: Path | None = None) -> frozenset[str]:
    """Names that are common words in official text, as ``kg gazetteer`` counted them."""
    return frozenset(row[0] for _, row in _rows(_find(folder, "common"), COMMON_COLUMNS))


@cache
def load_lexicon(folder: Path | None = None) -> tuple[tuple[str, str, float], ...]:
    """(surface, type, weight) of every name and short form, by surface, one type each.

    The weight is :data:`SAFE`, or :data:`SHORT` where the surface needs support by its context, or :data:`COMMON`.
    The table is made from all others by :func:`kg.learn.lexicon.compile_lexicon`, which says who wins.
    """
    path = _find(folder, "lexicon")
    try:
        return tuple((surface, kind, float(weight)) for _, (surface, kind, weight) in _rows(path, LEXICON))
    except ValueError as error:
        raise InputError(path.name, f"a weight is no number ({error})", _HINT) from error


def _area(path: Path, line: int, row: list[str]) -> Area:
    code, name, short, parent, level, lon, lat, status, successors = row
    if status not in _STATUS:
        raise InputError(path.name, f"status {status!r} is neither current nor former", _HINT, line)
    try:
        return Area(
            code, name, short, parent, int(level), float(lon) if lon else None, float(lat) if lat else None,
            _STATUS[status], _split(successors),
        )  # fmt: skip
    except ValueError as error:
        raise InputError(path.name, f"level or coordinates are no numbers ({error})", _HINT, line) from error


def _check_tree(path: Path, areas: tuple[Area, ...]) -> None:
    """Refuse a code used twice, a parent or successor that is not there, and a parent that is not above its child."""
    levels = {area.code: area.level for area in areas}
    if len(levels) != len(areas):
        _check_unique(path, [area.code for area in areas], "code")
    for line, area in enumerate(areas, 2):
        # Levels that fall on the way up leave no room for a cycle.
        if area.parent and levels.get(area.parent, area.level) >= area.level:
            fault = "is not above it: a cycle" if area.parent in levels else "is not in the table"
            raise InputError(path.name, f"{area.code} {area.name} lies in {area.parent}, which {fault}", _HINT, line)
        for code in area.successors:
            if code not in levels:
                raise InputError(
                    path.name, f"{area.code} {area.name} became {code}, which is not in the table", _HINT, line
                )


def _check_unique(path: Path, values: list[str], column: str) -> None:
    seen: set[str] = set()
    for line, value in enumerate(values, 2):
        if value in seen:
            raise InputError(path.name, f"{column} {value} stands twice", _HINT, line)
        seen.add(value)


def read_institutions(path: Path) -> tuple[Institution, ...]:
    """The rows of one table of bodies; a name that stands twice is an :class:`~kg.model.InputError`."""
    rows = tuple(
        Institution(name, kind, _split(aliases), source)
        for _, (name, kind, aliases, source) in _rows(path, ("name", "type", "aliases", "source"))
    )
    _check_unique(path, [row.name for row in rows], "name")
    return rows


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _find(folder: Path | None, stem: str) -> Path:
    folder = folder or gazetteer_dir()
    for path in (folder / f"{stem}.tsv", folder / f"{stem}.tsv.gz"):
        if path.is_file():
            return path
    raise InputError(str(folder / f"{stem}.tsv"), "no such table", "compile the tables with `kg gazetteer`")


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number from 2, cells); the head must hold exactly ``columns``, every line as many cells."""
    lines = _read(path).splitlines()
    head = tuple(lines[0].split("\t")) if lines else ()
    if head != columns:
        reason = f"the head is {', '.join(head) or 'missing'}, not {', '.join(columns)}"
        raise InputError(path.name, reason, _HINT, 1)
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(columns) or not cells[0]:
            raise InputError(
                path.name, f"{len(cells)} cells instead of {len(columns)}, or no {columns[0]}", _HINT, number
            )
        yield number, cells


def _read(path: Path) -> str:
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(path.name, f"cannot be read ({error})", _HINT) from error
