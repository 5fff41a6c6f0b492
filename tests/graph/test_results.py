"""The formats that SPARQL 1.1 defines, read back by others."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store, parse_query_results
from rdflib.query import Result as RdflibResult

from kg.graph.results import to_csv, to_json, to_turtle
from kg.graph.store import Graph
from kg.model import KGError

ODD = '<script>alert(1)</script> "q", \n“绿”'


@pytest.fixture
def graph() -> Graph:
    store = Store()
    a, b = NamedNode("https://example.org/甲"), NamedNode("https://example.org/b")
    store.extend(
        [Quad(a, b, Literal(ODD, language="zh")), Quad(a, b, Literal("x")), Quad(a, b, Literal(1.5)), Quad(a, b, a)]
    )
    return Graph(store)


SELECT = "SELECT ?o ?none { ?s ?p ?o } ORDER BY STR(?o)"


def test_json_is_what_oxigraph_writes(graph: Graph) -> None:
    ours = parse_query_results(to_json(graph.query(SELECT)), QueryResultsFormat.JSON)
    theirs = graph._store.query(SELECT)
    assert [row["o"] for row in ours] == [row["o"] for row in theirs]  # type: ignore[union-attr]


def test_json_reads_back_with_rdflib(graph: Graph) -> None:
    read = RdflibResult.parse(io.BytesIO(to_json(graph.query(SELECT)).encode()), format="json")
    assert [str(v) for v in read.vars or ()] == ["o", "none"]
    assert rdflib.Literal(ODD, lang="zh") in {row.get(rdflib.Variable("o")) for row in read.bindings}


def test_csv_reads_back(graph: Graph) -> None:
    head, *rows = csv.reader(io.StringIO(to_csv(graph.query(SELECT)), newline=""))
    assert head == ["o", "none"]
    assert [ODD, ""] in rows
    assert len(rows) == 4


def test_booleans(graph: Graph) -> None:
    yes = graph.query("ASK { ?s ?p ?o }")
    assert to_csv(yes) == "true\r\n"
    assert bool(parse_query_results(to_json(yes), QueryResultsFormat.JSON)) is True


def test_turtle_of_a_graph(graph: Graph) -> None:
    made = graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
    text = to_turtle(made)
    assert rdflib.Literal(ODD, lang="zh") in set(rdflib.Graph().parse(data=text).objects())
    assert text == to_turtle(graph.query("CONSTRUCT WHERE { ?s ?p ?o }"))


def test_formats_that_do_not_fit(graph: Graph) -> None:
    made, table = graph.query("CONSTRUCT WHERE { ?s ?p ?o }"), graph.query(SELECT)
    for refuse, result in ((to_csv, made), (to_json, made), (to_turtle, table)):
        with pytest.raises(KGError, match="turtle"):
            refuse(result)
