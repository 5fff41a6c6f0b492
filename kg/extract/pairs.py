"""Pairs of anchors – mentions, numbers and dates of one paragraph – that the trained model is asked about.

An anchor stands for an entity (by name, or by a word such as 该行), a number or a date. Two anchors of a paragraph that
stand near each other, and whose types may be joined by anything at all, are a pair; the model gives each pair a score for
every thing that may be said of it (:data:`OUTPUTS`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.dates import When
from kg.extract.features import Ids
from kg.extract.scene import Ref, Scene
from kg.extract.values import Value
from kg.model import Deal, Ontology

VALUE_KINDS = ("money", "percent", "count")
NEAR = 120
"""The most characters between two anchors of a pair."""
SENTENCES = 2
"""The most sentences that a pair may be apart."""
DISTANCES = (0, 1, 2, 3, 5, 8, 12, 18, 26, 40, 60, 90, 130)
WINDOW_BEFORE, WINDOW_AFTER = 60, 16
"""How many characters before and behind a number its indicator may stand in."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mention (``entity`` set), a number or a date, at ``start``–``end`` of its paragraph; ``kind`` numbers its type."""

    start: int
    end: int
    kind: int
    sentence: int
    entity: str = ""
    value: Value | None = None
    date: When | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class Candidates:
    """A paragraph with its anchors and the pairs of them (indices, the one that stands first in the text first)."""

    start: int
    text: str
    anchors: tuple[Anchor, ...]
    pairs: tuple[tuple[int, int], ...]
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the model says of pairs, in order: properties (→ and ←), roles of numbers, kinds of times, periods."""

    names: tuple[str, ...]
    types: tuple[str, ...]

    @classmethod
    def of(cls, ontology: Ontology) -> Outputs:
        """The outputs that an ontology asks for."""
        relations = [f"{p}{way}" for p in ontology.properties for way in (">", "<")]
        roles = ["subject", *Deal.ENTITY_ROLES]
        return cls((*relations, *roles, *ontology.time_kinds, "period", "date"), tuple(ontology.types))

    def kind(self, name: str) -> int:
        """The number of an anchor's type: those of the ontology, then money, percent, count and date."""
        return (*self.types, *VALUE_KINDS, "date").index(name)

    @property
    def kinds(self) -> int:
        """How many kinds of anchors there are."""
        return len(self.types) + len(VALUE_KINDS) + 1

    def index(self) -> dict[str, int]:
        """Name → column."""
        return {name: i for i, name in enumerate(self.names)}

    def applicable(self, ontology: Ontology) -> NDArray[np.bool_]:
        """(kind of the first, kind of the second, column) → whether the column may be true."""
        mask = np.zeros((self.kinds, self.kinds, len(self.names)), dtype=bool)
        column = self.index()
        for name, found in ontology.properties.items():
            for s in found.domain:
                for o in found.range:
                    mask[self.kind(s), self.kind(o), column[f"{name}>"]] = True
                    mask[self.kind(o), self.kind(s), column[f"{name}<"]] = True
        things, numbers, date = range(len(self.types)), range(len(self.types), self.kinds - 1), self.kinds - 1
        for thing in things:
            for number in numbers:
                for role in ("subject", *Deal.ENTITY_ROLES):
                    mask[thing, number, column[role]] = mask[number, thing, column[role]] = True
            for kind in ontology.time_kinds:
                mask[thing, date, column[kind]] = mask[date, thing, column[kind]] = True
        for number in numbers:
            for name in ("period", "date"):
                mask[number, date, column[name]] = mask[date, number, column[name]] = True
        return mask


def _anchors(scenes: Sequence[Scene], start: int, outputs: Outputs) -> tuple[Anchor, ...]:
    found: list[Anchor] = []
    for n, scene in enumerate(scenes):
        found += [_ref(r, start, n, outputs) for r in scene.refs]
        found += [Anchor(v.start - start, v.end - start, outputs.kind(v.kind), n, value=v) for v in scene.values]
        found += [Anchor(d.start - start, d.end - start, outputs.kind("date"), n, date=d) for d in scene.dates]
    return tuple(sorted(found, key=lambda a: (a.start, a.end)))


def _ref(ref: Ref, start: int, sentence: int, outputs: Outputs) -> Anchor:
    return Anchor(
        ref.start - start, ref.end - start, outputs.kind(ref.type), sentence, entity=ref.entity, named=ref.named
    )


def _pairs(anchors: Sequence[Anchor], possible: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    for i, first in enumerate(anchors):
        for j in range(i + 1, len(anchors)):
            second = anchors[j]
            if second.start - first.end > NEAR or second.sentence - first.sentence >= SENTENCES:
                break
            same = first.entity and first.entity == second.entity
            if not same and possible[first.kind, second.kind]:
                yield i, j


def candidates(
    scenes: Sequence[Scene], outputs: Outputs, applicable: NDArray[np.bool_], text: str
) -> Iterator[Candidates]:
    """The paragraphs of a document with their anchors and pairs; ``text`` is the document's, simplified."""
    possible = applicable.any(axis=2)
    groups: dict[int, list[Scene]] = {}
    for scene in scenes:
        groups.setdefault(scene.paragraph, []).append(scene)
    for group in groups.values():
        start = text.rfind("\n", 0, group[0].start) + 1
        end = text.find("\n", group[-1].end)
        line = text[start : end if end >= 0 else len(text)]
        anchors = _anchors(group, start, outputs)
        yield Candidates(start, line, anchors, tuple(_pairs(anchors, possible)), tuple(group))


def anchor_tags(item: Candidates) -> Ids:
    """BIES tags of the anchors over the paragraph's characters, four a kind: typed markers."""
    tags = np.zeros(len(item.text), dtype=np.int64)
    for anchor in item.anchors:
        base = 1 + 4 * anchor.kind
        if anchor.end - anchor.start == 1:
            tags[anchor.start] = base + 3
        else:
            tags[anchor.start : anchor.end] = base + 1
            tags[anchor.start], tags[anchor.end - 1] = base, base + 2
    return tags


def pair_features(
    item: Candidates, said: Mapping[tuple[str, str], frozenset[int]], columns: int
) -> tuple[Ids, NDArray[np.float32]]:
    """For each pair: (first, second, distance bucket, sentences apart, anchors between) and what the rules say of it."""
    numbers = np.zeros((len(item.pairs), 5), dtype=np.int64)
    rules = np.zeros((len(item.pairs), columns), dtype=np.float32)
    for row, (i, j) in enumerate(item.pairs):
        first, second = item.anchors[i], item.anchors[j]
        distance = int(np.searchsorted(DISTANCES, max(0, second.start - first.end), side="right")) - 1
        numbers[row] = (i, j, distance, second.sentence - first.sentence, min(7, j - i - 1))
        for column in said.get((first.entity, second.entity), ()) if first.entity and second.entity else ():
            rules[row, column] = 1.0
    return numbers, rules


def window(item: Candidates, anchor: Anchor) -> tuple[int, int]:
    """The part of the paragraph in which the indicator of a number is looked for."""
    return max(0, anchor.start - WINDOW_BEFORE), min(len(item.text), anchor.end + WINDOW_AFTER)
