"""What is read from a graph, on graphs of a few lines of Turtle-like triples."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from kg.graph.iri import PREFIXES
from kg.graph.ontology import load_ontology
from kg.graph.store import Graph, graph_of
from kg.publish.view_model import load_aliases, load_details, load_skeleton

E = "https://example.org/"
NAMED = """
ex:a a lj:Company ; skos:prefLabel "甲"@zh ; skos:altLabel "甲方"@zh .
ex:b a lj:Company ; skos:prefLabel "乙"@zh .
"""


def graph(body: str) -> Graph:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "ex": E}.items())
    return graph_of(list(parse(f"{prefixes}{NAMED}{body}".encode(), RdfFormat.TRIG)))


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("ex:a lj:finances ex:b . ex:b lj:finances ex:a .", ["a finances b", "b finances a"]),
        ("ex:a lj:cooperatesWith ex:b . ex:b lj:cooperatesWith ex:a .", ["a cooperatesWith b"]),
        ("ex:b lj:cooperatesWith ex:a .", ["b cooperatesWith a"]),
        ("ex:a lj:finances ex:a , ex:unknown ; lj:unknown ex:b .", []),
    ],
)
def test_links(body, links):
    found = load_skeleton(graph(body), load_ontology()).links
    assert [f"{x.source[len(E) :]} {x.property} {x.target[len(E) :]}" for x in found] == links


def test_things_of_unknown_types_and_without_labels_are_not_shown():
    found = load_skeleton(graph('ex:c a lj:Nothing ; skos:prefLabel "丙"@zh . ex:d a lj:Zone .'), load_ontology())
    assert [node.label for node in found.nodes.values()] == ["甲", "乙"]


def test_deal_keeps_wordings_and_what_it_joins():
    body = """ex:x a lj:FinancingDeal ; rdfs:label "甲 → 乙"@zh ; lj:lender ex:a ; lj:borrower ex:b ; lj:instrument ex:nowhere ;
        lj:amount 30000000 ; lj:amountText "3000万元" ; lj:rate 3.2 ; lj:date "2023" ."""
    [deal] = load_skeleton(graph(body), load_ontology()).deals
    assert deal.ends == {"lender": (f"{E}a",), "borrower": (f"{E}b",)}
    assert deal.words == {"amount": "3000万元", "rate": "3.2", "date": "2023"}
    assert list(deal.things()) == [f"{E}b", f"{E}a"]


def test_quotes_of_two_documents_stand_side_by_side():
    evidence = """GRAPH ex:d%d { ex:e%d rdf:subject ex:a ; rdf:predicate lj:finances ; rdf:object ex:b ; lj:score 0.%d ;
        prov:wasDerivedFrom ex:d%d ; oa:hasSelector <https://example.org/e%d#quote-1> , <https://example.org/e%d#position-1> .
        <https://example.org/e%d#quote-1> oa:exact "甲资助乙" ; oa:suffix "。" . <https://example.org/e%d#position-1> oa:start 7 . }"""
    body = "ex:a lj:finances ex:b ." + "".join(evidence % ((n,) * 8) for n in (1, 2))
    details = load_details(graph(body), [f"{E}a"], [])
    quotes = details.quotes[(f"{E}a", "finances", f"{E}b")]
    assert [(q.document, q.start, q.prefix, q.exact, q.suffix, q.score) for q in quotes] == [
        (f"{E}d1", 7, "", "甲资助乙", "。", 0.1),
        (f"{E}d2", 7, "", "甲资助乙", "。", 0.2),
    ]


def test_details_are_those_of_the_chosen_things_only():
    body = 'ex:n a lj:Observation ; lj:subject ex:b ; lj:indicator "产值"@zh ; lj:value 5 . ex:b lj:code "B" .'
    assert load_details(graph(body), [f"{E}a"], []).numbers == ()
    found = load_details(graph(body), [f"{E}b"], [])
    assert [(n.indicator, n.value, n.unit, n.period) for n in found.numbers] == [("产值", "5", "", "")]
    assert found.codes == {f"{E}b": ("B",)}


def test_aliases_lead_to_things():
    assert load_aliases(graph("")) == {"甲方": (f"{E}a",)}
