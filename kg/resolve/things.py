"""From the entities of all documents to things: a key for each, computed from what it is, never from where it stood."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import DocumentFacts, Entity, Resolution, Thing
from kg.resolve.link import COUNTY, PREFECTURE, PROVINCE, Gazetteer, link_areas
from kg.resolve.normal import area_core, bank_core, body_core, company_core, plain
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


def _core(kind: str, name: str) -> str:
    """What two names of one thing share across documents."""
    if kind == "Company":
        return company_core(name)
    if kind == "FinancialInstitution":
        return bank_core(name)
    return body_core(name) if kind == "GovernmentBody" else plain(name)


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
        kind, full = claim.entity.type, _core(claim.entity.type, claim.label)
        # 《行动计划》 is short for many documents.
        if kind not in ("Document", "Person", "Event"):
            for alias in claim.entity.aliases:
                short = _core(kind, alias)
                if len(short) >= 3:
                    found[(kind, short)].add(full)
    return {pair: min(full - {pair[1]}) for pair, full in found.items() if len(full - {pair[1]}) == 1}


def _cluster(claim: _Claim, fuller: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    kind, core = claim.entity.type, _core(claim.entity.type, claim.label)
    seen = {core}
    while (kind, core) in fuller and fuller[(kind, core)] not in seen:
        core = fuller[(kind, core)]
        seen.add(core)
    return kind, core


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
    open_claims = [c for c in claims if not c.key]
    known = {
        (c.entity.type, _core(c.entity.type, alias)): c.key
        for c in claims
        if c.code and not c.area
        for alias in c.entity.aliases
    }
    clusters: dict[tuple[str, str], list[_Claim]] = defaultdict(list)
    fuller = _fuller(open_claims)
    for claim in open_claims:
        cluster = _cluster(claim, fuller)
        if cluster in known:
            keyed[known[cluster]].append(claim)
        else:
            clusters[cluster].append(claim)
    for claim in claims:
        if claim.key:
            keyed[claim.key].append(claim)
    for (kind, _), members in clusters.items():
        name = max(sorted({c.label for c in members}), key=len)
        keyed[f"{_kebab(kind)}/{_key_name(name)}"] += members
    things = tuple(_thing(key, keyed[key]) for key in sorted(keyed))
    return Resolution(things, {c.place: key for key, members in keyed.items() for c in members})
