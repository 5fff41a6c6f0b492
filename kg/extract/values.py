"""Numbers with their units, as they are written in Chinese news: 4.7亿元, 31.9%, 三万余亩, 180辆, 20.8个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONEY_UNITS = ("元", "人民币", "美元", "欧元", "港元", "日元", "港币", "英镑")

# Measures, the longest first where one begins another: the alternation takes the first that fits.
_MEASURES = (
    "个百分点 百分点 吨标准煤/万元 吨标准煤 吨标煤 吨二氧化碳当量 吨二氧化碳 千瓦时 千瓦 兆瓦时 兆瓦 吉瓦时 吉瓦 瓦 kWh MWh "
    "GWh TWh MW GW kW KW 千伏安 千伏 平方公里 平方千米 平方米 立方米/秒 立方米 公里/小时 公里 千米 厘米 毫米 微克/立方米 "
    "毫克/升 千克 公斤 公顷 亩 米 吨/年 吨/日 吨 升 标准箱 标箱 美元 欧元 港元 日元 英镑 元/千瓦时 元/吨 元/亩 元/度 元 人次 "
    "人 名 位 户 家 个 项 件 辆 台（套） 台 套 座 条 株 棵 只 头 尾 羽 笔 单 次 场 批 种 类 款 处 片 块 张 份 对 组 支 艘 列 "
    "架 口 颗 粒 间 所 村 度电 度 倍 % ‰ 天 小时 分钟 秒 颗 枚 期 轮 属 科 门 例 宗 篇 部 句 字 盏 根 幅 架次 班 车次 车 箱 "
    "瓶 盒 斤 克 兆 摄氏度 ℃ 分贝 环 星 级 岁"
)
_UNITS = "|".join(re.escape(u) for u in sorted(_MEASURES.split(), key=len, reverse=True))
_TENTHS = r"(?<=[一二两三四五六七八九])成(?=[，。；、半以的左多在由是为来]|$)"
"""三成, but not 建成 and 成为."""
# Bounded, and never begun inside a run of digits, so that a long one costs no more than its length.
_NUMBER = (
    r"-?(?<![\d.])\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|-?(?<![\d.])\d{1,15}(?:\.\d{1,9})?(?!\d)"
    r"|[零〇一二两三四五六七八九十百千]{1,12}(?:点[零〇一二三四五六七八九]{1,9})?"
)
_VALUE = re.compile(
    rf"(?:(?P<low>{_NUMBER})[—–~～至到-]+)?(?P<number>{_NUMBER})(?P<odd>余|多|几)?(?P<scale>[十百千]?[万亿]+|)"
    rf"(?P<odd2>余|多)?(?P<unit>{_TENTHS}|(?:{_UNITS})(?:/(?:{_UNITS}))?)(?P<after>（套）)?"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A number at ``start``–``end``: ``number`` bare as written, ``unit`` with 万 and 亿 (``亿元``), ``kind`` money, percent or count."""

    start: int
    end: int
    number: str
    unit: str
    kind: str


def _kind(unit: str) -> str:
    bare = unit.lstrip("十百千万亿")
    if bare in MONEY_UNITS:
        return "money"
    return "percent" if bare in ("%", "个百分点", "百分点") else "count"


def find_values(text: str) -> tuple[Value, ...]:
    """All numbers with a unit in ``text``, left to right, offsets into ``text``; ordinals and durations are none of them.

    A range (3—5万元) is two values, both in its unit; the first of them spans the number alone.
    """
    # Full-width digits, point and percent sign are one character each, so the offsets stay.
    plain = text.translate(_HALF_WIDTH)
    return tuple(value for match in _VALUE.finditer(plain) for value in _values(plain, match))


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


def _values(text: str, match: re.Match[str]) -> Iterator[Value]:
    before, number = text[max(0, match.start() - 1) : match.start()], match["number"]
    if before == "第" or (before.isascii() and before.isalnum()) or text.startswith("月", match.end()):
        return
    if not number[-1].isdigit() and _is_word(number, match):
        return
    unit = match["scale"] + match["unit"] + (match["after"] or "")
    if match["low"]:
        yield Value(match.start("low"), match.end("low"), match["low"], unit, _kind(unit))
    yield Value(match.start("number"), match.end(), number, unit, _kind(unit))


# 一批, 一条, 一张 say no number; nor do 百 and 千 alone, and 七位一体 counts nothing.
def _is_word(number: str, match: re.Match[str]) -> bool:
    if match.string.startswith("一体", match.end()):
        return True
    bare = number in ("一", "百", "千", "十") and not match["scale"] and not (match["odd"] or match["odd2"])
    return bare and match["unit"] not in ("元", "吨", "公里", "公顷")
