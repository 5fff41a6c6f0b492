"""A small graph of our own, with everything that a page must show and names that try to break out of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.graph.iri import Minter
from kg.graph.store import GRAPH_FILE, Graph, open_graph
from kg.graph.store import write_nquads as write
from kg.graph.triples import document_quads, thing_quads
from kg.model import Deal, Document, DocumentFacts, Entity, Evidence, Mention, Observation, Relation, Thing, Time

SCRIPT = "<script>alert(1)</script>"
ODD = 'O\'Brien "绿能"\n🌱\u202eabc</option><img src=x onerror=alert(2)>'
HOSTILE_SENTENCE = f"{SCRIPT}与{ODD}签约合作&amp;\u2028双方满意。"
LOAN = "2023年8月，渝江银行向赛光公司发放绿色贷款3亿元，期限5年，年利率3.2%，以排污权作抵押。"
PLACE = "赛光公司位于澄江区。"
PERSON = "赛光公司副总经理石小满说，公司成立于2016年。"
NUMBER = "2023年前三季度，澄江区新能源汽车产量12.5万辆。"
TEXT = f"{LOAN}{PLACE}{PERSON}{NUMBER}"

THINGS: dict[str, Thing] = {
    "bank": Thing("financialInstitution/渝江银行", "FinancialInstitution", "渝江银行", ("渝江行",)),
    "firm": Thing("company/999999", "Company", "赛光公司", ("赛光新能源股份有限公司", "赛光"), "999999.SH"),
    "area": Thing("place/509999", "AdministrativeArea", "澄江区", (), "509999", 106.5, 29.5),
    "loan": Thing("financeInstrument/绿色贷款", "FinanceInstrument", "绿色贷款"),
    "permit": Thing("financeInstrument/排污权", "FinanceInstrument", "排污权"),
    "person": Thing("person/石小满", "Person", "石小满"),
    "script": Thing(f"company/{SCRIPT}", "Company", SCRIPT),
    "odd": Thing(f"company/{ODD}", "Company", ODD),
    "alone": Thing("industry/风机制造业", "Industry", "风机制造业"),
}


def _says(text: str, sentence: str) -> tuple[Evidence, ...]:
    start = text.index(sentence)
    return (Evidence(start, start + len(sentence), sentence),)


def _entity(name: str) -> Entity:
    thing = THINGS[name]
    return Entity(name, thing.type, thing.label, thing.aliases, (Mention(0, 1, thing.label, thing.type),))


def _news() -> tuple[Document, DocumentFacts]:
    loan, place, person, number = (_says(TEXT, part) for part in (LOAN, PLACE, PERSON, NUMBER))
    facts = DocumentFacts(
        "news-1",
        tuple(_entity(name) for name in ("bank", "firm", "area", "loan", "permit", "person", "alone")),
        (
            Relation(subject="firm", property="locatedIn", object="area", evidence=place, score=0.91),
            Relation(subject="bank", property="finances", object="firm", evidence=loan, score=0.8),
            Relation(subject="bank", property="offers", object="loan", evidence=loan),
            Relation(subject="person", property="worksFor", object="firm", role="副总经理", evidence=person),
        ),
        (
            Deal(
                lender="bank",
                borrower="firm",
                instrument="loan",
                collateral="permit",
                amount="3亿元",
                term="5年",
                rate="3.2%",
                date="2023-08",
                evidence=loan,
            ),
        ),
        (
            Observation(
                subject="area",
                indicator="新能源汽车产量",
                value="12.5",
                unit="万辆",
                period="2023-01/2023-09",
                evidence=number,
            ),
        ),
        (Time(entity="firm", kind="founded", date="2016", evidence=person),),
    )
    url = "https://example.org/news-1"
    return Document(
        "news-1", TEXT, "澄江区的绿色账本", "2023-11-02", url=url, publisher="样例日报", source="news-1.txt"
    ), facts


def _hostile() -> tuple[Document, DocumentFacts]:
    said = _says(HOSTILE_SENTENCE, HOSTILE_SENTENCE)
    relations = (
        Relation(subject="script", property="cooperatesWith", object="odd", evidence=said),
        Relation(subject="script", property="locatedIn", object="area", evidence=said),
    )
    facts = DocumentFacts("bad", tuple(_entity(name) for name in ("script", "odd", "area")), relations)
    return Document("bad", HOSTILE_SENTENCE, f"标题{SCRIPT}", url="javascript:alert(3)", source="bad.txt"), facts


def write_graph(folder: Path, *, quotes: bool = True, things: Mapping[str, Thing] = THINGS) -> Path:
    """Write ``graph.nq`` of the sample into ``folder``, which ``open_graph`` opens."""
    minter = Minter()
    quads = [quad for thing in things.values() for quad in thing_quads(thing, minter)]
    for document, facts in (_news(), _hostile()):
        quads.extend(document_quads(document, facts, things, minter, quotes=quotes))
    folder.mkdir(parents=True, exist_ok=True)
    write(quads, folder / GRAPH_FILE)
    return folder


@pytest.fixture(scope="session")
def words() -> SimpleNamespace:
    """The names and sentences of the sample."""
    return SimpleNamespace(
        script=SCRIPT, odd=ODD, hostile=HOSTILE_SENTENCE, loan=LOAN, place=PLACE, person=PERSON, number=NUMBER
    )


@pytest.fixture(scope="session")
def bare_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample without its sentences, as `--no-quotes` writes it."""
    return write_graph(tmp_path_factory.mktemp("bare"), quotes=False)


@pytest.fixture(scope="session")
def sample_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``kg build`` leaves it, as far as ``kg view`` reads it."""
    return write_graph(tmp_path_factory.mktemp("view") / "sample")


@pytest.fixture(scope="session")
def sample_graph(sample_dir: Path) -> Graph:
    """The sample graph, open."""
    return open_graph(sample_dir)
