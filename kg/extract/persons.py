"""Persons: a surname and one or two characters behind a title, or tagged as a name before a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.grammar import PersonRule
from kg.extract.words import Words
from kg.model import Mention

_NEVER_IN_NAMES = frozenset("的了在是和与及为从将把被就都也不说称，。、：；！？“”（）《》 \n")

_SPEAKER = re.compile(
    r"(?:^|[。！？”\n])(?P<name>[\u4e00-\u9fff]{2,4}?)(?=介绍|表示|告诉|认为|坦言|感慨|回忆|感叹|笑着说|说(?:[，：道。]|$))",
    re.MULTILINE,
)


def _name_length(text: str, start: int, words: Words, rule: PersonRule) -> int:
    """How many characters from ``start`` are a person's name; 0 where none begins."""
    family = 2 if text[start : start + 2] in rule.compound else 1 if text[start : start + 1] in rule.surnames else 0
    if not family:
        return 0
    given = 0
    while given < 2 and text[start + family + given : start + family + given + 1] not in _NEVER_IN_NAMES | {""}:
        given += 1
    if not given:
        return 0
    word = words.items[words.at(start)]
    if word.start == start and word.tag.startswith("nr") and family < word.end - start <= family + given:
        longer = word.end - start < family + given and text.startswith(rule.after, start + family + given)
        certain = text.startswith(rule.after, word.end)
        return family + given if longer and not certain else word.end - start
    for count in range(given, 0, -1):
        if text.startswith(rule.after, start + family + count):
            return family + count
    return family + given


def _by_title(text: str, words: Words, rule: PersonRule) -> Iterator[tuple[int, int, float]]:
    for match in rule.title.finditer(text):
        start = match.end()
        if text[start : start + 1] in "· ，":
            start += 1
        end = start + _name_length(text, start, words, rule)
        if (
            end > start
            and all("\u4e00" <= c <= "\u9fff" for c in text[start:end])
            and not _cuts_word(text, words, end, rule)
        ):
            yield start, end, 0.85


def _cuts_word(text: str, words: Words, end: int, rule: PersonRule) -> bool:
    """Tell whether a word goes on behind ``end`` (全体职|工); what usually follows a name is none that it cuts (某某文|说)."""
    word = words.items[words.at(end - 1)]
    return word.end > end and not word.tag.startswith("nr") and not text.startswith(rule.after, end)


def _by_speech(text: str, words: Words, rule: PersonRule) -> Iterator[tuple[int, int, float]]:
    """A surname and one or two characters between a stop and a verb of saying: ……。”周某某说."""
    for match in _SPEAKER.finditer(text):
        start, end = match.span("name")
        known = words.items[words.at(start)]
        # 车主说: one word that is no name.
        if _name_length(text, start, words, rule) == end - start and known.end != end:
            yield start, end, 0.6


def _by_tag(text: str, words: Words, rule: PersonRule) -> Iterator[tuple[int, int, float]]:
    for word in words.items:
        if word.tag == "nr" and 2 <= len(word.text) <= 4 and text[word.start] in rule.surnames:
            behind = text[word.end : word.end + 2]
            if behind in ("介绍", "表示", "告诉", "认为", "坦言") or behind[:1] in ("说", "称"):
                yield word.start, word.end, 0.6


def find_persons(text: str, words: Words, rule: PersonRule) -> tuple[Mention, ...]:
    """Names of persons in ``text``, without their titles."""
    found: dict[int, Mention] = {}
    for start, end, score in (
        *_by_title(text, words, rule),
        *_by_tag(text, words, rule),
        *_by_speech(text, words, rule),
    ):
        if start not in found and text[start:end] not in rule.common:
            found[start] = Mention(start, end, text[start:end], "Person", score, "person")
    return tuple(found.values())
