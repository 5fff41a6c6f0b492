"""When things were founded, started, completed, held, issued, awarded or signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.dates import When
from kg.extract.grammar import Grammar, TimeRule
from kg.extract.scene import Ref, Scene
from kg.model import Time

_PLANNED = re.compile(r"预计|计划|拟|将[于在]|力争|有望|目标|争取|年[底末]前")


def _clauses(scene: Scene, when: When, ref: Ref) -> str:
    """The words from date to entity and a little beyond, where both stand in one clause or in neighbouring ones."""
    start, end = min(when.start, ref.start), max(when.end, ref.end)
    between = scene.slice(start, end)
    if between.count("，") + between.count("；") > 1:
        return ""
    return between + scene.slice(end, min(scene.end, end + 30)).split("，")[0].split("；")[0]


def _nearest(scene: Scene, when: When, rule: TimeRule) -> Iterator[tuple[int, Ref]]:
    for ref in scene.refs:
        if ref.type in rule.types:
            words = _clauses(scene, when, ref)
            if rule.pattern.search(words) and not _PLANNED.search(words):
                yield abs(ref.start - when.start), ref


def _planned(scene: Scene, when: When) -> bool:
    """Tell whether the clause of the date speaks of a plan."""
    return bool(_PLANNED.search(scene.slice(*scene.clause(when.start))))


def _single(iso: str) -> bool:
    return "/" not in iso and not iso.startswith("FYP")


def find_times(scenes: Sequence[Scene], grammar: Grammar) -> tuple[Time, ...]:
    """For each date and kind the nearest entity that fits; one date an entity and kind, the first told."""
    best: dict[tuple[str, str], Time] = {}
    for scene in scenes:
        for when in (d for d in scene.dates if _single(d.iso) and not _planned(scene, d)):
            for rule in grammar.times:
                near = sorted(_nearest(scene, when, rule), key=lambda pair: (pair[0], pair[1].start))
                if near:
                    ref = near[0][1]
                    time = Time(
                        entity=ref.entity, kind=rule.kind, date=when.iso, evidence=(scene.evidence(),), score=rule.score
                    )
                    best.setdefault((ref.entity, rule.kind), time)
    return tuple(best.values())
