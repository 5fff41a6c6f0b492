"""Deals: one concrete financing with lender, borrower, amount, instrument and terms, from one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def _named(scene: Scene, amount: Value) -> dict[str, str]:
    """The roles that entities fill."""
    lender = _first(scene.refs, "FinancialInstitution")
    borrower, collateral = _borrower(scene, lender), _collateral(scene)
    taken = {ref.entity for ref in (borrower, collateral) if ref}
    rest = [r for r in scene.refs if r.entity not in taken]
    found = {
        "lender": lender,
        "borrower": borrower,
        "instrument": _first(rest, "FinanceInstrument"),
        "collateral": collateral,
        "purpose": _first([r for r in rest if r.start > amount.end], "Project", "Facility"),
    }
    return {role: ref.entity for role, ref in found.items() if ref}


def _date(scene: Scene) -> str:
    """The first date of the sentence, unless it is a span of time."""
    iso = scene.dates[0].iso if scene.dates else ""
    return "" if "/" in iso or iso.startswith("FYP") else iso


def _deal(scene: Scene) -> tuple[Deal, Value] | None:
    amount = _amount(scene)
    named = _named(scene, amount) if amount else {}
    if amount is None or not named.keys() & {"lender", "borrower", "instrument"}:
        return None
    deal = Deal(
        **named,
        amount=scene.slice(amount.start, amount.end),
        term=_match(_TERM, scene),
        rate=_match(_RATE, scene),
        date=_date(scene),
        evidence=(scene.evidence(),),
        score=0.6 if {"lender", "borrower"} <= named.keys() else 0.45,
    )
    return deal, amount


def _finances(deal: Deal) -> Relation:
    return Relation(
        subject=deal.lender, property="finances", object=deal.borrower, evidence=deal.evidence, score=deal.score
    )


def _parts(scene: Scene) -> Iterator[Scene]:
    """The pieces of a sentence between ；: each tells of another transaction. It is the evidence too."""
    begin = scene.start
    for piece in scene.text.split("；"):
        yield scene.part(begin, begin + len(piece))
        begin += len(piece) + 1


def _used(scene: Scene, amount: Value) -> set[int]:
    """The numbers that the deal's roles have taken: the sum, and the percentage of a rate."""
    found = {amount.start}
    for match in _RATE.finditer(scene.text):
        found |= {v.start for v in scene.values if match.start() <= v.start - scene.start < match.end()}
    return found


def find_deals(scenes: Sequence[Scene]) -> Financing:
    """At most one deal a sentence, or part of one between ；; with lender and borrower it also stands as ``finances``."""
    deals: list[Deal] = []
    used: set[int] = set()
    for scene in (part for whole in scenes for part in _parts(whole)):
        if found := _deal(scene):
            deals.append(found[0])
            used |= _used(scene, found[1])
    relations = [_finances(deal) for deal in deals if deal.lender and deal.borrower]
    return Financing(tuple(deals), tuple(relations), frozenset(used))
