"""Inputs: which documents the user's files, folders and stdin hold (:func:`find`), and reading one (:func:`load`)."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from kg.model import Document, InputError, Lost
from kg.text import rows
from kg.text.clean import clean_traced, gap_offsets
from kg.text.decode import MAX_BYTES
from kg.text.formats import FORMATS, Parsed, check_text, row
from kg.text.head import find_date, head_date, head_title, iso_date

STDIN = "-"
TABLES = (".jsonl", ".ndjson", ".csv", ".tsv")
"""Suffixes of files that hold many documents."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """One document to be. ``name`` is the path from the parent of the INPUT that the user named, with ``/``, so it is the same
    on every machine (``-`` for stdin), with what cannot be printed as an escape; ``line`` and ``fields`` are those of a row of
    a table, ``data`` its bytes or stdin's.
    """

    name: str
    path: Path
    line: int = 0
    data: bytes | None = None
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is passed over, for its suffix is none that is read."""

    name: str


def find(
    inputs: Sequence[str | Path], text_field: str = "text", leave_out: Collection[Path] = ()
) -> Iterator[Source | Lost | Skipped]:
    """Yield the documents of ``inputs`` (files, folders with all below, ``-``), and a :class:`Lost` for what cannot be one.

    Folders are sorted; hidden files are passed over, and files of other suffixes are :class:`Skipped`. Files are named once.
    Rows of .jsonl and .csv are streamed; ``text_field`` names the field of their text. ``leave_out`` are resolved paths of
    files and folders that are passed over below the folders of ``inputs``.
    """
    seen: set[Path] = set()
    for item in inputs:
        if str(item) == STDIN:
            yield from _stdin(sys.stdin.buffer, text_field)
            continue
        root = Path(os.path.normpath(item))
        for path in _files(root, leave_out):
            real = path.resolve()
            if path != root and not _readable(path):
                yield Skipped(_name(path, root))
            elif real not in seen:
                seen.add(real)
                yield from _documents(_name(path, root), path, text_field)


def _files(root: Path, leave_out: Collection[Path]) -> list[Path]:
    """The files below a folder, and the folder itself where none of them is read; or the file that ``root`` is."""
    found = _walk(root, leave_out) if root.is_dir() else []
    return found if any(map(_readable, found)) else [*found, root]


def _walk(root: Path, leave_out: Collection[Path]) -> list[Path]:
    """The files below ``root`` that are neither hidden nor left out, sorted by their path."""

    def counts(path: Path) -> bool:
        return not path.name.startswith(".") and not (leave_out and path.resolve() in leave_out)

    found: list[Path] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if counts(Path(folder, name))]
        found += [path for name in names if counts(path := Path(folder, name))]
    return sorted(found, key=lambda path: path.relative_to(root).parts)


def _readable(path: Path) -> bool:
    return path.suffix.lower() in (*FORMATS, *TABLES)


def _name(path: Path, root: Path) -> str:
    """``path`` from the parent of ``root``; from ``root`` itself where that is only dots."""
    return printable(path.relative_to(root if root.name in ("", "..") else root.parent).as_posix())


def printable(name: str) -> str:
    r"""``name`` with control characters, and bytes that are no text, as escapes.

    >>> printable("a\x1b[31m")
    'a\\x1b[31m'
    """
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), name)


def _documents(name: str, path: Path, text_field: str) -> Iterator[Source | Lost]:
    """Yield the documents of one file."""
    try:
        _check_file(name, path)
        if path.suffix.lower() in TABLES:
            yield from _table(name, path, text_field)
        else:
            yield Source(name, path)
    except InputError as error:
        yield Lost(error.name, error.reason, error.hint, error.line)
    except OSError as error:
        yield Lost(name, f"it cannot be opened ({error.strerror})", "check that you may read it")


def _check_file(name: str, path: Path) -> None:
    """Raise :class:`InputError` for what is no file, or an empty one."""
    if not path.exists():
        raise InputError(name, "there is no such file", "check the path")
    if path.is_dir():
        raise InputError(
            name, "no file in the folder can be read", f"put {', '.join((*FORMATS, *TABLES))} files into it"
        )
    if path.stat().st_size == 0:
        raise InputError(name, "it is empty", "leave it out, or put a text into it")


def _table(name: str, path: Path, text_field: str) -> Iterator[Source | Lost]:
    """Yield a document for each row of a table."""
    with path.open("rb") as stream:
        if path.suffix.lower() in (".csv", ".tsv"):
            found = rows.csv_rows(stream, name, text_field)
        else:
            lines, charset = rows.text_lines(stream, name)
            found = rows.json_rows(lines, name, text_field, charset)
        yield from _sources(found, name, path)


def _sources(found: Iterable[rows.Row | Lost], name: str, path: Path) -> Iterator[Source | Lost]:
    """Yield a source for each row; a table without any is lost."""
    count = 0
    for item in found:
        count += 1
        yield item if isinstance(item, Lost) else Source(name, path, *item)
    if not count:
        yield Lost(name, "it holds no document", "put one document a line into it")


def _stdin(stream: BinaryIO, text_field: str) -> Iterator[Source | Lost]:
    """Yield the documents of stdin: JSON Lines where the first line that is not blank is a JSON object, else one text."""
    first = b""
    while not first.strip() and (line := stream.readline(MAX_BYTES + 1)):
        first += line
    if not first.strip():
        yield Lost(STDIN, "stdin is empty", "pipe a text or JSON Lines into it")
    elif rows.is_json_object(first):
        lines = chain(first.splitlines(keepends=True), stream)
        yield from _sources(rows.json_rows(lines, STDIN, text_field), STDIN, Path(STDIN))
    else:
        yield Source(STDIN, Path(STDIN), 0, first + stream.read(MAX_BYTES + 1))


def load(source: Source) -> Document:
    """Read one document: decode, take the mark-up off, clean, and find title and date where the source names none.

    The text of a row, .txt or .md leads back to the decoded source by :attr:`Document.runs`; for .html they lead to the text of
    the article as extracted from the page. Raises :class:`InputError`.
    """
    data = source.data if source.data is not None else _bytes(source)
    parsed = row(source.fields) if source.fields is not None else _parse(source, data)
    text = parsed.text if parsed.final else clean_traced(parsed.text)
    check_text(text.text, source.name, source.line)
    head = {key: _one_line(value) for key, value in parsed.head.items() if key != "text"}
    return Document(
        id=document_id(source, head.get("id", "")),
        text=text.text,
        title=head.get("title", "") or head_title(text.text),
        date=_date(source, head.get("date", ""), text.text),
        style=head.get("style", ""),
        url=head.get("url", ""),
        publisher=head.get("publisher", ""),
        source=source.name,
        sha256=hashlib.sha256(data).hexdigest(),
        runs=() if text.text == parsed.origin else text.runs,
        gaps=gap_offsets(text.text),
    )


def _one_line(text: str) -> str:
    """A field of a document's head without control characters."""
    return _UNPRINTABLE.sub(" ", text).strip()


def document_id(source: Source, found: str = "") -> str:
    """The provisional id: the one ``found`` in the document, or the file's stem, with ``-LINE`` for a row."""
    if found.strip():
        return found.strip()
    stem = "stdin" if source.name == STDIN else Path(source.name).stem
    return f"{stem}-{source.line}" if source.line else stem


def _bytes(source: Source) -> bytes:
    """The bytes of a file, read no further than the limit."""
    try:
        with source.path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
        raise InputError(source.name, reason, "check the path, and that you may read it") from error


def _parse(source: Source, data: bytes) -> Parsed:
    reader = FORMATS.get(source.path.suffix.lower(), FORMATS[".txt"])
    return reader(data, source.name)


def _date(source: Source, named: str, text: str) -> str:
    """The date that the document names, or the one of its file name, or of its first lines."""
    candidates: tuple[Callable[[], str], ...] = (
        lambda: iso_date(named),
        lambda: "" if source.line else find_date(Path(source.name).name),
        lambda: head_date(text),
    )
    return next(filter(None, (find_() for find_ in candidates)), "")
