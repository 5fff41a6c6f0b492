"""What a query returns, as plain values, and its wording in the formats that SPARQL 1.1 defines."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.graph.files import order
from kg.graph.iri import PREFIXES, XSD
from kg.graph.terms import lexical, triple
from kg.model import KGError

Term = object
Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a query.

    SELECT: ``columns`` and ``rows`` of IRIs or lexical forms, ``None`` where unbound. ASK: ``boolean``. CONSTRUCT and
    DESCRIBE: ``quads`` (of the default graph). ``terms`` are the rows with datatypes and languages.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    quads: tuple[Quad, ...] | None = None
    terms: tuple[tuple[Term, ...], ...] = field(default=(), repr=False)

    @property
    def kind(self) -> str:
        """``boolean``, ``graph`` or ``table``."""
        if self.boolean is not None:
            return "boolean"
        return "table" if self.quads is None else "graph"

    def triples(self) -> tuple[Row, ...]:
        """Subject, predicate and object of the quads, sorted."""
        found = sorted({triple(quad) for quad in self.quads or ()}, key=order)
        return tuple((lexical(t.subject), lexical(t.predicate), lexical(t.object)) for t in found)


def to_csv(result: Result) -> str:
    """SPARQL 1.1 Query Results CSV: a head, lines ended by CRLF; ``true`` or ``false`` for ASK."""
    if result.boolean is not None:
        return f"{str(result.boolean).lower()}\r\n"
    _refuse_graph(result, "csv")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(result.columns)
    # A lone empty field is written "" by csv, which is right: an unquoted blank line could be lost by readers.
    writer.writerows(["" if value is None else value for value in row] for row in result.rows)
    return out.getvalue()


def to_json(result: Result) -> str:
    """SPARQL 1.1 Query Results JSON, Chinese as it is."""
    _refuse_graph(result, "json")
    if result.boolean is not None:
        return json.dumps({"head": {}, "boolean": result.boolean})
    bindings = [
        {name: _binding(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.terms
    ]
    data = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(data, ensure_ascii=False, indent=1)


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": str(term).removeprefix("_:")}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        found["datatype"] = term.datatype.value
    return found


def to_turtle(result: Result) -> str:
    """Turtle of the triples of a CONSTRUCT or DESCRIBE, sorted, with the prefixes that it uses."""
    if result.quads is None:
        raise KGError(f"a {result.kind} is no graph; ask for table, csv or json, or write a CONSTRUCT query for turtle")
    triples: list[Triple] = sorted({triple(quad) for quad in result.quads}, key=order)
    text = (serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode("utf-8")
    lines = text.splitlines(keepends=True)
    head = len(PREFIXES)
    return "".join(sorted(lines[:head]) + lines[head:])


def _refuse_graph(result: Result, form: str) -> None:
    if result.quads is not None:
        raise KGError(f"a CONSTRUCT or DESCRIBE query has no rows for {form}; ask for turtle")
