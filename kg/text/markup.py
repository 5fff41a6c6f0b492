"""Tags, halves of tags, style debris and character entities in scraped text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from kg.text.layout import HOLE
from kg.text.traced import Edit

_NAMES = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|embed|fieldset|figcaption"
    "|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta|nav|noscript|object|ol|option"
    "|p|param|path|picture|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th"
    "|thead|time|title|tr|tt|u|ul|video|wbr|[a-z]\\d?:[a-z]+"
)
_BLOCK = re.compile(
    r"</?(?:article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html"
    r"|li|main|nav|ol|option|p|pre|section|table|tbody|tfoot|thead|title|tr|ul)\b",
    re.IGNORECASE,
)
_CELL = re.compile(r"</?(?:td|th)\b", re.IGNORECASE)
# Case is ignored for names only: under re.I the class [\x80-\uffff] would hold K and S, by way of the Kelvin sign and the long s.
_NAME = f"(?i:{_NAMES})"
_ASCII = r"[^<>\x1e\n\x80-\U0010ffff]"
# Not \s, which holds HOLE.
_SPACE = r"[ \t\n]"
_WHOLE_TAG = re.compile(
    r"<(?=[A-Za-z/!])(?:!\[[^<>]{0,80}\]>|!(?i:doctype)[^<>]{0,300}>"
    rf"|(?:/?{_NAME}{_SPACE}*/?|{_NAME}{_SPACE}(?:[^<>\"'\x1e\x80-\U0010ffff]|\"[^\"<>\x1e]{{0,800}}\"|'[^'<>\x1e]{{0,800}}'|[\"'])*)>)"
)
_HIDDEN = re.compile(r"<!--|<(?=[sS])(?i:(script|style))(?=[\s>])")
_EVIDENCE = re.compile(
    rf"<(?=[A-Za-z/!])(?:(?:/?{_NAME}\s*/?|{_NAME}\s[^<>\x80-\U0010ffff]{{0,400}}=[^<>]{{0,1000}})>|!--|!(?i:doctype))"
)
_CUT_TAG = re.compile(
    rf"<(?:/?[A-Za-z][A-Za-z0-9:]{{0,10}}|/|!-{{0,2}})?(?=\x1e|\s*\Z)|<(?=[A-Za-z/])/?{_NAME}\s{_ASCII}*(?=[\x1e<]|\s*\Z)"
    rf"|<(?=[A-Za-z]){_NAME}\s{_ASCII}{{0,1000}}={_ASCII}*(?=[\x80-\U0010ffff])"
)
_STYLE = re.compile(r"[a-z-]*\s*:\s*[^:;<>{}]{0,80};|[a-z-]{2,}=[\"'][^\"']*[\"']|[a-z]{1,12}[\"';]$", re.IGNORECASE)
_DECLARED = re.compile(
    r"(?:[a-z-]{2,30}\s*:\s*[-#\w.,%() ]{1,60};\s*)+|[a-z-]{3,20}=[\"'][^\"'<>]{0,200}[\"']", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_COMMON = (
    "ldquo;rdquo;lsquo;rsquo;hellip;mdash;ndash;nbsp;amp;lt;gt;quot;apos;middot;bull;times;deg;yen;copy;reg;trade;ensp;emsp;permil;"
    "lsaquo;rsaquo;laquo;raquo;plusmn;le;ge;sup2;sup3;"
).split(";")[:-1]
_CUT_ENTITY = re.compile(r"&(?:amp;)?([a-z]{0,8})(?=\x1e|\s*\Z)")
_REST_OF_ENTITY = re.compile(r"(?:\A|(?<=\x1e))\s?([a-z]{0,7});(?!\s*[a-z-]+\s*:)")
_PIECE = re.compile(r"(?<![^\n\x1e])[^\x1e\n<>\x80-\U0010ffff]+(?=[\n\x1e]|\Z)")
_LOOK_BACK = 600
_SPACES = str.maketrans("\xa0\u2002\u2003\u2009", "    ")


def has_entities(text: str) -> bool:
    """Tell whether ``text`` holds character entities such as ``&ldquo;``."""
    return any(_decoded(found[1]) for found in _ENTITY.finditer(text))


def has_tags(text: str) -> bool:
    """Tell whether ``text`` holds HTML tags, or what is left of their style attributes; ``x<5`` and ``a<b`` are none."""
    return bool(_EVIDENCE.search(text)) or next(_orphans(text, False), None) is not None


def entities(text: str) -> Iterator[Edit]:
    """Yield the decoding of each entity, encoded once or more often; a non-breaking space becomes a plain one."""
    for found in _ENTITY.finditer(text):
        if new := _decoded(found[1]):
            yield found.start(), found.end(), new


def _decoded(name: str) -> str:
    """The character of the entity ``name`` (without ``&`` and ``;``), or nothing where there is none."""
    if name[0] != "#" and name + ";" not in html5:
        return ""
    new = unescape(f"&{name};").translate(_SPACES)
    return "" if new in ("\ufffd", HOLE, "\x00") else new


def cut_entities(text: str) -> Iterator[Edit]:
    """Yield the removal of halves of entities at the borders of a missing piece."""
    found = [m for m in _CUT_ENTITY.finditer(text) if any(name.startswith(m[1]) for name in _COMMON)]
    found += [m for m in _REST_OF_ENTITY.finditer(text) if any(name.endswith(m[1]) for name in _COMMON)]
    yield from sorted((m.start(), m.end(), "") for m in found)


def hidden(text: str) -> Iterator[Edit]:
    """Yield the removal of comments, scripts and style sheets that are whole."""
    done = 0
    folded = text.lower() if len(text.lower()) == len(text) else text
    lost: set[str] = set()
    for found in _HIDDEN.finditer(text):
        closing = f"</{found[1].lower()}>" if found[1] else "-->"
        if found.start() < done or closing in lost:
            continue
        end = folded.find(closing, found.end())
        if end < 0:
            # None follows later either: looking again for each opening would take quadratic time.
            lost.add(closing)
            continue
        done = end + len(closing)
        yield found.start(), done, ""


def whole_tags(text: str) -> Iterator[Edit]:
    """Yield the removal of whole tags, comments and scripts; a block tag leaves a line break, a table cell a space."""
    for found in _WHOLE_TAG.finditer(text):
        tag = found[0]
        yield found.start(), found.end(), "\n" if _BLOCK.match(tag) else " " if _CELL.match(tag) else ""


def cut_tags(text: str) -> Iterator[Edit]:
    """Yield the removal of tags whose end is lost; each leaves ``HOLE``."""
    for found in _CUT_TAG.finditer(text):
        yield found.start(), found.end(), HOLE


def orphans(text: str) -> Iterator[Edit]:
    """Yield the removal of what is left of tags whose beginning is lost, up to their ``>``; each leaves ``HOLE``."""
    yield from _orphans(text, True)


def _orphans(text: str, sure: bool) -> Iterator[Edit]:
    """As :func:`orphans`; unless ``sure`` that the text is damaged, only where style declarations prove it."""
    done, end = 0, text.find(">")
    while end >= 0:
        start = _debris(text, done, end, sure)
        if start >= 0:
            yield start, end + 1, HOLE
        done, end = end + 1, text.find(">", end + 1)


def _debris(text: str, done: int, end: int, sure: bool) -> int:
    """Where the remains of the tag begin that ends at ``end``, or -1 where ``>`` is no end of a tag."""
    low = max(done, end - _LOOK_BACK)
    back = re.search(r"[^<>\x1e\n\x80-\U0010ffff]*\Z", text[low:end])
    start = low + back.start() if back else end
    left = text[start:end]
    if sure and start and text[start - 1] == HOLE:
        return start - 1
    proof = _STYLE.search(left) if sure and (start == 0 or text[start - 1] == "\n") else _DECLARED.search(left)
    if not proof:
        return -1
    kept = re.match(r"\s*[\d.,%]*(?=[a-z])", left)
    return start + (kept.end() if kept else 0)


def bare_styles(text: str) -> Iterator[Edit]:
    """Yield the removal of lines and pieces that hold nothing but style declarations; each leaves ``HOLE``."""
    for found in _PIECE.finditer(text):
        if _DECLARED.search(found[0]) or "style=" in found[0]:
            yield found.start(), found.end(), HOLE
