"""A folder that changes as a whole: files are made in a stage beside and moved into place together.

The moves are recorded first. A process that dies before the record leaves the old files; one that dies after it is
completed by the next that opens the folder.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.model import KGError

STAGE = ".stage"
RECORD = "MOVE"


def settle(folder: Path) -> None:
    """Finish the moves of a build that died while it moved, and clear what an unfinished build has left."""
    stage = folder / STAGE
    if not stage.is_dir():
        return
    record = stage / RECORD
    if record.is_file():
        for name in json.loads(record.read_text(encoding="utf-8")):
            # A name that is gone from the stage has been moved already.
            if (stage / name).exists():
                os.replace(stage / name, folder / name)
    shutil.rmtree(stage)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _commit(folder: Path, stage: Path) -> None:
    names = sorted(p.name for p in stage.iterdir())
    for name in names:
        _sync(stage / name)
    record = stage / f"{RECORD}.tmp"
    record.write_text(json.dumps(names), encoding="utf-8")
    _sync(record)
    os.replace(record, stage / RECORD)
    settle(folder)


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; at the end its files replace those of ``folder``, after an error nothing has changed.

    Raises :class:`KGError` where ``folder`` cannot be written.
    """
    stage = folder / STAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settle(folder)
        stage.mkdir()
    except OSError as error:
        raise KGError(f"{folder}: cannot be written ({error.strerror}); choose another folder with -o") from error
    try:
        yield stage
        _commit(folder, stage)
    finally:
        if not (stage / RECORD).is_file():
            shutil.rmtree(stage, ignore_errors=True)
