"""Read the files of the data folder; write tables. The only place of the gazetteer that touches files."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from kg.model import InputError

_HINT = "give the folder that holds gazetteer/ and text/"

Row = tuple[str, ...]
"""The cells of one line of a table."""


def read_csv(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV file, UTF-8 with or without a mark, whose head has at least ``columns``."""
    lines = _read(path).decode("utf-8-sig").splitlines()
    rows = csv.DictReader(lines)
    missing = [column for column in columns if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(str(path), f"the head lacks {', '.join(missing)}", _HINT, 1)
    return list(rows)


def read_names(path: Path) -> dict[str, str]:
    """A JSON object of strings."""
    found: dict[str, str] = json.loads(_read(path))
    return found


def read_lists(path: Path) -> dict[str, list[str]]:
    """A JSON object of lists of strings."""
    found: dict[str, list[str]] = json.loads(_read(path))
    return found


def read_texts(path: Path) -> str:
    """The ``text`` of every line of a gzipped JSON Lines file, joined by newlines."""
    lines = gzip.decompress(_read(path)).decode("utf-8").splitlines()
    return "\n".join(json.loads(line)["text"] for line in lines)


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write a table with its head; a name that ends in .gz is compressed, without a time stamp."""
    text = "".join("\t".join(cells) + "\n" for cells in (columns, *rows))
    data = text.encode("utf-8")
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", _HINT) from error
