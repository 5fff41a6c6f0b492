"""Graph files: sorted N-Quads and readable Turtle. The same quads give the same bytes, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, parse, serialize

from kg import codec
from kg.graph.iri import PREFIXES, RDF, SKOS
from kg.graph.terms import text_of, triple
from kg.model import KGError

_BATCH = 20_000
_FIRST = {RDF + "type": 0, SKOS + "prefLabel": 1, SKOS + "altLabel": 2}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """As :func:`kg.codec.replacing`, where the folder of ``path`` need not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with codec.replacing(path) as out:
        yield out


def write_nquads(quads: Iterable[Quad], path: Path) -> int:
    """Write quads as N-Quads, sorted by bytes and each once; return how many.

    Holds all lines (about 300 bytes a quad). The file appears complete or not at all.
    """
    lines: set[bytes] = set()
    stream = iter(quads)
    while batch := list(islice(stream, _BATCH)):
        lines.update((serialize(batch, format=RdfFormat.N_QUADS) or b"").split(b"\n"))
    lines.discard(b"")
    with replacing(path) as out, out.open("wb") as file:
        file.writelines(line + b"\n" for line in sorted(lines))
    return len(lines)


def read_nquads(path: Path) -> Iterator[Quad]:
    """Yield the quads of an N-Quads file; a file that is missing or broken is a :class:`KGError`."""
    try:
        yield from parse(path=path, format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise KGError(f"{path}: {error}; build it again with `kg build … -o {path.parent}`") from error


def order(item: Triple) -> tuple[str, int, str, str]:
    """The order for readers: by subject; its type first, then its names, then the rest by predicate."""
    predicate = item.predicate.value
    return (
        text_of(item.subject),
        _FIRST.get(predicate, len(_FIRST)),
        predicate,
        str(item.object),
    )


def write_turtle(quads: Iterable[Quad], path: Path, prefixes: Mapping[str, str] = PREFIXES) -> int:
    """Write the default graph as Turtle with prefixes, a subject a block in the order of :func:`order`; return how many."""
    triples = sorted(
        {triple(quad) for quad in quads if isinstance(quad.graph_name, DefaultGraph)},
        key=order,
    )
    with replacing(path) as out:
        serialize_sorted(triples, out, RdfFormat.TURTLE, prefixes)
    return len(triples)


def serialize_sorted(
    items: Iterable[Triple] | Iterable[Quad],
    out: Path,
    form: RdfFormat,
    prefixes: Mapping[str, str] = PREFIXES,
) -> None:
    """Serialize in the order given, with a blank line before each subject.

    Oxigraph writes the prefixes in a random order, so their lines are sorted here.
    """
    body = out.with_name(out.name + ".body")
    try:
        serialize(items, str(body), form, prefixes=dict(prefixes))
        with body.open("rb") as source, out.open("wb") as file:
            file.writelines(sorted(islice(source, len(prefixes))))
            file.writelines(line if line.startswith((b"\t", b" ", b"}")) else b"\n" + line for line in source)
    finally:
        body.unlink(missing_ok=True)
