"""HTML news pages: the article and its metadata, by trafilatura."""

from __future__ import annotations

import re
from typing import Any

from kg.model import InputError

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
# A fixed bound: the default is the day of the run.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}


def declared_charset(data: bytes) -> str:
    """The charset that a page names in its first 4,096 bytes, or nothing."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def article(html: str, name: str) -> tuple[str, dict[str, str]]:
    """The text of the article of a page, a paragraph a line, and its title, date, url and publisher.

    Raises :class:`InputError` where the page has no article.
    """
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        _DECLARATION.sub("", html), with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    if found is None or not (found.text or "").strip():
        raise InputError(name, "no article was found in the page", "save the text of the article as .txt or .md")
    head = {"title": found.title, "date": found.date, "url": found.url, "publisher": found.sitename}
    return found.text, {key: value for key, value in head.items() if value}
