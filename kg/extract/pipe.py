"""The only module that knows spaCy: the pipeline that marks mentions in a ``Doc``, and the way from its spans to records.

The pipeline is ``spacy.blank("zh")`` with a token a character and three components of ours. They are functions made here
and added explicitly when a pipeline is built; importing this module registers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.extract.choose import choose, mark_throughout
from kg.extract.grammar import Grammar
from kg.extract.lexicon import Lexicon
from kg.extract.names import find_names
from kg.extract.persons import find_persons
from kg.extract.quoted import Alias, find_aliases, find_documents, find_honours
from kg.extract.words import Words, find_words
from kg.model import Mention

Component = Callable[[Doc], Doc]


@dataclass(frozen=True, slots=True)
class Marked:
    """The mentions of one text, sorted by offset, and the short names that it announces."""

    mentions: tuple[Mention, ...]
    aliases: tuple[Alias, ...]


class _Step:
    """A component whose function is set when the pipeline is built.

    spaCy keeps the first function that a name of a component was registered with, so two pipelines would share a lexicon.
    """

    run: Component

    def __call__(self, doc: Doc) -> Doc:
        return self.run(doc)


def _new_step(nlp: Language, name: str) -> _Step:
    return _Step()


def _characters(vocab: Vocab, text: str) -> Doc:
    """A ``Doc`` with a token a character, spaces and line breaks too; it keeps the text."""
    return Doc(vocab, words=list(text), spaces=[False] * len(text), user_data={"text": text})


def _write(doc: Doc, key: str, mentions: Sequence[Mention]) -> None:
    """Keep ``mentions`` as a span group: label = type; the records, with score and source, stand in the group's ``attrs``."""
    # Every character is a token, so offsets of characters are those of tokens.
    doc.spans[key] = [Span(doc, m.start, m.end, label=m.type) for m in mentions]
    doc.spans[key].attrs["mentions"] = tuple(mentions)


def _read(doc: Doc, key: str) -> tuple[Mention, ...]:
    mentions: tuple[Mention, ...] = doc.spans[key].attrs["mentions"]
    return mentions


def _text(doc: Doc) -> str:
    """The text that ``doc`` was made of; ``Doc.text`` would join all tokens again each time."""
    text: str = doc.user_data["text"]
    return text


def _words(doc: Doc) -> Words:
    if "words" not in doc.user_data:
        doc.user_data["words"] = find_words(_text(doc))
    words: Words = doc.user_data["words"]
    return words


def _gazetteer_component(lexicon: Lexicon) -> Component:
    def mark_gazetteer(doc: Doc) -> Doc:
        _write(doc, "gazetteer", lexicon.find(_text(doc)))
        return doc

    return mark_gazetteer


def _patterns_component(grammar: Grammar) -> Component:
    def mark_patterns(doc: Doc) -> Doc:
        text, words = _text(doc), _words(doc)
        names = find_names(text, words, grammar.names, grammar.lexis, _read(doc, "gazetteer"))
        persons = find_persons(text, words, grammar.person)
        _write(doc, "patterns", (*names, *persons, *find_documents(text), *find_honours(text)))
        return doc

    return mark_patterns


def _mentions_component() -> Component:
    def mark_mentions(doc: Doc) -> Doc:
        text, words = _text(doc), _words(doc)
        candidates = [*_read(doc, "gazetteer"), *_read(doc, "patterns")]
        chosen = choose(candidates, text, words)
        aliases = find_aliases(text, chosen)
        _write(doc, "mentions", mark_throughout(chosen, aliases, text, lambda more: choose(more, text, words)))
        doc.user_data["aliases"] = aliases
        return doc

    return mark_mentions


def make_pipeline(lexicon: Lexicon, grammar: Grammar) -> Language:
    """A spaCy pipeline that leaves the mentions of a text in ``doc.spans["mentions"]``."""
    nlp = spacy.blank("zh")
    nlp.max_length = 20_000_000
    # spaCy's own segmenter of characters joins some with the space behind them, and is slower.
    nlp.tokenizer = lambda text: _characters(nlp.vocab, text)
    Language.factory("lvjin_step", func=_new_step)
    for name, component in (
        ("lvjin_gazetteer", _gazetteer_component(lexicon)),
        ("lvjin_patterns", _patterns_component(grammar)),
        ("lvjin_mentions", _mentions_component()),
    ):
        step = nlp.add_pipe("lvjin_step", name=name)
        step.run = component  # type: ignore[attr-defined]
    return nlp


def mark(nlp: Language, text: str) -> Marked:
    """Run the pipeline on one text; offsets count its characters."""
    doc = nlp(text)
    return Marked(_read(doc, "mentions"), doc.user_data["aliases"])
