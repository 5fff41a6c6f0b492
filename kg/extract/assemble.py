"""From the trained model's scores of pairs and numbers to facts with evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.heads import Floats
from kg.extract.model import Model
from kg.extract.pairs import Anchor, Candidates, Outputs, anchor_tags, candidates, pair_features, window
from kg.extract.scene import Scene
from kg.extract.terms import rate_near, term_near
from kg.model import Deal, Document, Evidence, Observation, Ontology, Relation, Time

Said = dict[tuple[str, str], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph with the probabilities of its pairs (pairs, columns), of its numbers (anchors, 2), and its states."""

    item: Candidates
    pairs: Floats
    values: Floats
    states: Floats
    spans: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """The facts that a model reads in one document."""

    relations: tuple[Relation, ...]
    deals: tuple[Deal, ...]
    observations: tuple[Observation, ...]
    times: tuple[Time, ...]


def said_by_rules(relations: Iterable[Relation], columns: Mapping[str, int]) -> Said:
    """What the rules say of two entities, in either order, as columns of the model's outputs."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for r in relations:
        found[(r.subject, r.object)].add(columns[f"{r.property}>"])
        found[(r.object, r.subject)].add(columns[f"{r.property}<"])
    return {pair: frozenset(said) for pair, said in found.items()}


def anchor_arrays(item: Candidates) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Starts, ends and kinds of a paragraph's anchors."""
    rows = np.array([(a.start, a.end, a.kind) for a in item.anchors], dtype=np.int64).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def read_paragraph(
    item: Candidates, encoded: Floats, said: Said, model: Model, applicable: NDArray[np.bool_]
) -> Reading:
    """Score one paragraph; ``encoded`` are the encoder's states of it, of shape (length, width)."""
    states = model.read(encoded, anchor_tags(item))
    starts, ends, kinds = anchor_arrays(item)
    spans = model.heads.spans(states, starts, ends, kinds)
    pairs, rules = pair_features(item, said, len(model.columns))
    scores = np.zeros((0, len(model.columns)), dtype=np.float32)
    if len(pairs):
        scores = model.heads.pairs(states, spans, starts, ends, pairs, rules)
        scores = np.where(applicable[kinds[pairs[:, 0]], kinds[pairs[:, 1]]], scores, 0.0).astype(np.float32)
    return Reading(item, scores, model.heads.values(spans), states, spans)


def _evidence(document: Document, item: Candidates, anchors: Iterable[Anchor]) -> tuple[Evidence, ...]:
    """The sentences from the first to the last of the anchors, in the document's own characters."""
    numbers = [a.sentence for a in anchors]
    start, end = item.scenes[min(numbers)].start, item.scenes[max(numbers)].end
    return (Evidence(start, end, document.text[start:end]),)


class Assembler:
    """Reads the scores of one document's paragraphs; the thresholds are the model's."""

    def __init__(self, document: Document, readings: Sequence[Reading], model: Model, ontology: Ontology) -> None:
        self.document, self.readings, self.model, self.ontology = document, readings, model, ontology
        self.column = {name: i for i, name in enumerate(model.columns)}

    def _least(self, name: str) -> float:
        return self.model.thresholds[name]

    def relations(self, roles: Mapping[tuple[str, str], str]) -> Iterator[Relation]:
        """The best pair of mentions of each two entities and property, where it reaches the property's threshold."""
        best: dict[tuple[str, str, str], tuple[float, Reading, int]] = {}
        for reading in self.readings:
            for name, found in self.ontology.properties.items():
                for way in "><":
                    column = self.column[f"{name}{way}"]
                    for row in (
                        np.flatnonzero(reading.pairs[:, column] >= self._least(name)) if len(reading.pairs) else ()
                    ):
                        i, j = reading.item.pairs[row]
                        ends = [reading.item.anchors[i].entity, reading.item.anchors[j].entity]
                        if way == "<":
                            ends.reverse()
                        if found.symmetric:
                            ends.sort()
                        score = float(reading.pairs[row, column])
                        key = (ends[0], name, ends[1])
                        if key not in best or score > best[key][0]:
                            best[key] = (score, reading, int(row))
        for (subject, name, other), (score, reading, row) in best.items():
            anchors = [reading.item.anchors[k] for k in reading.item.pairs[row]]
            role = roles.get((subject, other), "") if name == "worksFor" else ""
            yield Relation(
                subject=subject, property=name, object=other, role=role, score=score,
                evidence=_evidence(self.document, reading.item, anchors),
            )  # fmt: skip

    def _partner(self, reading: Reading, anchor: int, column: str) -> tuple[float, int]:
        """The anchor that ``column`` joins best with a number, and how well; (0, -1) where there is none."""
        best = (0.0, -1)
        for row, (i, j) in enumerate(reading.item.pairs):
            if anchor in (i, j):
                score = float(reading.pairs[row, self.column[column]])
                if score > best[0]:
                    best = (score, i if j == anchor else j)
        return best

    def _indicator(self, reading: Reading, anchor: int) -> str:
        start, end = window(reading.item, reading.item.anchors[anchor])
        at = reading.item.anchors[anchor].start
        marks = self.model.heads.indicator(reading.states, reading.spans[anchor], start, end, at) >= 0.5
        return "".join(c for c, mark in zip(reading.item.text[start:end], marks, strict=True) if mark).strip(
            "，。、；：的了"
        )

    def observations(self) -> Iterator[Observation]:
        """Every number that the model takes for an observation, with the subject that it joins best."""
        for reading in self.readings:
            for n, anchor in enumerate(reading.item.anchors):
                if anchor.value is None or reading.values[n, 0] < self._least("observation"):
                    continue
                score, subject = self._partner(reading, n, "subject")
                indicator = self._indicator(reading, n)
                if subject < 0 or score < self._least("subject") or len(indicator) < 2:
                    continue
                told, date = self._partner(reading, n, "period")
                period = reading.item.anchors[date].date if told >= self._least("period") else None
                yield Observation(
                    subject=reading.item.anchors[subject].entity,
                    indicator=indicator,
                    value=anchor.value.number,
                    unit=anchor.value.unit,
                    period=period.iso if period else "",
                    evidence=_evidence(self.document, reading.item, (anchor, reading.item.anchors[subject])),
                    score=float(reading.values[n, 0]) * score,
                )

    def deals(self) -> Iterator[Deal]:
        """Every number that the model takes for the amount of a deal, with the roles that reach their threshold."""
        for reading in self.readings:
            for n, anchor in enumerate(reading.item.anchors):
                if anchor.value is not None and reading.values[n, 1] >= self._least("deal"):
                    deal = self._deal(reading, n, anchor)
                    if deal is not None:
                        yield deal

    def _deal(self, reading: Reading, n: int, anchor: Anchor) -> Deal | None:
        roles: dict[str, str] = {}
        used = [anchor]
        for role in Deal.ENTITY_ROLES:
            score, other = self._partner(reading, n, role)
            if score >= self._least("role"):
                used.append(reading.item.anchors[other])
                roles[role] = used[-1].entity
        if not {"lender", "borrower", "instrument"} & roles.keys() or roles.get("lender") == roles.get("borrower", "-"):
            return None
        told, date = self._partner(reading, n, "date")
        when = reading.item.anchors[date].date if told >= self._least("role") else None
        scene = reading.item.scenes[anchor.sentence]
        offset = reading.item.start + anchor.start
        return Deal(
            **roles,
            amount=reading.item.text[anchor.start : anchor.end],
            term=term_near(scene, offset),
            rate=rate_near(scene, offset),
            date=when.iso if when and "/" not in when.iso and not when.iso.startswith("F") else "",
            evidence=_evidence(self.document, reading.item, used),
            score=float(reading.values[n, 1]),
        )

    def times(self) -> Iterator[Time]:
        """The best date of each entity and kind."""
        best: dict[tuple[str, str], tuple[float, Time]] = {}
        for reading in self.readings:
            for row, (i, j) in enumerate(reading.item.pairs):
                first, second = reading.item.anchors[i], reading.item.anchors[j]
                date, thing = (first, second) if first.date is not None else (second, first)
                if date.date is None or not thing.entity or "/" in date.date.iso or date.date.iso.startswith("F"):
                    continue
                for kind in self.ontology.time_kinds:
                    score = float(reading.pairs[row, self.column[kind]])
                    key = (thing.entity, kind)
                    if score >= self._least("time") and score > best.get(key, (0.0, None))[0]:
                        evidence = _evidence(self.document, reading.item, (first, second))
                        best[key] = (
                            score,
                            Time(entity=thing.entity, kind=kind, date=date.date.iso, evidence=evidence, score=score),
                        )
        yield from (time for _, time in best.values())


def read_document(
    document: Document,
    text: str,
    scenes: Sequence[Scene],
    encoded: Mapping[int, Floats],
    said: Said,
    model: Model,
    ontology: Ontology,
    outputs: Outputs,
    applicable: NDArray[np.bool_],
) -> list[Reading]:
    """Score all paragraphs of a document; ``encoded`` maps the offset of each to the encoder's states."""
    items = candidates(scenes, outputs, applicable, text)
    return [read_paragraph(item, encoded[item.start], said, model, applicable) for item in items if item.anchors]
