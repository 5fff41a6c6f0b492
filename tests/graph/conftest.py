"""A small document with every kind of fact, written for these tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pyoxigraph import Quad

from kg.graph.iri import Minter
from kg.graph.triples import document_quads, thing_quads
from kg.model import Deal, Document, DocumentFacts, Entity, Evidence, Mention, Observation, Relation, Thing, Time

TEXT = """云栖银行向青禾公司发放碳排放权质押贷款5000万元。
白石园区位于南山区，2023年获评绿色园区。
南山区生态局副局长李一说，全区绿色贷款余额12.5亿元。"""


def say(words: str) -> tuple[Evidence, ...]:
    """The evidence of words of the text."""
    start = TEXT.index(words)
    return (Evidence(start, start + len(words), words),)


ENTITIES = {
    "e1": ("FinancialInstitution", "云栖银行"),
    "e2": ("Company", "青禾公司"),
    "e3": ("FinanceInstrument", "碳排放权质押贷款"),
    "e4": ("Zone", "白石园区"),
    "e5": ("AdministrativeArea", "南山区"),
    "e6": ("Title", "绿色园区"),
    "e7": ("GovernmentBody", "南山区生态局"),
    "e8": ("Person", "李一"),
}
LOAN, AWARD, SPEECH = (part + "。" for part in TEXT.rstrip("。").replace("\n", "").split("。"))


@dataclass(frozen=True)
class Sample:
    """A document, its facts and the things that its entities are."""

    document: Document
    facts: DocumentFacts
    things: dict[str, Thing]

    def quads(self, minter: Minter | None = None, *, quotes: bool = True) -> Iterator[Quad]:
        """All quads: of the things and of the document."""
        chosen = minter or Minter()
        for thing in self.things.values():
            yield from thing_quads(thing, chosen)
        yield from document_quads(
            self.document, self.facts, self.things, chosen, quotes=quotes, extractor="lvjin 0.1.0"
        )


def make_sample() -> Sample:
    """The document of these tests."""
    facts = DocumentFacts(
        document="doc-1",
        entities=tuple(
            Entity(i, kind, name, (name,), (Mention(0, len(name), name, kind),)) for i, (kind, name) in ENTITIES.items()
        ),
        relations=(
            Relation(subject="e1", property="finances", object="e2", evidence=say(LOAN), score=0.9),
            Relation(subject="e1", property="offers", object="e3", evidence=say(LOAN), score=0.8),
            Relation(subject="e4", property="locatedIn", object="e5", evidence=say(AWARD)),
            Relation(subject="e4", property="awarded", object="e6", evidence=say(AWARD)),
            Relation(subject="e8", property="worksFor", object="e7", role="副局长", evidence=say(SPEECH)),
        ),
        deals=(Deal(lender="e1", borrower="e2", instrument="e3", amount="5000万元", evidence=say(LOAN), score=0.9),),
        observations=(
            Observation(
                subject="e5", indicator="绿色贷款余额", value="12.5", unit="亿元", period="2023", evidence=say(SPEECH)
            ),
        ),
        times=(Time(entity="e6", kind="awarded", date="2023", evidence=say(AWARD)),),
    )
    things = {i: Thing(f"{kind.lower()}/{name}", kind, name) for i, (kind, name) in ENTITIES.items()}
    things["e5"] = Thing("place/440305", "AdministrativeArea", "南山区", ("南山",), "440305", 113.93, 22.53)
    document = Document(
        id="doc-1", text=TEXT, title="贷款", date="2023-10-01", publisher="日报", source="a.txt", sha256="ab" * 32
    )
    return Sample(document, facts, things)


@pytest.fixture
def sample() -> Sample:
    """The document of these tests."""
    return make_sample()
