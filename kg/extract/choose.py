"""From overlapping candidates to mentions: the longest name at each place, and a name marked once is marked throughout."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from kg.extract.lexicon import Lexicon
from kg.extract.quoted import Alias
from kg.extract.words import Words
from kg.model import Mention

RISKY, COMMON = 0.4, 0.1
"""A gazetteer name of weight RISKY or less (武隆) is a mention only where the text supports it; one of weight COMMON or less
(青山, 太阳能) is a word of the language too, and only its full name in the text supports it."""

_REPEATED = 0.6
"""The score of a mention that stands on another one of the same name."""

_FIRM = re.compile(r"(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?公司$|（集团）.*公司$|集团$")


_FULLER = {
    "AdministrativeArea": ("省", "市", "区", "县", "镇", "乡", "街道", "州", "自治县", "村"),
    "Company": ("公司", "集团"),
}
"""What behind a short name makes it a full one, by type."""


def _full_names(candidates: Sequence[Mention], text: str) -> frozenset[tuple[str, str]]:
    """(surface, type) of the risky names whose full name stands somewhere in the text."""
    risky = Lexicon.of((m.text, m.type, m.score) for m in candidates if _is_risky(m) and m.type in _FULLER)
    found = risky.find_all(text, "")
    return frozenset((m.text, m.type) for m in found if text.startswith(_FULLER[m.type], m.end))


def _is_risky(mention: Mention) -> bool:
    return mention.source == "gazetteer" and mention.score <= RISKY


def _supported(mention: Mention, words: Words, full: Container[tuple[str, str]]) -> bool:
    if not _is_risky(mention) or mention.type not in _FULLER or (mention.text, mention.type) in full:
        return True
    word = words.items[words.at(mention.start)]
    # The segmenter takes half of the short names of counties for names of persons (nr).
    is_place = (word.start, word.end) == (mention.start, mention.end) and word.tag.startswith("n")
    return mention.type == "AdministrativeArea" and is_place and mention.score > COMMON


def _breaks_word(mention: Mention, words: Words) -> bool:
    """Tell whether a short gazetteer name begins or ends inside a longer word (中国 in 中国人, 山东 in 在泰山东面)."""
    if mention.source != "gazetteer" or len(mention.text) > 3:
        return False
    first, last = words.items[words.at(mention.start)], words.items[words.at(mention.end - 1)]
    return (len(first.text) > 1 and first.start < mention.start) or (len(last.text) > 1 and last.end > mention.end)


def choose(candidates: Sequence[Mention], text: str, words: Words) -> tuple[Mention, ...]:
    """The mentions of a text: longer names first, then better scores, none overlapping; sorted by offset."""
    full = _full_names(candidates, text)
    usable = [m for m in candidates if _supported(m, words, full) and not _breaks_word(m, words)]
    usable.sort(key=lambda m: (-(m.end - m.start), -m.score, m.start, m.type))
    taken = bytearray(len(text) + 1)
    chosen = []
    for mention in usable:
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda m: m.start))


def _short_names(mention: Mention, areas: Container[str]) -> Iterator[str]:
    """What a firm is called after its full name: without its legal form, and without the area before it too."""
    if mention.type != "Company" or not _FIRM.search(mention.text):
        return
    core = _FIRM.sub("", mention.text)
    yield core
    yield core + "集团"
    yield core + "公司"
    for cut in range(len(core) - 2, 1, -1):
        if core[:cut] in areas:
            yield core[cut:]
            yield core[cut:] + "集团"


def _surfaces(chosen: Sequence[Mention], aliases: Sequence[Alias]) -> dict[str, str]:
    """Every name of the text that is to be marked wherever it stands, with its type."""
    areas = frozenset(m.text for m in chosen if m.type == "AdministrativeArea")
    found: dict[str, str] = {}
    for mention in chosen:
        if len(mention.text) >= 3 or mention.type == "Person":
            found.setdefault(mention.text, mention.type)
        for short in _short_names(mention, areas):
            if len(short) >= 3 or (len(short) == 2 and mention.text.endswith("公司") and short not in areas):
                found.setdefault(short, mention.type)
    return found | {alias.short.text: alias.short.type for alias in aliases}


def mark_throughout(
    chosen: Sequence[Mention], aliases: Sequence[Alias], text: str, pick: Callable[[list[Mention]], tuple[Mention, ...]]
) -> tuple[Mention, ...]:
    """Add the unmarked occurrences of every name, the announced short names included; ``pick`` settles overlaps."""
    names = Lexicon.of((surface, kind, _REPEATED) for surface, kind in _surfaces(chosen, aliases).items())
    return pick([*chosen, *(a.short for a in aliases), *names.find_all(text, "repeated")])
