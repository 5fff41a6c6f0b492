"""The tables of companies, institutions and zones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kg.learn.sources import Row

_Csv = Iterable[Mapping[str, str]]
_HAN = re.compile(r"[\u4e00-\u9fff]+")

# By suffix of the name, the first that fits; None is no body (a web page, a table, a data base).
_TYPES: tuple[tuple[str, str | None], ...] = (
    (r"(?:数据银行|网|库|系统|平台|数据|统计|云|法宝|在线|系统调查|办公厅网|价格监测|工程)$", None),
    (
        r"(?:银行|农信|信合|联社|联合社|信用社|农商行|交易所|清算所|清算中心|交易中心|证券|保险|信托)$",
        "FinancialInstitution",
    ),
    (r"(?:银行|保险|人寿|证券|基金|期货|清算|结算|交易)[\u4e00-\u9fff（）()]*公司$", "FinancialInstitution"),
    (r"(?:公司|集团|咨询)$", "Company"),
    (r"^(?:最高人民法院|最高人民检察院)$", "GovernmentBody"),
    (r"(?:局|部|署|厅|总局|机构|委员会|管委会|海事局|办公室|办公厅|统计处|理事会)$", "GovernmentBody"),
    (r"(?:院|所|馆|台|站|社|校|会|大学|联盟|中心|学院|研究中心)$", "Organization"),
)
_COMMITTEES = re.compile(r"(?:仲裁|专业|标准化技术|认可)委员会$")
_FORMS = (("农村商业银行", "农商行"), ("农村商业银行", "农商银行"), ("农商行", "农商银行"))
_ZONE_FORMS = (
    ("经济技术开发区", ("经开区",)), ("高新技术产业开发区", ("高新区", "高新技术开发区")), ("经济开发区", ("经开区",)),
    ("高技术产业开发区", ("高新区",)), ("新技术开发区", ("高新区",)), ("高新技术产业园区", ("高新区",)),
)  # fmt: skip


def compile_companies(shares: _Csv) -> list[Row]:
    """The rows of ``companies.tsv.gz``, by code."""
    rows = [
        (r["code"], short_of_share(r["short_name"]), fold(r["legal_name"]), r["region"], r["industry"]) for r in shares
    ]
    return sorted(rows)


def fold(name: str) -> str:
    """Full-width letters and brackets to ASCII, no spaces: 万科Ａ → 万科A."""
    return unicodedata.normalize("NFKC", name).replace(" ", "")


def short_of_share(name: str) -> str:
    """The short name without the marks of the exchange: *ST国华 → 国华, 万科Ａ → 万科, 寒武纪-U → 寒武纪, C电科 → nothing.

    C and N stand before the cut name of a new share, which says nothing.
    """
    folded = fold(name)
    if re.match(r"[CN](?=[\u4e00-\u9fff])", folded):
        return ""
    stripped = re.sub(r"^(?:\*?ST|S\*ST|SST|S|XD|XR|DR)(?=[\u4e00-\u9fff])", "", folded)
    return re.sub(r"(?<=[\u4e00-\u9fff])(?:[AB]|-[A-Z]+)$", "", stripped)


def compile_institutions(banks: _Csv, orgs: _Csv, chongqing: _Csv, known: set[str]) -> list[Row]:
    """The rows of ``institutions.tsv``, by name, without those ``known`` from the table written by hand."""
    rows: dict[str, Row] = {}
    for name, aliases, source in (*_banks(banks), *_orgs(orgs), *_chongqing(chongqing)):
        kind = type_of_body(name)
        if name not in known and name not in rows and kind:
            rows[name] = name, kind, ";".join(alias for alias in aliases if alias not in known), source
    others = {alias for row in rows.values() for alias in row[2].split(";")}
    return [rows[name] for name in sorted(rows) if name not in others]


def type_of_body(name: str) -> str | None:
    """The type of a body by the end of its name, or ``None`` where the name is none of a body."""
    if _COMMITTEES.search(name):
        return "Organization"
    return next((kind for pattern, kind in _TYPES if re.search(pattern, name)), None)


def _banks(rows: _Csv) -> Iterable[tuple[str, list[str], str]]:
    for row in rows:
        name = re.sub(r"[A-Z]+$", "", row["name"]).removesuffix("股份有限公司")
        # 江西省农村信用 is cut off; 企业银行 is a kind of bank; 中国交通银行 is nobody's name.
        if _HAN.fullmatch(name) and not name.endswith("农村信用") and name not in ("企业银行", "中国交通银行"):
            yield name, [name.replace(long, short) for long, short in _FORMS if name.endswith(long)], "banks"


def _orgs(rows: _Csv) -> Iterable[tuple[str, list[str], str]]:
    for row in rows:
        name = re.sub(r"（(?:[^）]*)）$", "", row["name_zh"]).removeprefix("中华人民共和国")
        if re.fullmatch(r"[\u4e00-\u9fff（）]+", name) and len(name) > 3:
            stem = re.sub(r"(?:股份|有限责任|有限)+公司$", "", name)
            yield fold(name), [fold(stem)] if stem != name and len(stem) > 4 else [], "firstdata"


def _chongqing(rows: _Csv) -> Iterable[tuple[str, list[str], str]]:
    for row in rows:
        # 市教委 means the body of whatever city the text speaks of: no alias.
        aliases = [alias for alias in row["aliases_handwritten"].split(";") if alias and not alias.startswith("市")]
        yield row["name"], aliases, "cq_gov_bodies"


def compile_zones(public: _Csv) -> list[Row]:
    """The rows of ``zones.tsv``: national development zones, by name."""
    rows = {
        row["name"]: (row["name"], "Zone", row["type"], ";".join(short_zones(row["name"])), row["province"])
        for row in public
    }
    return [rows[name] for name in sorted(rows)]


def short_zones(name: str) -> list[str]:
    """重庆经济技术开发区 → 重庆经开区; 重庆高新技术产业开发区 → 重庆高新区, 重庆高新技术开发区."""
    for long, shorts in _ZONE_FORMS:
        stem = name.removesuffix(long)
        if stem != name:
            return [stem + short for short in shorts]
    return []
