"""A graph in the formats of other tools: TriG, N-Quads, Turtle, JSON-LD compacted with the context, and nodes with edges."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.graph.files import order, serialize_sorted, write_nquads, write_turtle
from kg.graph.iri import LJ, RDF, SKOS, XSD
from kg.graph.ontology import load_ontology
from kg.graph.terms import text_of, triple
from kg.tables import ontology_dir

Json = dict[str, Any]


def write_trig(quads: Iterable[Quad], path: Path) -> None:
    """All graphs as TriG with prefixes, the default graph first, then by graph and subject."""
    found = sorted(set(quads), key=lambda quad: (_graph_name(quad), *order(triple(quad))))
    serialize_sorted(found, path, RdfFormat.TRIG)


def _graph_name(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)


def load_context(folder: Path | None = None) -> Json:
    """The object below ``@context`` of ``ontology/context.jsonld``."""
    data: Json = json.loads(((folder or ontology_dir()) / "context.jsonld").read_text(encoding="utf-8"))
    context: Json = data["@context"]
    return context


def write_jsonld(quads: Iterable[Quad], path: Path) -> None:
    """All graphs as JSON-LD, compacted with the context; documents are graphs of their own with ``@graph``."""
    context = load_context()
    by_graph: dict[str, list[Quad]] = {}
    for quad in set(quads):
        by_graph.setdefault("" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value, []).append(quad)
    compact = Compactor(context)
    items = list(compact.nodes(by_graph.pop("", [])))
    items += [{"@id": name, "@graph": list(compact.nodes(members))} for name, members in sorted(by_graph.items())]
    data = {"@context": context, "@graph": items}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Compactor:
    """Writes nodes in the terms of a context: the part of JSON-LD 1.1 compaction that graphs without blank nodes need."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        """Index the terms of the context by IRI."""
        self._prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v[-1] in "#/"}
        self._terms: dict[str, tuple[str, Mapping[str, str]]] = {}
        for name, about in context.items():
            if isinstance(about, dict):
                self._terms[self._expand(about["@id"])] = (name, about)

    def _expand(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return self._prefixes[prefix] + rest if colon and prefix in self._prefixes else name

    def _shorten(self, iri: str) -> str:
        """Use a prefix only where the rest is a plain name, so that what comes out reads back."""
        for prefix, namespace in self._prefixes.items():
            rest = iri.removeprefix(namespace)
            if rest != iri and rest.isidentifier() and rest.isascii():
                return f"{prefix}:{rest}"
        return iri

    def nodes(self, quads: Iterable[Quad]) -> Iterator[Json]:
        """Yield one object a subject, in the order of :func:`kg.graph.files.order`."""
        found: dict[str, Json] = {}
        for item in sorted((triple(quad) for quad in quads), key=order):
            subject = text_of(item.subject)
            node = found.setdefault(subject, {"@id": subject})
            key, value = self._pair(item.predicate.value, item.object)
            node.setdefault(key, []).append(value)
        for node in found.values():
            yield {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in node.items()}

    def _pair(self, predicate: str, value: object) -> tuple[str, Any]:
        if predicate == RDF + "type" and isinstance(value, NamedNode):
            return "@type", self._class(value.value)
        name, about = self._terms.get(predicate, (self._shorten(predicate), {}))
        kind = about.get("@type", "")
        if isinstance(value, NamedNode):
            return (name, value.value) if kind == "@id" else (self._shorten(predicate), {"@id": value.value})
        if isinstance(value, Literal) and self._fits(value, about):
            return name, value.value
        return self._shorten(predicate), _value(value)

    def _class(self, iri: str) -> str:
        term = self._terms.get(iri)
        return term[0] if term else self._shorten(iri)

    def _fits(self, value: Literal, about: Mapping[str, str]) -> bool:
        """Tell whether the context alone gives a bare string its language or datatype back."""
        if "@language" in about:
            return value.language == about["@language"]
        if about.get("@type"):
            return value.language is None and value.datatype.value == self._expand(about["@type"])
        return bool(about) and value.language is None and value.datatype.value == XSD + "string"


def _value(value: object) -> Any:
    if isinstance(value, BlankNode):
        return {"@id": str(value)}
    if not isinstance(value, Literal):
        raise TypeError(f"no JSON-LD of {value!r}")
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == XSD + "string":
        return {"@value": value.value}
    return {"@value": value.value, "@type": value.datatype.value}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing for a graph of nodes and edges."""

    iri: str
    label: str
    type: str
    group: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A direct triple between two things (IRIs); ``label`` is the property's in zh."""

    source: str
    target: str
    property: str
    label: str


def network(quads: Iterable[Quad]) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """The things and the properties between them, sorted by IRI."""
    ontology = load_ontology()
    types: dict[str, str] = {}
    labels: dict[str, str] = {}
    edges: set[Edge] = set()
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            continue
        subject, predicate, value = text_of(quad.subject), quad.predicate.value, text_of(quad.object)
        name = predicate.removeprefix(LJ)
        if predicate == RDF + "type" and value.removeprefix(LJ) in ontology.types:
            types[subject] = value.removeprefix(LJ)
        elif predicate == SKOS + "prefLabel":
            labels[subject] = value
        elif predicate != name and name in ontology.properties:
            edges.add(Edge(subject, value, name, ontology.labels[name]["zh"]))
    nodes = tuple(Node(iri, labels.get(iri, iri), types[iri], ontology.types[types[iri]]) for iri in sorted(types))
    kept = (edge for edge in edges if edge.source in types and edge.target in types)
    return nodes, tuple(sorted(kept, key=lambda e: (e.source, e.property, e.target)))


WRITERS: dict[str, Callable[[Iterable[Quad], Path], object]] = {
    "turtle": write_turtle,
    "trig": write_trig,
    "nquads": write_nquads,
    "jsonld": write_jsonld,
}
"""Format → function that writes quads to a file in it."""
