"""lvjin: Chinese news on green development to an RDF knowledge graph, with the sentence behind every fact."""

from __future__ import annotations

from kg.model import KGError

__all__ = ["KGError"]
