"""The cleaner for damaged scrapes. Clean text passes unchanged, so its offsets stay.

Damage is found by evidence: tags or what is left of them, character entities, invisible characters, lines cut at one width
within sentences. What is taken away is never Chinese text; where a piece of the source is missing, the clean text has
:data:`kg.model.GAP` on a line of its own. Only characters copied from the source have runs: decoded entities, line breaks that
stand for tags, and gap marks have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.model import GAP, Run
from kg.text import markup
from kg.text.layout import HOLE, breaks, find_layout
from kg.text.traced import Edit, Traced

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")
_BORDER = re.compile(r"[ \t\u3000\xa0]*[\n\x1e][\s\x1e]*")
_GAP_LINE = re.compile(rf"^{GAP}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text, the ``runs`` that lead back to its source (none where nothing changed), and the offsets of its gap marks."""

    text: str
    runs: tuple[Run, ...] = ()
    gaps: tuple[int, ...] = ()


def clean(text: str) -> Cleaned:
    r"""Mend ``text``: join hard wraps, drop tags and their halves, decode entities, mark what is missing. Linear in its length.

    >>> clean("全市增&hell\nip;&hellip;</p> <p style=margin: 0px\n ine-height: 2em;>绿色贷款").text
    '全市增……\n〔…〕\n绿色贷款'
    """
    done = clean_traced(Traced.of(text))
    return Cleaned(done.text, () if done.text == text else done.runs, gap_offsets(done.text))


def gap_offsets(text: str) -> tuple[int, ...]:
    """The offsets of the gap marks of a clean text: those on lines of their own."""
    return tuple(found.start() for found in _GAP_LINE.finditer(text))


def clean_traced(source: Traced) -> Traced:
    """:func:`clean` for a text that is itself made from a source; the runs lead to that source."""
    mended = _apply(source, lambda text: [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)])
    entities = markup.has_entities(mended.text)
    # Tags may themselves be encoded: &lt;p&gt;.
    tags = markup.has_tags(mended.text) or (entities and markup.has_tags(_apply(mended, markup.entities).text))
    marked_up = tags or entities
    layout = find_layout(mended.text, marked_up)
    if not marked_up and layout is None:
        return mended
    mended = _apply(mended, lambda text: breaks(text, tags, layout))
    for step in _steps(tags, marked_up):
        mended = _apply(mended, step)
    return _apply(mended, _borders) if tags or layout else mended


def _steps(tags: bool, entities: bool) -> list[Callable[[str], Iterable[Edit]]]:
    """The passes over a text that has ``tags`` or ``entities``, in order."""
    steps: list[Callable[[str], Iterable[Edit]]] = []
    if entities:
        steps += [markup.entities, markup.cut_entities]
    if tags:
        steps += [markup.hidden, markup.whole_tags, markup.cut_tags, markup.orphans, markup.bare_styles]
    return steps


def _apply(text: Traced, step: Callable[[str], Iterable[Edit]]) -> Traced:
    edits = list(step(text.text))
    return text.edit(edits) if edits else text


def _borders(text: str) -> Iterable[Edit]:
    """Yield one line break for each run of breaks and spaces, with the gap mark where a piece is missing; none at the ends."""
    for found in _BORDER.finditer(text):
        if found.start() == 0 or found.end() == len(text):
            yield found.start(), found.end(), ""
        else:
            yield found.start(), found.end(), f"\n{GAP}\n" if HOLE in found[0] else "\n"
