"""SHACL: a graph must hold what ``ontology/shapes.ttl`` says of types, properties, deals, observations and evidence.

pySHACL checks the shapes, on an rdflib graph, the union of all graphs, without inference. Queries over the whole graph
(``sh:sparql`` of a shape that targets one node) are run by Oxigraph, which takes a hundredth of the time; the shapes
stay plain SHACL that any validator can take.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, RDFS, SH
from rdflib.term import Node

from kg.graph.iri import PREFIXES, XSD
from kg.graph.terms import DEFAULT, lexical
from kg.model import KGError
from kg.tables import ontology_dir

SHAPES = "https://w3id.org/lvjin/shapes#"
QUOTE_SHAPE = rdflib.URIRef(SHAPES + "quote")


class Violation(NamedTuple):
    """One result of a validation; ``path`` and ``value`` are empty where a shape has none."""

    focus: str
    path: str
    value: str
    message: str
    message_zh: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class ShapesReport:
    """What a validation found; ``results`` are sorted, ``counts`` has how many there are of each shape."""

    conforms: bool
    results: tuple[Violation, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Shape → number of results, most first."""
        return dict(
            sorted(
                Counter(v.shape for v in self.results).items(),
                key=lambda item: (-item[1], item[0]),
            )
        )


def validate(quads: Iterable[ox.Quad], shapes: Path | None = None, *, quotes: bool = True) -> ShapesReport:
    """Check quads against a file of shapes, by default ``ontology/shapes.ttl``.

    ``quotes=False`` is for graphs that were built without quotes. Raises :class:`KGError` if the file is no Turtle.
    """
    graph = read_shapes(shapes or ontology_dir() / "shapes.ttl")
    if not quotes:
        graph.remove((QUOTE_SHAPE, None, None))
    whole = list(_whole_graph_shapes(graph))
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    found = set(_by_query(triples, graph, whole))
    for shape in whole:
        graph.remove((shape, None, None))
    found.update(_by_pyshacl(triples, graph))
    return ShapesReport(not found, tuple(sorted(found)))


def read_shapes(path: Path) -> rdflib.Graph:
    """Parse a file of shapes."""
    try:
        return rdflib.Graph().parse(data=path.read_bytes(), format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise KGError(f"shapes {path}: {error}; give a Turtle file of SHACL shapes") from error


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Triples = set[tuple[ox.NamedNode | ox.BlankNode | ox.Triple, ox.NamedNode, Term]]


def _by_pyshacl(triples: Triples, shapes: rdflib.Graph) -> Iterator[Violation]:
    # pySHACL repeats each violation in its log; the report says it once.
    quiet = logging.getLogger("kg.shapes")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    _, report, _ = pyshacl.validate(
        to_rdflib(triples),
        shacl_graph=shapes,
        inference="none",
        inplace=True,
        logger=quiet,
    )
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _violation(report, result, shapes)


def _violation(report: rdflib.Graph, result: Node, shapes: rdflib.Graph) -> Violation:
    source = report.value(result, SH.sourceShape)
    return Violation(
        focus=str(report.value(result, SH.focusNode)),
        path=_path(report.value(result, SH.resultPath), report),
        value=_plain(report.value(result, SH.value)),
        **_messages(report.objects(result, SH.resultMessage)),
        shape=_name(source),
    )


def _name(shape: Node | None) -> str:
    return str(shape).removeprefix(SHAPES) if isinstance(shape, rdflib.URIRef) else ""


def _plain(node: Node | None) -> str:
    return "" if node is None else str(node)


def _path(path: Node | None, graph: rdflib.Graph) -> str:
    """A path as SPARQL writes it: an IRI, ``a/b`` for a sequence, ``^a`` for an inverse, ``a|b`` for alternatives."""
    if path is None or isinstance(path, rdflib.URIRef):
        return _plain(path)
    if (path, RDF.first, None) in graph:
        return "/".join(_path(step, graph) for step in graph.items(path))
    inverse, alternatives = (
        graph.value(path, SH.inversePath),
        graph.value(path, SH.alternativePath),
    )
    if inverse is not None:
        return "^" + _path(inverse, graph)
    return "|".join(_path(step, graph) for step in graph.items(alternatives)) if alternatives is not None else ""


def _messages(found: Iterable[Node]) -> dict[str, str]:
    by_language = {getattr(m, "language", None) or "en": str(m) for m in found}
    return {
        "message": by_language.get("en", ""),
        "message_zh": by_language.get("zh", ""),
    }


def _whole_graph_shapes(shapes: rdflib.Graph) -> Iterator[Node]:
    """The shapes that are nothing but queries over the whole graph: their only target is one node."""
    for shape in sorted(set(shapes.subjects(SH.sparql, None)), key=str):
        about = set(shapes.predicates(shape, None))
        if (
            about <= {RDF.type, RDFS.label, SH.targetNode, SH.sparql}
            and len(list(shapes.objects(shape, SH.targetNode))) == 1
        ):
            yield shape


def _by_query(triples: Triples, shapes: rdflib.Graph, whole: Iterable[Node]) -> Iterator[Violation]:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple, DEFAULT) for triple in triples)
    for shape in whole:
        target = ox.NamedNode(str(shapes.value(shape, SH.targetNode)))
        for constraint in shapes.objects(shape, SH.sparql):
            messages = _messages(shapes.objects(constraint, SH.message))
            for row in _select(store, shapes, constraint, target):
                yield Violation(**_row(row), **messages, shape=_name(shape))


def _select(store: ox.Store, shapes: rdflib.Graph, constraint: Node, target: ox.NamedNode) -> ox.QuerySolutions:
    declared = {
        str(shapes.value(entry, SH.prefix)): str(shapes.value(entry, SH.namespace))
        for ontology in shapes.objects(constraint, SH.prefixes)
        for entry in shapes.objects(ontology, SH.declare)
    }
    query = str(shapes.value(constraint, SH.select))
    try:
        found = store.query(
            query,
            prefixes={**PREFIXES, **declared},
            substitutions={ox.Variable("this"): target},
        )
    except (SyntaxError, RuntimeError) as error:
        raise KGError(f"sh:select in the shapes: {error}; correct the query") from error
    if not isinstance(found, ox.QuerySolutions):
        raise KGError("sh:select in the shapes is no SELECT query; make it one")
    return found


def _row(row: ox.QuerySolution) -> dict[str, str]:
    """Name the subject as the focus and its object as the value: the class that is the target says nothing."""
    names = ("value", "path", "object")
    focus, path, value = (lexical(_get(row, name)) or "" for name in names)
    return {"focus": focus, "path": path, "value": value}


def _get(row: ox.QuerySolution, name: str) -> object:
    try:
        return row[name]
    except KeyError:
        return None


def to_rdflib(triples: Triples) -> rdflib.Graph:
    """The triples as an rdflib graph, literals as written (rdflib would rewrite 0.90 to 0.9)."""
    graph = rdflib.Graph()
    node = lru_cache(maxsize=1 << 16)(_node)
    for subject, predicate, value in triples:
        graph.add((node(subject), node(predicate), node(value)))
    return graph


def _node(term: object) -> Node:
    if isinstance(term, ox.Literal):
        datatype = (
            None if term.language or term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
        )
        # A plain string is xsd:string in RDF 1.1, and sh:datatype asks for it by name.
        datatype = datatype or (None if term.language else rdflib.XSD.string)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return rdflib.URIRef(term.value) if isinstance(term, ox.NamedNode) else rdflib.BNode(str(term).removeprefix("_:"))
