"""Entity linking: which area of the gazetteer, and which listed company, a name of a document means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import DocumentFacts, Entity
from kg.resolve.normal import area_core, plain
from kg.tables import Area, Company

COUNTRY, PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = -1, 0, 1, 2, 3
_MEAN_COMMON = 3
"""A company's short name of fewer characters is linked only where the document has the legal name too."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The areas by name and by code, and the listed companies by name."""

    areas: Mapping[str, tuple[Area, ...]]
    by_code: Mapping[str, Area]
    companies: Mapping[str, Company]
    common: frozenset[str]

    @classmethod
    def of(cls, areas: Iterable[Area], companies: Iterable[Company], common: frozenset[str] = frozenset()) -> Gazetteer:
        """Index the rows of the compiled tables; ``common`` are surfaces that are words of the language too."""
        by_name: dict[str, list[Area]] = defaultdict(list)
        by_code: dict[str, Area] = {}
        for area in areas:
            by_code[area.code] = area
            for name in {area.name, area.short} if area.level < TOWNSHIP else {area.name}:
                by_name[name].append(area)
        firms: dict[str, Company] = {}
        for company in companies:
            for name in (company.short, company.name):
                firms.setdefault(plain(name), company)
        return cls({n: tuple(a) for n, a in by_name.items()}, by_code, firms, common)

    def ancestors(self, area: Area) -> tuple[str, ...]:
        """The codes of the areas that hold ``area``, the nearest first."""
        found = []
        code = area.parent
        while code in self.by_code and code not in found:
            found.append(code)
            code = self.by_code[code].parent
        return tuple(found)

    def candidates(self, entity: Entity) -> tuple[Area, ...]:
        """All areas that a name of the entity may mean, those of that full name where there are any; sorted by code.

        A former area counts as the one that goes on under its short name, and for nothing beside a city or province of today.
        """
        names = {"中国" if name == "我国" else name for name in (*entity.aliases, area_core(entity.name))}
        found = [area for name in sorted(names) for area in self.areas.get(name, ())]
        full = [area for area in found if area.name in entity.aliases]
        chosen = {area.code: area for area in map(self._today, full or found)}
        large = any(not area.former and area.level < COUNTY for area in chosen.values())
        return tuple(chosen[code] for code in sorted(chosen) if not (large and chosen[code].former))

    def _today(self, area: Area) -> Area:
        """The area that goes on under the same short name (石柱县: 石柱土家族自治县); a former one without such stays itself."""
        if not area.former or len(area.successors) != 1:
            return area
        heir = self.by_code.get(area.successors[0], area)
        return self._today(heir) if heir.short == area.short and heir.code != area.code else area

    def company(self, entity: Entity) -> Company | None:
        """The listed company of that legal name, or of that short name where it is no common word."""
        for alias in entity.aliases:
            found = self.companies.get(plain(alias))
            if found is not None and (plain(alias) == plain(found.name) or self._telling(alias)):
                return found
        return None

    def _telling(self, alias: str) -> bool:
        return len(alias) >= _MEAN_COMMON and alias not in self.common


def _parents(facts: DocumentFacts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for relation in facts.relations:
        if relation.property == "locatedIn":
            found[relation.subject].append(relation.object)
    return found


def link_areas(facts: DocumentFacts, gazetteer: Gazetteer) -> dict[str, Area]:
    """Entity id → area for the administrative areas of a document that can be told.

    A name with one meaning is taken; one with several is decided by the stated chain of places (石柱县桥头镇) first, then by
    the areas that the document names for certain; what stays open is not linked.
    """
    options = {e.id: gazetteer.candidates(e) for e in facts.entities if e.type == "AdministrativeArea"}
    certain = {i: found[0] for i, found in options.items() if len(found) == 1 and found[0].level < TOWNSHIP}
    weights = _weights(facts.entities, certain, gazetteer)
    parents = _parents(facts)
    linked = dict(certain)
    # Two rounds, so that a county decided by its province can decide its township.
    for _ in range(2):
        for identifier, found in sorted(options.items()):
            if identifier not in linked and found:
                stated = {linked[p].code for p in parents.get(identifier, ()) if p in linked}
                area = _decide(found, stated, weights, gazetteer)
                if area is not None:
                    linked[identifier] = area
    return linked


def _weights(entities: Sequence[Entity], certain: Mapping[str, Area], gazetteer: Gazetteer) -> Counter[str]:
    """How often the document names each area for certain, counted for the areas that hold it too."""
    weights: Counter[str] = Counter()
    mentions = {e.id: len(e.mentions) for e in entities}
    for identifier, area in certain.items():
        for code in (area.code, *gazetteer.ancestors(area)):
            if code in gazetteer.by_code and gazetteer.by_code[code].level > COUNTRY:
                weights[code] += mentions[identifier]
    return weights


def _decide(found: Sequence[Area], stated: set[str], weights: Counter[str], gazetteer: Gazetteer) -> Area | None:
    def support(area: Area) -> tuple[int, int]:
        above = gazetteer.ancestors(area)
        return sum(code in stated for code in above), max((weights[code] for code in above), default=0)

    def rank(area: Area) -> tuple[int, int, bool, int]:
        stated_above, named_above = support(area)
        return -stated_above, -named_above, area.former, area.level

    if not any(any(support(area)) for area in found):
        # Without context only a county or a larger area of today is what readers think of first, and only if it stands alone.
        upper = [a for a in found if a.level < TOWNSHIP and not a.former]
        return upper[0] if len(upper) == 1 else None
    best = min(map(rank, found))
    ties = [area for area in found if rank(area) == best]
    return ties[0] if len(ties) == 1 else None
