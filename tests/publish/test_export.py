"""Each export is read back by a library that is not ours, and compared with the graph."""

from __future__ import annotations

import itertools
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.graph.files import read_nquads
from kg.graph.iri import Minter
from kg.graph.store import write_nquads
from kg.graph.triples import document_quads, thing_quads
from kg.model import Deal, Document, DocumentFacts, Entity, Evidence, KGError, Observation, Relation, Thing
from kg.publish.export import FORMATS, export, xml_text

LABELS = ["青禾公司", "<script>alert(1)</script>", 'a "quoted"\nname\twith \\ and &amp;', "😀\u202e“绿”", "]]>"]
SENTENCE = '他说："<b>好</b>"\n5000万元。'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    things = {f"e{n}": Thing(f"company/{label}", "Company", label, (f"{label}!",)) for n, label in enumerate(LABELS)}
    things["p"] = Thing("place/440305", "AdministrativeArea", "南山区", ("南山",), "440305", 113.93, 22.53)
    say = (Evidence(0, len(SENTENCE), SENTENCE),)
    pairs = itertools.pairwise([*things][:-1])
    facts = DocumentFacts(
        "d 1",
        entities=tuple(Entity(i, thing.type, thing.label, (thing.label,), ()) for i, thing in things.items()),
        relations=(
            *(Relation(subject=a, property="cooperatesWith", object=b, evidence=say) for a, b in pairs),
            Relation(subject="e0", property="locatedIn", object="p", evidence=say, score=0.5),
            Relation(subject="e0", property="finances", object="e1", evidence=say),
            Relation(subject="e0", property="partOf", object="e1", evidence=say),
        ),
        deals=(Deal(lender="e0", borrower="e1", amount="5000万元", date="2023-07", rate="3.2%", evidence=say),),
        observations=(
            Observation(subject="p", indicator="余额", value="5", unit="亿元", period="FYP14", evidence=say),
        ),
    )
    document = Document("d 1", SENTENCE, title="标题", date="2023-07", url="https://example.org/?a=b&c", source="a.txt")
    quads = [quad for thing in things.values() for quad in thing_quads(thing, Minter())]
    path = tmp_path_factory.mktemp("graph")
    write_nquads([*quads, *document_quads(document, facts, things, Minter())], path / "graph.nq")
    return path


Terms = set[tuple[str, ...]]


def plain(quads: list[Quad]) -> Terms:
    """Quads as N-Quads terms, without the library's objects."""
    return {(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads}


def by_rdflib(path: Path, form: str) -> Terms:
    """What rdflib reads, written again as N-Quads and parsed to terms."""
    data = rdflib.Dataset()
    data.parse(path, format=form)
    text = data.serialize(format="nquads")
    return plain(list(parse(text, RdfFormat.N_QUADS)))


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.parametrize(
    ("form", "reader"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld"), ("turtle", "turtle")]
)
def test_rdf_reads_back_with_rdflib(folder: Path, tmp_path: Path, form: str, reader: str) -> None:
    export(folder, form, tmp_path / "out")
    said = list(read_nquads(folder / "graph.nq"))
    expected = plain(said if form != "turtle" else [q for q in said if isinstance(q.graph_name, DefaultGraph)])
    assert by_rdflib(tmp_path / "out", reader) == expected


def test_jsonld_is_readable_and_oxigraph_agrees(folder: Path, tmp_path: Path) -> None:
    export(folder, "jsonld", tmp_path / "out.jsonld")
    text = (tmp_path / "out.jsonld").read_text(encoding="utf-8")
    assert '"@type": "AdministrativeArea",\n   "prefLabel": "南山区",\n   "altLabel": "南山"' in text
    assert plain(list(parse(text, RdfFormat.JSON_LD))) == plain(list(read_nquads(folder / "graph.nq")))


def test_graphml_opens_in_networkx(folder: Path, tmp_path: Path) -> None:
    export(folder, "graphml", tmp_path / "out.graphml")
    graph = nx.read_graphml(tmp_path / "out.graphml", force_multigraph=True)
    assert sorted(data["label"] for _, data in graph.nodes(data=True)) == sorted([*LABELS, "南山区"])
    first = "https://w3id.org/lvjin/id/company/青禾公司"
    place = "https://w3id.org/lvjin/id/place/440305"
    assert graph.nodes[place] == {"label": "南山区", "type": "AdministrativeArea", "group": "Place"}
    assert [d for _, target, d in graph.edges(first, data=True) if target == place] == [
        {"property": "locatedIn", "label": "位于"}
    ]
    assert graph.number_of_edges() == len(LABELS) - 1 + 3


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(folder: Path, tmp_path: Path, form: str) -> None:
    for name in ("a", "b"):
        export(folder, form, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_an_unknown_format_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KGError, match="no export format 'docx'; use one of turtle, trig, nquads, jsonld, graphml"):
        export(folder, "docx", tmp_path / "out")
    assert not any(tmp_path.iterdir())


def test_a_folder_without_a_graph_and_a_path_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KGError, match="kg build"):
        export(tmp_path, "turtle", tmp_path / "out")
    (tmp_path / "file").write_text("x")
    with pytest.raises(KGError, match="choose a path that can be written"):
        export(folder, "turtle", tmp_path / "file" / "out")


def test_xml_holds_no_control_characters() -> None:
    assert xml_text("a\x00\x0b绿\n\ud800\uffff") == "a\ufffd\ufffd绿\n\ufffd\ufffd"
