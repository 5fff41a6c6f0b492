"""Mentions by the trained model, and the one place that decides where model and rules disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from kg.extract.choose import RISKY
from kg.extract.decode import Scores, spans, viterbi
from kg.extract.features import Features, featurize
from kg.extract.heads import Floats
from kg.extract.model import Model
from kg.extract.words import Words
from kg.model import Mention

LONGEST = 1000
"""Characters that the model reads at once; a longer line is read in pieces."""
CERTAIN_SOURCES = ("short name", "book marks")
"""Rules that the text itself bears out: their mentions stand where the model has marked nothing."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """The mentions that the model found, and the encoder's states of each line by its offset, (length, width)."""

    mentions: tuple[Mention, ...]
    encoded: Mapping[int, Floats]


def lines(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each line of ``text`` that has any words."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _cut(features: Features, start: int, end: int) -> Features:
    return Features(*(getattr(features, f.name)[start:end] for f in fields(Features)))


def _confidence(scores: Scores, tags: Scores, start: int, end: int) -> float:
    """The least probability of a tag within a mention, by a softmax over the tags of each character."""
    part = scores[start:end]
    shifted = np.exp(part - part.max(axis=1, keepdims=True))
    chosen = shifted[np.arange(end - start), tags[start:end].astype(int)] / shifted.sum(axis=1)
    return float(chosen.min())


def _piece(text: str, features: Features, start: int, end: int, model: Model) -> tuple[list[Mention], Floats]:
    states, scores = model.tag(_cut(features, start, end))
    tags = viterbi(scores, model.transitions, model.starts, model.ends)
    found = []
    for first, last, kind in spans(tags):
        sure = _confidence(scores, tags, first, last)
        surface = text[start + first : start + last]
        found.append(Mention(start + first, start + last, surface, model.vocabulary.types[kind], sure, "model"))
    return found, states


def tag_text(text: str, words: Words, gazetteer: Sequence[Mention], rules: Sequence[Mention], model: Model) -> Tagged:
    """Read every line of a text with the model; ``gazetteer`` and ``rules`` are features to it."""
    mentions: list[Mention] = []
    encoded: dict[int, Floats] = {}
    features = featurize(text, words, gazetteer, rules, model.vocabulary, RISKY) if text else None
    for start, end in lines(text) if features else ():
        parts = [_piece(text, features, at, min(at + LONGEST, end), model) for at in range(start, end, LONGEST)]
        mentions += [m for found, _ in parts for m in found]
        encoded[start] = np.concatenate([states for _, states in parts])
    return Tagged(tuple(mentions), encoded)


def decide(model: Sequence[Mention], rules: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of a text: the model's, and those rules' that the text itself bears out where the model has none."""
    taken = {i for m in model for i in range(m.start, m.end)}
    more = [m for m in rules if m.source in CERTAIN_SOURCES and not taken & set(range(m.start, m.end))]
    return tuple(sorted([*model, *more], key=lambda m: m.start))
