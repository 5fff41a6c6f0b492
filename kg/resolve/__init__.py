"""Which thing a name means, within a document and across documents."""

from __future__ import annotations

from kg.resolve.link import Gazetteer
from kg.resolve.names import entities
from kg.resolve.things import resolve

__all__ = ["Gazetteer", "entities", "resolve"]
