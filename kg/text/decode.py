"""Bytes to text: charset detection, and refusal of what is no text."""

from __future__ import annotations

import codecs
import re

from kg.model import InputError

MAX_BYTES = 20 * 1024 * 1024
"""The largest document that is read, in bytes."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or Office file (docx, xlsx)",
    b"\xd0\xcf\x11\xe0": "an old Office file (doc, xls)",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "an RTF file",
}
_SAMPLE = 64 * 1024
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NEWLINES = re.compile("\r\n?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_AS_TEXT = "save it as plain text (txt, md, html) in UTF-8"


def decode(data: bytes, name: str, declared: str = "", line: int = 0) -> str:
    """The text of ``data``, with a newline for every line break: by byte-order mark, as UTF-8, as ``declared``, or by detection.

    Raises :class:`InputError` for ``name`` where it is empty, too large, binary or in no charset that is known.
    """
    if not data.strip():
        raise InputError(name, "it is empty", "leave it out, or put a text into it", line)
    if len(data) > MAX_BYTES:
        reason = f"it has {len(data) / 1_048_576:.1f} MB, more than the {MAX_BYTES // 1_048_576} MB that one document may have"
        raise InputError(name, reason, "split it into articles, for example one a line in a .jsonl file", line)
    charset = find_charset(data, name, declared, line)
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as error:
        hint = f"save it again as UTF-8, or mend it with: iconv -c -f {charset} -t UTF-8"
        raise InputError(name, f"it looks like {charset}, but byte {error.start} is not valid", hint, line) from error
    return _NEWLINES.sub("\n", text.removeprefix("\ufeff"))


def find_charset(data: bytes, name: str, declared: str = "", line: int = 0) -> str:
    """The charset of ``data``; see :func:`decode`."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return charset
    _refuse_binary(data, name, line)
    if _is_utf8(data):
        return "utf-8"
    if charset := _wide(data):
        return charset
    if b"\x00" in data or len(_CONTROL.findall(data[:_SAMPLE])) > 0.05 * len(data[:_SAMPLE]):
        raise InputError(name, "it is binary, not text", _AS_TEXT, line)
    if _damaged_utf8(data):
        return "utf-8"
    # Big5 uses trail bytes that GB 2312 has not, in every second character: what fits GB 2312 is simplified Chinese.
    if _fits(data, "gb2312"):
        return "gb18030"
    return _declared(data, declared) or _detected(data, name, line)


def table_charset(sample: bytes, name: str) -> str:
    """The charset of a table that begins with the lines of ``sample``: UTF-8 if most lines are, so that a bad one is found."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    marked = any(sample.startswith(mark) for mark, _ in _MARKS)
    if not marked and lines and b"\x00" not in sample and 2 * sum(_fits(line, "utf-8") for line in lines) > len(lines):
        return "utf-8"
    return find_charset(sample, name)


def _refuse_binary(data: bytes, name: str, line: int) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(name, f"it is {what}, not text", _AS_TEXT, line)


def _is_utf8(data: bytes) -> bool:
    clear = b"\x00" not in data and len(_CONTROL.findall(data[:_SAMPLE])) <= 0.05 * len(data[:_SAMPLE])
    return clear and _fits(data, "utf-8")


def _wide(data: bytes) -> str:
    """UTF-16 without a byte-order mark: most pairs of bytes are common Chinese characters or ASCII."""
    if len(data) % 2:
        return ""
    best = max(("utf-16-le", "utf-16-be"), key=lambda charset: _common(data[:_SAMPLE], charset))
    return best if _common(data[:_SAMPLE], best) > 0.8 else ""


def _common(data: bytes, charset: str) -> float:
    """The share of common Chinese characters, their punctuation and ASCII in ``data`` read as ``charset``; none of them NUL."""
    text = data.decode(charset, "replace")
    good = re.findall("[\t\n\r -~\u2010-\u203a\u3000-\u301f\u4e00-\u9fa5\uff00-\uff5e]", text)
    # Latin text read as UTF-16 is rare Chinese characters without any of the Chinese punctuation or 的.
    return len(good) / len(text) if re.search("[的，。、\u3000]", text) else 0.0


def _damaged_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes, which a detector would call GB18030."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken <= 3 + 0.01 * len(text) and len(_HAN.findall(text)) > 10 * broken


def _declared(data: bytes, declared: str) -> str:
    """``declared`` where it is a charset in which ``data`` is valid; GB2312 and GBK are read as GB18030, which holds both."""
    charset = "gb18030" if declared.lower() in ("gb2312", "gbk", "gb_2312-80", "gb18030") else declared
    return charset if charset and _fits(data, charset) else ""


def _fits(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def _detected(data: bytes, name: str, line: int) -> str:
    from charset_normalizer import from_bytes

    sample = data if len(data) <= _SAMPLE else data[: max(data.rfind(b"\n", 0, _SAMPLE), 0) or _SAMPLE]
    best = from_bytes(sample, cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    if best is None:
        raise InputError(name, "its charset is none of UTF-8, UTF-16, GB18030 and Big5", "save it again as UTF-8", line)
    return "big5hkscs" if best.encoding.startswith("big5") else "gb18030"
