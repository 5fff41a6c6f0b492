"""Markdown: front matter read, mark-up taken off, with the way back to the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.text.traced import Edit, Traced

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([^\s:：#][^:：\n]{0,40})[:：][ \t]*(.*)$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.{1,300}?)[ \t]*#*$", re.MULTILINE)
_BLOCKS = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|`{3,}[^\n`]*\n?|~{3,}[^\n]*\n?"
    r"|(?:[-*_][ \t]*){3,}$\n?|\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?$\n?|\[[^\]\n]{1,100}\]:[ \t]+[^\n]*\n?)",
    re.MULTILINE,
)
_LINKS = re.compile(
    r"!?\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)|\[[^\[\]\n]{0,100}\])"
)
_STARS = re.compile(r"(?<![\\A-Za-z0-9])(\*{1,3}|__|~~|`)(?=\S)([^*_~`\n]{1,1000}?)(?<=[^\s\\])\1(?![A-Za-z0-9])")
_ESCAPES = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!>~|])")


def plain(text: str) -> tuple[Traced, dict[str, str]]:
    """``text`` without front matter and mark-up, traced to ``text``, and the fields of the front matter.

    Link texts and the captions of images stay; addresses go. The first heading is the title where the front matter has none.
    """
    front = _FRONT.match(text)
    head = {key.strip().lower(): value.strip().strip("\"'") for key, value in _FIELD.findall(front[1])} if front else {}
    traced = Traced.of(text).edit([(0, front.end(), "")] if front else [])
    heading = _HEADING.search(traced.text)
    for step in (_blocks, _links, _stars, _escapes):
        traced = traced.edit(step(traced.text))
    if heading and not head.get("title"):
        head["title"] = plain_line(heading[1])
    return traced, head


def plain_line(text: str) -> str:
    """One line without its mark-up."""
    traced = Traced.of(text)
    for step in (_links, _stars, _escapes):
        traced = traced.edit(step(traced.text))
    return traced.text


def _blocks(text: str) -> Iterator[Edit]:
    """Yield the removal of what begins a heading, quote or list item, of rules, fences and link definitions."""
    for found in _BLOCKS.finditer(text):
        yield found.start(), found.end(), ""


def _links(text: str) -> Iterator[Edit]:
    """Yield the removal of what stands around the text of links and images."""
    for found in _LINKS.finditer(text):
        yield found.start(), found.start(1), ""
        yield found.end(1), found.end(), ""


def _stars(text: str) -> Iterator[Edit]:
    """Yield the removal of the marks around emphasis, strong text and code."""
    for found in _STARS.finditer(text):
        yield found.start(), found.start(2), ""
        yield found.end(2), found.end(), ""


def _escapes(text: str) -> Iterator[Edit]:
    for found in _ESCAPES.finditer(text):
        yield found.start(), found.end(), ""
