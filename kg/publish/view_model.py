"""What the page of ``kg view`` shows, as plain values, and the SPARQL that reads it from a graph.

Two steps keep a large graph cheap: the skeleton (things, links, deals, without any text) is read whole and chosen
from (:mod:`kg.publish.view_select`); sentences, numbers and dates are read for what was chosen only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from kg.graph.iri import LJ, OA, SKOS
from kg.model import Deal, Ontology

Row = tuple[str, ...]
Fact = tuple[str, str, str]
"""Subject IRI, local name of the property, object IRI or literal; deals and observations are ``(iri, "", "")``."""
K = TypeVar("K")
V = TypeVar("V", bound=Any)
BATCH = 500
"""IRIs put into one VALUES block."""


class Answer(Protocol):
    """What a SELECT query gives: rows of cells, ``None`` where a variable is unbound."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """The rows, each as long as the columns are many."""


class Graph(Protocol):
    """The one method of an open graph that the page needs."""

    def query(self, sparql: str, /) -> Answer:
        """Answer a SPARQL SELECT query; the prefixes of :mod:`kg.graph.iri` are known."""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """One thing; ``type`` is a local name of the ontology."""

    iri: str
    type: str
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One direct triple between two things, by IRI."""

    source: str
    property: str
    target: str


@dataclass(frozen=True, slots=True)
class DealNode:
    """One deal: ``ends`` maps a role to the IRIs of things, ``words`` a role to text (``amount``: 5000万元)."""

    iri: str
    ends: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]

    def things(self) -> Iterator[str]:
        """The IRIs of all things that play a role."""
        for role in sorted(self.ends):
            yield from self.ends[role]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All things (by IRI), links and deals of a graph, sorted."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    deals: tuple[DealNode, ...]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """One piece of evidence: the sentence between its context (empty without quotes), document IRI, score 0..1."""

    document: str
    start: int
    exact: str
    prefix: str
    suffix: str
    score: float


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One article that something shown rests on."""

    iri: str
    title: str
    date: str
    publisher: str
    url: str
    file: str


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One observation of a thing; ``period`` in ISO notation or empty."""

    subject: str
    indicator: str
    period: str
    value: str
    unit: str
    iri: str


@dataclass(frozen=True, slots=True)
class Details:
    """The texts that belong to chosen things; ``quotes`` says what supports a fact."""

    aliases: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
    times: Mapping[str, tuple[tuple[str, str], ...]]
    roles: Mapping[tuple[str, str], tuple[str, ...]]
    numbers: tuple[Number, ...]
    quotes: Mapping[Fact, tuple[Quote, ...]]
    sources: tuple[Source, ...]


def load_skeleton(graph: Graph, ontology: Ontology) -> Skeleton:
    """Read all things, links and deals of ``graph``; what the ontology does not know is not shown."""
    rows = _select(graph, "?s ?t ?l", "?s a ?t ; skos:prefLabel ?l .")
    found = sorted(Node(s, _local(t), label) for s, t, label in rows if _local(t) in ontology.types)
    nodes = {node.iri: node for node in reversed(found)}
    return Skeleton(dict(sorted(nodes.items())), tuple(_links(graph, ontology, nodes)), tuple(_deals(graph, nodes)))


def load_aliases(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """Alias → IRIs of the things that bear it, over the whole graph."""
    return _grouped((label, iri) for iri, label in _select(graph, "?s ?l", "?s skos:altLabel ?l ; skos:prefLabel ?p ."))


def load_details(graph: Graph, nodes: Iterable[str], deals: Iterable[str]) -> Details:
    """Read the texts that belong to the things ``nodes`` and to ``deals`` (IRIs)."""
    things = sorted(nodes)
    literals = list(_batched(graph, "?s ?p ?o", "?s ?p ?o . FILTER(isLiteral(?o))", things))
    numbers = tuple(sorted(_numbers(graph, things)))
    quotes = _quotes(graph, things, [*sorted(deals), *(n.iri for n in numbers)])
    documents = sorted({quote.document for found in quotes.values() for quote in found})
    return Details(
        aliases=_grouped((s, o) for s, p, o in literals if p == SKOS + "altLabel"),
        codes=_grouped((s, o) for s, p, o in literals if p == LJ + "code"),
        times=_grouped((s, (_local(p), o)) for s, p, o in literals if p.startswith(LJ) and p.endswith("On")),
        roles=_grouped(((m, o), role) for m, o, role in _batched(graph, "?s ?o ?r", _MEMBER, things)),
        numbers=numbers,
        quotes=quotes,
        sources=tuple(sorted(Source(*row) for row in _batched(graph, "?s ?t ?d ?p ?u ?f", _SOURCE, documents))),
    )


_MEMBER = "?m org:member ?s ; org:organization ?o ; lj:role ?r ."
_NUMBER = (
    "?n a lj:Observation ; lj:subject ?s ; lj:indicator ?i ; lj:value ?v ."
    " OPTIONAL { ?n lj:unit ?u } OPTIONAL { ?n lj:period/lj:periodText ?p }"
)
_SOURCE = (
    "GRAPH ?s { ?s a schema:NewsArticle . OPTIONAL { ?s dcterms:title ?t } OPTIONAL { ?s dcterms:issued ?d }"
    " OPTIONAL { ?s dcterms:publisher ?p } OPTIONAL { ?s schema:url ?u } OPTIONAL { ?s dcterms:source ?f } }"
)
_SELECTOR = "GRAPH ?g { ?s oa:hasSelector ?q . ?q ?p ?o }"
_RELATION = (
    "GRAPH ?g { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?doc ; lj:score ?score }"
)
_SUPPORT = "GRAPH ?g { ?e lj:supports ?s ; prov:wasDerivedFrom ?doc ; lj:score ?score }"


def _links(graph: Graph, ontology: Ontology, nodes: Mapping[str, Node]) -> Iterator[Link]:
    """The direct triples; a symmetric one that stands in both directions comes once."""
    names = " ".join(f"lj:{name}" for name in sorted(ontology.properties))
    rows = {Link(s, _local(p), o) for s, p, o in _select(graph, "?s ?p ?o", f"VALUES ?p {{ {names} }} ?s ?p ?o .")}
    for link in sorted(rows):
        twin = Link(link.target, link.property, link.source)
        if link.source not in nodes or link.target not in nodes or link.source == link.target:
            continue
        if not (ontology.properties[link.property].symmetric and twin in rows and twin < link):
            yield link


def _deals(graph: Graph, nodes: Mapping[str, Node]) -> Iterator[DealNode]:
    """The deals with their roles; wordings stand under the plain name of their role."""
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for deal, p, o in _select(graph, "?s ?p ?o", "?s a lj:FinancingDeal ; ?p ?o ."):
        if p.startswith(LJ):
            parts[deal].append((_local(p), o))
    for deal, pairs in sorted(parts.items()):
        ends = _grouped((role, o) for role, o in pairs if role in Deal.ENTITY_ROLES and o in nodes)
        yield DealNode(deal, ends, _words(dict(sorted(pairs))))


def _words(values: Mapping[str, str]) -> dict[str, str]:
    words = {role: values.get(f"{role}Text") or values.get(role, "") for role in Deal.VALUE_ROLES}
    return {role: word for role, word in words.items() if word}


def _numbers(graph: Graph, things: Sequence[str]) -> Iterator[Number]:
    for s, n, i, v, u, p in _batched(graph, "?s ?n ?i ?v ?u ?p", _NUMBER, things):
        yield Number(s, i, p, v, u, n)


def _quotes(graph: Graph, things: Sequence[str], facts: Sequence[str]) -> Mapping[Fact, tuple[Quote, ...]]:
    """The evidence of all statements about ``things``, and of the deals and observations ``facts``."""
    said: list[tuple[Fact, Row]] = []
    for s, p, o, *rest in _batched(graph, "?s ?p ?o ?e ?doc ?score", _RELATION, things):
        said.append(((s, _local(p), o), tuple(rest)))
    for s, *rest in _batched(graph, "?s ?e ?doc ?score", _SUPPORT, facts):
        said.append(((s, "", ""), tuple(rest)))
    selectors = _selectors(graph, sorted({evidence for _, (evidence, _, _) in said}))
    return _grouped((fact, quote) for fact, row in said for quote in _quotes_of(row, selectors))


def _selectors(graph: Graph, evidence: Sequence[str]) -> Mapping[str, Mapping[str, dict[str, str]]]:
    """Evidence IRI → number of the quote → its parts (``exact``, ``prefix``, ``suffix``, ``start``, ``end``)."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    # One plain join: the quote and the position of the same number belong together, which SPARQL would be slow to say.
    for iri, selector, p, o in _batched(graph, "?s ?q ?p ?o", _SELECTOR, evidence):
        found[iri][selector.rpartition("-")[2]][p.removeprefix(OA)] = o
    return found


def _quotes_of(row: Row, selectors: Mapping[str, Mapping[str, dict[str, str]]]) -> Iterator[Quote]:
    """The quotes of one evidence node: (IRI, document, score)."""
    evidence, document, score = row
    for parts in selectors.get(evidence, {"": {}}).values():
        exact, prefix, suffix = (parts.get(name, "") for name in ("exact", "prefix", "suffix"))
        yield Quote(document, int(parts.get("start", 0)), exact, prefix, suffix, float(score))


def _select(graph: Graph, columns: str, where: str) -> list[Row]:
    """The rows of a SELECT as strings, sorted, ``""`` where a variable is unbound."""
    answer = graph.query(f"SELECT DISTINCT {columns} WHERE {{ {where} }}")
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in answer.rows)


def _batched(graph: Graph, columns: str, where: str, iris: Sequence[str]) -> Iterator[Row]:
    """Ask the same of many IRIs, bound to ``?s``, a batch at a time."""
    for start in range(0, len(iris), BATCH):
        values = " ".join(f"<{iri}>" for iri in iris[start : start + BATCH])
        yield from _select(graph, columns, f"VALUES ?s {{ {values} }} {where}")


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _local(iri: str) -> str:
    return iri.removeprefix(LJ)
