"""Text: readers (:func:`find`, :func:`load`), the cleaner, sentences, and simplified characters."""

from kg.text.clean import Cleaned, clean
from kg.text.read import Source, document_id, find, load, skipped
from kg.text.script import is_traditional, simplified
from kg.text.segment import sentences

__all__ = [
    "Cleaned",
    "Source",
    "clean",
    "document_id",
    "find",
    "is_traditional",
    "load",
    "sentences",
    "simplified",
    "skipped",
]
