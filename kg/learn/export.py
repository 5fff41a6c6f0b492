"""A trained tagger and fact model to the files of a model folder: ONNX, int8 where it costs nothing, and arrays."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.features import Vocabulary
from kg.extract.model import FILES, FORMAT, checksum
from kg.learn.crf import CRF
from kg.learn.linker import Heads, Reader
from kg.learn.tagger import Tagger

Json = dict[str, Any]
INPUTS = ("chars", "left", "right", "gazetteer", "rules", "words")


class _OneTagger(nn.Module):
    """The tagger for one paragraph, without padding: states of the encoder and scores of tags."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, *batch: Tensor) -> tuple[Tensor, Tensor]:
        chars, left, right, gazetteer, rules, words = batch
        states = torch.cat(self.tagger.encoder(chars, left, right), dim=-1)
        extra = [self.tagger.gazetteer(gazetteer), self.tagger.rules(rules), self.tagger.words(words)]
        hidden, _ = self.tagger.lstm(torch.cat([states, *extra], dim=-1))
        return states, self.tagger.out(hidden)


def _onnx(
    module: nn.Module, sample: tuple[Tensor, ...], names: tuple[str, ...], outputs: tuple[str, ...], path: Path
) -> None:
    axes = {name: {1: "length"} for name in (*names, *outputs)}
    with torch.no_grad():
        torch.onnx.export(
            module.eval(), sample, str(path), input_names=list(names), output_names=list(outputs), dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip


def _smaller(source: Path, target: Path) -> None:
    quantize_dynamic(
        source, target, weight_type=QuantType.QInt8, op_types_to_quantize=["LSTM", "MatMul", "Gather", "Gemm"]
    )


def _arrays(heads: Heads, crf: CRF, path: Path) -> None:
    found = {name: value.detach().numpy().astype(np.float16) for name, value in heads.state_dict().items()}
    # The names of Sequential's layers stay; scores of tags keep their full width.
    found |= {f"crf.{name}": value.detach().numpy() for name, value in crf.state_dict().items()}
    np.savez_compressed(path, **found)


def export(
    tagger: Tagger,
    crf: CRF,
    reader: Reader,
    heads: Heads,
    vocabulary: Vocabulary,
    about: Json,
    folder: Path,
    *,
    small: bool = True,
) -> None:
    """Write the model folder; ``about`` has columns, thresholds and version, and whatever else the model card tells."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = torch.ones((1, 12), dtype=torch.long)
    width = reader.lstm.input_size - reader.markers.embedding_dim
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch)
        _onnx(_OneTagger(tagger), (ids,) * 6, INPUTS, ("states", "scores"), whole / FILES[0])
        _onnx(reader, (torch.zeros((1, 12, width)), ids), ("states", "markers"), ("found",), whole / FILES[1])
        for name in FILES[:2]:
            if small:
                _smaller(whole / name, folder / name)
            else:
                (folder / name).write_bytes((whole / name).read_bytes())
    _arrays(heads, crf, folder / FILES[2])
    description = {
        "format": FORMAT,
        **about,
        "chars": "".join(vocabulary.chars),
        "types": list(vocabulary.types),
        "sha256": {name: checksum(folder / name) for name in FILES},
    }
    (folder / "model.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
