"""The store: immutable Oxigraph generations beside ``graph.nq``, opened read-only; a cache that can always be made again."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, QueryBoolean, QueryTriples, RdfFormat, Store

from kg.graph.convert import WRITERS
from kg.graph.files import read_nquads, replacing, write_nquads, write_turtle
from kg.graph.iri import PREFIXES
from kg.graph.results import Result
from kg.graph.terms import DEFAULT, lexical
from kg.model import KGError

__all__ = [
    "GRAPH_FILE",
    "STORE_FOLDER",
    "Graph",
    "build_store",
    "graph_of",
    "open_graph",
    "write_nquads",
    "write_turtle",
]

GRAPH_FILE = "graph.nq"
STORE_FOLDER = "store"
CURRENT = "CURRENT"


class Graph:
    """A read-only graph: the default graph holds what is said, a named graph a document holds its evidence."""

    def __init__(self, store: Store, source: Path | None = None) -> None:
        """Wrap an open store; ``source`` is the N-Quads file that it was made of."""
        self._store, self.source = store, source

    def query(self, sparql: str) -> Result:
        """Run a SPARQL 1.1 query; the prefixes of the graph need not be declared.

        Raises :class:`KGError` with the parser's message if the query is not valid or fails.
        """
        try:
            found = self._store.query(sparql, prefixes=PREFIXES)
            return _result(found)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise KGError(f"SPARQL query: {' '.join(str(error).split())}; correct the query") from error

    def quads(self) -> Iterator[Quad]:
        """Yield all quads: as they stand in the file where there is one, since a store rewrites some datatypes."""
        return read_nquads(self.source) if self.source else iter(self._store)

    def triples(self) -> Iterator[Quad]:
        """Yield the quads of the default graph, in no order."""
        return self._store.quads_for_pattern(None, None, None, DefaultGraph())

    def serialize(self, form: str) -> bytes:
        """The graph in a format of :data:`kg.graph.convert.WRITERS`, the same bytes on every call.

        Raises :class:`KGError` for another format.
        """
        if form not in WRITERS:
            raise KGError(f"no RDF format {form!r}; use one of {', '.join(WRITERS)}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / form
            WRITERS[form](self.quads(), path)
            return path.read_bytes()

    def __len__(self) -> int:
        """How many quads there are."""
        return len(self._store)


def _result(found: object) -> Result:
    if isinstance(found, QueryBoolean):
        return Result(boolean=bool(found))
    if isinstance(found, QueryTriples):
        return Result(quads=tuple(Quad(t.subject, t.predicate, t.object, DEFAULT) for t in found))
    columns = tuple(variable.value for variable in found.variables)  # type: ignore[attr-defined]
    terms = tuple(tuple(row[name] for name in columns) for row in found)  # type: ignore[attr-defined]
    return Result(columns, tuple(tuple(map(lexical, row)) for row in terms), terms=terms)


def graph_of(quads: Iterator[Quad] | list[Quad]) -> Graph:
    """A graph in memory, of quads."""
    store = Store()
    store.bulk_extend(quads)
    return Graph(store)


def build_store(nquads: Path, folder: Path) -> Path:
    """Make the generation of an N-Quads file in ``folder``, point ``CURRENT`` to it and remove the others.

    The generation is named by the SHA-256 of the file. A process that is killed leaves the last one in place.
    """
    name = _sha256(nquads)
    generation = folder / name
    if not generation.is_dir():
        _load(nquads, generation)
    stamp = _stamp(nquads)
    with replacing(folder / CURRENT) as out:
        out.write_text(f"{name} {stamp}\n", encoding="ascii")
    for other in folder.iterdir():
        if other.is_dir() and other != generation:
            shutil.rmtree(other)
    return generation


def _load(nquads: Path, generation: Path) -> None:
    """Load into a folder beside, flush, and move it to its name: a generation is complete or not there."""
    building = generation.with_name(f".{generation.name}.{os.getpid()}.tmp")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    store = Store(str(building))
    try:
        store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
        store.flush()
    except (OSError, SyntaxError) as error:
        shutil.rmtree(building, ignore_errors=True)
        raise KGError(f"{nquads}: {error}; build it again with `kg build … -o {nquads.parent}`") from error
    del store
    building.replace(generation)


def open_graph(folder: Path) -> Graph:
    """Open the graph that ``kg build`` left in ``folder``: its store, or ``graph.nq`` where the store does not fit.

    Raises :class:`KGError` if there is no graph.
    """
    nquads = folder / GRAPH_FILE
    if not nquads.is_file():
        raise KGError(f"{folder} holds no {GRAPH_FILE}; make one with `kg build INPUT… -o {folder}`")
    generation = _current(nquads, folder / STORE_FOLDER)
    store = _open(generation) if generation else None
    return Graph(_in_memory(nquads) if store is None else store, nquads)


def _current(nquads: Path, folder: Path) -> Path | None:
    """The generation that was made of this file, if there is one."""
    pointer = folder / CURRENT
    if not pointer.is_file():
        return None
    name, _, stamp = pointer.read_text(encoding="ascii", errors="replace").strip().partition(" ")
    generation = folder / name
    # The stamp spares hashing a large file on each query; a copied folder has other times, and is hashed.
    fits = generation.is_dir() and (stamp == _stamp(nquads) or name == _sha256(nquads))
    return generation if name and fits else None


def _open(generation: Path) -> Store | None:
    """Open a generation; one of another Oxigraph version, or a damaged one, is as good as none."""
    try:
        return Store.read_only(str(generation))
    except (OSError, RuntimeError):
        return None


def _in_memory(nquads: Path) -> Store:
    store = Store()
    store.bulk_extend(read_nquads(nquads))
    return store


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
