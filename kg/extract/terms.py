"""Term and rate of a loan, as the sentence words them: 期限5年, 5年期, 年利率3.65%."""

from __future__ import annotations

import re

from kg.extract.scene import Scene

_TERM = re.compile(r"期限(?:为|长达|最长)?(\d+(?:\.\d+)?(?:年|个月))|(\d+(?:年|个月))期(?!间)|为期(\d+(?:年|个月))")
_RATE = re.compile(
    r"利率(?:为|低至|仅|约|只有|降至|执行|是|低到)?(\d+(?:\.\d+)?[%％])|(\d+(?:\.\d+)?[%％])的?(?:年)?(?:优惠)?利率"
)


def _near(pattern: re.Pattern[str], scene: Scene, offset: int) -> str:
    """The match that stands nearest to a document offset, within the sentence; empty where there is none."""
    at = offset - scene.start
    found = sorted((abs(m.start() - at), m.start(), m) for m in pattern.finditer(scene.text))
    return next((g for g in found[0][2].groups() if g), "") if found else ""


def term_near(scene: Scene, offset: int) -> str:
    """The term of a loan that is told nearest to ``offset``: 5年."""
    return _near(_TERM, scene, offset)


def rate_near(scene: Scene, offset: int) -> str:
    """The rate that is told nearest to ``offset``: 3.65%."""
    return _near(_RATE, scene, offset)
