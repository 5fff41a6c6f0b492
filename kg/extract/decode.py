"""The best sequence of tags (Viterbi) under the rules of BIES, and the mentions that it spells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
_FORBIDDEN = np.float32(-1e4)


def allowed(types: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which tag may follow which, which may begin and which may end: 0 outside, then B, I, E, S of each type."""
    size = 4 * types + 1
    place = np.array([-1] + [0, 1, 2, 3] * types)
    kind = np.array([-1] + [t for t in range(types) for _ in range(4)])
    opens = (place == 0) | (place == 1)
    needs = (place == 1) | (place == 2)
    moves = np.zeros((size, size), dtype=bool)
    moves[np.ix_(~opens, ~needs)] = True
    for tag in np.flatnonzero(opens):
        moves[tag, needs & (kind == kind[tag])] = True
    return moves, ~needs, ~opens


def viterbi(emissions: Scores, transitions: Scores, starts: Scores, ends: Scores) -> NDArray[np.int64]:
    """The best tags for emissions of shape (length, tags); forbidden moves stand as very low scores."""
    length, size = emissions.shape
    back = np.empty((length, size), dtype=np.int64)
    score = starts + emissions[0]
    columns = np.arange(size)
    for t in range(1, length):
        total = score[:, None] + transitions
        back[t] = total.argmax(axis=0)
        score = total[back[t], columns] + emissions[t]
    best = np.empty(length, dtype=np.int64)
    best[-1] = (score + ends).argmax()
    for t in range(length - 1, 0, -1):
        best[t - 1] = back[t, best[t]]
    return best


def constrain(transitions: Scores, starts: Scores, ends: Scores) -> tuple[Scores, Scores, Scores]:
    """Learned scores with the moves that BIES forbids made impossible."""
    moves, begin, end = allowed((len(starts) - 1) // 4)
    return (
        np.where(moves, transitions, _FORBIDDEN).astype(np.float32),
        np.where(begin, starts, _FORBIDDEN).astype(np.float32),
        np.where(end, ends, _FORBIDDEN).astype(np.float32),
    )


def spans(tags: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """(start, end, number of the type) of each mention that the tags spell."""
    start = -1
    for i, tag in enumerate(tags.tolist()):
        if tag == 0:
            continue
        kind, place = divmod(tag - 1, 4)
        if place == 3:
            yield i, i + 1, kind
        elif place == 0:
            start = i
        elif place == 2 and start >= 0:
            yield start, i + 1, kind
