"""Annotated documents (``.ann``): the head and the bare text, without the marks."""

from __future__ import annotations

import re

from kg.model import InputError

_PART = re.compile(r"^===[ \t]*$", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]|]+)\|[A-Za-z]+\|[A-Za-z]\w*\]")


def bare(text: str, name: str) -> tuple[str, dict[str, str]]:
    """The text of an annotated document as all its offsets count it, and its head (id, title, date, style …).

    Raises :class:`InputError` where the three parts are not there.
    """
    parts = _PART.split(text)
    if len(parts) != 3:
        reason = f"it has {len(parts)} parts, not a head, a text and facts"
        raise InputError(name, reason, "part the three by two lines of ===")
    head = dict(_field(line) for line in parts[0].strip().splitlines())
    return _MARK.sub(r"\1", parts[1].strip("\n")), head


def _field(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()
