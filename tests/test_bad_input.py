"""Inputs that cannot be read, given to the command as a user gives them: each is named with the reason and the way out, the others
are built, and the exit code says that something was lost.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOOD = "2022年11月3日，三峡银行向武隆区某林场授信5年期、5000万元贷款。"
FIVE_MB = (GOOD * (5_000_000 // len(GOOD.encode()) + 1)).encode()
# A text of GB18030 with Chinese in it of which a piece was overwritten.
BROKEN = (GOOD * 20).encode("gb18030")[:401] + b"\xff\xff\xff\x80" + (GOOD * 20).encode("gb18030")

BAD = [
    # file, its bytes (None: it is not there), (name, line), the reason, the way out
    ("none.txt", None, ("none.txt", 0), "there is no such file", "check the path"),
    ("empty.txt", b"", ("empty.txt", 0), "it is empty", "put a text into it"),
    ("blank.txt", b" \n\t\n", ("blank.txt", 0), "it is empty", "put a text into it"),
    ("empty.jsonl", b"\n\n", ("empty.jsonl", 0), "it holds no document", "one document a line"),
    (
        "picture.txt",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        ("picture.txt", 0),
        "a PNG image, not text",
        "save it as plain text",
    ),
    ("binary.txt", bytes(range(256)) * 40, ("binary.txt", 0), "it is binary, not text", "save it as plain text"),
    (
        "paper.pdf",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        ("paper.pdf", 0),
        "it is a PDF file, not text",
        "save it as plain text",
    ),
    ("broken.txt", BROKEN, ("broken.txt", 0), "its charset is none of UTF-8", "save it again as UTF-8"),
    (
        "half.txt",
        GOOD.encode() * 9 + b"\xe4\xb8",
        ("half.txt", 0),
        "looks like utf-8, but byte 783 is not valid",
        "save it again as UTF-8",
    ),
    ("big.txt", FIVE_MB, ("big.txt", 0), "characters without a line break", "split it into articles"),
    (
        "english.txt",
        b"Chongqing is a city in China.\n",
        ("english.txt", 0),
        "hardly any Chinese",
        "give it Chinese text",
    ),
    (
        "one.jsonl",
        b'{"text": "' + GOOD.encode() + b'"}\n{"text": \n',
        ("one.jsonl", 2),
        "not JSON",
        "write one object a line",
    ),
    (
        "list.jsonl",
        b'{"text": "' + GOOD.encode() + b'"}\n\n[1]\n',
        ("list.jsonl", 3),
        "not a JSON object",
        "write one object a line",
    ),
    (
        "none.jsonl",
        b'{"text": "' + GOOD.encode() + b'"}\n{"id": 7}\n',
        ("none.jsonl", 2),
        "no text in the fields id",
        "fill the field",
    ),
    (
        "table.csv",
        f"id,text\n1,{GOOD}\n2,a,b\n".encode(),
        ("table.csv", 3),
        "3 cells under a header of 2",
        "quote cells",
    ),
    ("head.csv", "id,other\n1,一\n".encode(), ("head.csv", 1), "has no column 'text'", "name the column"),
    ("gold.ann", "id: x\ntitle: 题\n".encode(), ("gold.ann", 0), "it has 1 parts, not a head, a text and facts", ""),
    ("[red]name[bold].txt", b"", ("[red]name[bold].txt", 0), "it is empty", "put a text into it"),
]


@pytest.fixture(scope="module")
def built(kg, tmp_path_factory):
    """All of them at once, with a good article before and behind; each named, as a shell does with ``*``."""
    folder = tmp_path_factory.mktemp("bad")
    inputs = ["a-good.txt", *(name for name, *_ in BAD), "z-good.txt"]
    for name, data in [("a-good.txt", GOOD.encode()), ("z-good.txt", GOOD.encode()), *((n, d) for n, d, *_ in BAD)]:
        if data is not None:
            (folder / name).write_bytes(data)
    done = kg("build", *inputs, "-o", "graph", cwd=folder)
    report = json.loads((folder / "graph" / "report.json").read_text(encoding="utf-8"))
    return done, report, folder


@pytest.mark.parametrize(("file", "data", "where", "reason", "hint"), BAD, ids=[name for name, *_ in BAD])
def test_a_bad_input_is_named_with_its_reason_and_the_way_out(built, file, data, where, reason, hint):
    done, report, _ = built
    (lost,) = [item for item in report["lost"] if (item["name"], item["line"]) == where]
    assert reason in lost["reason"]
    assert hint in lost["hint"]
    place = f"{where[0]}, line {where[1]}" if where[1] else where[0]
    assert f"lost {place}: {lost['reason']}; {lost['hint']}\n" in done.stderr


def test_the_others_are_built_and_the_exit_code_says_that_some_were_lost(built):
    done, report, folder = built
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(report["lost"]) == len(BAD)
    lines = (folder / "graph" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    assert ids == ["1", "a-good", "list-1", "none-1", "one-1", "z-good"]
    assert report["counts"]["documents"] == len(ids)
    assert report["validation"]["conforms"]


@pytest.mark.parametrize(
    ("stdin", "reason"),
    [
        ("", "-: stdin is empty; pipe a text or JSON Lines into it"),
        ("hello", "-: there is hardly any Chinese in it (0 of 5"),
    ],
)
def test_without_any_document_nothing_is_built_and_the_last_graph_stays(kg, built, tmp_path, stdin, reason):
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "graph.nq").write_text("", encoding="utf-8")
    done = kg("build", "-", "-o", "graph", stdin=stdin, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: no document could be read, so nothing was built:\n{reason}")
    assert [path.name for path in (tmp_path / "graph").iterdir()] == ["graph.nq"]


def test_a_folder_without_anything_to_read_says_what_was_passed_over(kg, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(b"PK\x03\x04")
    done = kg("build", "in", "-o", "graph", cwd=tmp_path)
    assert done.returncode == 1
    assert "in: no file in the folder can be read; put .txt" in done.stderr
    assert "in/a.docx: its suffix is none that is read" in done.stderr
    assert not (tmp_path / "graph").exists()


def test_files_passed_over_are_told_and_listed(kg, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "in" / "b.docx").write_bytes(b"PK\x03\x04")
    done = kg("build", "in", "-o", "graph", cwd=tmp_path)
    assert done.returncode == 0
    assert "passed over, for their suffix is none that is read: in/b.docx (1 in all)" in done.stderr
    report = json.loads((tmp_path / "graph" / "report.json").read_text(encoding="utf-8"))
    assert report["skipped"] == ["in/b.docx"]


def test_extract_tells_the_same_and_gives_the_others(kg, tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    done = kg("extract", "empty.txt", "good.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good"]
    assert done.stderr == "lost empty.txt: it is empty; leave it out, or put a text into it\n"


@pytest.mark.parametrize("below", ["", "/deeper"])
def test_an_output_that_is_a_file_is_told_before_anything_is_read(kg, tmp_path, below):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = kg("build", "good.txt", "-o", f"file{below}", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"Error: file{below}: it is a file, or lies below one; choose another folder with -o\n"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "nothing", "deals"], "nothing holds no graph.nq; make one with `kg build INPUT… -o nothing`"),
        (["query", "[red]x", "deals"], "[red]x holds no graph.nq; make one with"),
        (["validate", "nothing"], "nothing holds no graph.nq"),
        (["export", "nothing", "-f", "turtle", "-o", "x.ttl"], "nothing holds no graph.nq"),
        (["view", "nothing", "-o", "x.html"], "nothing holds no graph.nq"),
        (["query", "nothing", "deals", "--param", "lender"], "--param lender: has no =; write --param name=value"),
        (["evaluate", "none.jsonl", "none.jsonl"], "none.jsonl"),
        (
            ["extract", "good.txt", "-o", "good.txt/facts.jsonl"],
            "good.txt/facts.jsonl: cannot be written (Not a directory)",
        ),
        (["gazetteer", "nothing", "-o", "tables"], "nothing: there is no such folder; name the folder of the lists"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_wrong_name_is_an_error_in_one_line(kg, tmp_path, arguments, message):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    done = kg(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["build"], ["query"], ["build", "x.txt", "-o", "y", "--jobs", "-1"], ["paint"]])
def test_a_wrong_use_is_told_with_the_way_to_help(kg, arguments):
    done = kg(*arguments)
    assert done.returncode == 2
    assert "--help" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_good_article_of_these_tests_is_good(tmp_path):
    from kg.reading import read

    path = Path(tmp_path / "good.txt")
    path.write_text(GOOD, encoding="utf-8")
    assert not read([path]).lost
