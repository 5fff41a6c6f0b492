"""``kg train``: from annotated documents and raw text to a model folder. Deterministic: one seed, one thread."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.extractor import Extractor
from kg.extract.features import Vocabulary
from kg.extract.pairs import Outputs
from kg.learn.augment import pools, swap
from kg.learn.crf import CRF
from kg.learn.dataset import Paragraph, gold_mentions, paragraphs, read_folders
from kg.learn.examples import examples
from kg.learn.export import export
from kg.learn.linker import train_linker
from kg.learn.pretrain import Encoder, pretrain
from kg.learn.tagger import Tagger, train_tagger
from kg.model import KGError

Json = dict[str, Any]
Say = Callable[[str], None]
CONFIG = Path(__file__).with_name("config.toml")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a training reads: annotated documents, and public data where there are any (annotated and raw texts)."""

    corpus: Path
    data: Path

    def documents(self) -> list[Json]:
        """The annotated documents; none at all is a :class:`KGError`."""
        found = read_folders(self.corpus, self.data / "annotated")
        if not found:
            raise KGError(f"{self.corpus}: holds no annotated documents (.ann); name the folder that does")
        return found


def read_config(path: Path = CONFIG) -> Json:
    """The hyper-parameters; a file that cannot be read is a :class:`KGError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KGError(f"{path}: the configuration cannot be read ({error}); mend it or leave --config out") from error


def _seeded(config: Json, part: str) -> Json:
    return {"seed": config["seed"], **config[part]}


class _Passes:
    """Which paragraphs each pass of the tagger sees: the originals, and every other time a copy with names swapped."""

    def __init__(self, documents: Sequence[Json], extractor: Extractor, vocabulary: Vocabulary, config: Json) -> None:
        generator = np.random.default_rng(config["seed"])
        names = pools(documents, extractor.grammar.person.surnames, config["seed"])
        self.epochs = config["epochs"]
        self.plain = [
            p for d in documents for p in paragraphs(d["text"], gold_mentions(d), d["id"], extractor, vocabulary)
        ]
        self.copies = [
            [p for d in documents for p in paragraphs(*swap(d, names, config["swap"], generator), d["id"], extractor, vocabulary)]
            for _ in range(config["copies"])
        ]

    def __call__(self, number: int) -> Sequence[Paragraph]:
        # The last passes see what was written, not what was swapped in.
        if not self.copies or number % 2 == 0 or number >= self.epochs * 7 // 10:
            return self.plain
        return self.copies[number // 2 % len(self.copies)]


def _tagger(
    documents: Sequence[Json], extractor: Extractor, encoder: Encoder, vocabulary: Vocabulary, config: Json, say: Say
) -> tuple[Tagger, CRF]:
    own = _seeded(config, "tagger")
    passes = _Passes(documents, extractor, vocabulary, own)
    say(f"tagger: {len(passes.plain):,} paragraphs")
    return train_tagger(encoder, len(vocabulary.types), passes, own, say)


def thresholds(config: Json, properties: Sequence[str]) -> dict[str, float]:
    """The least probability of each property, and of the other kinds of facts."""
    own = dict(config["thresholds"])
    relation = own.pop("relation")
    return {name: own.pop(name, relation) for name in properties} | own


def train(sources: Sources, extractor: Extractor, out: Path, config: Json, say: Say) -> Json:
    """Train encoder, tagger and fact model and write the model folder ``out``; returns what was seen, by kind."""
    documents = sources.documents()
    types = tuple(extractor.ontology.types)
    encoder, vocabulary = pretrain(sources.data, sources.corpus, types, _seeded(config, "pretrain"), say)
    tagger, crf = _tagger(documents, extractor, encoder, vocabulary, config, say)
    outputs = Outputs.of(extractor.ontology)
    applicable = outputs.applicable(extractor.ontology)
    seen, held = examples(documents, extractor, vocabulary, outputs, applicable)
    say(f"fact model: {len(seen):,} paragraphs; candidates hold {held}")
    reader, heads = train_linker(tagger.encoder, lambda _: seen, applicable, _seeded(config, "linker"), say)
    about = {
        "version": f"trained on {len(documents)} documents",
        "columns": list(outputs.names),
        "thresholds": thresholds(config, tuple(extractor.ontology.properties)),
        "config": config,
    }
    export(tagger, crf, reader, heads, vocabulary, about, out)
    return {name: {"held": some, "all": every} for name, (some, every) in held.items()}
