"""Deals: one concrete financing with lender, borrower, amount, instrument and terms, from one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.scene import Ref, Scene
from kg.extract.values import Value
from kg.model import Deal, Relation

_LENDING = re.compile(r"贷款|授信|融资|放款|发放|投放|信贷|质押|抵押|贷|发行|注资|增资|兑现|再贴现|贴现|承保|认购")
_TOTAL = re.compile(
    r"余额|累计|合计|同比|增长|总额|全市|全省|全国|全区|新增|规模|平均|占比|保额|保障|成交|目标|预计|不良|超过|总投资"
)
_TERM = re.compile(
    r"期限(?:为|长达|最长)?(?P<a>\d+(?:\.\d+)?(?:年|个月))|(?P<b>\d+(?:年|个月))期|为期(?P<c>\d+(?:年|个月))"
)
_RATE = re.compile(
    r"利率(?:为|低至|仅|约|只有|降至|执行|是|低到)?(?P<rate>\d+(?:\.\d+)?[%％])|(?P<rate2>\d+(?:\.\d+)?[%％])的?(?:年)?(?:优惠)?利率"
)
_PLEDGE = re.compile(r"(?:作为|作|做|提供|设定|用作|充当)?(?:的)?(?:质押|抵押|担保|增信|押品|抵质押)")
_TAKES = re.compile(r"(?:向|为|给|对|支持)[^，。；]{0,6}$")
_GETS = re.compile(r"^[^，。；]{0,12}(?:获得|获|拿到|收到|得到|争取到|取得|到手|申请到|发行|融资)")
_ACTORS = ("Company", "Organization", "AdministrativeArea", "Project", "Facility", "Zone", "Person")


@dataclass(frozen=True, slots=True)
class Financing:
    """The deals of a document, the ``finances`` relations that follow from them and the offsets of the numbers they use."""

    deals: tuple[Deal, ...]
    relations: tuple[Relation, ...]
    used: frozenset[int]


def _first(refs: Sequence[Ref], *types: str) -> Ref | None:
    return next((r for r in refs if r.type in types), None)


def _amount(scene: Scene) -> Value | None:
    """The sum of the deal: the first amount of money whose clause speaks of lending and of no total."""
    for value in scene.values:
        if value.kind == "money":
            start, end = scene.clause(value.start)
            clause = scene.slice(start, end)
            nearby = scene.slice(max(scene.start, start - 30), min(scene.end, end + 20))
            if not _TOTAL.search(clause) and _LENDING.search(nearby):
                return value
    return None


def _borrower(scene: Scene, lender: Ref | None) -> Ref | None:
    for ref in scene.refs:
        if ref.type in _ACTORS and (lender is None or ref.entity != lender.entity):
            before = scene.slice(max(scene.start, ref.start - 10), ref.start)
            after = scene.slice(ref.end, min(scene.end, ref.end + 20))
            if _TAKES.search(before) or _GETS.match(after):
                return ref
    return None


def _collateral(scene: Scene) -> Ref | None:
    for ref in scene.refs:
        if ref.type == "FinanceInstrument":
            after = scene.slice(ref.end, min(scene.end, ref.end + 10))
            before = scene.slice(max(scene.start, ref.start - 16), ref.start)
            if _PLEDGE.match(after.lstrip("”")) and re.search(r"[以将用凭把][^，。；]{0,15}$", before):
                return ref
    return None


def _match(pattern: re.Pattern[str], scene: Scene) -> str:
    match = pattern.search(scene.text)
    return next((g for g in match.groups() if g), "") if match else ""


def _wording(scene: Scene, value: Value) -> str:
    return scene.slice(value.start, value.end)


def _deal(scene: Scene) -> tuple[Deal, Value] | None:
    amount = _amount(scene)
    if amount is None:
        return None
    lender = _first([r for r in scene.refs if r.type == "FinancialInstitution"], "FinancialInstitution")
    collateral = _collateral(scene)
    instruments = [
        r for r in scene.refs if r.type == "FinanceInstrument" and (collateral is None or r.entity != collateral.entity)
    ]
    borrower = _borrower(scene, lender)
    if not (lender or borrower or instruments):
        return None
    purpose = next((r for r in scene.refs if r.type in ("Project", "Facility") and r.start > amount.end), None)
    date = (
        scene.dates[0].iso
        if scene.dates and "/" not in scene.dates[0].iso and not scene.dates[0].iso.startswith("F")
        else ""
    )
    deal = Deal(
        lender=lender.entity if lender else "",
        borrower=borrower.entity if borrower else "",
        instrument=instruments[0].entity if instruments else "",
        collateral=collateral.entity if collateral else "",
        amount=_wording(scene, amount),
        term=_match(_TERM, scene),
        rate=_match(_RATE, scene),
        purpose=purpose.entity if purpose and (borrower is None or purpose.entity != borrower.entity) else "",
        date=date,
        evidence=(scene.evidence(),),
        score=0.6 if lender and borrower else 0.45,
    )
    return deal, amount


def _parts(scene: Scene) -> Iterator[Scene]:
    """The pieces of a sentence between ；: each tells of another transaction. It is the evidence too."""
    begin = scene.start
    for piece in scene.text.split("；"):
        end = begin + len(piece)
        yield replace(
            scene,
            start=begin,
            end=end,
            text=piece,
            quote=scene.quote[begin - scene.start : end - scene.start],
            refs=tuple(r for r in scene.refs if begin <= r.start and r.end <= end),
            values=tuple(v for v in scene.values if begin <= v.start and v.end <= end),
            dates=tuple(d for d in scene.dates if begin <= d.start and d.end <= end),
        )
        begin = end + 1


def _used(scene: Scene, amount: Value) -> set[int]:
    """The numbers that the deal's roles have taken: the sum, and the percentage of a rate."""
    found = {amount.start}
    for match in _RATE.finditer(scene.text):
        found |= {v.start for v in scene.values if match.start() <= v.start - scene.start < match.end()}
    return found


def find_deals(scenes: Sequence[Scene]) -> Financing:
    """At most one deal a sentence; with lender and borrower it also stands as ``finances``."""
    deals: list[Deal] = []
    relations: list[Relation] = []
    used: set[int] = set()
    for scene in (part for whole in scenes for part in _parts(whole)):
        found = _deal(scene)
        if found is None:
            continue
        deal, amount = found
        deals.append(deal)
        used |= _used(scene, amount)
        if deal.lender and deal.borrower:
            relations.append(
                Relation(
                    subject=deal.lender,
                    property="finances",
                    object=deal.borrower,
                    evidence=deal.evidence,
                    score=deal.score,
                )
            )
    return Financing(tuple(deals), tuple(relations), frozenset(used))
