"""Words and their parts of speech, by jieba's dictionary and tag set (through ``rjieba``), with character offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import rjieba


class Word(NamedTuple):
    """A word at ``start``–``end``; ``tag`` is jieba's part of speech (n, ns, nr, v, vn, p, …)."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in order; they cover it without a hole."""

    items: tuple[Word, ...]
    starts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """The index of the word that holds the character at ``offset``."""
        return bisect_right(self.starts, offset) - 1


def find_words(text: str) -> Words:
    """Segment and tag ``text``; offsets count its characters."""
    pairs: Sequence[tuple[str, str]] = rjieba.tag(text)
    ends = list(accumulate(len(word) for word, _ in pairs))
    starts = (0, *ends[:-1]) if ends else ()
    items = tuple(Word(start, end, word, tag) for start, end, (word, tag) in zip(starts, ends, pairs, strict=True))
    return Words(items, starts)
