"""From overlapping candidates to mentions: the longest name at each place, and a name marked once is marked throughout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.extract.quoted import Alias
from kg.extract.words import Words
from kg.model import Mention

RISKY, COMMON = 0.4, 0.1
"""A gazetteer name of weight RISKY or less (武隆) is a mention only where the text supports it; one of weight COMMON or less
(青山, 太阳能) is a word of the language too, and only its full name in the text supports it."""

_FIRM = re.compile(r"(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?公司$|（集团）.*公司$|集团$")
_AREA_ENDS = ("省", "市", "区", "县", "镇", "乡", "街道", "州", "自治县", "村")


def _supported(mention: Mention, text: str, words: Words) -> bool:
    if mention.source != "gazetteer" or mention.score > RISKY:
        return True
    if mention.type == "AdministrativeArea":
        word = words.items[words.at(mention.start)]
        full = any(mention.text + end in text for end in _AREA_ENDS)
        # The segmenter takes half of the short names of counties for names of persons (nr).
        is_place = (word.start, word.end) == (mention.start, mention.end) and word.tag.startswith("n")
        return full or (is_place and mention.score > COMMON)
    return mention.type != "Company" or mention.text + "公司" in text or mention.text + "集团" in text


def _breaks_word(mention: Mention, words: Words) -> bool:
    """Tell whether a short gazetteer name begins or ends inside a longer word (中国 in 中国人, 山东 in 在泰山东面)."""
    if mention.source != "gazetteer" or len(mention.text) > 3:
        return False
    first, last = words.items[words.at(mention.start)], words.items[words.at(mention.end - 1)]
    return (len(first.text) > 1 and first.start < mention.start) or (len(last.text) > 1 and last.end > mention.end)


def choose(candidates: Iterable[Mention], text: str, words: Words) -> tuple[Mention, ...]:
    """The mentions of a text: longer names first, then better scores, none overlapping; sorted by offset."""
    usable = [m for m in candidates if _supported(m, text, words) and not _breaks_word(m, words)]
    usable.sort(key=lambda m: (-(m.end - m.start), -m.score, m.start, m.type))
    taken = bytearray(len(text) + 1)
    chosen = []
    for mention in usable:
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda m: m.start))


def _short_names(mention: Mention, areas: Iterable[str]) -> Iterator[str]:
    """What a firm is called after its full name: without its legal form, and without the area before it too."""
    if mention.type != "Company" or not _FIRM.search(mention.text):
        return
    core = _FIRM.sub("", mention.text)
    yield core
    yield core + "集团"
    yield core + "公司"
    for area in areas:
        if core.startswith(area) and len(core) - len(area) >= 2:
            yield core[len(area) :]
            yield core[len(area) :] + "集团"


def _surfaces(chosen: Sequence[Mention], aliases: Sequence[Alias]) -> dict[str, str]:
    """Every name of the text that is to be marked wherever it stands, with its type."""
    areas = sorted({m.text for m in chosen if m.type == "AdministrativeArea"}, key=lambda a: (-len(a), a))
    found: dict[str, str] = {}
    for mention in chosen:
        if len(mention.text) >= 3 or mention.type == "Person":
            found.setdefault(mention.text, mention.type)
        for short in _short_names(mention, areas):
            if len(short) >= 3 or (len(short) == 2 and mention.text.endswith("公司") and short not in areas):
                found.setdefault(short, mention.type)
    for alias in aliases:
        found[alias.short.text] = alias.short.type
    return found


def _occurrences(surfaces: Mapping[str, str], text: str) -> Iterator[Mention]:
    for surface, kind in surfaces.items():
        start = text.find(surface)
        while start >= 0:
            yield Mention(start, start + len(surface), surface, kind, 0.6, "repeated")
            start = text.find(surface, start + 1)


def mark_throughout(
    chosen: Sequence[Mention], aliases: Sequence[Alias], text: str, pick: Callable[[list[Mention]], tuple[Mention, ...]]
) -> tuple[Mention, ...]:
    """Add the unmarked occurrences of every name, the announced short names included; ``pick`` settles overlaps."""
    more = _occurrences(_surfaces(chosen, aliases), text)
    return pick([*chosen, *(a.short for a in aliases), *more])
