"""From a document's text to mentions and facts; the only part of kg that knows spaCy."""

from __future__ import annotations

from kg.extract.extractor import Extractor, make_extractor

__all__ = ["Extractor", "make_extractor"]
