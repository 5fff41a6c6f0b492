"""What the trained model sees of a text: a number a character for each kind of feature, as NumPy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.words import Words
from kg.model import Mention

Ids = NDArray[np.int64]
PAD, UNKNOWN = 0, 1
BIGRAMS = 1 << 15
"""How many rows pairs of characters are hashed to; pairs that share one share its meaning."""

# jieba's parts of speech, those that tell names and borders apart each for itself, the others by their first letter.
_TAGS = ("n", "ns", "nr", "nt", "nz", "v", "vn", "m", "q", "p", "u", "c", "d", "r", "t", "a", "x", "eng", "f", "j")
_TAG_IDS = {tag: i for i, tag in enumerate(_TAGS, 1)}
WORD_FEATURES = 4 * (len(_TAGS) + 1) + 1


@dataclass(frozen=True, slots=True)
class Features:
    """Arrays of one length: characters, pairs with the character before and behind, gazetteer, rule and word tags."""

    chars: Ids
    left: Ids
    right: Ids
    gazetteer: Ids
    rules: Ids
    words: Ids


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The characters that the model knows, in the order of their ids from 2 on, and the types of its tags."""

    chars: dict[str, int]
    types: tuple[str, ...]

    @classmethod
    def of(cls, chars: str, types: Sequence[str]) -> Vocabulary:
        """Number the characters of a string from 2 on."""
        return cls({c: i for i, c in enumerate(chars, 2)}, tuple(types))

    def ids(self, text: str) -> Ids:
        """One id a character; characters never seen are :data:`UNKNOWN`."""
        get = self.chars.get
        return np.fromiter((get(c, UNKNOWN) for c in text), dtype=np.int64, count=len(text))


def pair_ids(text: str) -> tuple[Ids, Ids]:
    """For each character the hashed pair with the one before it, and with the one behind it."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    padded = np.concatenate(([0], codes, [0])).astype(np.uint64)
    mixed = padded[:-1] * np.uint64(2654435761) + padded[1:] * np.uint64(40503)
    hashed = ((mixed ^ (mixed >> np.uint64(15))) % np.uint64(BIGRAMS)).astype(np.int64)
    return hashed[:-1], hashed[1:]


def _positions(array: Ids, start: int, end: int, base: int) -> None:
    """Write S, or B I … E, of the kind that begins at ``base`` over ``start``–``end``."""
    if end - start == 1:
        array[start] = base + 3
        return
    array[start:end] = base + 1
    array[start], array[end - 1] = base, base + 2


def mention_tags(length: int, mentions: Sequence[Mention], types: Sequence[str], *, weak: float = 0.0) -> Ids:
    """BIES tags of mentions: 0 outside, then four a type; a second set of tags for those of score ``weak`` or less."""
    numbers = {name: i for i, name in enumerate(types)}
    tags = np.zeros(length, dtype=np.int64)
    for mention in mentions:
        offset = len(types) if mention.score <= weak else 0
        _positions(tags, mention.start, mention.end, 1 + 4 * (numbers[mention.type] + offset))
    return tags


def word_tags(words: Words, length: int) -> Ids:
    """BIES tags of words, four a part of speech."""
    tags = np.zeros(length, dtype=np.int64)
    for word in words.items:
        kind = _TAG_IDS.get(word.tag) or _TAG_IDS.get(word.tag[:1], 0)
        _positions(tags, word.start, word.end, 1 + 4 * kind)
    return tags


def featurize(
    text: str, words: Words, gazetteer: Sequence[Mention], rules: Sequence[Mention], vocabulary: Vocabulary, weak: float
) -> Features:
    """All features of a text of at least one character."""
    left, right = pair_ids(text)
    types = vocabulary.types
    return Features(
        vocabulary.ids(text),
        left,
        right,
        mention_tags(len(text), gazetteer, types, weak=weak),
        mention_tags(len(text), rules, types),
        word_tags(words, len(text)),
    )
