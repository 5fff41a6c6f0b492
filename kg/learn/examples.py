"""Annotated documents as examples of the fact model: candidates of gold entities, with features and targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.assemble import said_by_rules
from kg.extract.extractor import Extractor
from kg.extract.features import Features, Vocabulary
from kg.extract.pairs import Outputs, anchor_tags, candidates, pair_features
from kg.extract.relations import find_relations
from kg.extract.scene import Scene, build_scenes
from kg.learn.dataset import cut, text_features
from kg.learn.linker import Example
from kg.learn.targets import targets
from kg.model import Document, Entity, Mention
from kg.text import sentences

Json = dict[str, Any]


def gold_entities(document: Json) -> tuple[Entity, ...]:
    """The annotated entities as records."""
    text = document["text"]
    return tuple(
        Entity(
            e["id"], e["type"], e["name"], tuple(e["aliases"]),
            tuple(Mention(s, t, text[s:t], e["type"]) for s, t in e["mentions"]),
        )
        for e in document["entities"]
    )  # fmt: skip


def gold_scenes(document: Json, extractor: Extractor) -> tuple[Scene, ...]:
    """The sentences of an annotated document with its entities, numbers and dates."""
    record = Document(id=document["id"], text=document["text"], date=document.get("date", ""))
    text = document["text"]
    return build_scenes(record, text, sentences(text), gold_entities(document), extractor.grammar.whole)


def examples(
    documents: Sequence[Json],
    extractor: Extractor,
    vocabulary: Vocabulary,
    outputs: Outputs,
    applicable: NDArray[np.bool_],
) -> tuple[list[Example], dict[str, tuple[int, int]]]:
    """The examples of annotated documents, and the facts that their candidates hold by kind: (held, all)."""
    made: list[Example] = []
    held: dict[str, tuple[int, int]] = {}
    for document in documents:
        scenes = gold_scenes(document, extractor)
        items = [c for c in candidates(scenes, outputs, applicable, document["text"]) if c.anchors]
        wanted, counts = targets(document, items, outputs, extractor.ontology)
        for name, (some, every) in counts.items():
            before = held.get(name, (0, 0))
            held[name] = (before[0] + some, before[1] + every)
        said = said_by_rules(find_relations(scenes, extractor.grammar, extractor.ontology), outputs.index())
        features: Features = text_features(document["text"], extractor, vocabulary)
        for item, target in zip(items, wanted, strict=True):
            pairs, rules = pair_features(item, said, len(outputs.names))
            part = cut(features, item.start, item.start + len(item.text))
            made.append(Example(item, part, anchor_tags(item), pairs, rules, target))
    return made, held
