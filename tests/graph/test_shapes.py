"""Each kind of violation is caught: a good graph with one thing taken away, added or changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import SH

from kg.graph.iri import PREFIXES
from kg.graph.shapes import SHAPES, read_shapes, to_rdflib, validate
from kg.model import KGError
from kg.tables import ontology_dir

BREAKS = {
    "a type that there is not": (
        "oneType",
        "DELETE {?x a lj:Zone} INSERT {?x a lj:Zone, lj:Palace} WHERE {?x a lj:Zone}",
    ),
    "two types": ("oneType", "INSERT {?x a lj:Region} WHERE {?x a lj:Zone}"),
    "no label": ("prefLabel", "DELETE {?x skos:prefLabel ?l} WHERE {?x a lj:Company ; skos:prefLabel ?l}"),
    "two labels": ("prefLabel", "INSERT {?x skos:prefLabel '甲'@zh} WHERE {?x a lj:Person}"),
    "a label without a language": ("altLabel", "INSERT {?x skos:altLabel '甲'} WHERE {?x a lj:Person}"),
    "two codes": ("code", "INSERT {?x lj:code '1'} WHERE {?x lj:code ?c}"),
    "a latitude off the earth": ("lat", "DELETE {?x geo:lat ?l} INSERT {?x geo:lat 91.0} WHERE {?x geo:lat ?l}"),
    "a longitude off the earth": ("long", "DELETE {?x geo:long ?l} INSERT {?x geo:long 181.0} WHERE {?x geo:long ?l}"),
    "a date that is none": (
        "awardedOn",
        "DELETE {?x lj:awardedOn ?d} INSERT {?x lj:awardedOn '去年'} WHERE {?x lj:awardedOn ?d}",
    ),
    "a time of no thing": ("timedThing", "INSERT {lj:x lj:heldOn '2023'^^xsd:gYear} WHERE {}"),
    "a deal with one part": (
        "FinancingDeal",
        "DELETE {?d lj:borrower ?b . ?d ?p ?o} WHERE {?d lj:borrower ?b ; ?p ?o FILTER(?p IN (lj:instrument, lj:amountText))}",
    ),
    "two lenders": ("lender", "INSERT {?d lj:lender ?c} WHERE {?d a lj:FinancingDeal . ?c a lj:Company}"),
    "a lender that cannot lend": (
        "lenderRange",
        "DELETE {?d lj:lender ?l} INSERT {?d lj:lender ?t} WHERE {?d lj:lender ?l . ?t a lj:Title}",
    ),
    "a collateral that cannot be one": (
        "collateralRange",
        "INSERT {?d lj:collateral ?t} WHERE {?d lj:lender ?l . ?t a lj:Person}",
    ),
    "a deal without a label": ("dealLabel", "DELETE {?d rdfs:label ?l} WHERE {?d a lj:FinancingDeal ; rdfs:label ?l}"),
    "a negative amount": ("amount", "DELETE {?d lj:amount ?a} INSERT {?d lj:amount -1.0} WHERE {?d lj:amount ?a}"),
    "an amount in words": ("amount", "DELETE {?d lj:amount ?a} INSERT {?d lj:amount '多'} WHERE {?d lj:amount ?a}"),
    "a currency that is none": ("currency", "INSERT {?d lj:currency '美元'} WHERE {?d a lj:FinancingDeal}"),
    "a rate in words": ("rate", "INSERT {?d lj:rate '高'} WHERE {?d a lj:FinancingDeal}"),
    "a deal on no day": ("dealDate", "INSERT {?d lj:date '去年'} WHERE {?d a lj:FinancingDeal}"),
    "an observation of nothing": ("subject", "DELETE {?o lj:subject ?s} WHERE {?o lj:subject ?s}"),
    "an observation of a stranger": (
        "subjectRange",
        "DELETE {?o lj:subject ?s} INSERT {?o lj:subject lj:x} WHERE {?o lj:subject ?s}",
    ),
    "no indicator": ("indicator", "DELETE {?o lj:indicator ?s} WHERE {?o lj:indicator ?s}"),
    "no value": ("value", "DELETE {?o lj:value ?s} WHERE {?o lj:value ?s}"),
    "a value in words": ("value", "DELETE {?o lj:value ?s} INSERT {?o lj:value '若干'} WHERE {?o lj:value ?s}"),
    "no unit": ("unit", "DELETE {?o lj:unit ?s} WHERE {?o lj:unit ?s}"),
    "a period that is none": ("periodRange", "INSERT {?o lj:period lj:x} WHERE {?o a lj:Observation}"),
    "a period without notation": ("periodText", "DELETE {?p lj:periodText ?t} WHERE {?p lj:periodText ?t}"),
    "a period without a first day": (
        "periodBeginning",
        "DELETE {?p time:hasBeginning ?t} WHERE {?p time:hasBeginning ?t}",
    ),
    "a period without a last day": ("periodEnd", "DELETE {?p time:hasEnd ?t} WHERE {?p time:hasEnd ?t}"),
    "a membership of a zone": (
        "member",
        "DELETE {?m org:member ?p} INSERT {?m org:member ?z} WHERE {?m org:member ?p . ?z a lj:Zone}",
    ),
    "a membership in a title": (
        "organization",
        "DELETE {?m org:organization ?p} INSERT {?m org:organization ?z} WHERE {?m org:organization ?p . ?z a lj:Title}",
    ),
    "a membership without a role": ("role", "DELETE {?m lj:role ?r} WHERE {?m lj:role ?r}"),
    "a deal without evidence": ("supported", "DELETE WHERE {?e lj:supports ?d}"),
    "evidence of nothing": ("evidenceSubject", "INSERT {lj:e a lj:Evidence} WHERE {}"),
    "evidence of two things": ("evidencePredicate", "INSERT {?e rdf:predicate lj:partOf} WHERE {?e lj:supports ?d}"),
    "evidence with half a triple": ("evidenceObject", "DELETE {?e rdf:object ?o} WHERE {?e rdf:object ?o}"),
    "evidence of a node that is not there": (
        "supportsRange",
        "DELETE {?d a lj:FinancingDeal} WHERE {?d a lj:FinancingDeal}",
    ),
    "evidence of a triple that is not there": ("evidencedFact", "DELETE WHERE {?x lj:offers ?y}"),
    "a score over 1": ("score", "DELETE {?e lj:score ?s} INSERT {?e lj:score 1.5} WHERE {?e lj:score ?s}"),
    "a score below 0": ("score", "DELETE {?e lj:score ?s} INSERT {?e lj:score -0.5} WHERE {?e lj:score ?s}"),
    "no score": ("score", "DELETE {?e lj:score ?s} WHERE {?e lj:score ?s}"),
    "no extractor": ("extractor", "DELETE {?e lj:extractor ?s} WHERE {?e lj:extractor ?s}"),
    "evidence of no document": ("derivedFrom", "DELETE {?e prov:wasDerivedFrom ?s} WHERE {?e prov:wasDerivedFrom ?s}"),
    "no position": ("position", "DELETE {?p a oa:TextPositionSelector} WHERE {?p a oa:TextPositionSelector}"),
    "no quote": ("quote", "DELETE {?p a oa:TextQuoteSelector} WHERE {?p a oa:TextQuoteSelector}"),
    "a quote without words": ("exact", "DELETE {?p oa:exact ?x} WHERE {?p oa:exact ?x}"),
    "a start after the end": (
        "start",
        "DELETE {?p oa:end ?x} INSERT {?p oa:end '0'^^xsd:nonNegativeInteger} WHERE {?p oa:end ?x}",
    ),
    "no end": ("end", "DELETE {?p oa:end ?x} WHERE {?p oa:end ?x}"),
    "two titles": ("title", "INSERT {?d dcterms:title '甲'@zh} WHERE {?d a schema:NewsArticle}"),
    "a checksum that is none": ("sha256", "DELETE {?d lj:sha256 ?s} INSERT {?d lj:sha256 'x'} WHERE {?d lj:sha256 ?s}"),
}
PROPERTIES = "locatedIn partOf worksFor operates produces activeIn participatesIn issues awarded offers finances cooperatesWith".split()


def integers(quad: Quad) -> Quad:
    """Oxigraph stores a nonNegativeInteger as an integer; give the graph model's datatype back."""
    if quad.predicate.value.endswith(("#start", "#end")):
        number = type(quad.object)(quad.object.value, datatype=NamedNode(PREFIXES["xsd"] + "nonNegativeInteger"))  # type: ignore[union-attr, call-arg]
        return Quad(quad.subject, quad.predicate, number, quad.graph_name)
    return quad


def broken(sample: Any, update: str) -> list[Quad]:
    """The graph of the sample as one graph, changed by a SPARQL update."""
    store = Store()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in sample.quads())
    store.update(update, prefixes=PREFIXES)
    return [integers(quad) for quad in store]


def test_a_good_graph_conforms(sample: Any) -> None:
    report = validate(sample.quads())
    assert report.results == ()
    assert report.conforms


@pytest.mark.parametrize("case", BREAKS)
def test_each_break_is_caught(sample: Any, case: str) -> None:
    shape, update = BREAKS[case]
    report = validate(broken(sample, update))
    assert not report.conforms
    assert shape in report.counts
    found = next(v for v in report.results if v.shape == shape)
    assert found.focus
    assert found.message
    assert found.message_zh


@pytest.mark.parametrize("name", PROPERTIES)
def test_domain_range_and_evidence_of_each_property(sample: Any, name: str) -> None:
    stray = f"INSERT {{ lj:a lj:{name} lj:b }} WHERE {{}}"
    report = validate(broken(sample, stray))
    assert report.counts == {f"{name}Domain": 1, f"{name}Range": 1, f"{name}Evidence": 1}
    evidence = next(v for v in report.results if v.shape == f"{name}Evidence")
    assert [part.rpartition("#")[2] for part in (evidence.focus, evidence.path, evidence.value)] == ["a", name, "b"]


def test_evidence_of_another_property_is_none(sample: Any) -> None:
    report = validate(broken(sample, "INSERT { ?a lj:cooperatesWith ?b } WHERE { ?a lj:finances ?b }"))
    assert report.counts == {"cooperatesWithEvidence": 1}


@pytest.mark.parametrize(
    "case", ["a negative amount", "no quote", "evidence of a triple that is not there", "a deal without evidence"]
)
def test_pyshacl_alone_finds_the_same(sample: Any, case: str) -> None:
    quads = broken(sample, BREAKS[case][1])
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    _, report, _ = pyshacl.validate(to_rdflib(triples), shacl_graph=read_shapes(ontology_dir() / "shapes.ttl"))
    theirs = {str(s).removeprefix(SHAPES) for s in report.objects(None, SH.sourceShape)}
    assert theirs == set(validate(quads).counts)


def test_without_quotes_the_quote_is_not_asked_for(sample: Any) -> None:
    quads = list(sample.quads(quotes=False))
    assert set(validate(quads).counts) == {"quote"}
    assert validate(quads, quotes=False).conforms


def test_shapes_of_ones_own(sample: Any, tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix lj: <https://w3id.org/lvjin/ontology#> . "
        'lj:S a sh:NodeShape ; sh:targetClass lj:Company ; sh:property [ sh:path lj:code ; sh:minCount 1 ; sh:message "no code" ] .',
        encoding="utf-8",
    )
    [found] = validate(sample.quads(), path).results
    assert (found.message, found.focus.rpartition("/")[2]) == ("no code", "青禾公司")


def test_shapes_that_are_no_turtle_are_named(sample: Any, tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttl", tmp_path / "bad.ttl"):
        (tmp_path / "bad.ttl").write_text("<a> <b", encoding="utf-8")
        with pytest.raises(KGError, match=path.name):
            validate(sample.quads(), path)


def test_messages_are_in_both_languages() -> None:
    graph = rdflib.Graph().parse(ontology_dir() / "shapes.ttl")
    for shape in set(graph.subjects(SH.message, None)):
        assert sorted(m.language for m in graph.objects(shape, SH.message)) == ["en", "zh"]  # type: ignore[attr-defined]


def test_every_type_and_property_has_its_shape() -> None:
    quads = list(parse(path=ontology_dir() / "shapes.ttl", format=RdfFormat.TURTLE))
    targets = {q.object.value for q in quads if q.predicate.value.rpartition("#")[2].startswith("target")}  # type: ignore[union-attr]
    for name in ("Company", "Title", "Product", "FinancingDeal", "Observation", "Evidence", *PROPERTIES):
        assert PREFIXES["lj"] + name in targets
