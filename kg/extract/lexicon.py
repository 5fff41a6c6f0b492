"""Names of a list in a text: the longest at each place, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add

from kg.model import Mention

_FEW = 64
"""Up to so many names are looked for one after the other, which is faster; more would take more than linear time."""


def _occurrences(surface: str, text: str) -> Iterator[int]:
    start = text.find(surface)
    while start >= 0:
        yield start
        start = text.find(surface, start + 1)


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
        return cls(names, {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()})

    def at(self, text: str, start: int) -> Iterator[str]:
        """The names that begin at ``start``, the longest first."""
        for length in self.lengths.get(text[start : start + 2], ()):
            # A slice at the end of the text is shorter than asked for.
            surface = text[start : start + length]
            if len(surface) == length and surface in self.names:
                yield surface

    def _places(self, text: str) -> Iterator[int]:
        lengths = self.lengths
        return (i for i, pair in enumerate(map(add, text, text[1:])) if pair in lengths)

    def find(self, text: str, source: str = "gazetteer") -> tuple[Mention, ...]:
        """The names in ``text``, left to right, the longest at each place, none inside another; linear in its length."""
        found: list[Mention] = []
        free = 0
        for start in self._places(text):
            surface = next(self.at(text, start), "") if start >= free else ""
            if surface:
                free = start + len(surface)
                found.append(Mention(start, free, surface, *self.names[surface], source))
        return tuple(found)

    def find_all(self, text: str, source: str) -> Iterator[Mention]:
        """Every occurrence of every name, those inside others too."""
        if len(self.names) <= _FEW:
            places = ((start, surface) for surface in self.names for start in _occurrences(surface, text))
        else:
            places = ((start, surface) for start in self._places(text) for surface in self.at(text, start))
        for start, surface in places:
            yield Mention(start, start + len(surface), surface, *self.names[surface], source)
