"""The table of areas: current and former administrative areas of China with parents, points and successors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.learn.sources import Row, read_csv, read_lists, read_names

COUNTRY = "156"
_PLACEHOLDER = re.compile(
    r"市辖区|^县$|^市$|直辖|重庆城区|重庆郊县|规划控制区|管理局|二区|国外|建设兵团|经济开发区|自治区直|地区直"
)
# Longest first. Ethnic names stand before 自治: 石柱土家族自治县 → 石柱.
_SUFFIXES = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "林区", "特区", "矿区", "地区", "省", "市", "区", "县", "盟", "州", "旗"
)  # fmt: skip
_ETHNIC = re.compile(
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南"
    "|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族|各族|蒙古|哈萨克|柯尔克孜|维吾尔)+$"
)
_TOWNSHIP = re.compile(r"(?:镇|乡|街道|苏木|地区)$")
_NO_SHORT = re.compile(r"[左右前中后合]旗$|新区$|市区$|委员会$|城$")


@dataclass(frozen=True, slots=True)
class Draft:
    """An area on its way into the table."""

    code: str
    name: str
    short: str
    level: int
    former: bool = False
    successors: tuple[str, ...] = ()
    parent: str = ""


def compile_areas(lists: Path) -> list[Row]:
    """The rows of ``areas.tsv.gz``, by code."""
    current = read_names(lists / "admin_mumuy" / "list.json")
    history = read_names(lists / "admin_mumuy" / "history.json")
    successors = read_lists(lists / "admin_mumuy" / "diff.json")
    city = read_csv(lists / "admin_areacity" / "ok_data_level4.csv", ("id", "pid", "deep", "name", "ext_name"))
    chongqing = read_csv(lists / "institutions" / "chongqing_districts.csv", ("code", "current_2026", "succeeded_by"))
    drafts = [Draft(COUNTRY, "中国", "我国", -1), *_current(current, city), *_townships(city)]
    drafts += _former(history, successors, {draft.code for draft in drafts})
    drafts = _reorganised(drafts, chongqing)
    linked = _linked(drafts)
    points = _points(lists, linked)
    return [_row(draft, points) for draft in linked]


def short_name(name: str) -> str:
    """武隆区 → 武隆, 石柱土家族自治县 → 石柱; a name of two characters (忠县) has no shorter one."""
    for suffix in () if _NO_SHORT.search(name) else _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name and len(stem) > 1:
            found = _ETHNIC.sub("", stem) if suffix.startswith("自治") else stem
            # 鄂温克族自治旗 has no name but its people's; two peoples (黎族苗族自治州) name no place.
            return found if len(found) > 1 else stem.removesuffix("族") if stem.count("族") < 2 else ""
    return ""


def _current(current: Mapping[str, str], city: Iterable[Mapping[str, str]]) -> list[Draft]:
    """Provinces to counties: the newer list, completed by the one that also has Taiwan's and the newest by name."""
    drafts: dict[str, Draft] = {}
    for row in city:
        code = row["id"].removesuffix("000") if len(row["id"]) == 9 and row["deep"] == "2" else row["id"].ljust(6, "0")
        if row["deep"] != "3" and not _PLACEHOLDER.search(row["ext_name"]) and not _repeats(code, row, drafts):
            drafts[code] = Draft(code, row["ext_name"], short_name(row["ext_name"]), _level(code))
    for code, name in current.items():
        # 83 is an administrative code of Taiwan that GB/T 2260 does not know; the other list has 71.
        if not code.startswith("83") and not _PLACEHOLDER.search(name):
            drafts[code] = Draft(code, name, short_name(name), _level(code))
    return list(drafts.values())


def _repeats(code: str, row: Mapping[str, str], drafts: Mapping[str, Draft]) -> bool:
    """Tell whether the row only repeats its parent: 1101 北京市 under 11 北京市."""
    above = drafts.get(code[:2] + "0000")
    return row["deep"] == "1" and above is not None and above.name == row["ext_name"]


def _townships(city: Iterable[Mapping[str, str]]) -> list[Draft]:
    """Streets, towns and townships: the last three digits are under 400 (farms and zones come after), and not 000."""
    rows = [row for row in city if row["deep"] == "3" and len(row["id"]) == 9 and 0 < int(row["id"][6:]) < 400]
    named = [row for row in rows if _TOWNSHIP.search(row["ext_name"])]
    return [
        Draft(row["id"], row["ext_name"], row["name"] if row["name"] != row["ext_name"] else "", 3) for row in named
    ]


def _former(history: Mapping[str, str], successors: Mapping[str, list[str]], known: set[str]) -> list[Draft]:
    gone = {code: name for code, name in history.items() if code not in known and not _PLACEHOLDER.search(name)}
    return [
        Draft(
            code,
            name,
            short_name(name),
            _level(code),
            former=True,
            successors=_live(code, successors, known | gone.keys()),
        )
        for code, name in sorted(gone.items())
        if re.fullmatch(r"[\u4e00-\u9fff]+", name)
    ]


def _live(code: str, successors: Mapping[str, list[str]], known: set[str]) -> tuple[str, ...]:
    return tuple(sorted(after for after in successors.get(code, ()) if after in known and after != code))


def _reorganised(drafts: list[Draft], chongqing: Iterable[Mapping[str, str]]) -> list[Draft]:
    """Mark the districts that one source calls succeeded: both states stay."""
    after = {row["code"]: row["succeeded_by"] for row in chongqing if row["current_2026"] == "0"}
    return [
        replace(draft, former=True, successors=(after[draft.code],)) if draft.code in after else draft
        for draft in drafts
    ]


def _linked(drafts: list[Draft]) -> list[Draft]:
    """Give each its parent, the nearest code above that is known; drop successors that were dropped; sort by code."""
    known = {draft.code for draft in drafts}
    return sorted(
        (
            replace(draft, parent=_parent(draft, known), successors=tuple(s for s in draft.successors if s in known))
            for draft in drafts
        ),
        key=lambda draft: draft.code,
    )


def _parent(draft: Draft, known: set[str]) -> str:
    code = draft.code
    above = {
        3: (code[:6], code[:4] + "00", code[:2] + "0000"),
        2: (code[:4] + "00", code[:2] + "0000"),
        1: (code[:2] + "0000",),
    }
    return next((found for found in above.get(draft.level, ()) if found in known), "" if code == COUNTRY else COUNTRY)


def _level(code: str) -> int:
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def _points(lists: Path, drafts: Iterable[Draft]) -> dict[str, tuple[str, str]]:
    """(longitude, latitude) by code. A new code takes the point of the one that it succeeded, if that was one only."""
    rows = read_csv(lists / "admin_cpca" / "adcodes.csv", ("adcode", "longitude", "latitude"))
    points = {row["adcode"][:6]: (row["longitude"], row["latitude"]) for row in rows}
    before: dict[str, list[str]] = {}
    for draft in drafts:
        for code in draft.successors if draft.code in points else ():
            before.setdefault(code, []).append(draft.code)
    inherited = {code: points[olds[0]] for code, olds in before.items() if len(olds) == 1}
    return inherited | points


def _row(draft: Draft, points: Mapping[str, tuple[str, str]]) -> Row:
    lon, lat = points.get(draft.code, ("", ""))
    status = "former" if draft.former else "current"
    return (
        draft.code,
        draft.name,
        draft.short,
        draft.parent,
        str(draft.level),
        lon,
        lat,
        status,
        ";".join(draft.successors),
    )
