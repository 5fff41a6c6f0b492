"""The graph model, as Turtle that a reader can check."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad

from kg.graph.iri import BASE, LJ, PREFIXES, Minter
from kg.graph.store import graph_of
from kg.graph.triples import collapsed, document_quads, ontology_quads, thing_quads
from kg.model import Deal, DocumentFacts, Evidence, KGError, Observation, Relation, Thing, Time

SAY = (Evidence(0, 4, "云栖银行"),)


def short(term: object) -> str:
    """A term with the base and the prefixes cut."""
    text = term.value if not isinstance(term, Literal) else str(term)  # type: ignore[attr-defined]
    for name, namespace in PREFIXES.items():
        text = text.replace(f"<{namespace}", f"<{name}:").replace(namespace, f"{name}:") if BASE not in text else text
    return text.replace(LJ, "lj:").replace(BASE, "")


def lines(quads: Any) -> set[str]:
    return {
        f"{short(q.subject)} {short(q.predicate)} {short(q.object)}"
        for q in quads
        if isinstance(q.graph_name, DefaultGraph)
    }


def test_a_thing() -> None:
    thing = Thing("place/440305", "AdministrativeArea", "南山区", ("南山", "南山区", ""), "440305", 113.93, 22.5)
    assert lines(thing_quads(thing, Minter())) == {
        "id/place/440305 rdf:type lj:AdministrativeArea",
        'id/place/440305 skos:prefLabel "南山区"@zh',
        'id/place/440305 skos:altLabel "南山"@zh',
        'id/place/440305 lj:code "440305"',
        'id/place/440305 geo:lat "22.5"^^<xsd:decimal>',
        'id/place/440305 geo:long "113.93"^^<xsd:decimal>',
    }


@pytest.mark.parametrize(
    ("thing", "complaint"),
    [
        (Thing("x/a", "Firm", "a"), "'x/a' has type 'Firm'"),
        (Thing("x/a", "Company", " "), "'x/a' has no label"),
    ],
)
def test_a_thing_that_cannot_stand(thing: Thing, complaint: str) -> None:
    with pytest.raises(KGError, match=complaint):
        list(thing_quads(thing, Minter()))


def test_direct_triples_and_times(sample: Any) -> None:
    found = lines(sample.quads())
    assert "id/financialinstitution/云栖银行 lj:finances id/company/青禾公司" in found
    assert "id/person/李一 lj:worksFor id/governmentbody/南山区生态局" in found
    assert 'id/title/绿色园区 lj:awardedOn "2023"^^<xsd:gYear>' in found


def about(sample: Any, kind: str) -> dict[str, str]:
    """Predicate → object of the one node of a kind."""
    graph = graph_of(list(sample.quads()))
    rows = graph.query(f"SELECT ?p ?o {{ ?x a {kind} ; ?p ?o }}").rows
    return {str(p).rpartition("#")[2].rpartition("/")[2]: str(o).removeprefix(BASE) for p, o in rows}


def test_a_deal(sample: Any) -> None:
    assert about(sample, "lj:FinancingDeal") == {
        "type": "ontology#FinancingDeal",
        "label": "云栖银行 → 青禾公司 · 碳排放权质押贷款 · 5000万元",
        "lender": "id/financialinstitution/云栖银行",
        "borrower": "id/company/青禾公司",
        "instrument": "id/financeinstrument/碳排放权质押贷款",
        "amount": "50000000",
        "amountText": "5000万元",
    }


def test_an_observation_and_its_period(sample: Any) -> None:
    assert about(sample, "lj:Observation") == {
        "type": "ontology#Observation",
        "subject": "id/place/440305",
        "indicator": "绿色贷款余额",
        "value": "12.5",
        "number": "1250000000",
        "unit": "亿元",
        "hasUnit": "http://qudt.org/vocab/unit/CCY_CNY",
        "period": "id/period/2023",
    }
    days = "SELECT ?a ?b { ?p time:hasBeginning/time:inXSDDate ?a ; time:hasEnd/time:inXSDDate ?b }"
    assert graph_of(list(sample.quads())).query(days).rows == (("2023-01-01", "2023-12-31"),)


def test_a_membership(sample: Any) -> None:
    assert about(sample, "org:Membership") == {
        "type": "http://www.w3.org/ns/org#Membership",
        "member": "id/person/李一",
        "organization": "id/governmentbody/南山区生态局",
        "role": "副局长",
    }


THINGS = {
    "a": Thing("company/甲", "Company", "甲"),
    "b": Thing("company/乙", "Company", "乙"),
    "c": Thing("company/甲", "Company", "甲"),
}


def quads_of(sample: Any, **facts: Any) -> list[Quad]:
    return list(document_quads(sample.document, DocumentFacts("doc-1", **facts), THINGS, Minter()))


@pytest.mark.parametrize(
    ("deal", "told"),
    [
        (
            {"amount": "1.2亿美元"},
            {'lj:amount "120000000"^^<xsd:decimal>', 'lj:currency "USD"', 'lj:amountText "1.2亿美元"'},
        ),
        ({"amount": "十几亿元"}, {'lj:amountText "十几亿元"'}),
        (
            {"borrower": "b", "rate": "3.20%"},
            {'lj:rate "3.2"^^<xsd:decimal>', 'lj:rateText "3.20%"', "lj:borrower id/company/乙"},
        ),
        (
            {"borrower": "b", "rate": "LPR", "term": "5年"},
            {'lj:rateText "LPR"', 'lj:term "5年"', "lj:borrower id/company/乙"},
        ),
        ({"borrower": "b", "date": "2023-07"}, {'lj:date "2023-07"^^<xsd:gYearMonth>', "lj:borrower id/company/乙"}),
        ({"borrower": "b", "date": "2023/2024"}, {'lj:date "2023/2024"', "lj:borrower id/company/乙"}),
    ],
)
def test_deals_by_what_is_known(sample: Any, deal: dict[str, str], told: set[str]) -> None:
    found = lines(quads_of(sample, deals=(Deal(lender="a", evidence=SAY, **deal),)))  # type: ignore[arg-type]
    own = {line.split(" ", 1)[1] for line in found if line.startswith("id/deal/")}
    assert own - {"rdf:type lj:FinancingDeal"} - {o for o in own if o.startswith("rdfs:label")} == told | {
        "lj:lender id/company/甲"
    }


def test_two_entities_that_are_one_thing_have_no_relation(sample: Any) -> None:
    relation = Relation(subject="a", property="partOf", object="c", evidence=SAY)
    facts = DocumentFacts("doc-1", relations=(relation,))
    assert not lines(quads_of(sample, relations=(relation,)))
    assert collapsed(facts, THINGS) == (relation,)


def test_cooperation_is_written_once(sample: Any) -> None:
    both = (
        (Relation(subject="a", property="cooperatesWith", object="b", evidence=SAY),),
        (Relation(subject="b", property="cooperatesWith", object="a", evidence=SAY),),
    )
    first, second = (lines(quads_of(sample, relations=relations)) for relations in both)
    assert first == second == {"id/company/乙 lj:cooperatesWith id/company/甲"}


def test_a_fact_said_twice_is_one_evidence_with_two_quotes(sample: Any) -> None:
    other = (Evidence(5, 9, sample.document.text[5:9]),)
    said = tuple(
        Relation(subject="a", property="partOf", object="b", evidence=e, score=s)
        for e, s in ((other, 0.5), (SAY, 0.75))
    )
    graph = graph_of(quads_of(sample, relations=said))
    rows = graph.query(
        "SELECT ?s ?q { GRAPH ?d { ?e lj:score ?s ; oa:hasSelector ?x . ?x oa:exact ?q } } ORDER BY ?x"
    ).rows
    assert rows == (("0.75", "云栖银行"), ("0.75", other[0].quote))


def test_evidence_holds_the_words_around_a_quote(sample: Any) -> None:
    query = """SELECT ?exact ?prefix ?suffix ?start ?end ?extractor { GRAPH ?doc {
        ?e lj:supports ?deal ; lj:extractor ?extractor ; prov:wasDerivedFrom ?doc ; oa:hasSelector ?q , ?p .
        ?q oa:exact ?exact . OPTIONAL { ?q oa:prefix ?prefix } ?q oa:suffix ?suffix . ?p oa:start ?start ; oa:end ?end }
        ?deal a lj:FinancingDeal }"""
    [(exact, prefix, suffix, start, end, extractor)] = graph_of(list(sample.quads())).query(query).rows
    text = sample.document.text
    assert (exact, prefix, extractor) == (text[int(start) : int(end)], None, "lvjin 0.1.0")
    assert suffix == text[int(end) : int(end) + 20]


def test_without_quotes_no_sentence_is_left(sample: Any) -> None:
    written = "".join(str(quad.object) for quad in sample.quads(quotes=False))
    assert "发放" not in written
    assert any(quad.predicate.value.endswith("#start") for quad in sample.quads(quotes=False))


def test_the_document(sample: Any) -> None:
    graph = graph_of(list(sample.quads()))
    query = """SELECT ?title ?date ?publisher ?source (COUNT(?m) AS ?n) { GRAPH ?d { ?d a prov:Entity , schema:NewsArticle ;
        dcterms:title ?title ; dcterms:issued ?date ; dcterms:publisher ?publisher ; dcterms:source ?source ;
        lj:sha256 ?sum ; schema:mentions ?m } } GROUP BY ?title ?date ?publisher ?source"""
    assert graph.query(query).rows == (("贷款", "2023-10-01", "日报", "a.txt", "8"),)


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        (
            {"relations": (Relation(subject="z", property="partOf", object="a", evidence=SAY),)},
            "doc-1: entity 'z' has no thing",
        ),
        ({"relations": (Relation(subject="a", property="owns", object="b", evidence=SAY),)}, "no property 'owns'"),
        ({"times": (Time(entity="a", kind="born", date="2023", evidence=SAY),)}, "no time kind 'born'"),
    ],
)
def test_facts_that_do_not_fit_are_named(sample: Any, facts: dict[str, Any], complaint: str) -> None:
    with pytest.raises(KGError, match=complaint):
        quads_of(sample, **facts)


def test_a_value_that_is_no_number_keeps_its_wording(sample: Any) -> None:
    item = Observation(subject="a", indicator="x", value="若干", unit="家", period="去年", evidence=SAY)
    found = lines(quads_of(sample, observations=(item,)))
    assert 'lj:value "若干"' in " ".join(found)
    assert not any("hasBeginning" in line for line in found)


def test_the_same_facts_in_another_order_give_the_same_quads(sample: Any) -> None:
    facts = dataclasses.replace(
        sample.facts, relations=sample.facts.relations[::-1], entities=sample.facts.entities[::-1]
    )
    assert set(dataclasses.replace(sample, facts=facts).quads()) == set(sample.quads())


def test_labels_of_the_ontology_can_be_put_beside() -> None:
    assert 'lj:Company rdfs:label "企业"@zh' in lines(ontology_quads())
