"""The named graph of a document: where it comes from, and the words that say each fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.graph.iri import DCTERMS, LJ, OA, PROV, RDF, SCHEMA, Minter
from kg.graph.terms import TYPE, chinese, date, decimal, iri, string, typed
from kg.model import Document, Evidence, Fact

CONTEXT = 20
"""Characters before and after a quote that its selector holds."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as quads of the default graph, what stands for it, and the words that say it.

    ``target`` is the quad of a direct triple, or the node of a deal, observation or membership.
    """

    target: Quad | NamedNode
    quads: tuple[Quad, ...]
    evidence: tuple[Evidence, ...]
    score: float

    @classmethod
    def direct(cls, quad: Quad, fact: Fact) -> Claim:
        """The claim of one triple."""
        return cls(quad, (quad,), fact.evidence, fact.score)

    def pointers(
        self,
    ) -> tuple[tuple[str, NamedNode | BlankNode | Literal | Triple], ...]:
        """(predicate, object) pairs by which an evidence node names its fact."""
        if isinstance(self.target, NamedNode):
            return ((LJ + "supports", self.target),)
        ends = (self.target.subject, self.target.predicate, self.target.object)
        return tuple(zip((RDF + "subject", RDF + "predicate", RDF + "object"), ends, strict=True))


def source_quads(document: Document, keys: Iterable[str], minter: Minter) -> Iterator[Quad]:
    """Yield what is known of a document, and the things (by key) that it mentions."""
    node = iri(minter.document(document.id))
    yield Quad(node, TYPE, iri(PROV + "Entity"), node)
    yield Quad(node, TYPE, iri(SCHEMA + "NewsArticle"), node)
    told = {
        DCTERMS + "title": chinese(document.title) if document.title else None,
        DCTERMS + "issued": date(document.date) if document.date else None,
        DCTERMS + "publisher": string(document.publisher) if document.publisher else None,
        SCHEMA + "url": string(document.url) if document.url else None,
        LJ + "sha256": string(document.sha256) if document.sha256 else None,
        DCTERMS + "source": string(document.source) if document.source else None,
    }
    for predicate, value in told.items():
        if value is not None:
            yield Quad(node, iri(predicate), value, node)
    for key in keys:
        yield Quad(node, iri(SCHEMA + "mentions"), iri(minter.thing(key)), node)


def claim_quads(
    document: Document,
    claims: Iterable[Claim],
    minter: Minter,
    *,
    quotes: bool,
    extractor: str,
) -> Iterator[Quad]:
    """Yield an evidence node for each fact; claims of the same fact are one node with all their quotes, scored by the best."""
    together: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        together.setdefault(tuple(str(end) for _, end in claim.pointers()), []).append(claim)
    for parts, same in sorted(together.items(), key=lambda item: item[0]):
        node = minter.evidence(document.id, *parts)
        yield from _evidence_quads(document, node, same, minter, extractor)
        spans = sorted({(e.start, e.end): e for claim in same for e in claim.evidence}.items())
        for number, (_, evidence) in enumerate(spans, 1):
            yield from _selector_quads(document, node, number, evidence, minter, quotes=quotes)


def _evidence_quads(document: Document, node: str, same: list[Claim], minter: Minter, extractor: str) -> Iterator[Quad]:
    graph, subject = iri(minter.document(document.id)), iri(node)
    yield Quad(subject, TYPE, iri(LJ + "Evidence"), graph)
    for predicate, value in same[0].pointers():
        yield Quad(subject, iri(predicate), value, graph)
    score = max(claim.score for claim in same)
    yield Quad(subject, iri(LJ + "score"), decimal(Decimal(f"{score:.4f}")), graph)
    yield Quad(subject, iri(PROV + "wasDerivedFrom"), graph, graph)
    yield Quad(subject, iri(LJ + "extractor"), string(extractor), graph)


def _selector_quads(
    document: Document,
    node: str,
    number: int,
    evidence: Evidence,
    minter: Minter,
    *,
    quotes: bool,
) -> Iterator[Quad]:
    graph, subject = iri(minter.document(document.id)), iri(node)
    position = iri(f"{node}#position-{number}")
    yield Quad(subject, iri(OA + "hasSelector"), position, graph)
    yield Quad(position, TYPE, iri(OA + "TextPositionSelector"), graph)
    yield Quad(
        position,
        iri(OA + "start"),
        typed(str(evidence.start), "nonNegativeInteger"),
        graph,
    )
    yield Quad(position, iri(OA + "end"), typed(str(evidence.end), "nonNegativeInteger"), graph)
    if not quotes:
        return
    quote = iri(f"{node}#quote-{number}")
    yield Quad(subject, iri(OA + "hasSelector"), quote, graph)
    yield Quad(quote, TYPE, iri(OA + "TextQuoteSelector"), graph)
    for name, text in zip(("exact", "prefix", "suffix"), _quote(document.text, evidence), strict=True):
        if text:
            yield Quad(quote, iri(OA + name), string(text), graph)


def _quote(text: str, evidence: Evidence) -> tuple[str, str, str]:
    """The quote, and up to :data:`CONTEXT` characters before and after it."""
    before = text[max(0, evidence.start - CONTEXT) : evidence.start]
    return evidence.quote, before, text[evidence.end : evidence.end + CONTEXT]
