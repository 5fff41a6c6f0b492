"""Inputs to documents: none is lost without a word, and none depends on the order in which it was named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg import reading
from kg.model import Document, DocumentFacts, Evidence, Observation
from kg.reading import above, default_jobs, distinct_ids, read

TEXT = "三峡银行位于武隆区。"


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("documents", "alike"),
    [
        ([("a", "x/a.txt", "一"), ("b", "x/b.txt", "一")], False),
        ([("a", "x/a.txt", "一"), ("a", "y/a.txt", "一")], False),
        ([("a", "x/a.jsonl", "一"), ("a", "x/a.jsonl", "二")], False),
        ([("a", "x/a.txt", "一"), ("a", "x/a.txt", "一"), ("a", "x/a.txt", "一")], True),
    ],
)
def test_every_document_has_an_id_of_its_own_in_any_order(documents, alike):
    made = [Document(id=i, source=s, text=t) for i, s, t in documents]
    there, back = distinct_ids(made), distinct_ids(made[::-1])
    assert len(set(there)) == len(made)
    assert sorted(there) == sorted(back)
    assert alike or there == back[::-1]


def test_an_id_that_is_not_shared_stays():
    assert distinct_ids([Document(id="a", text="一"), Document(id="b", text="一")]) == ["a", "b"]


def test_an_id_that_looks_like_one_told_apart_is_told_apart_too():
    twins = [Document(id="a", source=s, text="一") for s in ("x", "y")]
    made = [*twins, Document(id=distinct_ids(twins)[0], source="z", text="二")]
    assert len(set(distinct_ids(made))) == 3


@pytest.mark.parametrize(
    ("files", "inputs", "count"),
    [
        ({"x/a.txt": TEXT, "y/a.txt": TEXT}, ["x", "y"], 2),
        ({"x/a.txt": TEXT, "x/deep/a.txt": TEXT}, ["x"], 2),
        ({"p/x/a.txt": TEXT, "q/x/a.txt": TEXT}, ["p/x", "q/x"], 2),
        ({"x/a.jsonl": f'{{"id": "k", "text": "{TEXT}"}}\n{{"id": "k", "text": "{TEXT}再"}}\n'}, ["x"], 2),
        ({"x/a.txt": TEXT}, ["x", "x/a.txt", "x/../x/a.txt"], 1),
        ({"x/a.txt": TEXT}, ["x/a.txt", "x/a.txt"], 1),
    ],
)
def test_documents_of_one_name_are_told_apart_and_one_file_is_read_once(tmp_path, monkeypatch, files, inputs, count):
    monkeypatch.chdir(put(tmp_path, files))
    there, back = read(inputs), read(inputs[::-1])
    assert len(there.documents) == count
    assert not there.lost
    assert there == back


def test_what_is_passed_over_in_a_folder_is_named(tmp_path):
    put(tmp_path / "in", {"a.txt": TEXT, "b.pdf": "%PDF", "deep/c.docx": "PK", ".hidden.txt": TEXT})
    found = read([tmp_path / "in"])
    assert len(found.documents) == 1
    assert found.skipped == ("in/b.pdf", "in/deep/c.docx")


def test_paths_to_leave_out_are_passed_over(tmp_path):
    put(tmp_path / "in", {"a.txt": TEXT, "out/b.txt": TEXT, "c.txt": TEXT, "out/x.pdf": ""})
    left_out = {(tmp_path / "in" / "out").resolve(), (tmp_path / "in" / "c.txt").resolve()}
    found = read([tmp_path / "in"], leave_out=left_out)
    assert [d.id for d, _ in found.documents] == ["a"]
    assert not found.skipped


@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"\xff.txt", "in/\\udcff.txt"), (b"a\x1b[31m\nb.txt", "in/a\\x1b[31m\\nb.txt"), (b"[red]a.txt", "in/[red]a.txt")],
)
def test_a_name_that_cannot_be_printed_is_escaped(tmp_path, name, shown):
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    ((document, _),) = read([folder]).documents
    assert document.source == shown
    document.source.encode("utf-8")


def test_fields_of_a_row_hold_no_control_characters(tmp_path):
    row = {"id": "a\n\x1b[31m", "title": "题\x1b[2J\ud800目", "text": TEXT, "publisher": "\x00样例"}
    put(tmp_path, {"a.jsonl": json.dumps(row)})
    ((document, _),) = read([tmp_path / "a.jsonl"]).documents
    assert (document.id, document.title, document.publisher) == ("a  [31m", "题 [2J 目", "样例")


def test_a_document_that_breaks_the_extractor_is_lost_by_name_and_the_others_are_read(tmp_path, monkeypatch):
    def break_on_bad(document):
        if document.id == "bad":
            raise ZeroDivisionError("three")
        return DocumentFacts(document.id)

    monkeypatch.setattr(reading, "process", break_on_bad)
    put(tmp_path / "in", {"bad.txt": TEXT, "good.txt": TEXT})
    found = read([tmp_path / "in"])
    assert [d.id for d, _ in found.documents] == ["good"]
    (lost,) = found.lost
    assert (lost.name, lost.reason) == ("in/bad.txt", "could not be processed (ZeroDivisionError: three)")


def test_facts_below_the_least_score_go_and_entities_stay():
    said = (Evidence(0, 1, "一"),)
    low, high = (
        Observation(subject="e1", indicator="x", value=v, unit="", evidence=said, score=s)
        for v, s in (("1", 0.4), ("2", 0.5))
    )
    kept = above(DocumentFacts("d", observations=(low, high)), 0.5)
    assert kept.observations == (high,)


def test_progress_tells_each_document(tmp_path):
    told = []
    put(tmp_path / "in", {"a.txt": TEXT, "b.txt": TEXT})
    read([tmp_path / "in"], progress=lambda *step: told.append(step))
    assert told == [("reading", 1, 2), ("reading", 2, 2)]


@pytest.mark.parametrize(("documents", "most"), [(0, 1), (1, 1), (99, 1), (100, 2), (10_000, 10_000)])
def test_few_documents_take_one_process(documents, most):
    assert 1 <= default_jobs(documents) <= most


# A worker of the second process is killed as the kernel does it when memory is short.
KILLED = """
import os, signal, sys
from kg import reading
from kg.model import KGError

def die(source):
    os.kill(os.getpid(), signal.SIGKILL)

reading._read_one = die
if __name__ == "__main__":
    try:
        reading.read(sys.argv[1:], jobs=2)
    except KGError as error:
        sys.exit(str(error))
"""


def test_a_killed_process_ends_the_work_with_a_reason(tmp_path, root):
    put(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "killed.py": KILLED})
    command = [sys.executable, "killed.py", "a.txt", "b.txt"]
    env = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "a process that reads documents was killed, perhaps for want of memory; "
        "free some memory, or take one process with --jobs 1"
    )


# The parent is killed while its workers wait for more.
ORPHANS = """
import os, signal, sys
from kg import reading
from kg.model import Lost
from kg.text import find

def give_back(source):
    return Lost(source.name, "", "")

reading._read_one = give_back
if __name__ == "__main__":
    for _ in reading._results(list(find(sys.argv[1:])), 2):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_with_a_parent_that_is_killed(tmp_path, root):
    put(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "orphans.py": ORPHANS})
    env = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "orphans.py", "a.txt", "b.txt"]
    # The pipe ends when the last process that holds it has: a worker that stays lets the time run out.
    done = subprocess.run(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
