"""Text: readers (:func:`find`, :func:`load`), the cleaner, sentences, and simplified characters."""

from kg.text.clean import Cleaned, clean
from kg.text.read import Skipped, Source, document_id, find, load
from kg.text.script import is_traditional, simplified
from kg.text.segment import sentences

__all__ = [
    "Cleaned",
    "Skipped",
    "Source",
    "clean",
    "document_id",
    "find",
    "is_traditional",
    "load",
    "sentences",
    "simplified",
]
