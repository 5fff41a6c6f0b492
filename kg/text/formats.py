"""The formats of one document: bytes to a text that leads back to its source, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.model import InputError
from kg.text import ann, markdown, page
from kg.text.decode import decode
from kg.text.rows import fields
from kg.text.traced import Traced

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SPACE = re.compile(r"\s+")
_HALF = re.compile("[\ud800-\udfff]")
_LEAST_HAN = 0.05
MAX_LINE = 1_000_000
"""The longest paragraph that is read, in characters: what is longer is a dump of many texts, not an article."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """``text`` with its runs to ``origin``, the decoded source; ``head`` under the names of :data:`kg.text.rows.ALIASES`.

    ``final`` texts are not cleaned: their offsets are fixed by annotations.
    """

    text: Traced
    origin: str
    head: Mapping[str, str] = field(default_factory=dict)
    final: bool = False


def plain(data: bytes, name: str) -> Parsed:
    """A plain text."""
    text = decode(data, name)
    return Parsed(Traced.of(text), text)


def markdown_text(data: bytes, name: str) -> Parsed:
    """A Markdown text, without its mark-up."""
    text = decode(data, name)
    traced, head = markdown.plain(text)
    return Parsed(traced, text, fields(head))


def web_page(data: bytes, name: str) -> Parsed:
    """The article of an HTML page; the runs lead to the article's text, for the page does not hold it in one piece."""
    text, head = page.article(decode(data, name, page.declared_charset(data)), name)
    return Parsed(Traced.of(text), text, head)


def annotated(data: bytes, name: str) -> Parsed:
    """An annotated document, without its marks."""
    text, head = ann.bare(decode(data, name), name)
    return Parsed(Traced.of(text), text, fields(head), final=True)


def row(found: Mapping[str, str]) -> Parsed:
    """A row of a table, from its fields."""
    text = found["text"].replace("\r\n", "\n").replace("\r", "\n")
    return Parsed(Traced.of(text), text, found)


FORMATS: Mapping[str, Callable[[bytes, str], Parsed]] = {
    ".txt": plain,
    ".text": plain,
    ".md": markdown_text,
    ".markdown": markdown_text,
    ".html": web_page,
    ".htm": web_page,
    ".xhtml": web_page,
    ".shtml": web_page,
    ".ann": annotated,
}
"""The suffixes that are read, and the reader of each."""


def check_text(text: str, name: str, line: int = 0) -> None:
    """Raise :class:`InputError` where a cleaned ``text`` is no Chinese article that can be read and written."""
    check_chinese(text, name, line)
    if half := _HALF.search(text):
        reason = f"character {half.start()} is half of one (the surrogate U+{ord(half[0]):04X})"
        raise InputError(name, reason, "write the text anew from its source, as UTF-8", line)
    if (longest := max(map(len, text.split("\n")))) > MAX_LINE:
        reason = (
            f"it has {longest:,} characters without a line break, more than the {MAX_LINE:,} that a paragraph may have"
        )
        raise InputError(name, reason, "split it into articles, for example one a line in a .jsonl file", line)


def check_chinese(text: str, name: str, line: int = 0) -> None:
    """Raise :class:`InputError` where under 5 % of the characters of ``text`` (without white space) are Chinese."""
    size = len(_SPACE.sub("", text))
    han = len(_HAN.findall(text))
    if not size:
        raise InputError(name, "nothing is left of it after cleaning", "check that it holds a text", line)
    if han < max(1, _LEAST_HAN * size):
        raise InputError(
            name, f"there is hardly any Chinese in it ({han} of {size} characters)", "give it Chinese text", line
        )
