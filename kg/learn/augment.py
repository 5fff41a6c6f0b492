"""New training texts from old ones: names are swapped for others of their type, so that the model learns contexts, not names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kg.learn.dataset import gold_mentions
from kg.model import Mention
from kg.tables import load_areas, load_companies, load_institutions, load_terms

Json = dict[str, Any]
_GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红建文国志海云兰春晓东小林永成光辉宇浩然子轩雨欣怡佳琪思远博文嘉豪天乐安宁若溪清婉书瑶景行怀瑾知秋"
_TERMS = {
    "FinanceInstrument": "instruments",
    "Zone": "zones",
    "Region": "regions",
    "NaturalFeature": "nature",
    "Title": "titles",
}


def _person(surnames: str, generator: np.random.Generator) -> str:
    count = int(generator.integers(1, 3))
    return str(generator.choice(list(surnames))) + "".join(generator.choice(list(_GIVEN), count))


def pools(documents: Sequence[Json], surnames: frozenset[str], seed: int, persons: int = 4000) -> dict[str, list[str]]:
    """Names by type: those of the public lists, invented persons, and the annotated names of types that no list has."""
    generator = np.random.default_rng(seed)
    found: dict[str, set[str]] = defaultdict(set)
    found["AdministrativeArea"] = {
        n for a in load_areas() if not a.former for n in (a.name, a.short if a.level < 3 else a.name)
    }
    for company in load_companies():
        found[company.type] |= {company.name, company.short}
    for body in load_institutions():
        found[body.type] |= {body.name, *body.aliases}
    for kind, table in _TERMS.items():
        found[kind] |= {name for term in load_terms(table) for name in (term.name, *term.aliases)}
    family = "".join(sorted(surnames))
    found["Person"] = {_person(family, generator) for _ in range(persons)}
    for document in documents:
        for entity in document["entities"]:
            found[entity["type"]] |= set(entity["aliases"])
    return {kind: sorted(n for n in names if 1 < len(n) < 30) for kind, names in found.items()}


def swap(
    document: Json, names: Mapping[str, Sequence[str]], share: float, generator: np.random.Generator
) -> tuple[str, tuple[Mention, ...]]:
    """The text with a share of its names swapped (each name throughout), and its mentions at their new places."""
    text, at, parts, mentions = document["text"], 0, [], []
    chosen: dict[tuple[str, str], str] = {}
    length = 0
    for mention in gold_mentions(document):
        key = (mention.type, mention.text)
        if key not in chosen:
            pool = names.get(mention.type, ())
            chosen[key] = str(generator.choice(pool)) if len(pool) and generator.random() < share else mention.text
        before = text[at : mention.start]
        length += len(before)
        surface = chosen[key]
        mentions.append(Mention(length, length + len(surface), surface, mention.type))
        parts += [before, surface]
        length += len(surface)
        at = mention.end
    return "".join([*parts, text[at:]]), tuple(mentions)
