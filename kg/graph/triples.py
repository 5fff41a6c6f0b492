"""Things and the facts of a document as quads: the graph model, without blank nodes.

The default graph holds what is said (direct triples and the nodes of deals, observations and memberships); the named
graph of a document holds the document and the evidence it gives. Equal facts give equal quads, so that a set of them is
the graph, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from pyoxigraph import Quad

from kg.graph.evidence import Claim, claim_quads, source_quads
from kg.graph.iri import GEO, LJ, RDFS, SKOS, Minter
from kg.graph.nodes import deal_claim, membership_claim, observation_claim
from kg.graph.ontology import load_ontology, time_properties
from kg.graph.terms import DEFAULT, TYPE, chinese, date, decimal, iri, string
from kg.model import Document, DocumentFacts, KGError, Relation, Thing, Time

__all__ = ["collapsed", "document_quads", "ontology_quads", "thing_quads"]

EXTRACTOR = "lvjin"


@cache
def _symmetric() -> frozenset[str]:
    return frozenset(p.name for p in load_ontology().properties.values() if p.symmetric)


@cache
def _types() -> Mapping[str, str]:
    return load_ontology().types


@cache
def _properties() -> frozenset[str]:
    return frozenset(load_ontology().properties)


@cache
def _time_properties() -> Mapping[str, str]:
    return time_properties()


def thing_quads(thing: Thing, minter: Minter) -> Iterator[Quad]:
    """Yield type, labels, code and coordinates of a thing; raises :class:`KGError` for an unknown type or no label."""
    if thing.type not in _types():
        raise KGError(
            f"thing {thing.key!r} has type {thing.type!r}, which the ontology lacks; use one of {', '.join(_types())}"
        )
    if not thing.label.strip():
        raise KGError(f"thing {thing.key!r} has no label; give it the fullest of its names")
    node = iri(minter.thing(thing.key))
    yield Quad(node, TYPE, iri(LJ + thing.type), DEFAULT)
    yield Quad(node, iri(SKOS + "prefLabel"), chinese(thing.label), DEFAULT)
    for alias in sorted({*thing.aliases} - {thing.label, ""}):
        yield Quad(node, iri(SKOS + "altLabel"), chinese(alias), DEFAULT)
    if thing.code:
        yield Quad(node, iri(LJ + "code"), string(thing.code), DEFAULT)
    if thing.lat is not None and thing.lon is not None:
        yield Quad(node, iri(GEO + "lat"), decimal(Decimal(repr(thing.lat))), DEFAULT)
        yield Quad(node, iri(GEO + "long"), decimal(Decimal(repr(thing.lon))), DEFAULT)


def document_quads(
    document: Document,
    facts: DocumentFacts,
    things: Mapping[str, Thing],
    minter: Minter,
    *,
    quotes: bool = True,
    extractor: str = EXTRACTOR,
) -> Iterator[Quad]:
    """Yield what a document says, and its named graph; ``things`` maps the entity ids of ``facts`` to things.

    ``quotes=False`` leaves the sentences out. A relation whose ends have become one thing is left out (see
    :func:`collapsed`). Raises :class:`KGError` where a fact names an unknown entity, property or time kind.
    """
    known = _Things(document.id, things)
    claims = list(_claims(facts, known, minter))
    yield from dict.fromkeys(quad for claim in claims for quad in claim.quads)
    mentioned = {known[entity.id].key for entity in facts.entities}
    yield from source_quads(document, sorted(mentioned), minter)
    yield from claim_quads(document, claims, minter, quotes=quotes, extractor=extractor)


def collapsed(facts: DocumentFacts, things: Mapping[str, Thing]) -> tuple[Relation, ...]:
    """The relations that :func:`document_quads` leaves out, because both ends have become the same thing."""
    known = _Things(facts.document, things)
    return tuple(r for r in facts.relations if known[r.subject].key == known[r.object].key)


def ontology_quads() -> Iterator[Quad]:
    """Yield a label in zh and en for each type and property, so that a page or a query can show them."""
    for name, labels in sorted(load_ontology().labels.items()):
        for language, label in sorted(labels.items()):
            literal = type(string(label))(label, language=language)
            yield Quad(iri(LJ + name), iri(RDFS + "label"), literal, DEFAULT)


class _Things:
    """Entity id → thing, with an error that names the document and the entity."""

    def __init__(self, document: str, things: Mapping[str, Thing]) -> None:
        self._document, self._things = document, things

    def __getitem__(self, entity: str) -> Thing:
        try:
            return self._things[entity]
        except KeyError:
            raise KGError(
                f"document {self._document}: entity {entity!r} has no thing; resolve all its entities first"
            ) from None


def _claims(facts: DocumentFacts, known: _Things, minter: Minter) -> Iterator[Claim]:
    for relation in facts.relations:
        yield from _relation_claims(relation, known, minter)
    for deal in facts.deals:
        filled = {role: known[deal.roles()[role]] for role in deal.ENTITY_ROLES if role in deal.roles()}
        yield deal_claim(deal, filled, minter)
    for observation in facts.observations:
        yield observation_claim(observation, known[observation.subject], minter)
    for time in facts.times:
        yield _time_claim(time, known[time.entity], minter)


def _relation_claims(relation: Relation, known: _Things, minter: Minter) -> Iterable[Claim]:
    """The direct triple, and the membership of a person with a role; nothing if both ends are one thing."""
    if relation.property not in _properties():
        raise KGError(
            f"the ontology has no property {relation.property!r}; use one of {', '.join(sorted(_properties()))}"
        )
    ends = [known[relation.subject].key, known[relation.object].key]
    if ends[0] == ends[1]:
        return
    if relation.property in _symmetric():
        ends.sort()
    direct = Quad(
        iri(minter.thing(ends[0])),
        iri(LJ + relation.property),
        iri(minter.thing(ends[1])),
        DEFAULT,
    )
    yield Claim.direct(direct, relation)
    if relation.role:
        yield membership_claim(relation, ends[0], ends[1], minter)


def _time_claim(time: Time, thing: Thing, minter: Minter) -> Claim:
    if time.kind not in _time_properties():
        raise KGError(f"the ontology has no time kind {time.kind!r}; use one of {', '.join(_time_properties())}")
    name = _time_properties()[time.kind]
    return Claim.direct(
        Quad(iri(minter.thing(thing.key)), iri(LJ + name), date(time.date), DEFAULT),
        time,
    )
