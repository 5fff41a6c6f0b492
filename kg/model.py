"""The records that pass between the parts of kg: frozen, typed, plain values with character offsets.

Offsets count Python characters (Unicode code points) of :attr:`Document.text`, start inclusive, end exclusive.
Type, property, role and time-kind names are those of the ontology (``ontology/lj.ttl``), the only list of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

BASE = "https://w3id.org/lvjin/"
"""What the IRIs of data begin with, unless the user says otherwise."""

GAP = "〔…〕"
"""Stands in a cleaned text where a piece of the source is missing; no sentence and no fact crosses it."""


class KGError(Exception):
    """Base of all errors that kg raises for its user; the message names the thing, the reason and the way out."""


class InputError(KGError):
    """An input that cannot be read.

    ``name`` is the file (with ``line``, counted from 1, where one line is at fault), ``reason`` what is wrong with it,
    ``hint`` what the user can do.
    """

    def __init__(self, name: str, reason: str, hint: str, line: int = 0) -> None:
        self.name, self.reason, self.hint, self.line = name, reason, hint, line
        where = f"{name}, line {line}" if line else name
        super().__init__(f"{where}: {reason}; {hint}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str, int]]:
        """Keep the four parts when the error crosses a process border."""
        return type(self), (self.name, self.reason, self.hint, self.line)


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` characters that stand at ``start`` in the clean text and at ``source`` in the decoded source."""

    start: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article: the text that all offsets point into, and where it comes from.

    ``date`` is the ISO date of publication or empty. ``source`` is the name of the input, relative to what the user
    named. ``sha256`` is that of the source's bytes. ``runs`` lead from the clean text back to the decoded source and are
    empty where the two are equal; ``gaps`` are the offsets of the :data:`GAP` marks.
    """

    id: str
    text: str
    title: str = ""
    date: str = ""
    style: str = ""
    url: str = ""
    publisher: str = ""
    source: str = ""
    sha256: str = ""
    runs: tuple[Run, ...] = ()
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The span of one sentence in a document's text; ``paragraph`` counts lines from 0."""

    start: int
    end: int
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a document that say a fact; ``quote`` is the document's text from ``start`` to ``end``."""

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        """Refuse a quote that does not fit its offsets."""
        if self.start < 0 or self.end - self.start != len(self.quote) or not self.quote.strip():
            raise KGError(
                f"evidence {self.start}–{self.end} does not fit its quote {self.quote!r}; quote the text as it is"
            )


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing at one place of the text; ``score`` is in 0..1, ``source`` names the rule or list that found it."""

    start: int
    end: int
    text: str
    type: str
    score: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing within one document: all its mentions. ``name`` is the fullest of ``aliases``."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def score(self) -> float:
        """The best score of the mentions, 0..1."""
        return max((m.score for m in self.mentions), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """What every fact has: the sentences that say it (at least one) and a score in 0..1."""

    evidence: tuple[Evidence, ...]
    score: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a fact that nothing supports."""
        if not self.evidence:
            raise KGError(f"{type(self).__name__} without evidence; a fact needs the sentence that says it")
        if not 0.0 <= self.score <= 1.0:
            raise KGError(f"{type(self).__name__} with score {self.score}; a score lies in 0..1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(_Fact):
    """``subject property object``, both ends entity ids; ``role`` is the job title of a ``worksFor``."""

    subject: str
    property: str
    object: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(_Fact):
    """One concrete financing. The roles of ``ENTITY_ROLES`` hold entity ids, the others words of the text or an ISO date."""

    ENTITY_ROLES: ClassVar[tuple[str, ...]] = ("lender", "borrower", "instrument", "collateral", "purpose", "platform")
    VALUE_ROLES: ClassVar[tuple[str, ...]] = ("amount", "term", "rate", "date")

    lender: str = ""
    borrower: str = ""
    instrument: str = ""
    collateral: str = ""
    amount: str = ""
    term: str = ""
    rate: str = ""
    purpose: str = ""
    platform: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        """Refuse a deal of which fewer than two of lender, borrower, amount and instrument are known."""
        # slots=True makes a new class, so zero-argument super() would look the wrong one up.
        _Fact.__post_init__(self)
        if sum(map(bool, (self.lender, self.borrower, self.amount, self.instrument))) < 2:
            raise KGError("a deal needs two of lender, borrower, amount and instrument")

    def roles(self) -> dict[str, str]:
        """The roles that are filled, in the order of the fields."""
        names = (
            "lender",
            "borrower",
            "instrument",
            "collateral",
            "amount",
            "term",
            "rate",
            "purpose",
            "platform",
            "date",
        )
        return {name: getattr(self, name) for name in names if getattr(self, name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(_Fact):
    """A number stated of an entity: bare ``value`` as written, ``unit`` with 万 and 亿, ISO ``period`` (``FYP13``) or empty."""

    subject: str
    indicator: str
    value: str
    unit: str
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(_Fact):
    """When an entity was founded, started, completed, held, issued, awarded or signed; ``date`` is ISO, as precise as told."""

    entity: str
    kind: str
    date: str


Fact = Relation | Deal | Observation | Time


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that was found in one document; the ids of the facts are those of ``entities``."""

    document: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    deals: tuple[Deal, ...] = ()
    observations: tuple[Observation, ...] = ()
    times: tuple[Time, ...] = ()

    def facts(self) -> tuple[Fact, ...]:
        """Relations, deals, observations and times, in this order."""
        return (*self.relations, *self.deals, *self.observations, *self.times)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the graph: what the entities of all documents that mean it have become.

    ``key`` is the path of its IRI below ``…/id/`` (``place/500156``, ``company/601127``, ``organization/西南大学``); ``code`` its
    official code (GB/T 2260 or exchange code with suffix) or empty; ``lon``, ``lat`` degrees or ``None``.
    """

    key: str
    type: str
    label: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The things of a corpus, sorted by key, and which thing each (document id, entity id) means."""

    things: tuple[Thing, ...]
    keys: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Lost:
    """A document that did not reach the graph, and why; the fields are those of :class:`InputError`."""

    name: str
    reason: str
    hint: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about ``subject`` (and ``other``): ``kind`` is same, different, wrong, rename or type."""

    kind: str
    subject: str
    other: str = ""
    who: str = ""
    when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the ontology: the types that it may join, and whether it holds in both directions."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology as plain values: what ``extract``, ``resolve`` and ``publish`` need to know of it.

    ``types`` maps each of the 19 types to its group; ``labels`` maps a name (``Company``, ``locatedIn``) to {"zh": …, "en": …}.
    """

    version: str
    types: Mapping[str, str]
    properties: Mapping[str, Property]
    deal_roles: Mapping[str, frozenset[str]]
    time_kinds: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def allows(self, subject_type: str, name: str, object_type: str) -> bool:
        """Tell whether property ``name`` may join the two types; an unknown name is a :class:`KGError`."""
        if name not in self.properties:
            raise KGError(f"the ontology has no property {name!r}; use one of {', '.join(self.properties)}")
        found = self.properties[name]
        return subject_type in found.domain and object_type in found.range
