"""Annotated documents as training examples: paragraphs with their features and gold mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.extract import pipe
from kg.extract.choose import RISKY
from kg.extract.extractor import Extractor
from kg.extract.features import Features, Ids, Vocabulary, featurize, mention_tags
from kg.learn.corpus import read_annotated
from kg.model import Mention

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a document: its offset, its words, its features and the gold BIES tags (0 outside)."""

    document: str
    start: int
    text: str
    features: Features
    tags: Ids


def read_folders(*folders: Path) -> list[Json]:
    """All annotated documents of folders, sorted by name within each."""
    return [read_annotated(path) for folder in folders for path in sorted(folder.glob("*.ann"))]


def gold_mentions(document: Json) -> tuple[Mention, ...]:
    """The annotated mentions, sorted by offset."""
    text = document["text"]
    found = [Mention(s, e, text[s:e], entity["type"]) for entity in document["entities"] for s, e in entity["mentions"]]
    return tuple(sorted(found, key=lambda m: m.start))


def lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, words) of each line that has any."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1


def cut(features: Features, start: int, end: int) -> Features:
    """The features of a part of the text."""
    return Features(*(getattr(features, f.name)[start:end] for f in fields(Features)))


def text_features(text: str, extractor: Extractor, vocabulary: Vocabulary) -> Features:
    """The features of a whole text, by the lists and rules of the extractor."""
    layers = pipe.layers(extractor.nlp, text)
    return featurize(text, layers.words, layers.gazetteer, layers.mentions, vocabulary, RISKY)


def paragraphs(
    text: str, gold: Sequence[Mention], name: str, extractor: Extractor, vocabulary: Vocabulary
) -> list[Paragraph]:
    """The paragraphs of an annotated text."""
    features = text_features(text, extractor, vocabulary)
    tags = mention_tags(len(text), gold, vocabulary.types)
    return [
        Paragraph(name, start, line, cut(features, start, start + len(line)), tags[start : start + len(line)])
        for start, line in lines(text)
    ]
