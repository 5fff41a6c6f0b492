"""The command: its help, its streams, its exit codes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from kg.__main__ import app

COMMANDS = sorted(typer.main.get_command(app).commands)
TEXT = "三峡银行向武隆区某林场授信5000万元贷款。三峰环境位于大渡口区建桥工业园区。"


@pytest.fixture(scope="module")
def bench(demo, root, tmp_path_factory) -> Path:
    """A folder in which the examples of the help find what they name."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(demo, folder / "graph")
    shutil.copytree(root / "exports" / "demo" / "articles", folder / "articles")
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    (folder / "corpus").symlink_to(root / "corpus")
    (folder / "facts.jsonl").write_text("", encoding="utf-8")
    (folder / "lists").mkdir()
    return folder


def examples(help_text: str) -> list[str]:
    """The commands that a help text gives as examples; lines that the terminal broke are joined."""
    return [f"kg {found}" for found in re.findall(r"Example:\s*kg\s+(.+)", " ".join(help_text.split()))]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_a_commands_help_runs(kg, bench, command):
    shown = kg(command, "--help", COLUMNS="200")
    assert shown.returncode == 0
    (example,) = examples(shown.stdout)
    program, *arguments = shlex.split(example)
    assert program == "kg"
    if command == "gazetteer":
        # The lists are not in the repository: its example is to be understood, and to name what is missing.
        assert "no such" in kg(command, "missing/", *arguments[2:], cwd=bench).stderr
        return
    done = kg(*arguments, cwd=bench)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command(kg):
    shown = kg("--help").stdout
    assert [name for name in COMMANDS if f" {name} " not in shown] == []
    assert len(COMMANDS) >= 8


# Tells which of the heavy packages a command has imported by its end.
IMPORTED = """
import sys
sys.argv = ["kg", *sys.argv[1:]]
from kg.__main__ import main
try:
    main()
except SystemExit as end:
    assert end.code in (0, None), end.code
finally:
    heavy = ("spacy", "rdflib", "pyshacl", "trafilatura", "networkx", "igraph", "opencc", "pyvis")
    print("imported:", *(name for name in heavy if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["build", "--help"],
        ["query", "--list"],
        ["query", "DEMO", "deals"],
        ["query", "DEMO", "ASK { ?s ?p ?o }"],
    ],
)
def test_help_and_query_start_without_the_heavy_packages(demo, root, arguments):
    arguments = [str(demo) if argument == "DEMO" else argument for argument in arguments]
    command = [sys.executable, "-c", IMPORTED, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stderr.endswith("imported:\n")


def test_extract_writes_the_same_to_a_file_and_to_stdout(kg, bench):
    shown = kg("extract", "article.txt", cwd=bench)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert kg("extract", "article.txt", "-o", "out.jsonl", cwd=bench).stdout == ""
    assert (bench / "out.jsonl").read_text(encoding="utf-8") == shown.stdout
    (line,) = shown.stdout.splitlines()
    facts = json.loads(line)
    assert facts["text"] == TEXT
    for fact in facts["deals"] + facts["relations"]:
        assert all(TEXT[e["start"] : e["end"]] == e["quote"] for e in fact["evidence"])


@pytest.mark.parametrize(
    "stdin", [TEXT, json.dumps({"text": TEXT}), "\n" + json.dumps({"text": TEXT}, ensure_ascii=False) + "\n"]
)
def test_a_dash_is_standard_input_text_or_json_lines(kg, stdin):
    done = kg("extract", "-", stdin=stdin)
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["text"] == TEXT
    assert facts["id"].startswith("stdin")


def test_jobs_change_nothing_but_the_time(kg, root):
    articles = root / "exports" / "demo" / "articles"
    one, two = (kg("extract", articles, "--jobs", jobs) for jobs in (1, 2))
    assert one.stdout == two.stdout
    assert one.stdout.count("\n") == 12


@pytest.mark.parametrize(
    "arguments",
    [["extract", "ARTICLES"], ["query", "DEMO", "SELECT * { ?s ?p ?o }", "-f", "csv"], ["query", "DEMO", "places"]],
)
def test_a_reader_that_goes_away_is_no_error_to_speak_of(kg_start, demo, root, arguments):
    places = {"ARTICLES": root / "exports" / "demo" / "articles", "DEMO": demo}
    run = kg_start(*(places.get(a, a) for a in arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait(timeout=60) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_output_that_cannot_be_written_is_an_error(kg_start, demo):
    with Path("/dev/full").open("wb") as full:
        run = kg_start("query", demo, "places", "-f", "csv", stdout=full, stderr=subprocess.PIPE)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 1
    assert told.decode() == "Error: the output: No space left on device; check that it may be read or written\n"


@pytest.mark.parametrize("charset", ["ascii", "gbk", "latin-1"])
def test_output_is_utf_8_whatever_the_terminal_says(kg, demo, charset):
    done = kg("query", demo, "places", "-f", "csv", PYTHONIOENCODING=charset, LC_ALL="C")
    assert done.returncode == 0
    assert "龙兴新城" in done.stdout


def test_results_go_to_stdout_and_talk_to_stderr(kg, bench):
    done = kg("view", "graph", "-o", "page.html", cwd=bench)
    assert done.stdout == ""
    assert "page.html: " in done.stderr
    assert kg("validate", "graph", cwd=bench).stdout == "The graph conforms to all shapes.\n"


def test_a_graph_that_violates_a_shape_fails_and_says_where(kg, demo, tmp_path):
    quad = "<https://w3id.org/lvjin/id/company/x> <https://w3id.org/lvjin/ontology#locatedIn> <https://w3id.org/lvjin/id/company/x> .\n"
    lines = (demo / "graph.nq").read_text(encoding="utf-8")
    (tmp_path / "graph.nq").write_text(lines + quad, encoding="utf-8")
    done = kg("validate", tmp_path, COLUMNS="300")
    assert done.returncode == 1
    assert "company/x" in done.stdout


def test_evaluate_equals_the_reference_to_four_decimals(kg, shared, root, tmp_path):
    tools = shared / "annotation"
    if not (tools / "score.py").is_file():
        pytest.skip("../shared/annotation/score.py is not here")

    def reference(tool, *arguments):
        command = [sys.executable, tools / tool, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "facts.jsonl"
    gold.write_text(reference("ann.py", "json", *sorted((root / "corpus" / "dev").glob("*.ann"))), encoding="utf-8")
    assert kg("extract", root / "corpus" / "dev", "-o", predicted).returncode == 0
    done = kg("evaluate", root / "corpus" / "dev", predicted, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(reference("score.py", gold, predicted, "--json"))
