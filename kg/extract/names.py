"""Names by their endings: X有限公司, X银行Y分行, X局, X工业园区 – from the ending leftwards over words until the name begins."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.choose import RISKY
from kg.extract.grammar import NameRule, NameWords
from kg.extract.words import Word, Words
from kg.model import Mention

# Parts of speech that may stand inside a name; verbs only by rule or when they are also used as nouns.
_NOUNISH = frozenset("n nz nt nr nrt nrfg ns ng j b vn an l i s z eng nw nl un k zg g h".split())
_PREPOSITIONS = "由于向与为在"
_OPEN = {"”": "“", "）": "（", "’": "‘"}
_AREA_END = "省市区县州盟旗镇乡村道"
_DONE = -1
"""The index at which a walk leftwards ends."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A text with the rule that is tried on it, and end → start (and start → end) of the mentions that a name may take in
    or must stop at: areas, banks and firms, zones.
    """

    text: str
    words: Words
    rule: NameRule
    lexis: NameWords
    areas: Mapping[int, int]
    area_ends: Mapping[int, int]
    heads: Mapping[int, int]
    borders: Mapping[int, int]


def _acceptable(word: Word, site: _Site) -> bool:
    if word.text in site.lexis.stops:
        return False
    if word.tag in _NOUNISH or word.text in ("·", "—", "-", "+"):
        return True
    if word.tag in ("a", "f", "q"):
        return (word.tag == "a" and len(word.text) <= 3) or word.text in "级期号线东西南北中"
    if word.tag in ("v", "vd", "vi"):
        return site.rule.verbs and word.text in site.lexis.verbs
    return word.tag in ("m", "t", "mq") and (site.rule.numbers or word.text[-1:] in "期号线")


def _opening(words: Sequence[Word], index: int) -> int:
    """The index of the word that opens the quotation or bracket closed at ``index``; -1 where it is too far or none."""
    opening = _OPEN[words[index].text]
    for j in range(index - 1, max(-1, index - 10), -1):
        if words[j].text == opening:
            return j
        if words[j].text in "，。；！？：" or words[j].text in ("简称", "下称"):
            break
    return _DONE


def _extend(site: _Site, index: int, limit: int) -> int:
    """The start of the name whose ending's word is ``words[index]``; it begins at ``limit`` at the earliest."""
    start, j = site.words.items[index].start, index - 1
    while j >= 0:
        start, j = _step(site, j, start, limit)
    return start


def _step(site: _Site, j: int, start: int, limit: int) -> tuple[int, int]:
    """Take in the word at ``j`` or not: the start of the name now, and the index to go on with or ``_DONE``."""
    word = site.words.items[j]
    if word.end in site.areas:
        return _over_area(site, j, start, limit)
    if word.end in site.heads:
        return site.heads[word.end], _DONE
    # The segmenter knows no names, so that a border may lie inside a word (青凤科|创城赛|力斯).
    if border := next((end for end in range(word.end, word.start, -1) if end in site.borders), 0):
        return (min(start, border) if border < word.end else start), _DONE
    if word.text in _OPEN:
        opening = _opening(site.words.items, j)
        begin = site.words.items[opening].start
        return (start, _DONE) if opening < 0 or begin < limit else (begin, opening - 1)
    if not _acceptable(word, site) or word.start < limit:
        return start, _DONE
    if word.tag == "nr" and word.text[0] in _PREPOSITIONS and len(word.text) > 1:
        # The segmenter takes 由赛力斯 for a person's name.
        return word.start + 1, _DONE
    return word.start, j - 1


def _over_area(site: _Site, j: int, start: int, limit: int) -> tuple[int, int]:
    """Step over the area whose last word is at ``j``, where the rule lets a name hold one."""
    word, words, rule = site.words.items[j], site.words.items, site.rule
    begin = site.areas[word.end]
    # 沙坪坝区|青凤科创城 are two names, 涪陵高新区 is one.
    two = rule.area == "split" and word.text[-1] in _AREA_END and word.end - begin > 2
    if rule.area == "none" or begin < limit or two:
        return start, _DONE
    j = _before(words, j, begin)
    # An area ends a name on the left, save where another area or the name of a bank or firm stands before it.
    goes_on = j >= 0 and (rule.through or words[j].end in site.areas or words[j].end in site.heads)
    return begin, j if goes_on else _DONE


def _before(words: Sequence[Word], index: int, start: int) -> int:
    """The index of the last word that begins before ``start``, looked for leftwards from ``index - 1``."""
    index -= 1
    while index >= 0 and words[index].start >= start:
        index -= 1
    return index


def _candidates(site: _Site) -> Iterator[tuple[int, int, int]]:
    """(start, end, start of the ending) of every name that ends by the rule."""
    for match in site.rule.suffix.finditer(site.text):
        if not _inside_word(site.words, match.end()):
            limit = match.end() - site.rule.max - len(match[0])
            start = _extend(site, site.words.at(match.start()), limit)
            yield _trimmed(site, start, match.start()), match.end(), match.start()


def _trimmed(site: _Site, start: int, tail: int) -> int:
    """The start of a name without the verbs and other words that belong to the sentence, or to the area before it."""
    text = site.text
    # 重庆市|推进|绿色金融…试点: a verb right behind an area begins what is told, not a name.
    area = site.area_ends.get(start, start)
    if start < area < tail and _lead(site, area, tail):
        start = area
    start += _lead(site, start, tail)
    if site.rule.type == "AdministrativeArea":
        # 大顺镇|柏坪村: another area's name inside is none of this one's.
        start = max(start, *(text.rfind(c, start, tail) + 1 for c in _AREA_END))
    return start


def _lead(site: _Site, start: int, end: int) -> int:
    match = site.lexis.lead.match(site.text, start, end)
    if not match or match.end() >= end + bool(site.rule.bare):
        return 0
    # 项|目 is no measure word 项 before a name.
    word = site.words.items[site.words.at(match.end() - 1)]
    return match.end() - start if word.end <= match.end() or (word.tag.startswith("n") and word.tag != "n") else 0


def _inside_word(words: Words, end: int) -> bool:
    """Tell whether a known word goes on behind ``end``: 创新城 ends no name in 创新|城市. Guessed words (names) may be cut."""
    word = words.items[words.at(end - 1)]
    return word.end > end and word.tag not in ("nr", "nz", "j", "x", "nrt")


def _spans(mentions: Iterable[Mention], types: Container[str]) -> dict[int, int]:
    return {m.end: m.start for m in mentions if m.type in types}


def find_names(
    text: str, words: Words, rules: Sequence[NameRule], lexis: NameWords, known: Sequence[Mention]
) -> tuple[Mention, ...]:
    """Candidates of all rules in ``text``, overlapping ones too; ``known`` are the gazetteer's mentions."""
    strong = [m for m in known if m.score > RISKY]
    areas = _spans(strong, ("AdministrativeArea",))
    area_ends = {start: end for end, start in reversed(areas.items())}
    found: list[Mention] = []
    for rule in rules:
        heads, borders = _spans([*known, *found], rule.heads), _borders(found, strong, rule)
        site = _Site(text, words, rule, lexis, areas, area_ends, heads, borders)
        # A name of the lists ends here already: what stands before it is no part of it.
        whole = {m.end for m in strong if m.type == rule.type}
        found += [
            _mention(site, start, end) for start, end, tail in _candidates(site) if _fits(site, start, end, tail, whole)
        ]
    return tuple(found)


def _mention(site: _Site, start: int, end: int) -> Mention:
    surface, rule = site.text[start:end], site.rule
    # The central bank's branches supervise; they are no lenders.
    kind = "GovernmentBody" if rule.type == "FinancialInstitution" and "人民银行" in surface else rule.type
    return Mention(start, end, surface, kind, rule.score, f"ending:{rule.type}")


def _borders(found: Sequence[Mention], strong: Sequence[Mention], rule: NameRule) -> dict[int, int]:
    """Where a name must begin at the latest: behind a zone, and for things that belong to no body behind a body's name."""
    if rule.area == "keep":
        return {}
    # 青凤科创城|赛力斯…工厂: where places are split, a zone's name ends before the next begins.
    bodies = ("Company", "FinancialInstitution", "GovernmentBody", "Organization") if rule.area == "none" else ()
    return _spans([*strong, *found], ("Zone", *bodies))


def _fits(site: _Site, start: int, end: int, tail: int, whole: Container[int]) -> bool:
    surface, rule = site.text[start:end], site.rule
    bare = start == tail and 0 < rule.bare <= end - start
    if end in whole or surface in rule.banned or surface.endswith(rule.banned_ends):
        return False
    if tail - start < rule.min and not bare:
        return False
    return not _cut(site, start, end) and (not rule.exact or _is_one_word(site.words, start, end))


def _is_one_word(words: Words, start: int, end: int) -> bool:
    """Tell whether the segmentation takes the span for one noun; short endings (山, 河) stand in too many other words."""
    word = words.items[words.at(start)]
    return (word.start, word.end) == (start, end) and word.tag in ("ns", "nz", "n", "nr", "nrt")


def _cut(site: _Site, start: int, end: int) -> bool:
    """Tell whether the name goes on behind ``end``: a quotation that it would tear apart, or 局|长."""
    behind = site.text[end : end + 1]
    torn = behind == "”" and site.text[start - 1 : start] != "“"
    return torn or (site.rule.type == "GovernmentBody" and behind == "长")
