"""A folder that changes as a whole: files are made in a stage beside and moved into place together.

The moves are recorded first. A process that dies before the record leaves the old files; one that dies after it is
completed by the next that opens the folder. A lock on the folder keeps two writers apart; it ends with its process.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.model import KGError

STAGE = ".stage"
RECORD = "MOVE"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Tell an :class:`OSError` within as a :class:`KGError` that names ``folder``, the reason and the way out."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise KGError(f"{folder}: it is a file, or lies below one; choose another folder with -o") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise KGError(f"{folder}: cannot be written ({reason}); free some space or choose another folder") from error


@contextmanager
def _locked(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of ``folder``; where another process has it, ``wait`` or raise :class:`KGError`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not _lock(handle, wait=wait):
            raise KGError(f"{folder}: another build is writing it; wait for it, or choose another folder with -o")
        yield
    finally:
        os.close(handle)


def _lock(handle: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Some network file systems have no locks: there, as anywhere, the moves are safe and only two writers are not.
        return True
    return True


def settle(folder: Path) -> None:
    """Finish the moves of a build that died while it moved its files; what reads ``folder`` calls this first.

    A folder that may not be written is left as it is. Raises :class:`KGError` where the moves cannot be finished.
    """
    record = folder / STAGE / RECORD
    if not record.is_file() or not os.access(folder, os.W_OK):
        return
    # A build that is just moving holds the lock for a moment; then nothing is left to do.
    with writing(folder), _locked(folder, wait=True):
        if record.is_file():
            _move(folder)


def _move(folder: Path) -> None:
    stage = folder / STAGE
    for name in json.loads((stage / RECORD).read_text(encoding="utf-8")):
        # A name that is gone from the stage has been moved already.
        if (stage / name).exists():
            (stage / name).replace(folder / name)
    # The record goes last: until then the moves can be done again.
    (stage / RECORD).unlink()
    shutil.rmtree(stage)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _commit(folder: Path) -> None:
    stage = folder / STAGE
    names = sorted(p.name for p in stage.iterdir())
    for name in names:
        _sync(stage / name)
    record = stage / f"{RECORD}.tmp"
    record.write_text(json.dumps(names), encoding="utf-8")
    _sync(record)
    record.replace(stage / RECORD)
    _move(folder)


def _open_stage(folder: Path) -> Path:
    """An empty stage in ``folder``; what a dead build recorded is finished, what it did not record is removed."""
    stage = folder / STAGE
    if (stage / RECORD).is_file():
        _move(folder)
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir()
    return stage


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; at the end its files replace those of ``folder``, after an error nothing has changed.

    Raises :class:`KGError` where ``folder`` cannot be written, or another process is writing it.
    """
    made = not folder.exists()
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with writing(folder), _locked(folder, wait=False):
            yield from _filled(folder)
    except BaseException:
        # Not even an empty folder is left of a build that failed.
        with suppress(OSError):
            folder.rmdir() if made else None
        raise


def _filled(folder: Path) -> Iterator[Path]:
    stage = _open_stage(folder)
    try:
        yield stage
        _commit(folder)
    finally:
        if not (stage / RECORD).is_file():
            shutil.rmtree(stage, ignore_errors=True)
