"""The whole job: the same bytes from the same articles, options that do what they say, and nothing lost by a death in the middle."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse

from kg.graph.store import open_graph
from kg.model import KGError
from kg.pipeline import Options, build, built_with_quotes, read
from kg.publish.view import view

FILES = ("documents.jsonl", "facts.jsonl", "graph.html", "graph.nq", "graph.ttl", "report.json")
GOOD = "2022年11月3日，三峡银行向武隆区某林场授信5年期、5000万元贷款。三峰环境位于大渡口区建桥工业园区。\n"
OTHER = "2023年5月，重庆银行推出排污权抵押贷款。重庆银行向渝北区某公司发放贷款8000万元。\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def article(folder: Path, text: str = GOOD, name: str = "a.txt") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture(scope="module")
def articles(root, tmp_path_factory) -> Path:
    """Two folders of articles, with a name that both have."""
    folder = tmp_path_factory.mktemp("articles")
    for n, path in enumerate(sorted((root / "exports" / "demo" / "articles").iterdir())):
        target = folder / ("east" if n % 2 else "west")
        target.mkdir(exist_ok=True)
        shutil.copy(path, target)
    for name in ("east", "west"):
        article(folder / name, GOOD, "same.txt")
    return folder


def test_two_builds_elsewhere_on_other_processes_in_another_order_give_the_same_bytes(kg, articles, tmp_path):
    moved = tmp_path / "moved" / "deep"
    shutil.copytree(articles, moved)
    first = kg("build", "east", "west", "-o", tmp_path / "one", "--jobs", 1, cwd=articles)
    second = kg("build", "west", moved / "east", "west/same.txt", "-o", tmp_path / "two", "--jobs", 2, cwd=moved)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one")["documents.jsonl"].count(b"\n") == 14


def test_a_second_build_into_the_folder_keeps_what_others_put_there(tmp_path):
    out = tmp_path / "graph"
    build([article(tmp_path / "in")], out, page=view)
    (out / "decisions.jsonl").write_text('{"kind": "same"}\n', encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(out)
    build([article(tmp_path / "in", OTHER)], out, page=view)
    assert all(contents(out)[name] != before[name] for name in FILES)
    assert (out / "decisions.jsonl").read_text(encoding="utf-8") == '{"kind": "same"}\n'
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in out.iterdir()) == sorted([*FILES, "decisions.jsonl", "notes.txt", "store"])


@pytest.mark.parametrize("out", ["in/graph", "in"])
def test_a_build_among_its_inputs_does_not_read_what_it_has_made(tmp_path, out):
    article(tmp_path / "in")
    first = build([tmp_path / "in"], tmp_path / out, page=view)
    second = build([tmp_path / "in"], tmp_path / out, page=view)
    assert first.data == second.data
    assert (first.data["counts"]["documents"], first.lost, first.skipped) == (1, [], [])


def test_what_a_build_has_made_can_be_named_as_an_input(tmp_path):
    out = tmp_path / "graph"
    build([article(tmp_path / "in")], out)
    again = build([out / "documents.jsonl"], out)
    assert again.data["counts"]["documents"] == 1


def test_the_report_tells_counts_versions_and_checksums(tmp_path):
    report = build([article(tmp_path / "in")], tmp_path / "graph", page=view)
    stored = json.loads((tmp_path / "graph" / "report.json").read_text(encoding="utf-8"))
    assert stored == report.data
    assert stored["counts"]["documents"] == 1
    assert stored["counts"]["relations"] == sum(stored["counts"]["relations by property"].values())
    assert stored["counts"]["things"] == sum(stored["counts"]["things by type"].values())
    assert set(stored["sha256"]) == set(FILES) - {"report.json"}
    assert set(stored["versions"]) == {"lvjin", "extractor", "ontology"}
    assert str(tmp_path) not in json.dumps(stored)


def test_facts_and_documents_lead_to_the_graph(tmp_path):
    build([article(tmp_path / "in")], tmp_path / "graph")
    (document,), (facts,) = (
        [json.loads(line) for line in (tmp_path / "graph" / name).read_text(encoding="utf-8").splitlines()]
        for name in ("documents.jsonl", "facts.jsonl")
    )
    assert (document["text"], document["source"]) == (GOOD, "a.txt")
    assert facts["id"] == document["id"]
    graph = open_graph(tmp_path / "graph")
    for entity in facts["entities"]:
        assert graph.query(f"ASK {{ <{entity['iri']}> a lj:{entity['type']} }}").boolean
    for fact in facts["deals"] + facts["relations"]:
        for said in fact["evidence"]:
            assert document["text"][said["start"] : said["end"]] == said["quote"]


def test_the_least_score_leaves_facts_out_and_keeps_entities(tmp_path):
    path = article(tmp_path / "in")
    found = [build([path], tmp_path / str(n), Options(min_score=n)).data["counts"] for n in (0.0, 1.0)]
    assert found[0]["relations"] > 0
    assert found[0]["deals"] > 0
    kept = [json.loads(line) for line in (tmp_path / "1.0" / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(
        f["score"] == 1.0 for row in kept for kind in ("relations", "deals", "observations", "times") for f in row[kind]
    )
    assert found[1]["relations"] < found[0]["relations"]
    assert found[1]["mentions"] == found[0]["mentions"]


@pytest.mark.parametrize("quotes", [True, False])
def test_without_quotes_no_sentence_is_published(tmp_path, quotes):
    out = tmp_path / "graph"
    report = build([article(tmp_path / "in")], out, Options(quotes=quotes), page=view)
    assert report.conforms
    assert built_with_quotes(out) is quotes
    # Any eight characters in a row with a word that is no name: labels of things are no sentences.
    pieces = [GOOD[n : n + 8] for n in range(len(GOOD) - 8) if "授信" in GOOD[n : n + 8] or "位于" in GOOD[n : n + 8]]
    for name in ("graph.nq", "graph.ttl", "graph.html"):
        text = (out / name).read_text(encoding="utf-8")
        assert any(piece in text for piece in pieces) is (quotes and name != "graph.ttl"), name


def test_a_folder_without_a_report_counts_as_one_with_quotes(tmp_path):
    assert built_with_quotes(tmp_path)


def test_the_base_begins_every_iri_of_the_data(tmp_path):
    out = tmp_path / "graph"
    build([article(tmp_path / "in")], out, Options(base="https://data.example/kg/"), page=view)
    subjects = {quad.subject.value for quad in parse(path=out / "graph.nq", format=RdfFormat.N_QUADS)}
    assert subjects
    assert all(subject.startswith("https://data.example/kg/") for subject in subjects)
    assert '"https://data.example/kg/id/' in (out / "facts.jsonl").read_text(encoding="utf-8")


def test_nothing_to_read_is_an_error_and_leaves_no_folder(tmp_path):
    with pytest.raises(KGError, match=r"none\.txt: there is no such file; check the path"):
        build([tmp_path / "none.txt"], tmp_path / "graph")
    assert not (tmp_path / "graph").exists()


def test_progress_is_told_as_documents_are_done(tmp_path):
    told = []
    read([article(tmp_path / "in")], Options(), lambda *step: told.append(step))
    assert told == [("reading", 1, 1)]


def test_a_build_tells_what_it_is_doing(tmp_path):
    told = []
    build([article(tmp_path / "in")], tmp_path / "graph", progress=lambda *step: told.append(step))
    assert told == [("reading", 1, 1), ("checking", 1, 1)]


# --- A name that is a script -------------------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"""id: {SCRIPT}
title: {SCRIPT}
date: 2023-01-02
publisher: {SCRIPT}
url: https://example.org/{SCRIPT}
===
三峡银行位于武隆区。重庆市生态环境局印发《{SCRIPT}》。清源环保有限公司（以下简称“<script>清源”）位于大渡口区。
===
"""


class Scripts(HTMLParser):
    """The content of the script elements of a page, and everything that runs without one."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.within = False

    def handle_starttag(self, tag, attrs):
        self.within = tag == "script"
        if self.within:
            self.scripts.append("")
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag):  # noqa: ARG002 - the parser gives it
        self.within = False

    def handle_data(self, data):
        if self.within:
            self.scripts[-1] += data


def scripts(page: Path) -> Scripts:
    found = Scripts()
    found.feed(page.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def hostile(kg, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.ann").write_text(HOSTILE, encoding="utf-8")
    done = kg("build", "a.ann", "-o", "graph", cwd=folder)
    assert done.returncode == 0, done.stderr
    for form in ("turtle", "trig", "nquads", "jsonld", "graphml"):
        assert kg("export", "graph", "-f", form, "-o", f"x.{form}", cwd=folder).returncode == 0
    return folder


def labels(path: Path, form: RdfFormat) -> set[str]:
    found = parse(path=path, format=form, base_iri="https://example.org/")
    return {q.object.value for q in found if q.predicate.value.endswith(("prefLabel", "title"))}


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("graph/graph.ttl", RdfFormat.TURTLE),
        ("graph/graph.nq", RdfFormat.N_QUADS),
        ("x.turtle", RdfFormat.TURTLE),
        ("x.trig", RdfFormat.TRIG),
        ("x.nquads", RdfFormat.N_QUADS),
        ("x.jsonld", RdfFormat.JSON_LD),
    ],
)
def test_a_script_as_a_name_is_plain_data_in_rdf(hostile, file, form):
    assert SCRIPT in labels(hostile / file, form)
    # In an IRI it is encoded.
    iris = {q.subject.value for q in parse(path=hostile / file, format=form, base_iri="https://example.org/")}
    assert not [iri for iri in iris if "<" in iri or ">" in iri]


def test_a_script_as_a_name_is_plain_data_in_graphml(hostile):
    tree = ET.parse(hostile / "x.graphml")  # noqa: S314 - written by the test itself
    assert SCRIPT in {"".join(element.itertext()) for element in tree.iter()}
    assert not [element for element in tree.iter() if element.tag.endswith("script")]


def test_a_script_as_a_name_does_not_become_one_in_the_page(hostile, kg, tmp_path):
    clean = build([article(tmp_path / "in")], tmp_path / "graph", page=view)
    assert clean.conforms
    ours, plain = scripts(hostile / "graph" / "graph.html"), scripts(tmp_path / "graph" / "graph.html")
    assert len(ours.scripts) == len(plain.scripts) > 0
    assert ours.handlers == plain.handlers
    assert not [text for text in ours.scripts if "<script" in text.lower() and text not in plain.scripts]
    # The data are there all the same.
    assert [text for text in ours.scripts if "alert(1)" in text]
    done = kg("view", "graph", "--focus", SCRIPT, "-o", "focus.html", cwd=hostile)
    assert done.returncode == 0, done.stderr
    assert len(scripts(hostile / "focus.html").scripts) == len(plain.scripts)


def test_a_script_as_a_name_is_plain_data_in_results(hostile, kg):
    query = "SELECT ?name { ?x a lj:Document ; skos:prefLabel ?name }"
    shown = {form: kg("query", "graph", query, "-f", form, cwd=hostile).stdout for form in ("csv", "json", "table")}
    assert list(csv.reader(io.StringIO(shown["csv"]))) == [["name"], [SCRIPT]]
    (row,) = json.loads(shown["json"])["results"]["bindings"]
    assert row["name"]["value"] == SCRIPT
    assert SCRIPT in shown["table"]


@pytest.mark.parametrize("name", ["[red]red[/red]", "[bold", "[/]", ":smile:", "[link=https://e.org]x[/link]"])
def test_markup_in_a_name_is_shown_as_it_is(kg, tmp_path, name):
    (tmp_path / "a.ann").write_text(HOSTILE.replace(SCRIPT, name).replace("https://example.org/", ""), encoding="utf-8")
    build([tmp_path / "a.ann"], tmp_path / "graph")
    done = kg("query", "graph", "SELECT ?name { ?x a lj:Document ; skos:prefLabel ?name }", cwd=tmp_path)
    assert name in done.stdout, done.stderr


# --- Killed in the middle ----------------------------------------------------------------------------------------------

# Warm, it forks a child for each line of stdin; the child builds and is killed after so many seconds (0: never).
KILLER = """
import os, signal, sys, time
from pathlib import Path
from kg import pipeline
from kg.publish.view import view
import kg.graph.shapes, kg.graph.files, kg.graph.triples, kg.text, kg.resolve

inputs, out = sys.argv[1:3]
pipeline.extractor()
print("ready", flush=True)
for line in sys.stdin:
    start = time.monotonic()
    child = os.fork()
    if not child:
        pipeline.build([inputs], Path(out), page=view)
        os._exit(0)
    if delay := float(line):
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(code, time.monotonic() - start, flush=True)
"""


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_complete_graph(kg, root, tmp_path):
    out = tmp_path / "graph"
    old, new = article(tmp_path / "old"), article(tmp_path / "new", OTHER * 40)
    build([old], out, page=view)
    expected = [contents(out)]
    build([new], tmp_path / "other", page=view)
    expected.append(contents(tmp_path / "other"))
    command = [sys.executable, "-c", KILLER, str(new), str(out)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdout.readline() == "ready\n"

        def run(delay: float) -> tuple[int, float]:
            killer.stdin.write(f"{delay}\n")
            killer.stdin.flush()
            code, seconds = killer.stdout.readline().split()
            return int(code), float(seconds)

        code, whole = run(0)
        assert code == 0
        chance = random.Random(7)
        ends = []
        for _ in range(12):
            build([old], out, page=view)
            code, _ = run(chance.uniform(0.05, whole))
            # Any command that opens the folder finishes what was begun: here the reader is the Python call behind it.
            assert kg("query", out, "ASK { ?s ?p ?o }", "-f", "csv").stdout.strip() == "true"
            ends.append((code, expected.index(contents(out))))
        killer.stdin.close()
    assert [end for code, end in ends if code] != [], "some builds must have been killed"
    build([new], out, page=view)
    assert contents(out) == expected[1]
    assert sorted(p.name for p in out.iterdir()) == sorted([*FILES, "store"])
