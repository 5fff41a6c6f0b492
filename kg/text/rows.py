"""Rows of .jsonl and .csv: one document each, streamed."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from kg.model import InputError, Lost
from kg.text.decode import MAX_BYTES, table_charset

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "正文", "内容", "全文", "文本"),
    "id": ("id", "doc_id", "document_id", "编号", "序号", "标识"),
    "title": ("title", "headline", "标题", "题目", "题名"),
    "date": (
        "date",
        "published",
        "publish_date",
        "pubdate",
        "datetime",
        "time",
        "日期",
        "发布日期",
        "发布时间",
        "时间",
        "发表日期",
    ),
    "url": ("url", "link", "href", "链接", "网址", "地址"),
    "publisher": ("publisher", "source", "site", "sitename", "media", "来源", "媒体", "出处", "发布机构"),
    "style": ("style", "genre", "体裁", "文体", "风格"),
}
"""What the columns, the keys of a JSON line and of front matter may be called; the first that is filled counts."""

Row = tuple[int, bytes, Mapping[str, str]]
"""(line counted from 1, its bytes, its fields by the names of :data:`ALIASES`)"""

_SAMPLE = 256 * 1024


def fields(record: Mapping[str, Any], text_field: str = "text") -> dict[str, str]:
    """The fields of ``record`` under their standard names; ``text_field`` is looked at first for the text."""
    folded = {str(key).strip().lower(): value for key, value in record.items() if key is not None}
    found: dict[str, str] = {}
    for name, aliases in ALIASES.items():
        names = (text_field.lower(), *aliases) if name == "text" else aliases
        values = (_string(folded.get(alias)) for alias in names)
        if value := next(filter(None, values), ""):
            found[name] = value
    return found


def _string(value: object) -> str:
    """A string or number as text; anything else (lists, null) as nothing."""
    if isinstance(value, str):
        return value if value.strip() else ""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def json_rows(
    lines: Iterable[bytes], name: str, text_field: str = "text", charset: str = "utf-8"
) -> Iterator[Row | Lost]:
    """Yield a row for each JSON line, a :class:`Lost` for each bad one; blank lines are passed over."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, line, _json_fields(line, name, number, text_field, charset)
        except InputError as error:
            yield Lost(error.name, error.reason, error.hint, error.line)


def _json_fields(line: bytes, name: str, number: int, text_field: str, charset: str) -> dict[str, str]:
    """The fields of one line; raises :class:`InputError`."""
    if len(line) > MAX_BYTES:
        raise InputError(name, f"the line has over {MAX_BYTES // 1_048_576} MB", "split the document", number)
    try:
        record = json.loads(line.decode(charset).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise InputError(
            name, f"byte {error.start} of the line is not valid {charset}", "save the file as UTF-8", number
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(name, f"not JSON ({error})", 'write one object a line: {"text": "…"}', number) from error
    if not isinstance(record, dict):
        raise InputError(name, "not a JSON object", 'write one object a line: {"text": "…"}', number)
    found = fields(record, text_field)
    if "text" not in found:
        raise InputError(name, f"no text in {_keys(record)}", _text_hint(text_field), number)
    return found


def _keys(record: Mapping[str, Any]) -> str:
    return "the fields " + ", ".join(sorted(map(str, record))[:12]) if record else "an empty object"


def _text_hint(text_field: str) -> str:
    return f"fill the field {text_field!r}, or name the field that holds the text"


def text_lines(stream: BinaryIO, name: str) -> tuple[Iterable[bytes], str]:
    """The lines of ``stream`` as bytes of one charset, and that charset. UTF-16 lines are given as UTF-8."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    whole = sample if len(sample) < _SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
    charset = table_charset(whole, name)
    if charset.startswith(("utf-16", "utf-32")):
        wide = io.TextIOWrapper(stream, encoding=charset, errors="replace", newline="\n")
        return (line.encode("utf-8") for line in wide), "utf-8"
    return stream, charset


def csv_rows(stream: BinaryIO, name: str, text_field: str = "text") -> Iterator[Row | Lost]:
    """Yield a row for each record of a CSV file with a header, a :class:`Lost` for each bad one.

    Raises :class:`InputError` where the header has no column for the text.
    """
    lines, charset = text_lines(stream, name)
    texts = (line.decode(charset, "surrogateescape") for line in lines)
    header_line = next(texts, "").removeprefix("\ufeff")
    delimiter = max(",\t;", key=header_line.count)
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    if "text" not in fields(dict.fromkeys(header, "x"), text_field):
        reason = f"the header ({', '.join(header)}) has no column {text_field!r}"
        raise InputError(name, reason, "name the column that holds the text", 1)
    # The default limit, 131,072 characters a field, is less than a long article.
    csv.field_size_limit(MAX_BYTES)
    yield from _records(texts, header, delimiter, name, text_field)


def _records(
    texts: Iterator[str], header: list[str], delimiter: str, name: str, text_field: str
) -> Iterator[Row | Lost]:
    """Yield the records after the header."""
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    hint = "quote fields that hold commas, quotes or line breaks, and double the quotes inside"
    while True:
        number = reader.line_num + 2
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Lost(name, f"not CSV ({error})", hint, number)
            continue
        if cells is None:
            return
        if cells and any(map(str.strip, cells)):
            yield _record(cells, header, name, number, text_field)


def _record(cells: list[str], header: list[str], name: str, number: int, text_field: str) -> Row | Lost:
    if len(cells) != len(header):
        return Lost(
            name, f"{len(cells)} cells under a header of {len(header)}", "quote cells that hold a comma", number
        )
    found = fields(dict(zip(header, cells, strict=True)), text_field)
    if "text" not in found:
        return Lost(name, "the text is empty", _text_hint(text_field), number)
    joined = "\x1f".join(cells)
    if any("\udc80" <= character <= "\udcff" for character in joined):
        return Lost(name, "bytes that are not valid in the file's charset", "save the file as UTF-8", number)
    return number, joined.encode("utf-8"), found


def is_json_object(line: bytes) -> bool:
    """Tell whether ``line`` is one JSON object."""
    try:
        return isinstance(json.loads(line.removeprefix(codecs.BOM_UTF8)), dict)
    except (ValueError, RecursionError):
        return False
