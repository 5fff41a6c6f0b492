"""Language-model pre-training of the encoder's first layer: two LSTMs that foretell the next and the previous character.

After ELMo (Peters et al. 2018, arXiv:1802.05365), with a sampled softmax over characters (Jean et al. 2015,
arXiv:1412.2007). Everything is seeded and runs on one thread, so that two runs give the same weights.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from kg.extract.features import PAD, Vocabulary, pair_ids

Json = dict[str, Any]
Say = Callable[[str], None]


class Encoder(nn.Module):
    """Characters and hashed pairs to states: a forward LSTM that sees the left, a backward LSTM that sees the right."""

    def __init__(self, chars: int, pairs: int, char_size: int, pair_size: int, hidden: int) -> None:
        super().__init__()
        self.chars = nn.Embedding(chars, char_size, padding_idx=PAD)
        self.pairs = nn.Embedding(pairs, pair_size)
        self.forwards = nn.LSTM(char_size + pair_size, hidden, batch_first=True)
        self.backwards = nn.LSTM(char_size + pair_size, hidden, batch_first=True)

    def forward(
        self, chars: Tensor, left: Tensor, right: Tensor, lengths: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Ids of shape (batch, length) → character vectors, forward states and backward states of shape (batch, length, …).

        ``lengths`` are needed where sequences are padded: the backward LSTM then begins at each one's own end.
        """
        vectors = self.chars(chars)
        ahead, _ = self.forwards(torch.cat([vectors, self.pairs(left)], dim=-1))
        turned = _turn(torch.cat([vectors, self.pairs(right)], dim=-1), lengths)
        back, _ = self.backwards(turned)
        return vectors, ahead, _turn(back, lengths)


def _turn(x: Tensor, lengths: Tensor | None) -> Tensor:
    """Reverse each sequence within its length."""
    if lengths is None:
        return torch.flip(x, dims=[1])
    places = torch.arange(x.shape[1]).unsqueeze(0)
    turned = torch.where(places < lengths.unsqueeze(1), lengths.unsqueeze(1) - 1 - places, places)
    return torch.gather(x, 1, turned.unsqueeze(-1).expand_as(x))


def _texts(data: Path, corpus: Path, laws: int) -> Iterator[str]:
    """Raw texts: official documents whole, a share of the laws, and all that reads like news."""
    for name, share in (("official", 1), ("wikipedia", 1), ("laws", laws)):
        path = data / "text" / f"{name}.jsonl.gz"
        if path.is_file():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for i, line in enumerate(lines) if i % share == 0)
    finre = data / "relations" / "finre" / "data" / "FinRE" / "train.txt"
    if finre.is_file():
        rows = (line.rstrip("\n").split("\t") for line in finre.open(encoding="utf-8"))
        yield from sorted({row[3] for row in rows if len(row) == 4})
    for path in sorted((data / "ner" / "aishell_ner" / "data").glob("*transcript.dev.txt")):
        yield from (
            line.split(" ", 1)[-1].strip().replace("<", "").replace(">", "") for line in path.open(encoding="utf-8")
        )
    for path in sorted((data / "treebank").glob("*/*train*.conllu")) + sorted(
        (data / "treebank").glob("*/*test.simp.conllu")
    ):
        yield from (line[9:].strip() for line in path.open(encoding="utf-8") if line.startswith("# text = "))
    from kg.learn.corpus import read_annotated

    for folder in (corpus, data / "annotated"):
        for path in sorted(folder.glob("*.ann")):
            yield from [read_annotated(path)["text"]] * 3


def vocabulary(texts: list[str], types: tuple[str, ...], least: int) -> Vocabulary:
    """The characters that occur ``least`` times or more, the most frequent first."""
    counts = Counter("".join(texts))
    kept = sorted((c for c, n in counts.items() if n >= least and c not in "\n\r"), key=lambda c: (-counts[c], c))
    return Vocabulary.of("".join(kept), types)


def _rows(texts: list[str], words: Vocabulary, length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All texts as one stream, cut into rows of ``length`` characters."""
    stream = "\u3000".join(t.replace("\n", "\u3000") for t in texts)
    stream = stream[: len(stream) // length * length]
    left, right = pair_ids(stream)
    shape = (-1, length)
    return words.ids(stream).reshape(shape), left.reshape(shape), right.reshape(shape)


class _Sampled(nn.Module):
    """Softmax over the targets of a batch and a fixed number of sampled characters, the same for all places."""

    def __init__(self, chars: int, size: int, samples: int) -> None:
        super().__init__()
        self.out = nn.Embedding(chars, size)
        self.bias = nn.Parameter(torch.zeros(chars))
        self.samples = samples
        nn.init.normal_(self.out.weight, std=0.05)

    def forward(self, states: Tensor, targets: Tensor) -> Tensor:
        size = self.out.num_embeddings
        chosen = torch.cat([targets.unique(), torch.randint(2, size, (self.samples,))]).unique()
        logits = states @ self.out(chosen).T + self.bias[chosen]
        loss: Tensor = nn.functional.cross_entropy(logits, torch.searchsorted(chosen, targets))
        return loss


def _loss(encoder: Encoder, heads: nn.ModuleList, batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    chars, left, right = batch
    _, ahead, back = encoder(chars, left, right)
    size = ahead.shape[-1]
    one = heads[0](ahead[:, :-1].reshape(-1, size), chars[:, 1:].reshape(-1))
    other = heads[1](back[:, 1:].reshape(-1, size), chars[:, :-1].reshape(-1))
    total: Tensor = (one + other) / 2
    return total


def pretrain(data: Path, corpus: Path, types: tuple[str, ...], config: Json, say: Say) -> tuple[Encoder, Vocabulary]:
    """Train the encoder on all raw texts that are there; returns it with the vocabulary that it has seen.

    ``config`` has char_size, pair_size, hidden, pairs, least, laws, length, batch, epochs, samples, rate, seed.
    """
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)
    texts = [t for t in _texts(data, corpus, config["laws"]) if t]
    words = vocabulary(texts, types, config["least"])
    chars, left, right = _rows(texts, words, config["length"])
    say(f"pre-training on {chars.size:,} characters, {len(words.chars):,} different")
    encoder = Encoder(len(words.chars) + 2, config["pairs"], config["char_size"], config["pair_size"], config["hidden"])
    heads = nn.ModuleList(_Sampled(len(words.chars) + 2, config["hidden"], config["samples"]) for _ in range(2))
    steps = len(chars) // config["batch"] * config["epochs"]
    optimizer = torch.optim.Adam([*encoder.parameters(), *heads.parameters()], lr=config["rate"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config["rate"], total_steps=steps + 1, pct_start=0.05)
    generator = np.random.default_rng(config["seed"])
    done, running, began = 0, 0.0, time.monotonic()
    for _ in range(config["epochs"]):
        order = generator.permutation(len(chars))
        for start in range(0, len(order) - config["batch"] + 1, config["batch"]):
            pick = order[start : start + config["batch"]]
            batch = tuple(torch.from_numpy(a[pick]) for a in (chars, left, right))
            loss = _loss(encoder, heads, batch)  # type: ignore[arg-type]  # three arrays
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            running += loss.item()
            if done % 200 == 0:
                say(f"step {done}/{steps}, loss {running / 200:.3f}, {time.monotonic() - began:.0f} s")
                running = 0.0
    return encoder, words
