"""Longest match of the gazetteer's names in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Mention


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names with type and weight (0..1), and for each first pair of characters the lengths that can follow, longest first."""

    names: dict[str, tuple[str, float]]
    lengths: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, float]]) -> Lexicon:
        """Build from (surface, type, weight); of two rows with one surface the first counts. One-character names are left out."""
        names: dict[str, tuple[str, float]] = {}
        lengths: dict[str, set[int]] = {}
        for surface, kind, weight in rows:
            if len(surface) > 1 and surface not in names:
                names[surface] = (kind, weight)
                lengths.setdefault(surface[:2], set()).add(len(surface))
        return cls(
            names,
            {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()},
        )

    def longest(self, text: str, start: int) -> int:
        """The end of the longest name that begins at ``start``, or 0 where none does."""
        for length in self.lengths.get(text[start : start + 2], ()):
            if text[start : start + length] in self.names:
                return start + length
        return 0

    def find(self, text: str) -> tuple[Mention, ...]:
        """All names in ``text``, left to right, the longest at each place, none inside another."""
        found: list[Mention] = []
        pos, lengths = 0, self.lengths
        while pos < len(text) - 1:
            end = self.longest(text, pos) if text[pos : pos + 2] in lengths else 0
            if end:
                surface = text[pos:end]
                kind, weight = self.names[surface]
                found.append(Mention(pos, end, surface, kind, weight, "gazetteer"))
            pos = end or pos + 1
        return tuple(found)
