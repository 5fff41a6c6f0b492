"""Names that the text itself marks: titles in《》, short names in（以下简称…）, titles of honour in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Mention

_BOOK = re.compile(r"《([^《》\n]{2,60})》")
_MEDIA = re.compile(r"(?:日报|晚报|时报|早报|周刊|晨报|电视台|新闻|杂志|导报)$")
_SHORT = re.compile(
    r"[（(](?:以下|下文|下)?(?:简)?称(?:为)?[：:]?[“\"]?《?([^“”\"（）()《》，。；\n]{2,20})》?[”\"]?[）)]"
)
_PLAIN_SHORT = re.compile(r"[（(]([A-Z][A-Za-z0-9&]{1,11})[）)]")
_HONOUR_BEFORE = re.compile(
    r"(?:获评|被评为|评为|获得|荣获|获授|入选|被授予|授予|获|列入|成为|荣膺|斩获|摘得|创成|认定为|命名为)(?:了|首批|第[一二三四五六七八九十]批|全市首批|全国首批)?$"
)
_HONOUR_AFTER = re.compile(r"^(?:称号|荣誉|名单|名录|认定|奖|牌匾|招牌|命名)")
_QUOTE = re.compile(r"“([^“”\n]{2,24})”")
_HONOUR = re.compile(
    r"(?:获评|被评为|评为|荣获|获授|入选|被授予|授予|获得|列入|荣膺|创成|认定为|命名为)(?:了|为|首批|第[一二三四五六七八九十]批)?"
    r"(?P<name>(?:\d{4}年(?:度)?)?(?:国家级|国家|全国|市级|省级|[一-龥]{2,3}[省市]|中国|自治区级|全市|全省|世界)[^，。；、！？“”《》\n的等]{2,24}?)"
    r"(?=称号|名单|名录|，|。|；|、|等|\n|$)"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """The text says that ``short`` is another name of ``full``."""

    full: Mention
    short: Mention


def find_documents(text: str) -> tuple[Mention, ...]:
    """What stands in book marks: a Document, or the Organization that publishes a paper; the marks stay outside."""
    found = []
    for match in _BOOK.finditer(text):
        kind = "Organization" if _MEDIA.search(match[1]) else "Document"
        found.append(Mention(match.start(1), match.end(1), match[1], kind, 0.9, "book marks"))
    return tuple(found)


def find_honours(text: str) -> tuple[Mention, ...]:
    """Titles of honour by the verb before them (获评, 入选) or the noun behind them (称号, 名单)."""
    found = []
    for match in _HONOUR.finditer(text):
        found.append(Mention(match.start("name"), match.end("name"), match["name"], "Title", 0.7, "honour"))
    for match in _QUOTE.finditer(text):
        before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 2]
        if _HONOUR_BEFORE.search(before) or _HONOUR_AFTER.match(after):
            found.append(Mention(match.start(1), match.end(1), match[1], "Title", 0.6, "honour"))
    return tuple(found)


def find_aliases(text: str, mentions: Sequence[Mention]) -> tuple[Alias, ...]:
    """Short names in brackets behind a mention; the short name takes the mention's type."""
    by_end: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.start, reverse=True):
        by_end[mention.end] = mention
    found = []
    for pattern in (_SHORT, _PLAIN_SHORT):
        for match in pattern.finditer(text):
            at = match.start() - 1 if text[match.start() - 1 : match.start()] in ("》", "”") else match.start()
            full = by_end.get(at)
            if full is not None and match[1] != full.text:
                short = Mention(match.start(1), match.end(1), match[1], full.type, 0.95, "short name")
                found.append(Alias(full, short))
    return tuple(found)
