"""Annotated documents (``.ann``) as JSON facts, and what is wrong with them.

The form: a head, the text with marks ``[surface|Type|id]`` and the facts, parted by two lines of ``===``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.codec import read_jsonl
from kg.model import Deal, InputError, Ontology

Json = dict[str, Any]

_PART = re.compile(r"^===[ \t]*$", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Za-z]+)\|([A-Za-z]\w*)\]")
_RELATION = re.compile(r"(\S+) (\S+) (\S+)(?: role=(.+))?")
_ISO = re.compile(r"FYP\d\d|\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}(?:-\d\d(?:-\d\d)?)?)?")
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?|[一二两三四五六七八九十百千]+")
_AMOUNT = re.compile(r"[\d一二三四五六七八九十百千]")
_OBSERVATION = ("subject", "indicator", "value", "unit", "period")
_HINT = "see the form in annotation/GUIDELINES.md"


def read_annotated(path: Path) -> Json:
    """The document as JSON facts: id, title, date, style, text, entities, relations, deals, observations, times.

    Raises :class:`~kg.model.InputError` with the line where a part or a fact has another form; :func:`check` finds
    what has the right form and the wrong content.
    """
    head, marked, facts, first = _parts(path)
    text, entities = _unmark(marked)
    document: Json = {
        "id": head.get("id", path.stem),
        "title": head.get("title", ""),
        "date": head.get("date", ""),
        "style": head.get("style", "news"),
        "text": text,
        "entities": list(entities.values()),
        "relations": [],
        "deals": [],
        "observations": [],
        "times": [],
    }
    for number, line in enumerate(facts.split("\n"), first):
        if line.strip() and not line.lstrip().startswith("#"):
            key, fact = _fact(line.strip(), path, number)
            document[key].append(fact)
    return document


def read_gold(path: Path) -> list[Json]:
    """The documents of a JSON Lines file, an ``.ann`` file, or all ``.ann`` files of a folder by name."""
    if path.is_dir():
        files = sorted(path.glob("*.ann"))
        if not files:
            raise InputError(str(path), "the folder holds no .ann file", "name a folder of annotated documents")
        return [read_annotated(file) for file in files]
    if path.suffix == ".ann":
        return [read_annotated(path)]
    return [_with_facts(row, path, number) for number, row in enumerate(read_jsonl(path), 1)]


def check(path: Path, ontology: Ontology) -> list[str]:
    """Every slip of an annotated file, one a line; empty if there is none."""
    try:
        document = read_annotated(path)
    except InputError as error:
        return [str(error)]
    checker = _Checker(document, ontology)
    steps = (_check_marks, _check_relations, _check_deals, _check_observations, _check_times, _check_unmarked)
    return [f"{path.name}: {slip}" for step in steps for slip in step(checker)]


@dataclass(frozen=True, slots=True)
class _Checker:
    document: Json
    ontology: Ontology

    @property
    def types(self) -> dict[str, str]:
        """The type of each entity by its id."""
        return {entity["id"]: entity["type"] for entity in self.document["entities"]}

    def unknown(self, *ids: str) -> Iterator[str]:
        """A slip for each id that no mark of the text has."""
        known = self.types
        yield from (f"{name} is not marked in the text" for name in ids if name not in known)


def _parts(path: Path) -> tuple[dict[str, str], str, str, int]:
    """Head, marked text, facts, and the line on which the facts begin."""
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "give a UTF-8 file") from error
    parts = _PART.split(source)
    if len(parts) != 3:
        raise InputError(str(path), "needs a head, a text and facts parted by two lines of ===", _HINT)
    fields = (line.partition(":") for line in parts[0].strip().splitlines())
    first = (parts[0] + parts[1]).count("\n") + 1
    return {key.strip(): value.strip() for key, _, value in fields}, parts[1].strip("\n"), parts[2], first


def _unmark(marked: str) -> tuple[str, dict[str, Json]]:
    """The bare text, and the entities by id with their mentions as [start, end] in it."""
    pieces: list[str] = []
    entities: dict[str, Json] = {}
    done = length = 0
    for mark in _MARK.finditer(marked):
        surface, kind, name = mark.groups()
        before = marked[done : mark.start()]
        pieces += before, surface
        start = length + len(before)
        length, done = start + len(surface), mark.end()
        entity = entities.setdefault(name, {"id": name, "type": kind, "name": "", "aliases": [], "mentions": []})
        entity["mentions"].append([start, length])
        if surface not in entity["aliases"]:
            entity["aliases"].append(surface)
    for entity in entities.values():
        entity["name"] = max(entity["aliases"], key=len)
    return "".join(pieces) + marked[done:], entities


def _fact(line: str, path: Path, number: int) -> tuple[str, Json]:
    """The list that a fact belongs to, and the fact."""
    verb, _, rest = line.partition(" ")
    if verb not in _READERS:
        raise InputError(str(path), f"{line!r} is no fact", f"use one of {', '.join(_READERS)}", number)
    key, form, reader = _READERS[verb]
    fact = reader(rest)
    if fact is None:
        raise InputError(str(path), f"{line!r} is not '{verb} {form}'", _HINT, number)
    return key, fact


def _relation(rest: str) -> Json | None:
    found = _RELATION.fullmatch(rest)
    if not found:
        return None
    relation = dict(zip("spo", found.groups(), strict=False))
    return relation | {"role": found[4].strip()} if found[4] else relation


def _deal(rest: str) -> Json | None:
    fields = [field.strip().partition("=") for field in rest.split("|")]
    known = (*Deal.ENTITY_ROLES, *Deal.VALUE_ROLES)
    good = all(role in known and value for role, _, value in fields)
    return {role: value for role, _, value in fields} if good else None


def _observation(rest: str) -> Json | None:
    cells = [cell.strip() for cell in rest.split("|")]
    return dict(zip(_OBSERVATION, cells, strict=True)) if len(cells) == len(_OBSERVATION) else None


def _time(rest: str) -> Json | None:
    words = rest.split()
    return dict(zip(("entity", "kind", "date"), words, strict=True)) if len(words) == 3 else None


_READERS: dict[str, tuple[str, str, Callable[[str], Json | None]]] = {
    "rel": ("relations", "ID PROPERTY ID [role=…]", _relation),
    "deal": ("deals", "ROLE=VALUE | ROLE=VALUE …", _deal),
    "obs": ("observations", "ID | INDICATOR | VALUE | UNIT | PERIOD", _observation),
    "time": ("times", "ID KIND DATE", _time),
}


def _with_facts(row: Json, path: Path, number: int) -> Json:
    """The row with an empty list for each kind of fact that it lacks."""
    if "id" not in row:
        raise InputError(str(path), f"document {number} has no id", "give JSON facts as `kg extract` writes them")
    return {"entities": [], "relations": [], "deals": [], "observations": [], "times": []} | row


def _check_marks(checker: _Checker) -> Iterator[str]:
    document, types = checker.document, checker.ontology.types
    yield from (f"the head has no {key}" for key in ("title", "date") if not document[key])
    for entity in document["entities"]:
        if entity["type"] not in types:
            yield f"{entity['name']}: no such type {entity['type']}"
    yield from (f"a stray {mark!r} in the text" for mark in "[]|" if mark in document["text"])


def _check_relations(checker: _Checker) -> Iterator[str]:
    types, ontology = checker.types, checker.ontology
    for relation in checker.document["relations"]:
        subject, name, other = relation["s"], relation["p"], relation["o"]
        unknown = list(checker.unknown(subject, other))
        yield from unknown
        if name not in ontology.properties:
            yield f"no such property {name}"
        elif not unknown and not ontology.allows(types[subject], name, types[other]):
            yield f"{subject} {name} {other}: {types[subject]} {name} {types[other]} does not fit the property"


def _check_deals(checker: _Checker) -> Iterator[str]:
    for deal in checker.document["deals"]:
        yield from checker.unknown(*(deal[role] for role in Deal.ENTITY_ROLES if role in deal))
        if len({"lender", "borrower", "amount", "instrument"} & deal.keys()) < 2:
            yield f"deal {deal}: fewer than two of lender, borrower, amount, instrument"
        if "date" in deal and not _ISO.fullmatch(deal["date"]):
            yield f"deal {deal}: {deal['date']} is no ISO date"
        if "amount" in deal and not _AMOUNT.search(deal["amount"]):
            yield f"deal {deal}: {deal['amount']} is no amount"


def _check_observations(checker: _Checker) -> Iterator[str]:
    for observation in checker.document["observations"]:
        yield from checker.unknown(observation["subject"])
        value, period = observation["value"], observation["period"]
        if period and not _ISO.fullmatch(period):
            yield f"{observation['indicator']}: {period} is no ISO period"
        if not _NUMBER.fullmatch(value):
            yield f"{observation['indicator']}: {value!r} is not a bare number"
        elif value not in checker.document["text"]:
            yield f"{observation['indicator']}: the number {value!r} is not in the text"


def _check_times(checker: _Checker) -> Iterator[str]:
    for time in checker.document["times"]:
        yield from checker.unknown(time["entity"])
        if time["kind"] not in checker.ontology.time_kinds or not _ISO.fullmatch(time["date"]):
            yield f"time {time['entity']} {time['kind']} {time['date']}: no such kind, or no ISO date"


def _check_unmarked(checker: _Checker) -> Iterator[str]:
    """A name that stands unmarked elsewhere in the text is usually a missed mention."""
    text, entities = checker.document["text"], checker.document["entities"]
    marked = {place for entity in entities for start, end in entity["mentions"] for place in range(start, end)}
    for entity in entities:
        for alias in entity["aliases"]:
            places = (found.start() for found in re.finditer(re.escape(alias), text) if len(alias) > 1)
            if any(marked.isdisjoint(range(place, place + len(alias))) for place in places):
                yield f"{alias} ({entity['id']}) stands unmarked"
