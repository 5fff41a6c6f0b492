"""The trained model: its files, checked and loaded, and what it computes; run by ONNX Runtime on one thread."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort

from kg.extract.decode import Scores, constrain
from kg.extract.features import Features, Ids, Vocabulary
from kg.extract.heads import Floats, Heads
from kg.model import KGError

FORMAT = 1
FILES = ("tagger.onnx", "linker.onnx", "arrays.npz")
FOLDER = Path(__file__).parent / "weights"
_WAY_OUT = "train one with `kg train`, reinstall lvjin, or give --no-model for the rules alone"


@dataclass(frozen=True, slots=True)
class Model:
    """What the files of a model folder hold, ready to run; ``thresholds`` has the least score of each kind of fact."""

    vocabulary: Vocabulary
    columns: tuple[str, ...]
    thresholds: dict[str, float]
    version: str
    tagger: ort.InferenceSession
    linker: ort.InferenceSession
    heads: Heads
    transitions: Scores
    starts: Scores
    ends: Scores

    def tag(self, features: Features) -> tuple[Floats, Scores]:
        """Encoder states (length, width) and scores of tags (length, tags) of one paragraph."""
        names = ("chars", "left", "right", "gazetteer", "rules", "words")
        states, scores = self.tagger.run(None, {name: getattr(features, name)[None] for name in names})
        return states[0], scores[0]

    def read(self, states: Floats, markers: Ids) -> Floats:
        """Encoder states and typed markers to the states that the heads take, (length, width)."""
        found: Floats = self.linker.run(None, {"states": states[None], "markers": markers[None]})[0][0]
        return found


def checksum(path: Path) -> str:
    """SHA-256 of a file, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _description(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KGError(f"{path}: the trained model is missing ({error.strerror}); {_WAY_OUT}") from error
    except ValueError as error:
        raise KGError(f"{path}: is no description of a model ({error}); {_WAY_OUT}") from error
    if found.get("format") != FORMAT:
        raise KGError(f"{path}: has format {found.get('format')!r}, this version reads {FORMAT}; {_WAY_OUT}")
    return found


def _check(folder: Path, sums: dict[str, str]) -> None:
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise KGError(f"{path}: the trained model lacks this file; {_WAY_OUT}")
        if checksum(path) != sums.get(name):
            raise KGError(f"{path}: is damaged or belongs to another model (its checksum differs); {_WAY_OUT}")


def _session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load_model(folder: Path = FOLDER) -> Model:
    """Read a model folder; a missing, damaged or foreign file is a :class:`KGError` that names it and the way out."""
    about = _description(folder)
    _check(folder, about["sha256"])
    with np.load(folder / "arrays.npz") as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
    crf = {name: weights.pop(f"crf.{name}") for name in ("transitions", "starts", "ends")}
    return Model(
        Vocabulary.of(about["chars"], about["types"]),
        tuple(about["columns"]),
        about["thresholds"],
        about["version"],
        _session(folder / "tagger.onnx"),
        _session(folder / "linker.onnx"),
        Heads(weights),
        *constrain(crf["transitions"], crf["starts"], crf["ends"]),
    )
