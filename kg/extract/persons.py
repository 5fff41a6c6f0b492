"""Persons: a surname and one or two characters behind a title, or tagged as a name before a verb of saying."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.grammar import PersonRule
from kg.extract.words import Words
from kg.model import Mention

_NEVER_IN_NAMES = frozenset("的了在是和与及为从将把被就都也不说称，。、：；！？“”（）《》 \n")


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
        length = _name_length(text, start, words, rule)
        if length and all("\u4e00" <= c <= "\u9fff" for c in text[start : start + length]):
            yield start, start + length, 0.85


def _by_tag(text: str, words: Words, rule: PersonRule) -> Iterator[tuple[int, int, float]]:
    for word in words.items:
        if word.tag == "nr" and 2 <= len(word.text) <= 4 and text[word.start] in rule.surnames:
            behind = text[word.end : word.end + 2]
            if behind in ("介绍", "表示", "告诉", "认为", "坦言") or behind[:1] in ("说", "称"):
                yield word.start, word.end, 0.6


def find_persons(text: str, words: Words, rule: PersonRule) -> tuple[Mention, ...]:
    """Names of persons in ``text``, without their titles."""
    found: dict[int, Mention] = {}
    for start, end, score in (*_by_title(text, words, rule), *_by_tag(text, words, rule)):
        if start not in found and text[start:end] not in _COMMON:
            found[start] = Mention(start, end, text[start:end], "Person", score, "person")
    return tuple(found.values())


# Words that begin like names and often follow a title.
_COMMON = frozenset(
    "会议 会上 现场 全程 全面 全力 全部 单位 安全 金融 金额 计划 高度 高速 应急 应该 文件 方案 方面 和平 管理 公司 项目 党委 明确 明年 时间 时任 包括 成立 成为 关于 关键 常务".split()
)
