"""Plain values to pyoxigraph terms and back: the one translation file of the graph."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.graph.iri import LJ, RDF, XSD
from kg.graph.values import date_datatype, decimal_text
from kg.model import KGError
from kg.numerals import parse_number

DEFAULT = DefaultGraph()
LANGUAGE = "zh"
"""The language of names and wordings: the texts are Chinese."""

Graph = NamedNode | DefaultGraph


@lru_cache(maxsize=1 << 16)
def iri(text: str) -> NamedNode:
    """An IRI node; raises ``ValueError`` if the text is no absolute IRI."""
    return NamedNode(text)


TYPE = iri(RDF + "type")


def _clean(text: str) -> str:
    """Replace what no RDF syntax can hold: lone surrogates, and the control characters that XML forbids."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\n\r") else c for c in text)


def chinese(text: str) -> Literal:
    """A name or wording, tagged zh."""
    return Literal(_clean(text), language=LANGUAGE)


def string(text: str) -> Literal:
    """A plain string."""
    return Literal(_clean(text))


def typed(text: str, datatype: str) -> Literal:
    """A literal of the datatype with this name in XML Schema."""
    return Literal(text, datatype=iri(XSD + datatype))


def decimal(value: Decimal) -> Literal:
    """An xsd:decimal in its canonical wording."""
    return typed(decimal_text(value), "decimal")


def date(iso: str) -> Literal:
    """A date as precise as it is told: xsd:date, xsd:gYearMonth, xsd:gYear, or a string for a span or plan."""
    return Literal(_clean(iso), datatype=iri(date_datatype(iso)))


def text_of(term: object) -> str:
    """The IRI or lexical form of a term."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def lexical(term: object) -> str | None:
    """The IRI or lexical form of a term as a string; ``None`` where a query left it unbound."""
    return None if term is None else text_of(term)


def triple(quad: Quad) -> Triple:
    """A quad without its graph."""
    return Triple(quad.subject, quad.predicate, quad.object)


def sparql_term(kind: str, value: str, name: str = "value") -> str:
    """A value that a user gives as a term of SPARQL, escaped; ``kind`` is name, text, number, property or iri.

    Raises :class:`KGError` that names the parameter if the value does not fit.
    """
    try:
        return str(_of_kind(kind, value))
    except ValueError as error:
        raise KGError(f"parameter {name}: {value!r} is no {kind} ({error}); give another value") from error


def _of_kind(kind: str, value: str) -> NamedNode | Literal:
    if kind == "number":
        number = parse_number(value)
        if number is None:
            raise ValueError("write it as 5000, 1.2 or 1000万")
        return decimal(number)
    if kind in ("property", "iri"):
        return NamedNode(value if kind == "iri" or ":" in value else LJ + value)
    return string(value) if kind == "text" else chinese(value)
