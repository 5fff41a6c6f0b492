"""From the entities of all documents to things: a key for each, computed from what it is, never from where it stood."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import DocumentFacts, Entity, Resolution, Thing
from kg.resolve.link import COUNTY, PREFECTURE, PROVINCE, Gazetteer, link_areas
from kg.resolve.normal import area_core, core
from kg.tables import Area

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEVEL_OF = {"市": (PROVINCE, PREFECTURE), "省": (PROVINCE,), "区": (COUNTY,), "县": (COUNTY,)}


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one document says of one entity: where it stands, its key so far, and what the gazetteer knows."""

    place: tuple[str, str]
    entity: Entity
    key: str
    area: Area | None = None
    code: str = ""
    label: str = ""


def _kebab(kind: str) -> str:
    return _WORD.sub("-", kind).lower()


def _key_name(name: str) -> str:
    return re.sub(r"[\s“”\"‘’'《》·/]", "", unicodedata.normalize("NFKC", name))


def _full_body(entity: Entity, linked: Mapping[str, Area], facts: DocumentFacts) -> str:
    """市生态环境局 → 重庆市生态环境局, by the area of that level that the document names most."""
    levels = _LEVEL_OF.get(entity.name[:1], ())
    mentions = {e.id: len(e.mentions) for e in facts.entities}
    fitting = [
        (mentions[i], area) for i, area in linked.items() if area.level in levels and area.name.endswith(entity.name[0])
    ]
    if not fitting:
        return entity.name
    _, area = max(fitting, key=lambda pair: (pair[0], pair[1].code))
    return area.name + entity.name[1:]


def _employer(entity: Entity, facts: DocumentFacts) -> str:
    names = {e.id: e.name for e in facts.entities}
    found = [names[r.object] for r in facts.relations if r.property == "worksFor" and r.subject == entity.id]
    return min(found, default="")


def _path(entity: Entity, linked: Mapping[str, Area], facts: DocumentFacts) -> str:
    """The key of an area that the gazetteer does not know: the path of the places that the document says it lies in."""
    by_id = {e.id: e for e in facts.entities}
    parts, at, seen = [_key_name(entity.name)], entity.id, {entity.id}
    while parents := sorted(
        r.object for r in facts.relations if r.property == "locatedIn" and r.subject == at and r.object not in seen
    ):
        at = parents[0]
        seen.add(at)
        if at in linked:
            return "/".join(["place", linked[at].code, *reversed(parts)])
        parts.append(_key_name(area_core(by_id[at].name)))
    return "/".join(["place", *reversed(parts)])


def _claims(facts: DocumentFacts, gazetteer: Gazetteer) -> Iterator[_Claim]:
    linked = link_areas(facts, gazetteer)
    for entity in facts.entities:
        yield _claim(entity, facts, linked, gazetteer)


def _claim(entity: Entity, facts: DocumentFacts, linked: Mapping[str, Area], gazetteer: Gazetteer) -> _Claim:
    place = (facts.document, entity.id)
    if entity.type == "AdministrativeArea":
        area = linked.get(entity.id)
        if area is not None:
            return _Claim(place, entity, f"place/{area.code}", area, area.code, area.name)
        return _Claim(place, entity, _path(entity, linked, facts))
    company = gazetteer.company(entity) if entity.type in ("Company", "FinancialInstitution") else None
    if company is not None:
        return _Claim(place, entity, f"company/{company.code.split('.')[0]}", None, company.code, company.name)
    name = _full_body(entity, linked, facts) if entity.type == "GovernmentBody" else entity.name
    if entity.type == "Person" and (employer := _employer(entity, facts)):
        return _Claim(place, entity, f"person/{_key_name(employer)}/{_key_name(name)}", label=name)
    return _Claim(place, entity, "", label=name)


def _fuller(claims: Sequence[_Claim]) -> dict[tuple[str, str], str]:
    """(type, core of a short name) → core of the one fuller name that documents give for it; unclear ones are left out."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in claims:
        kind, full = claim.entity.type, core(claim.entity.type, claim.label)
        # 《行动计划》 is short for many documents.
        if kind not in ("Document", "Person", "Event"):
            for alias in claim.entity.aliases:
                short = core(kind, alias)
                if len(short) >= 3:
                    found[(kind, short)].add(full)
    return {pair: min(full - {pair[1]}) for pair, full in found.items() if len(full - {pair[1]}) == 1}


def _cluster(claim: _Claim, fuller: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    kind = claim.entity.type
    name = core(kind, claim.label)
    seen = {name}
    while (kind, name) in fuller and fuller[(kind, name)] not in seen:
        name = fuller[(kind, name)]
        seen.add(name)
    return kind, name


def _thing(key: str, claims: Sequence[_Claim]) -> Thing:
    names = {alias for c in claims for alias in (*c.entity.aliases, c.label or c.entity.name)}
    # Gazetteer names come first; otherwise the fullest name, and of equals the first by code point.
    label = min((c.label for c in claims if c.code), default="") or max(sorted(names), key=len)
    area = next((c.area for c in claims if c.area is not None), None)
    return Thing(
        key=key,
        type=min(c.entity.type for c in claims),
        label=label,
        aliases=tuple(sorted(names - {label})),
        code=min(c.code for c in claims),
        lon=area.lon if area else None,
        lat=area.lat if area else None,
    )


def resolve(documents: Iterable[DocumentFacts], gazetteer: Gazetteer) -> Resolution:
    """Say which thing each entity of all documents means; the order of the documents does not matter.

    Areas get the key of their official code or the path of their parents, listed companies their exchange code, anything
    else its type and its fullest name in normal form. Persons with an employer are told apart by it.
    """
    claims = [claim for facts in documents for claim in _claims(facts, gazetteer)]
    keyed: dict[str, list[_Claim]] = defaultdict(list)
    for claim in claims:
        if claim.key:
            keyed[claim.key].append(claim)
    for key, members in _clustered(claims):
        keyed[key] += members
    things = tuple(_thing(key, keyed[key]) for key in sorted(keyed))
    return Resolution(things, {c.place: key for key, members in keyed.items() for c in members})


def _listed(claims: Sequence[_Claim]) -> dict[tuple[str, str], str]:
    """(type, core) → key for every name that documents use for a listed company."""
    # Sorted, so that of two firms that share a name the same one wins in any order of the documents.
    firms = sorted((c for c in claims if c.code and not c.area), key=lambda c: c.key, reverse=True)
    return {(c.entity.type, core(c.entity.type, alias)): c.key for c in firms for alias in c.entity.aliases}


def _clustered(claims: Sequence[_Claim]) -> Iterator[tuple[str, list[_Claim]]]:
    """Key and claims of the things that no list has: those with one core are one thing."""
    rest = [c for c in claims if not c.key]
    listed, fuller = _listed(claims), _fuller(rest)
    clusters: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for claim in rest:
        clusters[_cluster(claim, fuller)].append(claim)
    for (kind, name), members in clusters.items():
        label = max(sorted({c.label for c in members}), key=len)
        yield listed.get((kind, name), f"{_kebab(kind)}/{_key_name(label)}"), members
