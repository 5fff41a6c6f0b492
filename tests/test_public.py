"""The public names: what a script of a user's calls, and that importing them costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kg

TEXT = "2022年11月3日，三峡银行向武隆区某林场授信5年期、5000万元贷款。武隆区森林覆盖率达65%。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("public")
    (home / "武隆.txt").write_text(TEXT, encoding="utf-8")
    report = kg.build([home / "武隆.txt"], home / "graph", page=False)
    assert report.conforms
    assert not report.lost
    return home / "graph"


def test_the_public_names_are_there():
    assert sorted(kg.__all__) == kg.__all__
    for name in kg.__all__:
        assert getattr(kg, name).__doc__


def test_importing_kg_loads_nothing_heavy():
    code = "import sys, kg; print(*sorted({'spacy', 'rdflib', 'pyoxigraph', 'pyshacl', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_facts_carry_the_words_that_say_them():
    facts = kg.extract_facts(TEXT, title="林业碳汇", id="武隆")
    assert (facts["id"], facts["title"], facts["text"]) == ("武隆", "林业碳汇", TEXT)
    (deal,) = facts["deals"]
    assert (deal["amount"], deal["term"]) == ("5000万元", "5年")
    said = [e for kind in ("relations", "deals", "observations", "times") for f in facts[kind] for e in f["evidence"]]
    assert said
    assert all(TEXT[e["start"] : e["end"]] == e["quote"] for e in said)


def test_the_same_call_gives_the_same_facts_twice():
    # kg.extract is a package of ours: a function of that name would be gone after the first call.
    assert kg.extract_facts(TEXT) == kg.extract_facts(TEXT)


@pytest.mark.parametrize(("date", "period"), [("2023-11-02", "2022"), ("2020-01-01", "2019")])
def test_relative_dates_are_read_by_the_date_of_publication(date, period):
    facts = kg.extract_facts("去年，武隆区森林覆盖率达65%。", date=date)
    assert [o["period"] for o in facts["observations"]] == [period]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: kg.extract_facts(TEXT, date="yesterday"), "write it as 2023-11-03"),
        (lambda: kg.extract_facts("No Chinese at all."), "hardly any Chinese"),
        (lambda: kg.open_graph("no-such-folder"), "kg build"),
    ],
)
def test_an_error_names_the_way_out(call, words):
    with pytest.raises(kg.KGError, match=words):
        call()


def test_a_graph_is_asked_by_name_and_in_sparql(folder):
    named = kg.query(folder, "deals", minimum="1000000")
    assert [row[named.columns.index("wording")] for row in named.rows] == ["5000万元"]
    rows = kg.open_graph(folder).query("SELECT ?name WHERE { ?x a lj:AdministrativeArea ; skos:prefLabel ?name }").rows
    assert rows == (("武隆区",),)
    assert not kg.query(folder, "deals", minimum="90000000000").rows


def test_a_page_is_drawn_and_quotes_are_left_out_on_demand(folder, tmp_path):
    assert not (folder / "graph.html").exists()
    (tmp_path / "武隆.txt").write_text(TEXT, encoding="utf-8")
    kg.build([tmp_path / "武隆.txt"], tmp_path / "graph", quotes=False)
    assert (tmp_path / "graph" / "graph.html").stat().st_size > 0
    assert "授信5年期" not in (tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8")
