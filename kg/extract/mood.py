"""What a text does not say as a fact: what it denies, supposes or hears told."""

from __future__ import annotations

import re

from kg.extract.scene import Scene

# 若 alone is a condition only where a clause begins: it stands in names (段若愚) and in 若干.
_IF = r"如果|假如|假设|倘若|倘使|要是|传言|网传|(?:^|(?<=[，。；：、“]))若(?!干)"
_DENIED = re.compile(
    rf"(?:没有|尚未|未能|并未|并非|不再|否认|拒绝|一旦|不|未|{_IF})[^，。；]{{0,10}}$|^(?:没有|尚未|并未|未)"
)
_TAKEN_BACK = re.compile(r"(?:一旦|否认|拒绝|没有)[^；]*$|(?:不是|并非)[^，；]*$")
_CONDITION = re.compile(rf"(?:{_IF})[^；]*$")


def denied(between: str) -> bool:
    """Tell whether the words between two names deny what they say: 甲没有向乙, 甲尚未向乙."""
    return bool(_DENIED.search(between))


def is_told(scene: Scene, offset: int) -> bool:
    """Tell whether the text says for a fact what stands at ``offset``.

    It does not where the same clause takes it back (甲否认向乙…), or any clause before makes it a condition or a rumour
    (如果手续齐全，甲将向乙…).
    """
    clause, _ = scene.clause(offset)
    return not _TAKEN_BACK.search(scene.slice(clause, offset)) and not _CONDITION.search(
        scene.slice(scene.start, offset)
    )
