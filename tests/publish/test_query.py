"""Named queries on a small graph: what they find, and what they say when they cannot."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, Store, parse_query_results
from rich.console import Console
from rich.table import Table

from kg.graph.iri import Minter
from kg.graph.store import write_nquads
from kg.graph.triples import document_quads, thing_quads
from kg.model import Deal, Document, DocumentFacts, Entity, Evidence, KGError, Observation, Relation, Thing, Time
from kg.publish.query import bind, find_query, named_queries, parse_query, render, run

SCRIPT = "<script>alert(1)</script>"
SENTENCE = "云栖银行向青禾公司贷款。"
SAY = (Evidence(0, len(SENTENCE), SENTENCE),)
KINDS = {
    "bank": ("FinancialInstitution", "云栖银行"),
    "firm": ("Company", "青禾公司"),
    "odd": ("Company", SCRIPT),
    "tool": ("FinanceInstrument", "碳排放权质押贷款"),
    "zone": ("Zone", "白石园区"),
    "town": ("AdministrativeArea", "南山区"),
    "city": ("AdministrativeArea", "深城市"),
    "plant": ("Facility", "青禾工厂"),
    "title": ("Title", "绿色园区"),
    "body": ("GovernmentBody", "南山区生态局"),
    "person": ("Person", "李一"),
    "pilot": ("Programme", "碳汇试点"),
}
RELATIONS = [
    ("bank", "finances", "firm"),
    ("bank", "offers", "tool"),
    ("zone", "awarded", "title"),
    ("zone", "locatedIn", "town"),
    ("town", "locatedIn", "city"),
    ("plant", "locatedIn", "zone"),
    ("firm", "locatedIn", "zone"),
    ("odd", "locatedIn", "city"),
    ("firm", "participatesIn", "pilot"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    things = {i: Thing(f"{kind.lower()}/{name}", kind, name) for i, (kind, name) in KINDS.items()}
    things["town"] = Thing("place/440305", "AdministrativeArea", "南山区", ("南山",), "440305")
    facts = DocumentFacts(
        "d1",
        entities=tuple(Entity(i, kind, name, (name,), ()) for i, (kind, name) in KINDS.items()),
        relations=(
            *(Relation(subject=s, property=p, object=o, evidence=SAY) for s, p, o in RELATIONS),
            Relation(subject="person", property="worksFor", object="body", role="副局长", evidence=SAY),
        ),
        deals=(
            Deal(lender="bank", borrower="firm", instrument="tool", amount="5000万元", evidence=SAY),
            Deal(borrower="odd", amount="2亿元", date="2023-07", evidence=SAY),
            Deal(borrower="odd", amount="9亿美元", evidence=SAY),
        ),
        observations=(
            Observation(
                subject="town", indicator="绿色贷款余额", value="12.5", unit="亿元", period="2023", evidence=SAY
            ),
            Observation(subject="town", indicator="森林覆盖率", value="65", unit="%", evidence=SAY),
        ),
        times=(Time(entity="title", kind="awarded", date="2023", evidence=SAY),),
    )
    again = DocumentFacts("d2", relations=(Relation(subject="bank", property="finances", object="firm", evidence=SAY),))
    minter, path = Minter(), tmp_path_factory.mktemp("graph")
    quads = [quad for thing in things.values() for quad in thing_quads(thing, minter)]
    for name, said in (("d1", facts), ("d2", again)):
        quads += document_quads(Document(name, SENTENCE), said, things, minter)
    write_nquads(quads, path / "graph.nq")
    return path


DOC = "https://w3id.org/lvjin/doc/d1"
AREA = "https://w3id.org/lvjin/ontology#Company"


@pytest.mark.parametrize(
    ("name", "params", "rows"),
    [
        ("companies", {"district": "南山"}, [("南山区", "青禾公司", "碳汇试点")]),
        ("companies", {"district": "深城市"}, [("深城市", SCRIPT, None), ("深城市", "青禾公司", "碳汇试点")]),
        (
            "financing",
            {"lender": "云栖银行"},
            [("云栖银行", "青禾公司", "碳排放权质押贷款", "5000万元", None, DOC, SENTENCE)],
        ),
        ("financing", {"lender": "无此银行"}, []),
        ("instruments", {}, [("云栖银行", "碳排放权质押贷款", DOC, SENTENCE)]),
        ("pilots", {}, [("碳汇试点", "青禾公司", AREA)]),
        ("pilots", {"word": "改革"}, []),
        ("people", {"body": "南山区生态局"}, [("李一", "副局长", "南山区生态局", DOC, SENTENCE)]),
        ("awards", {}, [("白石园区", "绿色园区", "2023", "南山区")]),
        (
            "places",
            {"facility": "青禾工厂"},
            [
                ("青禾工厂", "南山区", "深城市"),
                ("青禾工厂", "白石园区", "南山区"),
                ("青禾工厂", "青禾工厂", "白石园区"),
            ],
        ),
        (
            "indicators",
            {"area": "南山"},
            [
                ("南山区", "森林覆盖率", None, "65", "%", DOC, SENTENCE),
                ("南山区", "绿色贷款余额", "2023", "12.5", "亿元", DOC, SENTENCE),
            ],
        ),
        ("indicators", {"word": "森林"}, [("南山区", "森林覆盖率", None, "65", "%", DOC, SENTENCE)]),
        ("single-source", {"property": "finances"}, []),
        (
            "single-source",
            {"property": "offers"},
            [("云栖银行", "https://w3id.org/lvjin/ontology#offers", "碳排放权质押贷款", DOC, "1")],
        ),
        ("deals", {"minimum": "1亿"}, [(f"… → {SCRIPT} · 2亿元", "200000000", "2亿元", "2023-07", None)]),
    ],
)
def test_what_the_queries_find(
    folder: Path, name: str, params: dict[str, str], rows: list[tuple[str | None, ...]]
) -> None:
    assert sorted(run(folder, name, params).rows, key=str) == sorted(rows, key=str)


def test_deals_are_largest_first(folder: Path) -> None:
    assert [row[2] for row in run(folder, "deals").rows] == ["2亿元", "5000万元"]


def test_every_query_is_told_in_both_languages_and_runs_as_it_stands(folder: Path) -> None:
    queries = named_queries()
    assert len(queries) == 10
    store = Store()
    store.bulk_load(path=str(folder / "graph.nq"))
    for name, query in queries.items():
        assert query.titles.keys() == query.descriptions.keys() == {"zh", "en"}
        assert query.name == name
        # Without kg: no prefixes given, no parameters filled in.
        assert {str(row) for row in store.query(query.sparql)} == {str(row) for row in store.query(bind(query, {}))}


@pytest.mark.parametrize(
    "value", ['"', "'", "} UNION { ?s ?p ?o", '"@zh } . } #', "\\", "a\nb", "$1 \\1 \\g<0>", SCRIPT]
)
def test_a_value_is_never_pasted(folder: Path, value: str) -> None:
    found = run(folder, "companies", {"district": value})
    assert found.rows == ()
    echo = run(folder, "SELECT ?x { VALUES ?x { UNDEF } }", {"x": value})
    assert echo.rows == ((value,),)


@pytest.mark.parametrize(
    ("query", "params", "complaint"),
    [
        ("nonsense", {}, "no query is named 'nonsense'; use one of awards, companies, .*single-source"),
        ("missing.rq", {}, "missing.rq"),
        ("companies", {"town": "x"}, "companies has no parameter 'town'; it takes district"),
        ("SELECT ?s { ?s ?p ?o }", {"s": "x"}, r"no parameter 's'; .*VALUES \?s"),
        ("deals", {"minimum": "viel"}, "minimum: 'viel' is no number"),
        ("single-source", {"property": "a b"}, "property: 'a b' is no property"),
        ("SELECT { }", {}, "SPARQL query"),
    ],
)
def test_what_cannot_be_run_says_why(folder: Path, query: str, params: dict[str, str], complaint: str) -> None:
    with pytest.raises(KGError, match=complaint):
        run(folder, query, params)


def test_a_missing_parameter_is_named() -> None:
    query = parse_query(
        "x", "# param: who name (default required) the body\nSELECT ?a { VALUES ?who { UNDEF } ?a ?b ?who }"
    )
    with pytest.raises(KGError, match="needs the parameter who; add --param who=VALUE"):
        bind(query, {})


def test_a_head_that_is_no_parameter_is_named() -> None:
    with pytest.raises(KGError, match="is no parameter; write"):
        parse_query("x", "# param: who\nSELECT * { ?s ?p ?o }")


def test_a_query_from_a_file(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text('SELECT ?x { VALUES ?name { "云栖银行"@zh } ?x skos:prefLabel ?name }', encoding="utf-8")
    assert run(folder, str(path)).rows[0][0] == "https://w3id.org/lvjin/id/financialinstitution/云栖银行"
    assert run(folder, str(path), {"name": "青禾公司"}).rows[0][0] == "https://w3id.org/lvjin/id/company/青禾公司"
    assert find_query(str(path)).name == "own"


def test_a_table_shows_names_as_they_are(folder: Path) -> None:
    table = render(run(folder, "SELECT ?l { ?x a lj:Company ; skos:prefLabel ?l } ORDER BY ?l"))
    assert isinstance(table, Table)
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(table)
    assert SCRIPT in out.getvalue()
    assert "青禾公司" in out.getvalue()


def test_answers_in_every_format(folder: Path) -> None:
    table = run(folder, "companies", {"district": "深城市"})
    text = render(table, "json")
    assert isinstance(text, str)
    assert len(list(parse_query_results(text, QueryResultsFormat.JSON))) == 2  # type: ignore[arg-type]
    assert SCRIPT in str(render(table, "csv"))
    assert "lj:Company" in str(render(run(folder, "CONSTRUCT { ?x a lj:Company } WHERE { ?x a lj:Company }"), "turtle"))
    assert isinstance(render(run(folder, "ASK { ?s ?p ?o }")), Table)
    with pytest.raises(KGError, match="no format 'xml' for a result; use one of table, csv, json, turtle"):
        render(table, "xml")
