"""The heads of the fact model in NumPy: small matrices, for which a session of ONNX Runtime a call would cost more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.features import Ids
from kg.extract.pairs import WINDOW_BEFORE

Floats = NDArray[np.float32]


def sigmoid(scores: Floats) -> Floats:
    """Scores to probabilities."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))
    return found


@dataclass(frozen=True, slots=True)
class Heads:
    """The weights by name, as PyTorch names them; linear layers have the shape (out, in)."""

    weights: Mapping[str, Floats]

    def _linear(self, name: str, x: Floats) -> Floats:
        found: Floats = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return found

    def spans(self, states: Floats, starts: Ids, ends: Ids, kinds: Ids) -> Floats:
        """States of shape (length, width) to anchors of shape (anchors, 2 · width + size of a kind)."""
        return np.concatenate([states[starts], states[ends - 1], self.weights["kinds.weight"][kinds]], axis=1)

    def pairs(self, states: Floats, spans: Floats, starts: Ids, ends: Ids, pairs: Ids, rules: Floats) -> Floats:
        """Probabilities of shape (pairs, columns); ``pairs`` has (first, second, distance, sentences apart, between)."""
        i, j = pairs[:, 0], pairs[:, 1]
        sums = np.concatenate([np.zeros_like(states[:1]), states.cumsum(axis=0)])
        lower, upper = ends[i], np.maximum(starts[j], ends[i])
        mean = (sums[upper] - sums[lower]) / np.maximum(upper - lower, 1)[:, None]
        before, after = np.maximum(starts[i] - 1, 0), np.minimum(ends[j], len(states) - 1)
        hidden = (
            self._linear("first", spans)[i]
            + self._linear("second", spans)[j]
            + self._linear("between", mean)
            + self._linear("around", np.concatenate([states[before], states[after]], axis=1))
            + self.weights["distance.weight"][pairs[:, 2] + 1]
            + self.weights["apart.weight"][pairs[:, 3]]
            + self.weights["number.weight"][pairs[:, 4]]
            + self._linear("rules", rules)
        )
        return sigmoid(self._linear("out", np.maximum(hidden, 0)))

    def values(self, spans: Floats) -> Floats:
        """Probabilities that numbers are observations, and amounts of deals, of shape (numbers, 2)."""
        return sigmoid(self._linear("value.3", np.maximum(self._linear("value.0", spans), 0)))

    def indicator(self, states: Floats, span: Floats, start: int, end: int, at: int) -> Floats:
        """Probabilities that the characters ``start``–``end`` belong to the indicator of the number that begins at ``at``."""
        table = self.weights["position.weight"]
        places = np.clip(np.arange(start, end) - at + WINDOW_BEFORE, 0, len(table) - 1)
        hidden = self._linear("near", states[start:end]) + self._linear("anchor", span[None]) + table[places]
        return sigmoid(self._linear("mark", np.maximum(hidden, 0))[:, 0])
