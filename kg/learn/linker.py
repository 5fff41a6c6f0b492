"""The fact model: what is said of pairs of mentions, numbers and dates; on the tagger's encoder with typed markers."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.extract.features import Features, Ids
from kg.extract.pairs import DISTANCES, WINDOW_AFTER, WINDOW_BEFORE, Candidates, window
from kg.learn.pretrain import Encoder
from kg.learn.tagger import collate
from kg.learn.targets import UNKNOWN, Targets

Json = dict[str, Any]
Say = Callable[[str], None]
POSITIONS = WINDOW_BEFORE + WINDOW_AFTER + 40


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph for the fact model: features, marker tags, pairs with their features, anchors' kinds and targets."""

    item: Candidates
    features: Features
    markers: Ids
    pairs: Ids
    rules: NDArray[np.float32]
    targets: Targets | None


class Reader(nn.Module):
    """Encoder states and typed markers to states of the paragraph, of shape (batch, length, 2 · hidden)."""

    def __init__(self, encoder: Encoder, kinds: int, config: Json) -> None:
        super().__init__()
        width = encoder.chars.embedding_dim + 2 * encoder.forwards.hidden_size
        self.markers = nn.Embedding(4 * kinds + 1, config["marker_size"])
        self.drop = nn.Dropout(config["dropout"])
        self.lstm = nn.LSTM(width + config["marker_size"], config["hidden"], batch_first=True, bidirectional=True)

    def forward(self, states: Tensor, markers: Tensor, lengths: Tensor | None = None) -> Tensor:
        x = self.drop(torch.cat([states, self.markers(markers)], dim=-1))
        if lengths is None:
            found: Tensor = self.lstm(x)[0]
            return found
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        found, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        return found


class Heads(nn.Module):
    """Scores of pairs, of numbers and of the characters of indicators; all take states of one paragraph, (length, width)."""

    def __init__(self, kinds: int, columns: int, config: Json) -> None:
        super().__init__()
        width, size = 2 * config["hidden"], config["pair_hidden"]
        self.kinds = nn.Embedding(kinds, 24)
        self.first = nn.Linear(2 * width + 24, size)
        self.second = nn.Linear(2 * width + 24, size)
        self.between = nn.Linear(width, size)
        self.around = nn.Linear(2 * width, size)
        self.distance = nn.Embedding(len(DISTANCES) + 1, size)
        self.apart = nn.Embedding(4, size)
        self.number = nn.Embedding(8, size)
        self.rules = nn.Linear(columns, size)
        self.drop = nn.Dropout(config["dropout"])
        self.out = nn.Linear(size, columns)
        self.value = nn.Sequential(
            nn.Linear(2 * width + 24, 64), nn.ReLU(), nn.Dropout(config["dropout"]), nn.Linear(64, 2)
        )
        self.near = nn.Linear(width, 64)
        self.anchor = nn.Linear(2 * width + 24, 64)
        self.position = nn.Embedding(POSITIONS, 64)
        self.mark = nn.Linear(64, 1)

    def spans(self, states: Tensor, starts: Tensor, ends: Tensor, kinds: Tensor) -> Tensor:
        """First and last state and kind of each anchor, of shape (anchors, 2 · width + 24)."""
        return torch.cat([states[starts], states[ends - 1], self.kinds(kinds)], dim=-1)

    def pairs(
        self, states: Tensor, spans: Tensor, starts: Tensor, ends: Tensor, pairs: Tensor, rules: Tensor
    ) -> Tensor:
        """Scores of shape (pairs, columns)."""
        i, j = pairs[:, 0], pairs[:, 1]
        sums = torch.cat([torch.zeros_like(states[:1]), states.cumsum(0)])
        lower, upper = ends[i], torch.maximum(starts[j], ends[i])
        mean = (sums[upper] - sums[lower]) / (upper - lower).clamp_min(1).unsqueeze(1)
        before, after = (starts[i] - 1).clamp_min(0), ends[j].clamp_max(len(states) - 1)
        hidden = (
            self.first(spans)[i]
            + self.second(spans)[j]
            + self.between(mean)
            + self.around(torch.cat([states[before], states[after]], dim=-1))
            + self.distance(pairs[:, 2] + 1)
            + self.apart(pairs[:, 3])
            + self.number(pairs[:, 4])
            + self.rules(rules)
        )
        scores: Tensor = self.out(self.drop(torch.relu(hidden)))
        return scores

    def indicator(self, states: Tensor, span: Tensor, start: int, end: int, at: int) -> Tensor:
        """Scores of the characters ``start``–``end`` for the number whose anchor begins at ``at``."""
        places = (torch.arange(start, end) - at + WINDOW_BEFORE).clamp(0, POSITIONS - 1)
        hidden = self.near(states[start:end]) + self.anchor(span) + self.position(places)
        scores: Tensor = self.mark(torch.relu(hidden)).squeeze(-1)
        return scores


def arrays(item: Candidates) -> tuple[Tensor, Tensor, Tensor]:
    """Starts, ends and kinds of the anchors."""
    rows = [(a.start, a.end, a.kind) for a in item.anchors]
    found = torch.tensor(rows, dtype=torch.long).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2]


def encode(encoder: Encoder, batch: Sequence[Tensor], lengths: Tensor) -> Tensor:
    """The encoder's states, without gradients: it is the tagger's, and stays as it is."""
    with torch.no_grad():
        return torch.cat(encoder(*batch[:3], lengths), dim=-1)


def _masked(scores: Tensor, wanted: Tensor, may: Tensor) -> Tensor:
    known = may & (wanted != UNKNOWN)
    found: Tensor = nn.functional.binary_cross_entropy_with_logits(scores[known], wanted[known], reduction="sum")
    return found


def _loss(heads: Heads, states: Tensor, example: Example, applicable: Tensor) -> Tensor:
    starts, ends, kinds = arrays(example.item)
    targets = example.targets
    assert targets is not None
    total = states.sum() * 0.0
    if not len(kinds):
        return total
    spans = heads.spans(states, starts, ends, kinds)
    if len(example.pairs):
        pairs = torch.from_numpy(example.pairs)
        scores = heads.pairs(states, spans, starts, ends, pairs, torch.from_numpy(example.rules))
        may = applicable[kinds[pairs[:, 0]], kinds[pairs[:, 1]]]
        total = total + _masked(scores, torch.from_numpy(targets.pairs), may)
    numbers = torch.tensor([a.value is not None for a in example.item.anchors])
    if numbers.any():
        wanted = torch.from_numpy(targets.values)[numbers]
        total = total + nn.functional.binary_cross_entropy_with_logits(
            heads.value(spans[numbers]), wanted, reduction="sum"
        )
    for i, marks in targets.indicators.items():
        start, end = window(example.item, example.item.anchors[i])
        scores = heads.indicator(states, spans[i], start, end, example.item.anchors[i].start)
        total = total + 0.15 * nn.functional.binary_cross_entropy_with_logits(
            scores, torch.from_numpy(marks), reduction="sum"
        )
    return total


def train_linker(
    encoder: Encoder,
    examples: Callable[[int], Sequence[Example]],
    applicable: NDArray[np.bool_],
    config: Json,
    say: Say,
    after: Callable[[int, Reader, Heads], None] | None = None,
) -> tuple[Reader, Heads]:
    """Train reader and heads on ``examples(n)`` for the nth pass; the weights are averaged over the last passes.

    ``config`` has hidden, marker_size, pair_hidden, dropout, epochs, batch, rate, seed.
    """
    torch.manual_seed(config["seed"])
    torch.set_num_threads(1)
    generator = np.random.default_rng(config["seed"])
    may = torch.from_numpy(applicable)
    reader, heads = (
        Reader(encoder, applicable.shape[0], config),
        Heads(applicable.shape[0], applicable.shape[2], config),
    )
    both = nn.ModuleList([reader, heads])
    optimizer = torch.optim.AdamW(both.parameters(), lr=config["rate"], weight_decay=1e-3)
    average = torch.optim.swa_utils.AveragedModel(both, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995))
    steps = (len(examples(0)) // config["batch"] + 1) * config["epochs"]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / 100) * max(0.05, 1 - n / steps)
    )
    began = time.monotonic()
    encoder.eval()
    for epoch in range(config["epochs"]):
        both.train()
        chosen, total = examples(epoch), 0.0
        order = generator.permutation(len(chosen))
        for at in range(0, len(order), config["batch"]):
            part = [chosen[i] for i in order[at : at + config["batch"]]]
            batch, lengths = collate([e.features for e in part])
            markers = torch.zeros_like(batch[0])
            for row, example in zip(markers, part, strict=True):
                row[: len(example.markers)] = torch.from_numpy(example.markers)
            states = reader(encode(encoder, batch, lengths), markers, lengths)
            losses = [_loss(heads, states[n, : len(e.markers)], e, may) for n, e in enumerate(part)]
            loss = torch.stack(losses).sum() / len(part)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(both.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(both)
            total += loss.item() * len(part)
        say(
            f"linker pass {epoch + 1}/{config['epochs']}, loss {total / len(chosen):.2f}, {time.monotonic() - began:.0f} s"
        )
        if after:
            after(epoch, *average.module)
    best: tuple[Reader, Heads] = tuple(average.module)
    return best[0].eval(), best[1].eval()
