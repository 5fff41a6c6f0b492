"""An extractor with the project's patterns and a small lexicon of the tests' own, and ways to ask it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract import Extractor, make_extractor
from kg.extract.grammar import Grammar, load_grammar
from kg.extract.scene import Scene, build_scenes
from kg.graph.ontology import load_ontology
from kg.model import Document, DocumentFacts, Ontology
from kg.resolve import entities
from kg.tables import ontology_dir
from kg.text import sentences, simplified

AREAS = "重庆市 重庆 江北区 渝北区 云阳县 云阳 巫溪县 巫溪 四川省 四川 宁波市 凤鸣镇 红狮镇 中国 成都市".split()
LEXICON = [
    *((name, "AdministrativeArea", 1.0) for name in AREAS),
    ("开州", "AdministrativeArea", 0.4),
    ("重庆银行", "FinancialInstitution", 1.0),
    ("农业银行", "FinancialInstitution", 1.0),
    ("国务院", "GovernmentBody", 1.0),
    ("长江经济带", "Region", 1.0),
    ("碳排放权", "FinanceInstrument", 1.0),
    ("绿色债券", "FinanceInstrument", 1.0),
    ("长江", "NaturalFeature", 1.0),
]


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The project's ontology."""
    return load_ontology()


@pytest.fixture(scope="session")
def grammar(ontology) -> Grammar:
    """The project's patterns."""
    return load_grammar(ontology_dir(), ontology)


@pytest.fixture(scope="session")
def tool(ontology) -> Extractor:
    """The extractor around the small lexicon."""
    return make_extractor(ontology, LEXICON, ontology_dir())


@pytest.fixture(scope="session")
def marked(tool) -> Callable[[str], set[tuple[str, str]]]:
    """Text → the mentions in it, as (words, type)."""

    def mark(text: str) -> set[tuple[str, str]]:
        return {(m.text, m.type) for m in tool.mark(text).mentions}

    return mark


@pytest.fixture(scope="session")
def read(tool) -> Callable[..., DocumentFacts]:
    """Text (and date of publication) → its facts."""

    def facts(text: str, date: str = "2023-11-20", gaps: tuple[int, ...] = ()) -> DocumentFacts:
        document = Document("a", text, date=date, gaps=gaps)
        plain = simplified(text)
        found = tool.mark(plain)
        named = entities(found.mentions, [(a.full, a.short) for a in found.aliases], gaps)
        return tool.facts(document, plain, sentences(text, gaps), named)

    return facts


@pytest.fixture(scope="session")
def scenes(tool) -> Callable[..., tuple[Scene, ...]]:
    """Text → its scenes."""

    def build(text: str, date: str = "2023-11-20") -> tuple[Scene, ...]:
        found = tool.mark(text)
        named = entities(found.mentions, [(a.full, a.short) for a in found.aliases])
        return build_scenes(Document("a", text, date=date), text, sentences(text), named, tool.grammar.areas)

    return build


@pytest.fixture(scope="session")
def names() -> Callable[[DocumentFacts], dict[str, str]]:
    """Facts → entity id: name."""
    return lambda facts: {e.id: e.name for e in facts.entities}


@pytest.fixture(scope="session")
def said(read, names) -> Callable[[str], set[tuple[str, str, str]]]:
    """Text → (subject, property, object) by their names."""

    def relations(text: str) -> set[tuple[str, str, str]]:
        facts = read(text)
        name = names(facts)
        return {(name[r.subject], r.property, name[r.object]) for r in facts.relations}

    return relations
