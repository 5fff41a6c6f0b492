"""A text that knows where each of its characters came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Run

Edit = tuple[int, int, str]
"""Replace the characters from the first offset up to the second by the string."""


@dataclass(frozen=True, slots=True)
class Traced:
    """``text`` and the ``runs`` (sorted) of its characters that were copied from the source; other characters are in no run."""

    text: str
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, text: str) -> Traced:
        """The whole of ``text``, copied from itself."""
        return cls(text, (Run(0, 0, len(text)),) if text else ())

    def edit(self, edits: Iterable[Edit]) -> Traced:
        """Apply ``edits``, which are sorted and do not overlap; offsets are those of this text. Linear in text and edits."""
        parts: list[str] = []
        runs: list[Run] = []
        size = done = index = 0
        for start, end, new in [*edits, (len(self.text), len(self.text), "")]:
            index = self._copy(done, start, size, index, runs)
            parts += (self.text[done:start], new)
            size += start - done + len(new)
            done = end
        return Traced("".join(parts), tuple(runs))

    def _copy(self, start: int, end: int, target: int, index: int, runs: list[Run]) -> int:
        """Add the runs of ``[start, end)``, moved to ``target``; return the index of the first run that reaches past ``end``."""
        while index < len(self.runs):
            run = self.runs[index]
            first, last = max(start, run.start), min(end, run.start + run.length)
            if first < last:
                _append(runs, Run(target + first - start, run.source + first - run.start, last - first))
            if run.start + run.length > end:
                break
            index += 1
        return index


def _append(runs: list[Run], new: Run) -> None:
    """Add ``new``, as a part of the last run where it goes straight on."""
    if runs:
        last = runs[-1]
        if last.start + last.length == new.start and last.source + last.length == new.source:
            runs[-1] = Run(last.start, last.source, last.length + new.length)
            return
    runs.append(new)
