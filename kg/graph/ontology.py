"""The ontology ``ontology/lj.ttl`` as plain values, read with pyoxigraph (it starts ten times faster than rdflib)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.graph.iri import LJ, ONTOLOGY, OWL, RDF, RDFS
from kg.model import KGError, Ontology, Property
from kg.tables import ontology_dir

Term = object
Node = dict[str, list[Term]]
"""One subject: predicate IRI → its objects, in the order of the file."""

LANGUAGES = ("zh", "en")
_PROPERTY_KINDS = (
    OWL + "ObjectProperty",
    OWL + "DatatypeProperty",
    OWL + "AnnotationProperty",
)


def load_ontology(folder: Path | None = None) -> Ontology:
    """Read ``lj.ttl`` of ``folder`` (by default the one that kg brings along).

    Raises :class:`KGError` if the file is missing or no Turtle, or if a term lacks a label, a domain or a range.
    """
    nodes = _read(folder)
    terms = _terms(nodes)
    types = _types(nodes, terms)
    properties = {name: _property(name, nodes, terms) for name in _between_things(nodes, terms, types)}
    return Ontology(
        version=_texts(nodes[ONTOLOGY], OWL + "versionInfo")[0],
        types=types,
        properties=properties,
        deal_roles=_deal_roles(nodes, terms),
        time_kinds=tuple(_annotated(terms, "timeKind")),
        labels={name: _labels(node) for name, node in terms.items()},
    )


def time_properties(folder: Path | None = None) -> dict[str, str]:
    """Time kind → local name of its property: ``{"founded": "foundedOn", …}``."""
    return _annotated(_terms(_read(folder)), "timeKind")


def _read(folder: Path | None) -> dict[str, Node]:
    """Parse ``lj.ttl`` to nodes by IRI (``_:…`` for blank ones)."""
    path = (folder or ontology_dir()) / "lj.ttl"
    try:
        quads = list(parse(path.read_bytes(), RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise KGError(f"ontology {path}: {error}; install kg again or give the folder that holds lj.ttl") from error
    return _by_subject(quads)


def _by_subject(quads: Iterable[Quad]) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for quad in quads:
        node = nodes.setdefault(_name(quad.subject), {})
        node.setdefault(quad.predicate.value, []).append(quad.object)
    if ONTOLOGY not in nodes or not nodes[ONTOLOGY].get(OWL + "versionInfo"):
        raise KGError(f"the ontology has no owl:versionInfo of <{ONTOLOGY}>; add it to lj.ttl")
    return nodes


def _name(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _values(node: Node, predicate: str) -> list[str]:
    return [_name(term) for term in node.get(predicate, ())]


def _texts(node: Node, predicate: str) -> list[str]:
    return [term.value for term in node.get(predicate, ()) if isinstance(term, Literal)]


def _terms(nodes: Mapping[str, Node]) -> dict[str, Node]:
    """Local name → node for every class and property of the namespace, each checked."""
    terms = {iri.removeprefix(LJ): node for iri, node in nodes.items() if iri.startswith(LJ)}
    for name, node in terms.items():
        _check(name, node)
    return terms


def _check(name: str, node: Node) -> None:
    """Refuse a term without labels or comments in both languages, or a property without domain or range."""
    for what in ("label", "comment"):
        found = {term.language for term in node.get(RDFS + what, ()) if isinstance(term, Literal)}
        for language in LANGUAGES:
            if language not in found:
                raise KGError(f"ontology term lj:{name} has no rdfs:{what} in {language}; add it to lj.ttl")
    if set(_values(node, RDF + "type")) & set(_PROPERTY_KINDS):
        for what in ("domain", "range"):
            if not node.get(RDFS + what):
                raise KGError(f"ontology term lj:{name} has no rdfs:{what}; add it to lj.ttl")


def _labels(node: Node) -> dict[str, str]:
    return {term.language: term.value for term in node[RDFS + "label"] if isinstance(term, Literal) and term.language}


def _types(nodes: Mapping[str, Node], terms: Mapping[str, Node]) -> dict[str, str]:
    """Type → group, for the subclasses of a class that has a group name."""
    groups = {LJ + name: _texts(node, LJ + "groupName") for name, node in terms.items()}
    return {
        name: groups[parent][0]
        for name, node in terms.items()
        for parent in _values(node, RDFS + "subClassOf")
        if groups.get(parent)
    }


def _is_object(node: Node) -> bool:
    return OWL + "ObjectProperty" in _values(node, RDF + "type")


def _between_things(nodes: Mapping[str, Node], terms: Mapping[str, Node], types: Mapping[str, str]) -> Iterator[str]:
    """Names of the properties that join things: those whose domain holds types only."""
    for name, node in terms.items():
        if _is_object(node) and _members(name, "domain", nodes, terms) <= types.keys():
            yield name


def _property(name: str, nodes: Mapping[str, Node], terms: Mapping[str, Node]) -> Property:
    symmetric = OWL + "SymmetricProperty" in _values(terms[name], RDF + "type")
    return Property(
        name,
        _members(name, "domain", nodes, terms),
        _members(name, "range", nodes, terms),
        symmetric,
    )


def _members(name: str, end: str, nodes: Mapping[str, Node], terms: Mapping[str, Node]) -> frozenset[str]:
    """Local names of the classes that the domain or range of a property names, alone or as owl:unionOf."""
    [iri] = _values(terms[name], RDFS + end)
    union = _values(nodes.get(iri, {}), OWL + "unionOf")
    return frozenset(member.removeprefix(LJ) for member in (_list(union[0], nodes) if union else [iri]))


def _list(head: str, nodes: Mapping[str, Node]) -> Iterator[str]:
    """The members of an RDF list."""
    while head != RDF + "nil":
        yield from _values(nodes[head], RDF + "first")
        [head] = _values(nodes[head], RDF + "rest")


def _deal_roles(nodes: Mapping[str, Node], terms: Mapping[str, Node]) -> dict[str, frozenset[str]]:
    """Deal role → types that may fill it; none for the roles that words fill (``amount``, ``term``, …)."""
    return {
        role: _members(name, "range", nodes, terms) if _is_object(terms[name]) else frozenset()
        for role, name in _annotated(terms, "dealRole").items()
    }


def _annotated(terms: Mapping[str, Node], annotation: str) -> dict[str, str]:
    """Value of an annotation → local name of the property that has it, in the order of the file."""
    return {value: name for name, node in terms.items() for value in _texts(node, LJ + annotation)}
