"""A graph as files for other tools: Turtle, TriG, N-Quads, JSON-LD, GraphML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx

from kg.graph.convert import WRITERS, network
from kg.graph.files import replacing
from kg.graph.store import Graph, open_graph
from kg.model import KGError


def export(folder: Path, form: str, path: Path) -> None:
    """Write the graph that ``kg build`` left in ``folder`` to ``path``, in a format of :data:`FORMATS`.

    Turtle and GraphML hold what is said; the others the evidence of each document as well. The file appears complete or
    not at all. Raises :class:`KGError` for an unknown format, a folder without a graph, or a path that cannot be written.
    """
    if form not in FORMATS:
        raise KGError(f"no export format {form!r}; use one of {', '.join(FORMATS)}")
    graph = open_graph(folder)
    try:
        with replacing(path) as out:
            FORMATS[form](graph, out)
    except OSError as error:
        raise KGError(f"{path}: {error.strerror or error}; choose a path that can be written with -o") from error


def _rdf(form: str) -> Callable[[Graph, Path], None]:
    def write(graph: Graph, out: Path) -> None:
        WRITERS[form](graph.quads(), out)

    return write


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """The things as nodes (label, type, group), the properties between them as edges (property, label), keyed by property."""
    nodes, edges = network(graph.quads())
    result: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        result.add_node(node.iri, label=xml_text(node.label), type=node.type, group=node.group)
    for edge in edges:
        result.add_edge(edge.source, edge.target, key=edge.property, property=edge.property, label=edge.label)
    return result


def xml_text(text: str) -> str:
    """Text that XML 1.0 can hold: what it forbids becomes U+FFFD."""
    return "".join(_xml_characters(text))


def _xml_characters(text: str) -> Iterator[str]:
    for char in text:
        forbidden = (char < " " and char not in "\t\n\r") or "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"
        yield "\ufffd" if forbidden else char


def _graphml(graph: Graph, out: Path) -> None:
    nx.write_graphml(to_networkx(graph), out, encoding="utf-8", prettyprint=True)


FORMATS: dict[str, Callable[[Graph, Path], None]] = {**{form: _rdf(form) for form in WRITERS}, "graphml": _graphml}
"""Format → function that writes a graph to a file in it."""
