"""Line breaks of damaged texts: which are hard wraps, which end a paragraph, and where a piece is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5
from itertools import pairwise

from kg.text.traced import Edit

HOLE = "\x1e"
"""Stands for a missing piece while a text is being cleaned (control characters of the source are taken out before)."""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ENDS = "。！？；：…!?;:"
_CLOSERS = "”’）》」』】)\"'"
_LINE_HEAD = re.compile(r"[，。、；：？！”’）》」』】〉%％]")
_INNER_END = re.compile(r"[。！？；][^。！？；”’）]")
_INNER_STOP = re.compile(r"[，。、；：！？]")
_UNIT = re.compile(r"[A-Za-z0-9.%]+|.", re.DOTALL)
_OPEN_TAG = re.compile(rf"<(?:/?[a-zA-Z!][^<>{HAN}，。、“”]{{0,2000}}|/)?$")
_OPEN_ENTITY = re.compile(r"&(?:amp;)?#?[A-Za-z0-9]{0,10}$")
_REST_OF_ENTITY = re.compile(r"[#A-Za-z0-9]{0,10};")
_HALF_TAG = re.compile(rf"[^<>{HAN}，。、]{{0,600}}?>|[a-z-]*\s*:[^<>{HAN}]*;|[a-z-]*;")
_DECLARATION = re.compile(r"\s*([a-z-]{3,30}):\s*([^:;<>]*)\s*$")
_VALUE = re.compile(
    r"(?:-?[\d.]+(?:px|em|rem|pt|%|vh|vw)?|rgba?\([\d ,.%]*\)?|#[0-9a-f]*|[\d ,.]+\)?|normal|bold|bolder|justify|left|right|center"
    r"|middle|top|bottom|baseline|none|auto|inherit|initial|solid|block|inline|inline-block|italic|underline|white|black|!important"
    r"|[\"']?[A-Z][A-Za-z]+[\"']?)[, ]*$",
)
_SPACED = re.compile(rf"[{HAN}，。、] (?=[A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Layout:
    """Hard wraps: a line whose ``size`` with the first unit of the next reaches ``limit`` was cut by the wrap.

    ``tight`` tells that the limit is exact; ``inside`` that words are cut inside and spaces kept, so lines join as they are.
    """

    size: Callable[[str], int]
    limit: int
    tight: bool
    inside: bool

    def full(self, line: str, following: str) -> bool:
        """Tell whether ``following`` begins where it does only because ``line`` had no room left."""
        return self.size(line) + (self.size(_first_unit(following)) if self.tight else 0) >= self.limit


def display_width(text: str) -> int:
    """Columns of ``text`` on a terminal: one for ASCII, two for everything else."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def find_layout(text: str, marked_up: bool) -> Layout | None:
    """The hard wraps of ``text``, or ``None`` where lines are paragraphs. ``marked_up``: tags or entities were seen in it."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4 and not (marked_up and len(lines) > 2):
        return None
    proofs = _proofs(lines, marked_up)
    inside = _words_cut(lines, marked_up)
    for size, least, slack in ((display_width, 24, 4), (len, 12, 2)):
        found = _tight(lines, size, least, slack, proofs)
        if found:
            return Layout(size, found - slack // 4, tight=True, inside=not _keeps_words(lines, size, found))
    if proofs >= 2 and (limit := _loose(lines, marked_up)):
        return Layout(display_width, limit, tight=False, inside=inside)
    return None


def _proofs(lines: Sequence[str], marked_up: bool) -> int:
    """Count the line breaks that no writer makes: before closing punctuation, inside a tag, inside an entity."""
    count = 0
    for line, following in pairwise(lines):
        count += bool(_LINE_HEAD.match(following) or _splits_entity(line, following))
        count += bool(marked_up and "<" in line and _OPEN_TAG.search(line[line.rfind("<") :]))
    return count


def _words_cut(lines: Sequence[str], marked_up: bool) -> bool:
    """Tell whether wraps keep the spaces or cut words inside."""
    kept = sum(line.endswith(" ") for line in lines)
    return kept > 0 or any(_splits_entity(a, b) for a, b in pairwise(lines)) or marked_up


def _tight(lines: Sequence[str], size: Callable[[str], int], least: int, slack: int, proofs: int) -> int:
    """The exact limit of the wraps in ``size``, or 0: most lines reach it, none passes it, and they end within sentences."""
    sizes = [size(line) for line in lines]
    limit = sorted(sizes, reverse=True)[len(sizes) // 50]
    units = [size(_first_unit(line)) for line in lines[1:]]
    full = [i for i, unit in enumerate(units) if sizes[i] <= limit and sizes[i] + max(slack, unit) >= limit]
    if limit < least or len(full) < 3 or len(full) < 0.4 * len(lines):
        return 0
    free = sum(_is_open(lines[i]) and not lines[i + 1][0].isspace() for i in full)
    inner = sum(bool(_INNER_STOP.search(lines[i], 1, len(lines[i]) - 1)) for i in full)
    ends = sum(bool(_INNER_END.search(lines[i])) for i in full)
    prose = inner >= 0.5 * len(full) and (proofs or ends >= max(2, 0.2 * len(full)))
    return limit if prose and free >= 0.6 * len(full) else 0


def _keeps_words(lines: Sequence[str], size: Callable[[str], int], limit: int) -> bool:
    """Tell whether a line ends early because the Latin word that begins the next had no room: words are not cut inside."""
    short = ((size(a), _first_unit(b)) for a, b in pairwise(lines))
    return any(n < limit - 2 and unit[0].isascii() and n + size(unit) > limit for n, unit in short)


def _first_unit(line: str) -> str:
    """What a wrap at words would not divide: the first Latin word or number of ``line``, or its first character."""
    found = _UNIT.match(line)
    return found[0] if found else line


def _loose(lines: Sequence[str], marked_up: bool) -> int:
    """The least width of a full line where the wraps follow a proportional font, or 0."""
    widths = sorted(map(display_width, lines))
    middle = widths[len(widths) // 2]
    near = sum(0.85 * middle <= width <= 1.2 * middle for width in widths)
    if middle < 24 or near < (0.6 if marked_up else 0.75) * len(lines) or (near < 8 and not marked_up):
        return 0
    return int(0.85 * middle)


def _is_open(line: str) -> bool:
    """Tell whether a sentence goes on after ``line``."""
    bare = line.rstrip().rstrip(_CLOSERS)
    return not bare or bare[-1] not in _ENDS


def _splits_entity(line: str, following: str) -> bool:
    """Tell whether the break between the two lines stands inside a character entity."""
    head, tail = _OPEN_ENTITY.search(line[-16:]), _REST_OF_ENTITY.match(following)
    if not head or not tail:
        return False
    name = (head[0] + tail[0]).removeprefix("&").removeprefix("amp;")
    return name in html5 or name.startswith("#")


def breaks(text: str, marked_up: bool, layout: Layout | None) -> Iterator[Edit]:
    """Yield what becomes of the line breaks of ``text``: nothing (a wrap), ``HOLE`` (a piece is missing); others stay."""
    spaced = len(_SPACED.findall(text)) >= 3
    indented = _indents(text, layout)
    tag = ""
    for start, line, end, following in _line_breaks(text):
        tag = _pending(tag + line) if marked_up else ""
        new = _break(line, following, "\n\n" in text[start:end], tag, marked_up, layout, spaced, indented)
        if new is None:
            tag = "" if not tag else tag + "\n"
            continue
        if new == HOLE:
            tag = ""
        # The space that begins a piece goes with the break.
        yield start, end + (new == HOLE), new


def _line_breaks(text: str) -> Iterator[tuple[int, str, int, str]]:
    """Yield each break between two lines that are not blank: (its start, line before, its end, line after)."""
    previous: tuple[int, str] | None = None
    start = 0
    for line in text.split("\n"):
        if line.strip():
            if previous is not None:
                yield *previous, start, line
            previous = (start + len(line), line)
        start += len(line) + 1


def _pending(line: str) -> str:
    """The beginning of a tag that is still open at the end of ``line``, or nothing."""
    at = line.rfind("<")
    return line[at:] if at >= 0 and _OPEN_TAG.match(line[at:]) else ""


def _break(
    line: str,
    following: str,
    blank: bool,
    tag: str,
    marked_up: bool,
    layout: Layout | None,
    spaced: bool,
    indented: bool,
) -> str | None:
    """What stands for one line break: "" (joined), a space, ``HOLE``, or ``None`` (it stays)."""
    piece = following[0] == " " and not following[1].isspace()
    if tag and re.match(r" {1,2}\S", following) and not (piece and _continues(tag, following)):
        return HOLE
    if (
        piece
        and not tag
        and (marked_up or layout)
        and not indented
        and _starts_piece(line, following[1:], marked_up, spaced)
    ):
        return HOLE
    if tag or _splits_entity(line, following):
        return ""
    if layout is None or not layout.full(line, following) or (blank and not _is_open(line)):
        return None
    if following[0] in "\u3000\t" or following.startswith("  "):
        return None
    return "" if layout.inside or not (_latin(line[-1]) and _latin(following[0])) else " "


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _starts_piece(line: str, rest: str, marked_up: bool, spaced: bool) -> bool:
    """Tell whether the line that begins with a space and ``rest`` is a new piece, outside of a tag."""
    if marked_up and rest[0] == "<" and line.rstrip().endswith(">"):
        return False
    if marked_up and _HALF_TAG.match(rest):
        return True
    if rest[0].isascii() and rest[0].isalnum() and (spaced or line[-1].isascii()):
        return False
    return marked_up or _is_open(line)


def _indents(text: str, layout: Layout | None) -> bool:
    """Tell whether lines that begin with one space are only indented paragraphs: nearly all follow a finished line."""
    found = finished = 0
    for _, line, _, following in _line_breaks(text):
        if following[0] == " " and not following[1].isspace() and not _HALF_TAG.match(following[1:]):
            found += 1
            ended = not _is_open(line) or line.rstrip().endswith(">")
            finished += ended and (layout is None or not layout.full(line, following))
    return found > 2 and finished >= 0.8 * found


def _continues(tag: str, following: str) -> bool:
    """Tell whether ``following`` (with its leading space) goes on with the open ``tag``, so that nothing is missing."""
    if re.fullmatch(r"<[a-zA-Z][a-zA-Z0-9:]*", tag):
        return bool(re.match(r" +(?:[a-z-]+\s*=|/?>)", following))
    if "=" not in tag:
        return False
    joined = re.split(r"[;=]", tag.replace("\n", ""))[-1] + re.split(r"[;>]", following, maxsplit=1)[0]
    if re.fullmatch(r"\s*[\"']?\s*[a-z-]+", joined):
        return bool(re.match(r" +[a-z-]+\s*=", following))
    found = _DECLARATION.match(joined)
    return bool(found) and all(_VALUE.match(value) for value in found[2].split(" ") if value)  # type: ignore[index]
