"""Sentences, with quotes and brackets respected.

What ends a sentence: a line break, a gap mark, 。！？!?…… and an English full stop before a space and a capital or Chinese
character. ； does not (a clause of the same statement), nor does a stop inside （…）, 《…》 or a quote of up to 30 characters.
Closing quotes and brackets after the stop belong to the sentence before. After a closed quote the sentence goes on where a
comma, a particle (“加油！”的) or a verb of speech (“……。”他说) follows at once; a longer subject (“……。”某局副局长张三介绍) begins
a new one. Sentences over 1,000 characters are cut at the last ；，、 or space before, so that nothing behind meets a runaway text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.model import GAP, Sentence

MAX_SENTENCE = 1000
"""Characters; a longer sentence is cut."""

_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】", "“": "”", "‘": "’", "「": "」", "『": "』"}
_QUOTES = "“‘「『"
_MAX_BRACKET, _MAX_QUOTE, _MAX_DEPTH = 200, 30, 8
_LOOK_BACK = 500
_CLOSERS = "”’」』）)】》〉"
_STOP = re.compile(r"[。！？!?｡．]+|…+|\.(?=\s+[A-Z\u4e00-\u9fff])|\.$")
_BRACKET = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + "]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Co|Ltd|Inc|Corp|No|Nos|Mr|Mrs|Ms|Dr|Prof|St|vs|Vol|Fig|al|etc|e\.g|i\.e)|^\d{1,3})$"
)
_SPEECH = (
    "(?:说|道|称|问|答)(?![路号题案理])|表示|介绍|告诉|指出|强调|坦言|认为|谈到|提到|回忆|感慨|感叹"
    "|解释|透露|补充|写道|直言|笑着|如是"
)
_GOES_ON = re.compile(
    rf"[，、；：,;:的]|(?:[他她它我]们?|记者|对方|后者|该[行局])?(?:还|也|又|就|曾|这样)?(?:{_SPEECH})"
)
_TAKES_QUOTE = re.compile(rf"(?:[：:，,。！？；\s]|{_SPEECH})$")
_MARK = re.compile(rf"^{GAP}$", re.MULTILINE)
_WORD = re.compile(r"\w")
_CUT = re.compile(r"[；;，,、\s](?=[^；;，,、\s]*$)")


def sentences(text: str, gaps: Sequence[int] = ()) -> tuple[Sentence, ...]:
    """The sentences of ``text`` in order, without the white space around them; linear in its length.

    ``gaps`` are the offsets of gap marks within a line (:attr:`kg.model.Document.gaps`); marks on lines of their own are found
    without them. Pieces without a letter, digit or Chinese character are no sentences. ``paragraph`` counts lines from 0.

    >>> [(s.start, s.end) for s in sentences("重庆降雨。他说：“好！”")]
    [(0, 5), (5, 11)]
    """
    marks = sorted({*gaps, *(found.start() for found in _MARK.finditer(text))})
    found = []
    for paragraph, start, end in _paragraphs(text):
        for first, last in _without(marks, start, end) if marks else [(start, end)]:
            found += [Sentence(a, b, paragraph) for a, b in _paragraph(text, first, last)]
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (number, start, end) of each line that is not empty."""
    start = 0
    for number, line in enumerate(text.split("\n")):
        if line:
            yield number, start, start + len(line)
        start += len(line) + 1


def _without(marks: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a line between its gap marks."""
    for mark in marks[bisect_left(marks, start) : bisect_left(marks, end)]:
        yield start, mark
        start = min(end, mark + len(GAP))
    yield start, end


def _paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of one line."""
    first = start
    line = text[start:end]
    closed = _closed(line)
    done = 0
    for stop in _STOP.finditer(line):
        if stop.start() < done or not _ends(line, stop, closed):
            continue
        done = _behind(line, stop.end(), max(first - start, stop.end() - _LOOK_BACK))
        if _goes_on(line, stop, done, first - start):
            continue
        yield from _spans(text, first, start + done)
        first = start + done
    yield from _spans(text, first, end)


def _closed(line: str) -> dict[int, int]:
    """For each offset inside a short bracket or quote where a stop may stand: the offset where the bracket closes."""
    stack: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(line):
        mark = found[0]
        if mark in _PAIRS:
            stack.append((mark, found.start()))
            continue
        depth = next(
            (i for i, (opening, _) in enumerate(reversed(stack[-_MAX_DEPTH:]), 1) if _PAIRS[opening] == mark), 0
        )
        if depth:
            opening, at = stack[-depth]
            del stack[-depth:]
            if found.start() - at <= (_MAX_QUOTE if opening in _QUOTES else _MAX_BRACKET) + 1:
                spans.append((at, found.start()))
    return {at: close for open_, close in spans for at in range(open_ + 1, close)}


def _ends(line: str, stop: re.Match[str], closed: dict[int, int]) -> bool:
    """Tell whether ``stop`` is the end of a sentence by itself: not a decimal, an abbreviation, or inside a bracket."""
    at, mark = stop.start(), stop[0]
    if mark == "." and _ABBREVIATION.search(line[max(0, at - 12) : at]):
        return False
    around = line[at - 1 : at] + line[stop.end() : stop.end() + 1]
    if mark == "．" and around.isdigit() and len(around) == 2:
        return False
    if mark == "…" or (mark == "?" and around.isascii() and len(around) == 2 and around.isalnum()):
        return False
    close = closed.get(at)
    # A stop right before the closing quote may end the sentence; one deeper inside does not.
    return close is None or (stop.end() == close and line[close] in "”’」』")


def _behind(line: str, at: int, first: int) -> int:
    """The offset behind the closing quotes and brackets at ``at``; a straight quote closes where one is open since ``first``."""
    while at < len(line) and (line[at] in _CLOSERS or (line[at] in "\"'" and line.count(line[at], first, at) % 2)):
        at += 1
    return at


def _goes_on(line: str, stop: re.Match[str], behind: int, first: int) -> bool:
    """Tell whether the sentence goes on after the stop and the quotes that close behind it."""
    if behind == stop.end():
        return stop[0][0] == "…" and bool(re.match(r"[，、；：,;等]", line[behind : behind + 1]))
    if _GOES_ON.match(line, behind):
        return True
    opening = max(line.rfind(mark, max(first, behind - 20), stop.start()) for mark in _QUOTES)
    # A short cry inside a sentence (“加油！”口号) names something; a quote after a colon or a verb of speech is speech.
    return (
        behind - opening <= 12
        and opening > first
        and behind < len(line)
        and not _TAKES_QUOTE.search(line, max(0, opening - 4), opening)
    )


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` without white space around it, cut where it is too long; nothing where no word is in it."""
    while end - start > MAX_SENTENCE:
        found = _CUT.search(text, start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = found.end() if found else start + MAX_SENTENCE
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if _WORD.search(piece):
        left = len(piece) - len(piece.lstrip())
        yield start + left, start + len(piece.rstrip())
