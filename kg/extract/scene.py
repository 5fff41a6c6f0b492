"""A sentence with all that was found in it: what the rules for facts look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TypeVar

from kg.extract.dates import When, find_dates
from kg.extract.grammar import AreaWords
from kg.extract.values import Value, find_values
from kg.model import Document, Entity, Evidence, Sentence

_Found = TypeVar("_Found", When, Value)
_GAP = re.compile(r"^(?:、|和|与|及|以及|，|“|”|》、《|》和《|”“|》《)$")


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity at one place of a sentence, by name or by a word that stands for it (该行, 全市); offsets into the document."""

    start: int
    end: int
    entity: str
    type: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence; ``text`` is its words in simplified characters, ``quote`` as written; all offsets are the document's."""

    start: int
    end: int
    paragraph: int
    text: str
    quote: str
    refs: tuple[Ref, ...]
    values: tuple[Value, ...]
    dates: tuple[When, ...]
    groups: tuple[tuple[Ref, ...], ...] = field(default=())

    def slice(self, start: int, end: int) -> str:
        """The words between two document offsets, cut at the sentence's borders."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]

    def evidence(self) -> Evidence:
        """The whole sentence as evidence."""
        return Evidence(self.start, self.end, self.quote)

    def part(self, start: int, end: int) -> Scene:
        """The piece from ``start`` to ``end`` as a scene of its own, without groups."""
        a, b = start - self.start, end - self.start
        return Scene(
            start,
            end,
            self.paragraph,
            self.text[a:b],
            self.quote[a:b],
            tuple(r for r in self.refs if start <= r.start and r.end <= end),
            tuple(v for v in self.values if start <= v.start and v.end <= end),
            tuple(d for d in self.dates if start <= d.start and d.end <= end),
        )

    def clause(self, offset: int) -> tuple[int, int]:
        """The borders of the clause around ``offset``: from the last ，；： to the next."""
        at = offset - self.start
        start = max(self.text.rfind(c, 0, at) for c in "，；：") + 1
        ends = [e for e in (self.text.find(c, at) for c in "，；：") if e >= 0]
        return self.start + start, self.start + min(ends, default=len(self.text))


def _groups(refs: Sequence[Ref], text: str, start: int) -> tuple[tuple[Ref, ...], ...]:
    """Refs of one type that are only parted by 、 or 和 belong together: what is said of the last is said of all."""
    groups: list[list[Ref]] = []
    for ref in refs:
        if groups:
            last = groups[-1][-1]
            between = text[last.end - start : ref.start - start]
            if last.type == ref.type and _GAP.match(between):
                groups[-1].append(ref)
                continue
        groups.append([ref])
    return tuple(map(tuple, groups))


_MEANS: Mapping[str, tuple[str, ...]] = {
    "公司": ("Company", "FinancialInstitution"),
    "企业": ("Company",),
    "集团": ("Company",),
    "行": ("FinancialInstitution", "GovernmentBody"),
    "局": ("GovernmentBody",),
    "委": ("GovernmentBody",),
    "村": ("AdministrativeArea",),
    "镇": ("AdministrativeArea",),
    "县": ("AdministrativeArea",),
    "区": ("AdministrativeArea", "Zone"),
    "市": ("AdministrativeArea",),
    "省": ("AdministrativeArea",),
    "园区": ("Zone",),
    "项目": ("Project", "Facility"),
    "工程": ("Project",),
    "平台": ("Platform",),
    "系统": ("Platform",),
    "电站": ("Facility",),
    "工厂": ("Facility",),
    "基地": ("Facility",),
    "站": ("Facility",),
    "协会": ("Organization",),
    "中心": ("Organization", "GovernmentBody"),
    "合作社": ("Company",),
    "校": ("Organization",),
    "院": ("Organization",),
    "所": ("Organization", "FinancialInstitution"),
    "产品": ("FinanceInstrument", "Product"),
    "办法": ("Document",),
    "方案": ("Document",),
}
"""The word behind 该 and the types that it may mean."""

_POINTING = re.compile(
    rf"(?:该家?|这家|这座|这一)(?P<kind>{'|'.join(sorted(_MEANS, key=len, reverse=True))})|(?<![一-龥])公司(?=[^名股债法])"
)


def _pointers(text: str, refs: Sequence[Ref]) -> Iterator[Ref]:
    """该公司, 该行, 公司: the entity of a fitting type that was named last before."""
    last: dict[tuple[str, str], tuple[int, Ref]] = {}
    at = 0
    for match in _POINTING.finditer(text):
        while at < len(refs) and refs[at].end <= match.start():
            ref = refs[at]
            last[(ref.type, "")] = last[(ref.type, text[ref.end - 1])] = (at, ref)
            at += 1
        types = _MEANS[match["kind"] or "公司"]
        # 该县 is the last name in 县, while 该公司 may be any firm.
        ending = match["kind"] if types[0] == "AdministrativeArea" else ""
        fitting = [last[(kind, ending)] for kind in types if (kind, ending) in last]
        if fitting:
            _, ref = max(fitting, key=itemgetter(0))
            yield Ref(match.start(), match.end(), ref.entity, ref.type, named=False)


def _main_areas(entities: Sequence[Entity], words: AreaWords) -> dict[str, Entity]:
    """For 全市, 全区, …: the area of that level that the document names most, the first of equals."""
    areas = [e for e in entities if e.type == "AdministrativeArea"]
    counts = Counter({e.id: len(e.mentions) for e in areas})
    found: dict[str, Entity] = {}
    for word, ending in words.whole.items():
        fitting = [e for e in areas if _is_level(e, ending, words.provinces)]
        if fitting:
            found[word] = max(fitting, key=lambda e: counts[e.id])
    return found


def _is_level(entity: Entity, ending: str, provinces: Container[str]) -> bool:
    names = entity.aliases
    if ending == "国":
        return any(n in ("中国", "我国") for n in names)
    if any(n.endswith(ending) for n in names):
        return True
    is_province = any(n in provinces for n in names)
    if ending == "省":
        return is_province
    # A short name tells no level; a province is none of a city, and what is no province may be one.
    return ending == "市" and not is_province and all(n[-1] not in "省区县镇乡村国" for n in names)


def _wholes(text: str, main: Mapping[str, Entity]) -> Iterator[Ref]:
    for word, entity in main.items():
        for match in re.finditer(word, text):
            yield Ref(match.start(), match.end(), entity.id, entity.type, named=False)


def build_scenes(
    document: Document, text: str, sentences: Sequence[Sentence], entities: Sequence[Entity], words: AreaWords
) -> tuple[Scene, ...]:
    """One scene a sentence of ``document``; ``text`` is its text in simplified characters, of the same length."""
    named = sorted((Ref(m.start, m.end, e.id, e.type) for e in entities for m in e.mentions), key=lambda r: r.start)
    taken = {i for r in named for i in range(r.start, r.end)}
    others = [*_pointers(text, named), *_wholes(text, _main_areas(entities, words))]
    refs = sorted([*named, *(r for r in others if r.start not in taken)], key=lambda r: (r.start, r.end))
    scenes, at = [], 0
    for sentence in sentences:
        while at < len(refs) and refs[at].start < sentence.start:
            at += 1
        inside = []
        while at < len(refs) and refs[at].end <= sentence.end:
            inside.append(refs[at])
            at += 1
        scenes.append(_scene(document, text, sentence, tuple(inside)))
    return tuple(scenes)


def _shifted(found: Iterable[_Found], by: int, taken: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    """Dates or values with the document's offsets, without those that overlap ``taken``."""
    for item in found:
        start, end = item.start + by, item.end + by
        if not any(s < end and start < e for s, e in taken):
            yield replace(item, start=start, end=end)


def _scene(document: Document, text: str, sentence: Sentence, refs: tuple[Ref, ...]) -> Scene:
    start, words = sentence.start, text[sentence.start : sentence.end]
    names = [(r.start, r.end) for r in refs if r.named]
    dates = tuple(_shifted(find_dates(words, document.date), start, names))
    values = tuple(_shifted(find_values(words), start, [*names, *((d.start, d.end) for d in dates)]))
    quote = document.text[start : sentence.end]
    return Scene(
        start, sentence.end, sentence.paragraph, words, quote, refs, values, dates, _groups(refs, words, start)
    )
