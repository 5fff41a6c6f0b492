"""Within one document: which mentions mean one thing. Equal names, announced short names, and names with the same core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from kg.model import GAP, Entity, Mention
from kg.resolve.normal import area_core, body_core, company_core, core

Name = tuple[str, str]
"""A type and a surface: the unit that is joined; all mentions of one name in a document mean one thing."""


class _Union:
    """Disjoint sets of names; the name seen first stands for its set."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.parent = {name: name for name in names}
        self.order = {name: i for i, name in enumerate(self.parent)}

    def find(self, name: Name) -> Name:
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def join(self, one: Name, other: Name) -> None:
        first, second = sorted((self.find(one), self.find(other)), key=self.order.__getitem__)
        self.parent[second] = first


def _core(name: Name, areas: frozenset[str]) -> str:
    kind, surface = name
    return company_core(surface, areas) if kind == "Company" else core(kind, surface)


def _join_equal_cores(union: _Union, names: Sequence[Name], areas: frozenset[str]) -> None:
    first: dict[Name, Name] = {}
    for name in names:
        key = (name[0], _core(name, areas))
        union.join(first.setdefault(key, name), name)


def _join_bodies(union: _Union, names: Sequence[Name], areas: frozenset[str]) -> None:
    """市生态环境局 is 重庆市生态环境局 where the document knows only one body of that name."""
    bodies = [name for name in names if name[0] == "GovernmentBody"]
    by_rest: dict[str, list[Name]] = defaultdict(list)
    for name in bodies:
        full = body_core(name[1])
        for cut in range(2, len(full)):
            # 重庆|市生态环境局, or 重庆市|生态环境局.
            if full[:cut] in areas:
                by_rest[full[cut:]].append(name)
    for short in bodies:
        full_names = by_rest[body_core(short[1])] if short[1][0] in "市区县省镇" else []
        if len({union.find(name) for name in full_names}) == 1:
            union.join(full_names[0], short)


def _join_announced(union: _Union, aliases: Sequence[tuple[Mention, Mention]]) -> None:
    for full, short in aliases:
        one, other = (full.type, full.text), (short.type, short.text)
        if one in union.parent and other in union.parent:
            union.join(one, other)


def _joined(names: Sequence[Name], aliases: Sequence[tuple[Mention, Mention]]) -> _Union:
    """The names of a document, joined by what the text announces, by their cores, and bodies by their areas."""
    surfaces = {text for kind, text in names if kind == "AdministrativeArea"}
    areas = frozenset(surfaces | {area_core(text) for text in surfaces})
    union = _Union(names)
    _join_announced(union, aliases)
    _join_equal_cores(union, names, areas)
    _join_bodies(union, names, areas)
    return union


def entities(
    mentions: Sequence[Mention], aliases: Sequence[tuple[Mention, Mention]], gaps: Sequence[int] = ()
) -> tuple[Entity, ...]:
    """Group the mentions of one document into entities ``e1``, ``e2``, … in the order of their first mentions.

    ``aliases`` are pairs (full name, short name) that the text announces. The name of an entity is its fullest mention;
    one that begins right behind one of ``gaps`` may be cut off, and names the entity only where no other does.
    """
    behind = {gap + len(GAP) + 1 for gap in gaps}
    by_name: dict[Name, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: m.start):
        by_name[(mention.type, mention.text)].append(mention)
    union = _joined(list(by_name), aliases)
    groups: dict[Name, list[Mention]] = defaultdict(list)
    for name, found in by_name.items():
        groups[union.find(name)] += found
    return tuple(_entity(f"e{n}", group, behind) for n, group in enumerate(groups.values(), 1))


def _entity(identifier: str, mentions: Sequence[Mention], behind: Container[int]) -> Entity:
    ordered = tuple(sorted(mentions, key=lambda m: m.start))
    aliases = tuple(dict.fromkeys(m.text for m in ordered))
    whole = tuple(dict.fromkeys(m.text for m in ordered if m.start not in behind))
    # The fullest name; of two as long, the one that comes first, as the annotation does.
    return Entity(identifier, ordered[0].type, max(whole or aliases, key=len), aliases, ordered)
