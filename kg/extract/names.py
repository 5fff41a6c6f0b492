"""Names by their endings: X有限公司, X银行Y分行, X局, X工业园区 – from the ending leftwards over words until the name begins."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.choose import RISKY
from kg.extract.grammar import NameRule
from kg.extract.words import Word, Words
from kg.model import Mention

# Parts of speech that may stand inside a name; verbs only by rule or when they are also used as nouns.
_NOUNISH = frozenset("n nz nt nr nrt nrfg ns ng j b vn an l i s z eng nw nl un k zg g h".split())
_NAME_VERBS = frozenset(
    "制造 服务 运营 回收 处理 焚烧 发电 供应 运输 检测 设计 投资 建设 发展 研究 管理 规划 融资 租赁 担保 保险 建筑 加工 改造 治理 修复 "
    "保护 配置 扩建 环保 示范 创新 监督 协同 整治 储能 供热 配套 利用 改革 质押 抵押 监管 对接 共建 合作 质押 转型 挂钩 登记 交易 排污 用能 减排 公募 抽水 蓄能 循环 "
    "综合利用 更新 拆迁 搬迁 招商 联合 工作 污染 防治 防护 振兴 还林 体验 交流 试验 升级 利用率 联防 联控 总装 充电 换电 停车 储备".split()
)
_STOP_WORDS = frozenset(
    "等 该 本 此 各 其 这 那 某 为 是 有 在 由 向 与 和 及 到 从 对 将 把 被 的 了 个 家 座 条 项 年 月 日 全市 全国 全区 全县 全省 当地 我市 我区 我县 目前 记者 据 位于 旗下 下属 多家 首个 首家 首批 "
    "一批 部分 相关 有关 新建 重点 近日 日前 本报讯 本报 以及 还有 包括 其中 推动 全面 一个 一家 一座 一条 成为 作为 通过 实现 打造 走进 来到 如今 今年 去年 近年来 国内 多个 两个 同时 目标 来自".split()
)
_PREPOSITIONS = "由于向与为在"
_OPEN = {"”": "“", "）": "（", "’": "‘"}
_AREA_END = "省市区县州盟旗镇乡村道"
_TRIM = re.compile(
    r"^(?:[、·—\-由的了]|会同|地处|落户|供应|设计|主要|共建|又称|同属|如今|代表|启动|建设方|建设|布局|推进|推动|发放|投放|生产|启动|开展|开发|提供|投资|运营|管理|培育|利用|提升|获得|创建|实施|发展|研究|合作|示范|对接|配套|首个|首家|深化|健全|建立|级|本|该|各|全|和|与|及|在|了|的|个|家|座|条|项)+"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """End → start of the mentions that a name may take in or must stop at: areas, banks and firms, zones."""

    areas: Mapping[int, int]
    heads: Mapping[int, int]
    borders: Mapping[int, int]


def _acceptable(word: Word, rule: NameRule) -> bool:
    if word.text in _STOP_WORDS:
        return False
    if word.tag in _NOUNISH or word.text in ("·", "—", "-", "+"):
        return True
    if word.tag in ("a", "f", "q"):
        return (word.tag == "a" and len(word.text) <= 2) or word.text in "级期号线东西南北中"
    if word.tag in ("v", "vd", "vi"):
        return rule.verbs and word.text in _NAME_VERBS
    return word.tag in ("m", "t", "mq") and (rule.numbers or word.text[-1:] in "期号线")


def _quoted(words: Sequence[Word], index: int, rule: NameRule) -> int:
    """The index of the word that opens the quotation or bracket closed at ``index``; -1 where it is too far or none."""
    opening = _OPEN[words[index].text]
    for j in range(index - 1, max(-1, index - 10), -1):
        if words[j].text == opening:
            return j
        if words[j].text in "，。；！？：" or words[j].text in ("简称", "下称"):
            break
    return -1


def _extend(words: Sequence[Word], index: int, rule: NameRule, known: _Known, limit: int) -> int:
    """The start of the name whose ending's word is ``words[index]``."""
    areas, heads, borders = known.areas, known.heads, known.borders
    start = words[index].start
    j = index - 1
    while j >= 0:
        word = words[j]
        if word.end in areas:
            begin = areas[word.end]
            if rule.area == "none":
                break
            # 沙坪坝区|青凤科创城 are two names, 涪陵高新区 is one.
            if begin < limit or (rule.area == "split" and word.text[-1] in _AREA_END and word.end - begin > 2):
                break
            start = begin
            j = _before(words, j, start)
            # An area ends a name on the left, save where another area or the name of a bank or firm stands before it.
            if j < 0 or not (rule.through or words[j].end in areas or words[j].end in heads):
                break
            continue
        if word.end in heads:
            return heads[word.end]
        # The segmenter knows no names, so that a border may lie inside a word (青凤科|创城赛|力斯).
        if border := next((end for end in range(word.end, word.start, -1) if end in borders), 0):
            start = min(start, border) if border < word.end else start
            break
        if word.text in _OPEN:
            j = _quoted(words, j, rule)
            if j < 0 or words[j].start < limit:
                break
            start = words[j].start
        elif not _acceptable(word, rule) or word.start < limit:
            break
        elif word.tag == "nr" and word.text[0] in _PREPOSITIONS and len(word.text) > 1:
            # The segmenter takes 由赛力斯 for a person's name.
            start = word.start + 1
            break
        else:
            start = word.start
        j -= 1
    return start


def _before(words: Sequence[Word], index: int, start: int) -> int:
    """The index of the last word that begins before ``start``, looked for leftwards from ``index - 1``."""
    index -= 1
    while index >= 0 and words[index].start >= start:
        index -= 1
    return index


def _candidates(text: str, words: Words, rule: NameRule, known: _Known) -> Iterator[tuple[int, int, int]]:
    """(start, end, start of the ending) of every name that ends by the rule."""
    for match in rule.suffix.finditer(text):
        if _inside_word(words, match.end()):
            continue
        index = words.at(match.start())
        start = _extend(words.items, index, rule, known, match.end() - rule.max - len(match[0]))
        # 重庆市|推进|绿色金融…试点: a verb right behind an area begins what is told, not a name.
        area = next((end for end, begin in known.areas.items() if begin == start and end < match.start()), start)
        start = area if _lead(text[area : match.start()]) else start
        start += _lead(text[start : match.start()])
        if rule.type == "AdministrativeArea":
            start += (
                max(text.rfind(c, start, match.start()) for c in _AREA_END) + 1 - start
                if _inner(text, start, match.start())
                else 0
            )
        yield start, match.end(), match.start()


def _inside_word(words: Words, end: int) -> bool:
    """Tell whether a known word goes on behind ``end``: 创新城 ends no name in 创新|城市. Guessed words (names) may be cut."""
    word = words.items[words.at(end - 1)]
    return word.end > end and word.tag not in ("nr", "nz", "j", "x", "nrt")


def _inner(text: str, start: int, end: int) -> bool:
    """Tell whether the name of another area stands inside: 大顺镇|柏坪村."""
    return any(c in _AREA_END for c in text[start:end])


def _lead(prefix: str) -> int:
    match = _TRIM.match(prefix)
    return match.end() if match and match.end() < len(prefix) else 0


def _spans(mentions: Iterable[Mention], types: Container[str]) -> dict[int, int]:
    return {m.end: m.start for m in mentions if m.type in types}


def find_names(text: str, words: Words, rules: Sequence[NameRule], known: Sequence[Mention]) -> tuple[Mention, ...]:
    """Candidates of all rules in ``text``, overlapping ones too; ``known`` are the gazetteer's mentions."""
    areas = _spans((m for m in known if m.score > RISKY), ("AdministrativeArea",))
    found: list[Mention] = []
    for rule in rules:
        # 青凤科创城|赛力斯…工厂: where places are split, a zone's name ends before the next begins.
        borders = _borders(found, known, rule)
        around = _Known(areas, _spans([*known, *found], rule.heads), borders)
        # A name of the lists ends here already: what stands before it is no part of it.
        whole = {m.end for m in known if m.type == rule.type and m.score > RISKY}
        for start, end, tail in _candidates(text, words, rule, around):
            if end not in whole and _fits(text, words, rule, start, end, tail):
                surface = text[start:end]
                found.append(Mention(start, end, surface, _type_of(surface, rule), rule.score, f"ending:{rule.type}"))
    return tuple(found)


def _borders(found: Sequence[Mention], known: Sequence[Mention], rule: NameRule) -> dict[int, int]:
    """Where a name must begin at the latest: behind a zone, and for things that belong to no body behind a body's name."""
    if rule.area == "keep":
        return {}
    bodies = ("Company", "FinancialInstitution", "GovernmentBody", "Organization") if rule.area == "none" else ()
    strong = [m for m in known if m.score > RISKY]
    return _spans([*strong, *found], ("Zone", *bodies))


def _fits(text: str, words: Words, rule: NameRule, start: int, end: int, tail: int) -> bool:
    surface = text[start:end]
    if tail - start < rule.min or surface in rule.banned or surface.endswith(rule.banned_ends):
        return False
    return not _cut(text, start, end, rule) and (not rule.exact or _is_one_word(words, start, end))


def _is_one_word(words: Words, start: int, end: int) -> bool:
    """Tell whether the segmentation takes the span for one noun; short endings (山, 河) stand in too many other words."""
    word = words.items[words.at(start)]
    return (word.start, word.end) == (start, end) and word.tag in ("ns", "nz", "n", "nr", "nrt")


def _type_of(surface: str, rule: NameRule) -> str:
    # The central bank's branches supervise; they are no lenders.
    return "GovernmentBody" if rule.type == "FinancialInstitution" and "人民银行" in surface else rule.type


def _cut(text: str, start: int, end: int, rule: NameRule) -> bool:
    """Tell whether the name goes on behind ``end``: a quotation that it would tear apart, or 局|长."""
    torn = text[end : end + 1] == "”" and text[start - 1 : start] != "“"
    return torn or (rule.type == "GovernmentBody" and text[end : end + 1] == "长")
