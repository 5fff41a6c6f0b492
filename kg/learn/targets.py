"""What an annotated document says of the candidates of its paragraphs: the targets that the fact model is trained on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.pairs import Anchor, Candidates, Outputs, window
from kg.learn.compare import alike, quantity
from kg.model import Deal, Ontology

Json = dict[str, Any]
UNKNOWN = -1.0
"""Marks a target that is neither true nor false: another mention of the pair stands nearer."""


@dataclass(frozen=True, slots=True)
class Targets:
    """For the pairs (pairs, columns) and the numbers (anchors, 2: observation, deal), 1, 0 or :data:`UNKNOWN`.

    ``indicators`` maps the index of a number's anchor to a 0/1 array over its window.
    """

    pairs: NDArray[np.float32]
    values: NDArray[np.float32]
    indicators: Mapping[int, NDArray[np.float32]]


def _is(anchor: Anchor, value: str, unit: str) -> bool:
    return anchor.value is not None and quantity(anchor.value.number, anchor.value.unit) == quantity(value, unit)


def _matches(item: Candidates, anchor: Anchor, indicator: str) -> int:
    """How many characters of the indicator stand near the number."""
    start, end = window(item, anchor)
    matcher = SequenceMatcher(None, item.text[start:end], indicator, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)


def _mark(item: Candidates, anchor: Anchor, indicator: str) -> NDArray[np.float32]:
    start, end = window(item, anchor)
    marks = np.zeros(end - start, dtype=np.float32)
    matcher = SequenceMatcher(None, item.text[start:end], indicator, autojunk=False)
    for block in matcher.get_matching_blocks():
        if block.size > 1 or (block.size == 1 and len(indicator) <= 3):
            marks[block.a : block.a + block.size] = 1.0
    return marks


class _Document:
    """The candidates of a document and the targets that are being filled."""

    def __init__(self, items: Sequence[Candidates], outputs: Outputs) -> None:
        self.items, self.column = items, outputs.index()
        self.pairs = [np.zeros((len(c.pairs), len(outputs.names)), dtype=np.float32) for c in items]
        self.values = [np.zeros((len(c.anchors), 2), dtype=np.float32) for c in items]
        self.indicators: list[dict[int, NDArray[np.float32]]] = [{} for _ in items]
        self.by_entities: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for n, item in enumerate(items):
            for row, (i, j) in enumerate(item.pairs):
                a, b = item.anchors[i], item.anchors[j]
                if a.entity and b.entity:
                    self.by_entities[(a.entity, b.entity)].append((n, row))

    def distance(self, n: int, row: int) -> tuple[int, int]:
        """Sentences, then characters, between the two of a pair."""
        i, j = self.items[n].pairs[row]
        a, b = self.items[n].anchors[i], self.items[n].anchors[j]
        return b.sentence - a.sentence, b.start - a.end

    def relate(self, subject: str, name: str, other: str) -> bool:
        """Mark the nearest mentions of two entities with a property; False where no pair holds both."""
        found = [(n, row, f"{name}>") for n, row in self.by_entities.get((subject, other), ())]
        found += [(n, row, f"{name}<") for n, row in self.by_entities.get((other, subject), ())]
        if not found:
            return False
        found.sort(key=lambda f: (*self.distance(f[0], f[1]), f[0], f[1]))
        for n, row, column in found[1:]:
            self.pairs[n][row, self.column[column]] = UNKNOWN
        n, row, column = found[0]
        self.pairs[n][row, self.column[column]] = 1.0
        return True

    def join(self, n: int, anchor: int, others: Iterable[int], column: str) -> None:
        """Mark the nearest of ``others`` as what ``column`` says of a number or date; the rest are left open."""
        rows = []
        for row, (i, j) in enumerate(self.items[n].pairs):
            if anchor in (i, j) and (i if j == anchor else j) in set(others):
                rows.append(row)
        rows.sort(key=lambda row: (*self.distance(n, row), row))
        for row in rows[1:]:
            self.pairs[n][row, self.column[column]] = UNKNOWN
        if rows:
            self.pairs[n][rows[0], self.column[column]] = 1.0

    def entity_anchors(self, n: int, entity: str) -> list[int]:
        return [i for i, a in enumerate(self.items[n].anchors) if a.entity == entity]

    def date_anchors(self, n: int, iso: str) -> list[int]:
        return [i for i, a in enumerate(self.items[n].anchors) if a.date is not None and a.date.iso == iso]

    def numbers(self) -> list[tuple[int, int]]:
        return [(n, i) for n, item in enumerate(self.items) for i, a in enumerate(item.anchors) if a.value is not None]


def _observation(doc: _Document, row: Json, taken: set[tuple[int, int]]) -> bool:
    options = []
    for n, i in doc.numbers():
        item = doc.items[n]
        if (n, i) not in taken and _is(item.anchors[i], row["value"], row["unit"]):
            near = bool(doc.entity_anchors(n, row["subject"]))
            options.append((-_matches(item, item.anchors[i], row["indicator"]), not near, n, i))
    if not options:
        return False
    _, _, n, i = min(options)
    taken.add((n, i))
    doc.values[n][i, 0] = 1.0
    doc.join(n, i, doc.entity_anchors(n, row["subject"]), "subject")
    doc.indicators[n][i] = _mark(doc.items[n], doc.items[n].anchors[i], row["indicator"])
    if row.get("period"):
        doc.join(n, i, doc.date_anchors(n, row["period"]), "period")
    return True


def _deal(doc: _Document, row: Json, taken: set[tuple[int, int]]) -> bool:
    wanted = quantity(row.get("amount", ""))
    options = []
    for n, i in doc.numbers():
        anchor = doc.items[n].anchors[i]
        if (
            wanted
            and (n, i) not in taken
            and anchor.value
            and quantity(anchor.value.number, anchor.value.unit) == wanted
        ):
            near = sum(bool(doc.entity_anchors(n, row[r])) for r in Deal.ENTITY_ROLES if r in row)
            options.append((-near, n, i))
    if not options:
        return False
    _, n, i = min(options)
    taken.add((n, i))
    doc.values[n][i, 1] = 1.0
    for role in Deal.ENTITY_ROLES:
        if role in row:
            doc.join(n, i, doc.entity_anchors(n, row[role]), role)
    if row.get("date"):
        doc.join(n, i, doc.date_anchors(n, row["date"]), "date")
    return True


def _time(doc: _Document, row: Json) -> bool:
    options = [
        (min(abs(doc.items[n].anchors[i].start - doc.items[n].anchors[k].start) for k in near), n, i)
        for n in range(len(doc.items))
        for i in doc.date_anchors(n, row["date"])
        if (near := doc.entity_anchors(n, row["entity"]))
    ]
    if not options:
        return False
    _, n, i = min(options)
    doc.join(n, i, doc.entity_anchors(n, row["entity"]), row["kind"])
    return True


def targets(
    document: Json, items: Sequence[Candidates], outputs: Outputs, ontology: Ontology
) -> tuple[list[Targets], dict[str, tuple[int, int]]]:
    """The targets of each paragraph, and how many facts of each kind the candidates hold: (held, all)."""
    doc = _Document(items, outputs)
    taken: set[tuple[int, int]] = set()
    held = {
        "relations": [doc.relate(r["s"], r["p"], r["o"]) for r in document["relations"]],
        "deals": [_deal(doc, d, taken) for d in document["deals"]],
        "observations": [_observation(doc, o, taken) for o in document["observations"]],
        "times": [_time(doc, t) for t in document["times"]],
    }
    made = [Targets(*parts) for parts in zip(doc.pairs, doc.values, doc.indicators, strict=True)]
    return made, {name: (sum(found), len(found)) for name, found in held.items()}


__all__ = ["UNKNOWN", "Targets", "alike", "targets"]
