"""Facts that need a node of their own: deals, observations with their periods, and memberships.

The IRI of a node is a digest of what it says, so two documents that say the same share the node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.evidence import Claim
from kg.graph.iri import LJ, ORG, QUDT, RDFS, TIME, Minter
from kg.graph.terms import DEFAULT, TYPE, chinese, date, decimal, iri, string, typed
from kg.graph.values import (
    parse_amount,
    parse_percent,
    parse_period,
    parse_unit,
)
from kg.model import Deal, Observation, Relation, Thing
from kg.numerals import parse_number

Value = NamedNode | Literal


def _quads(subject: NamedNode, told: list[tuple[str, Value]]) -> tuple[Quad, ...]:
    return tuple(Quad(subject, iri(predicate), value, DEFAULT) for predicate, value in told)


def deal_claim(deal: Deal, things: Mapping[str, Thing], minter: Minter) -> Claim:
    """The node of a deal; ``things`` maps the roles that entities fill to things."""
    said = {role: things[role].key if role in things else value for role, value in deal.roles().items()}
    node = iri(minter.node("deal", *(f"{role}={value}" for role, value in said.items())))
    told: list[tuple[str, Value]] = [
        (TYPE.value, iri(LJ + "FinancingDeal")),
        (RDFS + "label", chinese(_label(deal, things))),
    ]
    told += [(LJ + role, iri(minter.thing(thing.key))) for role, thing in things.items()]
    told += [*_amount(deal.amount), *_rate(deal.rate)]
    told += [(LJ + "term", string(deal.term))] if deal.term else []
    told += [(LJ + "date", date(deal.date))] if deal.date else []
    return Claim(node, _quads(node, told), deal.evidence, deal.score)


def _label(deal: Deal, things: Mapping[str, Thing]) -> str:
    """``甲银行 → 乙公司 · 碳排放权质押贷款 · 5000万元`` with what is known of it."""
    parties = " → ".join(things[role].label if role in things else "…" for role in ("lender", "borrower"))
    known = parties if parties != "… → …" else ""
    instrument = things["instrument"].label if "instrument" in things else ""
    return " · ".join(part for part in (known, instrument, deal.amount) if part)


def _amount(text: str) -> Iterator[tuple[str, Value]]:
    """The wording, and the number where it parses; a currency only where it is not yuan."""
    if not text:
        return
    yield LJ + "amountText", string(text)
    amount = parse_amount(text)
    if amount:
        yield LJ + "amount", decimal(amount.value)
        if amount.currency != "CNY":
            yield LJ + "currency", string(amount.currency)


def _rate(text: str) -> Iterator[tuple[str, Value]]:
    if not text:
        return
    yield LJ + "rateText", string(text)
    rate = parse_percent(text)
    if rate is not None:
        yield LJ + "rate", decimal(rate)


def observation_claim(item: Observation, subject: Thing, minter: Minter) -> Claim:
    """The node of an observation, with the quads of its period."""
    node = iri(
        minter.node(
            "observation",
            subject.key,
            item.indicator,
            item.value,
            item.unit,
            item.period,
        )
    )
    told: list[tuple[str, Value]] = [
        (TYPE.value, iri(LJ + "Observation")),
        (LJ + "subject", iri(minter.thing(subject.key))),
        (LJ + "indicator", chinese(item.indicator)),
        (LJ + "unit", string(item.unit)),
        *_measure(item.value, item.unit),
    ]
    if not item.period:
        return Claim(node, _quads(node, told), item.evidence, item.score)
    told.append((LJ + "period", iri(minter.period(item.period))))
    return Claim(
        node,
        (*_quads(node, told), *period_quads(item.period, minter)),
        item.evidence,
        item.score,
    )


def _measure(value: str, unit: str) -> Iterator[tuple[str, Value]]:
    """The value as written, the number with the unit's 万 and 亿 in it, and the QUDT unit of that number."""
    number, parts = parse_number(value), parse_unit(unit)
    if parts.qudt:
        yield QUDT + "hasUnit", iri(parts.qudt)
    if number is None:
        yield LJ + "value", string(value)
    else:
        yield LJ + "value", decimal(number)
        yield LJ + "number", decimal(number * parts.scale)


def period_quads(iso: str, minter: Minter) -> Iterator[Quad]:
    """Yield a period with its first and last day; a wording that is no ISO period keeps its wording only."""
    node = minter.period(iso)
    yield from _quads(
        iri(node),
        [(TYPE.value, iri(TIME + "ProperInterval")), (LJ + "periodText", string(iso))],
    )
    bounds = parse_period(iso)
    for end, name, day in zip(("start", "end"), ("hasBeginning", "hasEnd"), bounds or (), strict=bool(bounds)):
        instant = iri(f"{node}/{end}")
        yield Quad(iri(node), iri(TIME + name), instant, DEFAULT)
        told: list[tuple[str, Value]] = [
            (TYPE.value, iri(TIME + "Instant")),
            (TIME + "inXSDDate", typed(day, "date")),
        ]
        yield from _quads(instant, told)


def membership_claim(relation: Relation, person: str, body: str, minter: Minter) -> Claim:
    """The node of the post that a person (by key) holds with a body (by key)."""
    node = iri(minter.node("membership", person, body, relation.role))
    told: list[tuple[str, Value]] = [
        (TYPE.value, iri(ORG + "Membership")),
        (ORG + "member", iri(minter.thing(person))),
        (ORG + "organization", iri(minter.thing(body))),
        (LJ + "role", chinese(relation.role)),
    ]
    return Claim(node, _quads(node, told), relation.evidence, relation.score)
