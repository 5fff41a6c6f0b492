"""Graph files and the store: the same bytes, complete or not there, never stale."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.compare import to_isomorphic

from kg.graph.files import read_nquads
from kg.graph.store import build_store, open_graph, write_nquads, write_turtle
from kg.model import KGError

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def quads(sample: Any) -> list[Quad]:
    return list(sample.quads())


@pytest.fixture
def folder(tmp_path: Path, quads: list[Quad]) -> Path:
    write_nquads(quads, tmp_path / "graph.nq")
    build_store(tmp_path / "graph.nq", tmp_path / "store")
    return tmp_path


def test_any_order_gives_the_same_bytes(tmp_path: Path, quads: list[Quad]) -> None:
    mixed = [*quads, *quads]
    random.Random(1).shuffle(mixed)
    for name, items in (("a", quads), ("b", mixed)):
        assert write_nquads(items, tmp_path / f"{name}.nq") == len(set(quads))
        write_turtle(items, tmp_path / f"{name}.ttl")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.ttl").read_bytes()
    lines = (tmp_path / "a.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))


def test_turtle_reads_back_with_rdflib_and_by_people(tmp_path: Path, quads: list[Quad]) -> None:
    count = write_turtle(quads, tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) == count
    assert text.startswith("@prefix dcterms:")
    assert '\n\n<https://w3id.org/lvjin/id/company/青禾公司> a lj:Company ;\n\tskos:prefLabel "青禾公司"@zh' in text
    assert "Evidence" not in text


def test_nquads_read_back_with_rdflib(folder: Path, quads: list[Quad]) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(folder / "graph.nq", format="nquads")
    assert len(list(dataset.quads())) == len(set(quads))
    assert set(read_nquads(folder / "graph.nq")) == set(quads)


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", 'a "b" \\ c', "a\nb\tc\r", "'''", '"""', "“绿”", "\u202eabc", "😀"]
)
def test_odd_labels_survive(tmp_path: Path, label: str) -> None:
    quad = Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), Literal(label, language="zh"))
    write_nquads([quad], tmp_path / "graph.nq")
    write_turtle([quad], tmp_path / "graph.ttl")
    assert list(read_nquads(tmp_path / "graph.nq")) == [quad]
    assert str(next(rdflib.Graph().parse(tmp_path / "graph.ttl").objects())) == label
    assert open_graph(tmp_path).query("SELECT ?o { ?s ?p ?o }").rows == ((label,),)


def test_a_failed_write_leaves_the_last_file(tmp_path: Path, quads: list[Quad]) -> None:
    path = tmp_path / "graph.nq"
    write_nquads(quads, path)
    before = path.read_bytes()

    def broken() -> Any:
        yield quads[0]
        raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError):
        write_nquads(broken(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["graph.nq"]


def generations(folder: Path) -> list[str]:
    return sorted(p.name for p in (folder / "store").iterdir() if p.is_dir())


def test_a_new_graph_is_a_new_generation(folder: Path, quads: list[Quad]) -> None:
    [first] = generations(folder)
    assert build_store(folder / "graph.nq", folder / "store").name == first
    write_nquads(quads[:5], folder / "graph.nq")
    [second] = [build_store(folder / "graph.nq", folder / "store").name]
    assert generations(folder) == [second] != [first]
    assert (folder / "store" / "CURRENT").read_text().startswith(second)
    assert open_graph(folder).query(COUNT).rows == (("5",),)


@pytest.mark.parametrize("harm", ["none", "no store", "stale", "no pointer", "bad pointer", "damaged", "copied"])
def test_a_graph_opens_whatever_became_of_the_store(folder: Path, quads: list[Quad], harm: str) -> None:
    expected = len({q for q in quads if "DefaultGraph" in repr(q.graph_name)})
    store = folder / "store"
    if harm == "no store":
        store.rename(folder / "elsewhere")
    elif harm == "stale":
        write_nquads([q for q in quads if "DefaultGraph" in repr(q.graph_name)][:7], folder / "graph.nq")
        expected = 7
    elif harm == "no pointer":
        (store / "CURRENT").unlink()
    elif harm == "bad pointer":
        (store / "CURRENT").write_text("../../etc 1 2\n")
    elif harm == "damaged":
        for path in (store / generations(folder)[0]).iterdir():
            path.write_bytes(b"x")
    elif harm == "copied":
        (folder / "graph.nq").touch()
    assert open_graph(folder).query(COUNT).rows == ((str(expected),),)


def test_a_folder_without_a_graph_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"kg build INPUT… -o"):
        open_graph(tmp_path)


def test_a_broken_graph_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("<a b> .\n")
    with pytest.raises(KGError, match=r"graph\.nq.*kg build"):
        open_graph(tmp_path)
    with pytest.raises(KGError, match=r"graph\.nq.*kg build"):
        build_store(tmp_path / "graph.nq", tmp_path / "store")
    assert not any((tmp_path / "store").iterdir())


@pytest.mark.parametrize("sparql", ["SELECT", "SELECT ?x { ?x", "DROP ALL", "SELECT ?x { ?x foo:bar ?y }"])
def test_bad_sparql_says_what_the_parser_says(folder: Path, sparql: str) -> None:
    with pytest.raises(KGError, match=r"SPARQL query: .*; correct the query"):
        open_graph(folder).query(sparql)


def test_answers_by_kind(folder: Path) -> None:
    graph = open_graph(folder)
    table = graph.query("SELECT ?b ?z { ?b a lj:Company }")
    assert (table.kind, table.columns) == ("table", ("b", "z"))
    assert table.rows == (("https://w3id.org/lvjin/id/company/青禾公司", None),)
    assert graph.query("ASK { ?x a lj:Company }").boolean is True
    assert graph.query("ASK { ?x a lj:Nothing }").kind == "boolean"
    assert len(graph.query("CONSTRUCT { ?x a lj:X } WHERE { ?x a lj:Company }").quads or ()) == 1
    assert graph.query("DESCRIBE <https://w3id.org/lvjin/id/company/青禾公司>").kind == "graph"
    assert len(graph) > len(list(graph.triples()))


def test_the_store_does_not_import_rdflib() -> None:
    code = "import sys, kg.graph.store; sys.exit(bool({'rdflib', 'pyshacl', 'spacy'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_writers_agree(tmp_path: Path, quads: list[Quad]) -> None:
    write_nquads(quads, tmp_path / "a.nq")
    write_turtle(quads, tmp_path / "a.ttl")
    default = rdflib.Dataset().parse(tmp_path / "a.nq", format="nquads").default_graph
    assert to_isomorphic(default) == to_isomorphic(rdflib.Graph().parse(tmp_path / "a.ttl"))


def test_a_graph_serializes_to_the_bytes_of_its_files(folder: Path, quads: list[Quad]) -> None:
    write_turtle(quads, folder / "graph.ttl")
    graph = open_graph(folder)
    assert graph.serialize("nquads") == (folder / "graph.nq").read_bytes()
    assert graph.serialize("turtle") == (folder / "graph.ttl").read_bytes()
    with pytest.raises(KGError, match="no RDF format 'xml'; use one of turtle, trig, nquads, jsonld"):
        graph.serialize("xml")
