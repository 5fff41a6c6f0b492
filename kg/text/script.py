"""Traditional to simplified characters, with every offset kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SAMPLE = 20_000
_SHARE = 0.03
_CHUNK = re.compile(r"[^\n。！？]{0,2000}(?:[\n。！？]+|(?<=.)|\Z)", re.DOTALL)


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _table() -> dict[int, str]:
    """The characters that have another simplified form, and that form."""
    han = [chr(code) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(start, end)]
    simple = _converter().convert("\n".join(han)).split("\n")
    return {ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}


def is_traditional(text: str) -> bool:
    """Tell whether ``text`` is written in traditional characters: of its Chinese characters, 3 % or more have another form.

    A simplified text with a single traditional name, or with 乾 in 乾隆, is not. Looks at the first 20,000 characters.
    """
    han = _HAN.findall(text[:_SAMPLE])
    table = _table()
    return bool(han) and sum(ord(character) in table for character in han) >= _SHARE * len(han)


def simplified(text: str) -> str:
    """``text`` in simplified characters, of the same length and with the same offsets; simplified text comes back as it is.

    Phrases decide where a character has two forms (OpenCC ``t2s``); where a phrase would change the length, its characters do.
    """
    return "".join(map(_convert, _chunks(text))) if is_traditional(text) else text


def _chunks(text: str) -> Iterator[str]:
    """Cut ``text`` at sentence ends, and every 2,000 characters, so that the work is linear."""
    start = 0
    while start < len(text):
        found = _CHUNK.match(text, start)
        end = found.end() if found and found.end() > start else min(len(text), start + 2000)
        yield text[start:end]
        start = end


def _convert(chunk: str) -> str:
    new = _converter().convert(chunk)
    return new if len(new) == len(chunk) else chunk.translate(_table())
