"""A folder changes as a whole, wherever the process that changes it dies."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg import staging
from kg.model import KGError
from kg.staging import RECORD, STAGE, settle, staged

NAMES = ("facts", "graph", "report")
# Changes the folder as a build does, and dies at the N-th step that touches a name in it.
DYING = """
import os, shutil, signal, sys
from pathlib import Path
from kg import staging

folder, last = Path(sys.argv[1]), int(sys.argv[2])
steps = 0

def counted(function):
    def step(*arguments, **options):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **options)
    return step

for name in ("mkdir", "replace", "unlink", "write_text", "open"):
    setattr(Path, name, counted(getattr(Path, name)))
shutil.rmtree = counted(shutil.rmtree)
with staging.staged(folder) as stage:
    for name in ("facts", "graph", "report"):
        (stage / name).write_text("new")
"""


def put(folder: Path, text: str) -> None:
    with staged(folder) as stage:
        for name in NAMES:
            (stage / name).write_text(text, encoding="utf-8")


def content(folder: Path) -> set[str]:
    return {(folder / name).read_text(encoding="utf-8") for name in NAMES}


@pytest.fixture
def folder(tmp_path) -> Path:
    put(tmp_path / "graph", "old")
    return tmp_path / "graph"


def test_the_files_are_replaced_together_and_others_stay(folder):
    (folder / "decisions.jsonl").write_text("mine", encoding="utf-8")
    (folder / "notes").mkdir()
    put(folder, "new")
    assert content(folder) == {"new"}
    assert (folder / "decisions.jsonl").read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in folder.iterdir()) == sorted([*NAMES, "decisions.jsonl", "notes"])


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, KGError])
def test_after_an_error_nothing_has_changed(folder, error):
    with pytest.raises(error), staged(folder) as stage:
        (stage / "graph").write_text("half", encoding="utf-8")
        raise error("stop")
    assert content(folder) == {"old"}
    assert not (folder / STAGE).exists()


def test_a_folder_that_a_failed_build_made_is_not_left(tmp_path):
    with pytest.raises(ValueError, match="stop"), staged(tmp_path / "graph"):
        raise ValueError("stop")
    assert not (tmp_path / "graph").exists()


def test_a_process_killed_at_any_step_leaves_the_old_files_or_the_new_ones(folder):
    ends = []
    for last in range(1, 60):
        put(folder, "old")
        command = [sys.executable, "-c", DYING, str(folder), str(last)]
        done = subprocess.run(command, cwd=Path(staging.__file__).parents[1], check=False)
        settle(folder)
        (found,) = content(folder)
        ends.append(found)
        # Whatever is left is no hindrance to the next.
        put(folder, "next")
        assert content(folder) == {"next"}
        assert not (folder / STAGE).exists()
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    else:
        pytest.fail("the process was to end by itself at last")
    assert ends == sorted(ends, reverse=True), "once the new files are there, they stay"
    assert ends.count("new") > len(NAMES), "a kill between two moves must have been tried"


def test_a_reader_does_not_disturb_a_build_that_is_at_work(folder):
    with staged(folder) as stage:
        (stage / "graph").write_text("new", encoding="utf-8")
        settle(folder)
        assert (stage / "graph").read_text(encoding="utf-8") == "new"
        assert content(folder) == {"old"}
    assert (folder / "graph").read_text(encoding="utf-8") == "new"


def test_a_second_build_into_the_folder_is_refused(folder):
    with staged(folder), pytest.raises(KGError, match="another build is writing it; wait"), staged(folder):
        pass


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_file_is_no_folder(tmp_path, below):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(KGError, match=r"file.*it is a file, or lies below one; choose another folder"):
        put(tmp_path / "file" / below, "new")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_may_not_be_written_is_named(folder, monkeypatch):
    def refuse(self, *_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(KGError, match=r"graph: cannot be written \(Read-only file system\); .*choose another folder"):
        put(folder, "new")


def test_a_full_disk_is_named_and_the_old_files_stay(folder):
    with pytest.raises(KGError, match=r"No space left on device.*free some space"), staged(folder) as stage:
        (stage / "graph").write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert content(folder) == {"old"}


@pytest.mark.parametrize("writable", [True, False])
def test_a_half_done_commit_is_finished_where_the_folder_may_be_written(folder, monkeypatch, writable):
    stage = folder / STAGE
    stage.mkdir()
    for name in NAMES[1:]:
        (stage / name).write_text("new", encoding="utf-8")
    (stage / RECORD).write_text('["facts", "graph", "report"]', encoding="utf-8")
    (folder / "facts").write_text("new", encoding="utf-8")
    if not writable:
        monkeypatch.setattr(os, "access", lambda *_: False)
    settle(folder)
    assert content(folder) == ({"new"} if writable else {"new", "old"})
    assert stage.exists() is not writable


def test_settling_what_is_no_graph_changes_nothing(tmp_path):
    settle(tmp_path)
    settle(tmp_path / "missing")
    assert not list(tmp_path.iterdir())
