"""The two steps of extraction, with what they need loaded once: mark the mentions, then read the facts between entities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from kg.extract.deals import find_deals
from kg.extract.grammar import Grammar, load_grammar
from kg.extract.lexicon import Lexicon
from kg.extract.observations import find_observations
from kg.extract.pipe import Marked, make_pipeline, mark
from kg.extract.relations import find_relations
from kg.extract.scene import build_scenes
from kg.extract.times import find_times
from kg.model import Document, DocumentFacts, Entity, Ontology, Sentence

VERSION = "rules-1"
"""Names the extractor in the provenance of every fact."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """What extraction needs, loaded once a process."""

    nlp: Language
    grammar: Grammar
    ontology: Ontology

    def mark(self, text: str) -> Marked:
        """The mentions of ``text`` (simplified characters) and the short names that it announces."""
        return mark(self.nlp, text)

    def facts(
        self, document: Document, text: str, sentences: Sequence[Sentence], entities: tuple[Entity, ...]
    ) -> DocumentFacts:
        """The facts between ``entities``; ``text`` is the document's in simplified characters, of the same length."""
        scenes = build_scenes(document, text, sentences, entities, self.grammar.areas)
        financing = find_deals(scenes, self.ontology)
        relations = {(r.subject, r.property, r.object): r for r in financing.relations}
        for found in find_relations(scenes, self.grammar, self.ontology):
            relations.setdefault((found.subject, found.property, found.object), found)
        return DocumentFacts(
            document=document.id,
            entities=entities,
            relations=tuple(relations.values()),
            deals=financing.deals,
            observations=find_observations(scenes, financing.used),
            times=find_times(scenes, self.grammar),
        )


def make_extractor(ontology: Ontology, lexicon: Iterable[tuple[str, str, float]], folder: Path) -> Extractor:
    """Load the patterns of ``folder`` (``ontology/``) and build the spaCy pipeline around ``lexicon`` (surface, type, weight)."""
    grammar = load_grammar(folder, ontology)
    return Extractor(make_pipeline(Lexicon.of(lexicon), grammar), grammar, ontology)
