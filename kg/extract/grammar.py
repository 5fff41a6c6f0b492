"""The patterns of ``ontology/patterns.toml`` as typed values: endings of names, titles of persons, words for whole areas."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.model import KGError, Ontology


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
    banned_ends: tuple[str, ...] = ()
    heads: frozenset[str] = frozenset()
    banned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonRule:
    """How persons are told: a title (or a plain word for a person) before a surname, and what follows a name."""

    surnames: frozenset[str]
    compound: frozenset[str]
    title: re.Pattern[str]
    plain: frozenset[str]
    after: tuple[str, ...]


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
    """All patterns of the rule-based extractor."""

    names: tuple[NameRule, ...]
    person: PersonRule
    whole: Mapping[str, str]
    triggers: tuple[Trigger, ...]
    times: tuple[TimeRule, ...]


def _alternation(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


def _name_rule(row: Mapping[str, Any]) -> NameRule:
    options = {k: row[k] for k in ("min", "max", "score", "area", "verbs", "numbers", "exact", "through") if k in row}
    return NameRule(
        type=row["type"],
        suffix=re.compile(_alternation(row["suffix"])),
        banned=frozenset(row.get("not", ())),
        banned_ends=tuple(row.get("not_ending", ())),
        heads=frozenset(row.get("heads", ())),
        **options,
    )


def _person_rule(row: Mapping[str, Any]) -> PersonRule:
    words = [*row["titles"], *row["plain"]]
    return PersonRule(
        surnames=frozenset(row["surnames"]),
        compound=frozenset(row["compound"]),
        title=re.compile(_alternation(words)),
        plain=frozenset(row["plain"]),
        after=tuple(row["after"]),
    )


def _pattern(row: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(row[key]) if key in row else None


def _trigger(row: Mapping[str, Any], ontology: Ontology) -> Trigger:
    if row["property"] not in ontology.properties:
        raise KGError(f"patterns name the property {row['property']!r}; the ontology has none of that name")
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


def _time_rule(row: Mapping[str, Any]) -> TimeRule:
    return TimeRule(
        row["kind"],
        frozenset(row["types"]),
        re.compile(row["words"]),
        row.get("score", 0.5),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KGError(f"{path}: the patterns cannot be read ({error}); reinstall lvjin or mend the file") from error


def _check_types(rules: Sequence[NameRule | TimeRule], ontology: Ontology) -> None:
    for rule in rules:
        types = {rule.type} if isinstance(rule, NameRule) else rule.types
        if unknown := sorted(types - set(ontology.types)):
            raise KGError(f"patterns name the type {unknown[0]!r}; the ontology has none of that name")


def load_grammar(folder: Path, ontology: Ontology) -> Grammar:
    """Read ``patterns.toml`` and ``relations.toml`` of ``folder``; a type or property not in the ontology is a :class:`KGError`."""
    names = _read(folder / "patterns.toml")
    facts = _read(folder / "relations.toml")
    name_rules = tuple(_name_rule(row) for row in names["name"])
    time_rules = tuple(_time_rule(row) for row in facts["time"])
    _check_types((*name_rules, *time_rules), ontology)
    return Grammar(
        names=name_rules,
        person=_person_rule(names["person"]),
        whole=names["areas"]["whole"],
        triggers=tuple(_trigger(row, ontology) for row in facts["relation"]),
        times=time_rules,
    )
