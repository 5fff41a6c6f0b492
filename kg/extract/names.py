"""Names by their endings: X有限公司, X银行Y分行, X局, X工业园区 – from the ending leftwards over words until the name begins."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from kg.extract.choose import RISKY
from kg.extract.grammar import NameRule
from kg.extract.words import Word, Words
from kg.model import Mention

# Parts of speech that may stand inside a name; verbs only by rule or when they are also used as nouns.
_NOUNISH = frozenset("n nz nt nr nrt nrfg ns ng j b vn an l i s z eng nw nl un k zg g h".split())
_NAME_VERBS = frozenset(
    "制造 开发 服务 运营 回收 处理 焚烧 发电 供应 运输 检测 设计 投资 建设 发展 研究 管理 规划 融资 租赁 担保 保险 建筑 加工 生产 种植 养殖 改造 治理 修复 "
    "保护 配置 扩建 环保 示范 创新 监督 协同 整治 储能 供热 配套 利用 改革 质押 抵押 监管 对接 推进 共建 合作 质押 转型 挂钩 登记 交易 排污 用能 减排 公募 抽水 蓄能 循环 "
    "综合利用 更新 拆迁 提升 搬迁 招商 促进 联合 计划 启动 签约 工作 污染 防治 防护 振兴 还林 培育 展示 体验 交流 采购 消费 试验 升级 利用率 联防 联控 总装 充电 换电 停车 储备".split()
)
_STOP_WORDS = frozenset(
    "等 该 本 此 各 其 这 那 某 为 是 有 在 由 向 与 和 及 到 从 对 将 把 被 的 了 个 家 座 条 项 年 月 日 全市 全国 全区 全县 全省 当地 我市 我区 我县 目前 记者 据 位于 旗下 下属 多家 首个 首家 首批 "
    "一批 部分 相关 有关 新建 重点 近日 日前 本报讯 本报 以及 还有 包括 其中 推动 全面 一个 一家 一座 一条 成为 作为 通过 实现 打造 走进 来到 如今 今年 去年 近年来 国内 多个 两个 同时 目标 来自".split()
)
_OPEN = {"”": "“", "）": "（", "’": "‘"}
_AREA_END = "省市区县州盟旗镇乡村道"
_TRIM = re.compile(
    r"^(?:[、·—\-由的了]|会同|地处|又称|同属|如今|代表|启动|建设方|建设|布局|推进|首个|首家|本|该|各|全|和|与|及|在|了|的|个|家|座|条|项)+"
)


def _acceptable(word: Word, rule: NameRule) -> bool:
    if word.text in _STOP_WORDS:
        return False
    if word.tag in _NOUNISH or word.text in ("·", "—", "-"):
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
        if words[j].text in "，。；！？：":
            break
    return -1


def _extend(
    words: Sequence[Word], index: int, rule: NameRule, areas: dict[int, int], heads: dict[int, int], limit: int
) -> int:
    """The start of the name whose ending's word is ``words[index]``.

    ``areas`` maps the ends of area mentions to their starts, ``heads`` those of banks and firms (工商银行|重庆市分行).
    """
    start = words[index].start
    j = index - 1
    while j >= 0:
        word = words[j]
        if word.end in areas:
            begin = areas[word.end]
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
        if word.text in _OPEN:
            j = _quoted(words, j, rule)
            if j < 0 or words[j].start < limit:
                break
            start = words[j].start
        elif not _acceptable(word, rule) or word.start < limit:
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


def _candidates(
    text: str, words: Words, rule: NameRule, areas: dict[int, int], heads: dict[int, int]
) -> Iterator[tuple[int, int, int]]:
    """(start, end, start of the ending) of every name that ends by the rule."""
    for match in rule.suffix.finditer(text):
        index = words.at(match.start())
        start = _extend(words.items, index, rule, areas, heads, match.end() - rule.max - len(match[0]))
        start += _lead(text[start : match.start()])
        yield start, match.end(), match.start()


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
        heads = _spans([*known, *found], rule.heads)
        for start, end, tail in _candidates(text, words, rule, areas, heads):
            surface = text[start:end]
            if tail - start < rule.min or surface in rule.banned or _cut(text, end, rule):
                continue
            if rule.exact and not _is_one_word(words, start, end):
                continue
            found.append(Mention(start, end, surface, _type_of(surface, rule), rule.score, f"ending:{rule.type}"))
    return tuple(found)


def _is_one_word(words: Words, start: int, end: int) -> bool:
    """Tell whether the segmentation takes the span for one noun; short endings (山, 河) stand in too many other words."""
    word = words.items[words.at(start)]
    return (word.start, word.end) == (start, end) and word.tag in ("ns", "nz", "n", "nr", "nrt")


def _type_of(surface: str, rule: NameRule) -> str:
    # The central bank's branches supervise; they are no lenders.
    return "GovernmentBody" if rule.type == "FinancialInstitution" and "人民银行" in surface else rule.type


def _cut(text: str, end: int, rule: NameRule) -> bool:
    """Tell whether the name goes on behind ``end``: a quotation that it would tear apart, or 局|长."""
    return text[end : end + 1] == "”" or (rule.type == "GovernmentBody" and text[end : end + 1] == "长")
