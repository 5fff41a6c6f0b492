"""The IRIs of the graph: the namespaces as constants, and minting from keys and content.

Characters that RFC 3987 allows in an IRI stay as they are, Chinese ones among them; the others are percent-encoded as
UTF-8. The same meaning gives the same IRI on any machine: nothing here counts, and nothing looks at a clock.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from kg.model import BASE, KGError

ONTOLOGY = "https://w3id.org/lvjin/ontology"
LJ = ONTOLOGY + "#"
DCTERMS = "http://purl.org/dc/terms/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
QUDT = "http://qudt.org/schema/qudt/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TIME = "http://www.w3.org/2006/time#"
UNIT = "http://qudt.org/vocab/unit/"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "dcterms": DCTERMS,
    "geo": GEO,
    "lj": LJ,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "qudt": QUDT,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "time": TIME,
    "unit": UNIT,
    "xsd": XSD,
}
"""Prefix → namespace, for Turtle and as the defaults of every query."""

_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
# ucschar of RFC 3987: everything from U+00A0 but surrogates, private use and noncharacters.
_UCSCHAR = (
    (0xA0, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFEF),
    *((p << 16, (p << 16) | 0xFFFD) for p in range(1, 15)),
)
# Legal by the grammar, yet invisible or shifting what is read: format, separator and control characters are encoded.
_HIDDEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"})
_HASH_LENGTH = 16


def _stands(char: str) -> bool:
    """Tell whether a character may stand as it is in a segment of an IRI."""
    if char.isascii():
        return bool(_UNRESERVED.match(char))
    code = ord(char)
    return any(low <= code <= high for low, high in _UCSCHAR) and unicodedata.category(char) not in _HIDDEN


def encode(text: str, safe: str = "") -> str:
    """Return ``text`` as one segment of an IRI; characters in ``safe`` are kept.

    A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD's encoding.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
    return "".join(c if c in safe or _stands(c) else "".join(f"%{b:02X}" for b in c.encode("utf-8")) for c in clean)


def encode_key(key: str) -> str:
    """Return the key of a thing as the path of its IRI: ``place/500156`` keeps its slashes.

    Segments of dots are encoded, so that no client resolves them away.
    """
    parts = [encode(part) for part in key.split("/")]
    return "/".join(part.replace(".", "%2E") if part in (".", "..") else part for part in parts)


def digest(*parts: str) -> str:
    """Return 16 hex digits of the SHA-256 over the parts; no two lists of parts run into one another."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:_HASH_LENGTH]


@dataclass(frozen=True, slots=True)
class Minter:
    """Mints the IRIs below ``base``, which ends in ``/`` or ``#``."""

    base: str = BASE

    def __post_init__(self) -> None:
        """Refuse a base that is no absolute IRI, or to which a path cannot be added."""
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+[/#]", self.base):
            raise KGError(f"base {self.base!r} is no absolute IRI that ends in / or #; give one such as {BASE}")

    def thing(self, key: str) -> str:
        """The IRI of the thing with this key."""
        return f"{self.base}id/{encode_key(key)}"

    def node(self, kind: str, *parts: str) -> str:
        """The IRI of a deal, observation or membership (``kind``), from what it says."""
        return f"{self.base}id/{kind}/{digest(*parts)}"

    def period(self, iso: str) -> str:
        """The IRI of a period in ISO notation; a slash becomes two hyphens."""
        return f"{self.base}id/period/{encode(iso.replace('/', '--'))}"

    def document(self, name: str) -> str:
        """The IRI of the document with this id, which also names its graph."""
        return f"{self.base}doc/{encode(name)}"

    def evidence(self, document: str, *parts: str) -> str:
        """The IRI of the evidence that a document (by id) gives for a fact."""
        return f"{self.document(document)}/evidence/{digest(*parts)}"
