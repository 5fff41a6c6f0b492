"""The patterns of ``ontology/patterns.toml`` as typed values: endings of names, titles of persons, words for whole areas."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import Any, TypeVar

from kg.model import KGError, Ontology

_Rule = TypeVar("_Rule")


@dataclass(frozen=True, slots=True)
class NameRule:
    """Names of one type by their endings; see the comments of ``patterns.toml`` for the fields."""

    type: str
    suffix: re.Pattern[str]
    area: str
    min: int
    max: int
    score: float
    verbs: bool = False
    numbers: bool = False
    exact: bool = False
    through: bool = False
    bare: int = 0
    banned_ends: tuple[str, ...] = ()
    heads: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NameWords:
    """What the words around a name tell: verbs that may stand inside, words that never do, and what is cut off its start."""

    verbs: frozenset[str]
    stops: frozenset[str]
    lead: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PersonRule:
    """How persons are told: a title (or a plain word for a person) before a surname, and what follows a name.

    ``common`` are words that begin like a name and often follow a title.
    """

    surnames: frozenset[str]
    compound: frozenset[str]
    title: re.Pattern[str]
    plain: frozenset[str]
    after: tuple[str, ...]
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AreaWords:
    """Words for a whole area (全市) with the ending of its level (市), and the short names of provinces, which tell theirs."""

    whole: Mapping[str, str]
    provinces: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way in which a text says a property between two mentions; see ``relations.toml``."""

    property: str
    subject: frozenset[str]
    object: frozenset[str]
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    inverse: bool
    gap: int
    score: float


@dataclass(frozen=True, slots=True)
class TimeRule:
    """The words that make a date the time of an entity of one of ``types``."""

    kind: str
    types: frozenset[str]
    pattern: re.Pattern[str]
    score: float


@dataclass(frozen=True, slots=True)
class Grammar:
    """All patterns of the rule-based extractor; ``triggers`` by the types of the first and the second mention."""

    names: tuple[NameRule, ...]
    lexis: NameWords
    person: PersonRule
    areas: AreaWords
    triggers: Mapping[tuple[str, str], tuple[Trigger, ...]]
    times: tuple[TimeRule, ...]
    reach: int
    """The most characters that any trigger lets stand between two mentions."""


def _alternation(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


def _name_rule(row: Mapping[str, Any]) -> NameRule:
    options = {
        k: row[k] for k in ("min", "max", "score", "area", "verbs", "numbers", "exact", "through", "bare") if k in row
    }
    return NameRule(
        type=row["type"],
        suffix=re.compile(_alternation(row["suffix"])),
        banned=frozenset(row.get("not", ())),
        banned_ends=tuple(row.get("not_ending", ())),
        heads=frozenset(row.get("heads", ())),
        **options,
    )


def _name_words(row: Mapping[str, Any]) -> NameWords:
    return NameWords(
        verbs=frozenset(row["verbs"].split()),
        stops=frozenset(row["stops"].split()),
        lead=re.compile(f"(?:{_alternation(row['lead'].split())})+"),
    )


def _person_rule(row: Mapping[str, Any]) -> PersonRule:
    words = [*row["titles"], *row["plain"]]
    return PersonRule(
        surnames=frozenset(row["surnames"]),
        compound=frozenset(row["compound"]),
        title=re.compile(_alternation(words)),
        plain=frozenset(row["plain"]),
        after=tuple(row["after"]),
        common=frozenset(row["common"].split()),
    )


def _pattern(row: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(row[key]) if key in row else None


def _trigger(row: Mapping[str, Any], ontology: Ontology) -> Trigger:
    found = ontology.properties[row["property"]]
    return Trigger(
        property=row["property"],
        subject=frozenset(row.get("subject", found.domain)) & found.domain,
        object=frozenset(row.get("object", found.range)) & found.range,
        pattern=re.compile(row.get("between", "")),
        before=_pattern(row, "before"),
        after=_pattern(row, "after"),
        inverse=row.get("inverse", False),
        gap=row.get("gap", 20),
        score=row.get("score", 0.5),
    )


def _by_types(triggers: Sequence[Trigger]) -> dict[tuple[str, str], tuple[Trigger, ...]]:
    found: dict[tuple[str, str], tuple[Trigger, ...]] = {}
    for trigger in triggers:
        for pair in product(trigger.subject, trigger.object):
            key = pair[::-1] if trigger.inverse else pair
            found[key] = (*found.get(key, ()), trigger)
    return found


def _time_rule(row: Mapping[str, Any]) -> TimeRule:
    return TimeRule(row["kind"], frozenset(row["types"]), re.compile(row["words"]), row.get("score", 0.5))


def _compiled(path: Path, rows: Sequence[Mapping[str, Any]], read: Callable[[Mapping[str, Any]], _Rule]) -> list[_Rule]:
    """The rules of ``rows``; one that is no regular expression is a :class:`KGError` with its file and place."""
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(read(row))
        except re.error as error:
            raise KGError(f"{path}: row {number} holds a bad regular expression ({error}); mend the pattern") from error
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KGError(f"{path}: the patterns cannot be read ({error}); reinstall lvjin or mend the file") from error


def _known(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a name that the ontology does not have."""
    if unknown := sorted(set(names) - set(known)):
        raise KGError(
            f"the patterns name the {kind} {unknown[0]!r}; the ontology has none of that name: mend the pattern"
        )


def _check(names: Mapping[str, Any], facts: Mapping[str, Any], ontology: Ontology) -> None:
    lists = [row.get(key, ()) for row in (*facts["relation"], *facts["time"]) for key in ("subject", "object", "types")]
    _known("type", (row["type"] for row in names["name"]), ontology.types)
    _known("type", chain.from_iterable(lists), ontology.types)
    _known("property", (row["property"] for row in facts["relation"]), ontology.properties)
    _known("kind of time", (row["kind"] for row in facts["time"]), ontology.time_kinds)


def load_grammar(folder: Path, ontology: Ontology) -> Grammar:
    """Read ``patterns.toml`` and ``relations.toml`` of ``folder``; a type or property not in the ontology is a :class:`KGError`."""
    names, facts = _read(folder / "patterns.toml"), _read(folder / "relations.toml")
    _check(names, facts, ontology)
    triggers = _compiled(folder / "relations.toml", facts["relation"], lambda row: _trigger(row, ontology))
    return Grammar(
        names=tuple(map(_name_rule, names["name"])),
        lexis=_name_words(names["words"]),
        person=_person_rule(names["person"]),
        areas=AreaWords(names["areas"]["whole"], frozenset(names["areas"]["provinces"].split())),
        triggers=_by_types(triggers),
        times=tuple(_compiled(folder / "relations.toml", facts["time"], _time_rule)),
        reach=max((t.gap for t in triggers), default=0),
    )
