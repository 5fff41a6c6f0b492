"""The mention tagger: pre-trained encoder, features, a BiLSTM and a CRF; trained on annotated paragraphs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from kg.extract.features import WORD_FEATURES, Features
from kg.learn.crf import CRF
from kg.learn.dataset import Paragraph
from kg.learn.pretrain import Encoder

Json = dict[str, Any]
Say = Callable[[str], None]


class Tagger(nn.Module):
    """Features of shape (batch, length) to scores of BIES tags, of shape (batch, length, tags)."""

    def __init__(self, encoder: Encoder, types: int, config: Json) -> None:
        super().__init__()
        self.encoder = encoder
        size = config["feature_size"]
        self.gazetteer = nn.Embedding(8 * types + 1, size)
        self.rules = nn.Embedding(4 * types + 1, size)
        self.words = nn.Embedding(WORD_FEATURES, size)
        width = encoder.chars.embedding_dim + 2 * encoder.forwards.hidden_size + 3 * size
        self.lstm = nn.LSTM(width, config["hidden"], batch_first=True, bidirectional=True)
        self.drop = nn.Dropout(config["dropout"])
        self.feature_drop = config["feature_dropout"]
        self.out = nn.Linear(2 * config["hidden"], 4 * types + 1)

    def forward(self, batch: Sequence[Tensor], lengths: Tensor) -> Tensor:
        chars, left, right, gazetteer, rules, words = batch
        states = self.encoder(chars, left, right, lengths)
        extra = [self.gazetteer(self._dim(gazetteer)), self.rules(self._dim(rules)), self.words(words)]
        x = self.drop(torch.cat([*states, *extra], dim=-1))
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        scores: Tensor = self.out(self.drop(states))
        return scores

    def _dim(self, ids: Tensor) -> Tensor:
        """Hide whole sequences of a feature now and then, so that the model does not lean on rules and lists alone."""
        if not self.training:
            return ids
        keep = (torch.rand(ids.shape[0], 1) >= self.feature_drop).long()
        return ids * keep


def collate(features: Sequence[Features]) -> tuple[list[Tensor], Tensor]:
    """Pad to one length: six tensors of shape (batch, length), and the lengths."""
    lengths = torch.tensor([len(f.chars) for f in features])
    names = ("chars", "left", "right", "gazetteer", "rules", "words")
    out = []
    for name in names:
        padded = np.zeros((len(features), int(lengths.max())), dtype=np.int64)
        for row, f in zip(padded, features, strict=True):
            row[: len(f.chars)] = getattr(f, name)
        out.append(torch.from_numpy(padded))
    return out, lengths


def _tags(items: Sequence[Paragraph], length: int) -> Tensor:
    padded = np.zeros((len(items), length), dtype=np.int64)
    for row, item in zip(padded, items, strict=True):
        row[: len(item.tags)] = item.tags
    return torch.from_numpy(padded)


def _batches(items: Sequence[Paragraph], size: int, generator: np.random.Generator) -> list[list[Paragraph]]:
    """Paragraphs of like length together, about ``size`` characters a batch, in random order."""
    noise = generator.uniform(0.8, 1.25, len(items))
    order = sorted(range(len(items)), key=lambda i: len(items[i].text) * noise[i])
    found: list[list[Paragraph]] = [[]]
    for i in order:
        longest = max([len(items[i].text), *(len(p.text) for p in found[-1])])
        if found[-1] and longest * (len(found[-1]) + 1) > size:
            found.append([])
        found[-1].append(items[i])
    return [found[i] for i in generator.permutation(len(found))]


def _hide(batch: list[Tensor], share: float) -> list[Tensor]:
    """Replace some characters by the unknown one, so that rare ones are met with sense."""
    chars = batch[0]
    hidden = (torch.rand(chars.shape) < share) & (chars > 1)
    return [torch.where(hidden, torch.ones_like(chars), chars), *batch[1:]]


def train_tagger(
    encoder: Encoder,
    types: int,
    epochs: Callable[[int], Sequence[Paragraph]],
    config: Json,
    say: Say,
    after: Callable[[int, Tagger, CRF], None] | None = None,
) -> tuple[Tagger, CRF]:
    """Train on what ``epochs(n)`` gives for the nth pass; the weights are averaged over the last passes.

    ``config`` has hidden, feature_size, dropout, feature_dropout, char_dropout, epochs, batch, rate, encoder_rate, seed.
    """
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)
    generator = np.random.default_rng(config["seed"])
    model, crf = Tagger(encoder, types, config), CRF(4 * types + 1)
    own = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": [*own, *crf.parameters()], "lr": config["rate"]},
        {"params": list(encoder.parameters()), "lr": config["encoder_rate"]},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=1e-4)
    average = torch.optim.swa_utils.AveragedModel(
        nn.ModuleList([model, crf]), multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995)
    )
    steps = len(_batches(epochs(0), config["batch"], generator)) * config["epochs"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / 100) * max(0.05, 1 - n / steps)
    )
    began = time.monotonic()
    for epoch in range(config["epochs"]):
        model.train()
        total = 0.0
        batches = _batches(epochs(epoch), config["batch"], generator)
        for items in batches:
            batch, lengths = collate([p.features for p in items])
            scores = model(_hide(batch, config["char_dropout"]), lengths)
            mask = torch.arange(scores.shape[1]).unsqueeze(0) < lengths.unsqueeze(1)
            loss = crf(scores, _tags(items, scores.shape[1]), mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*model.parameters(), *crf.parameters()], 5.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(nn.ModuleList([model, crf]))
            total += loss.item()
        say(
            f"tagger pass {epoch + 1}/{config['epochs']}, loss {total / len(batches):.2f}, {time.monotonic() - began:.0f} s"
        )
        if after:
            after(epoch, *average.module)
    best: tuple[Tagger, CRF] = tuple(average.module)
    return best[0].eval(), best[1].eval()
