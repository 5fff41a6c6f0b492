"""Deals: one concrete financing with lender, borrower, amount, instrument and terms, from one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.mood import is_told
from kg.extract.scene import Ref, Scene
from kg.extract.values import Value
from kg.model import Deal, Ontology, Relation

_LENDING = re.compile(r"贷款|授信|融资|放款|发放|投放|信贷|质押|抵押|贷|发行|注资|增资|再贴现|贴现|承保|认购")
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
_TAKEN = re.compile(r"[向给为][^，。；]{2,}$")
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


def _is_sum(scene: Scene, value: Value) -> bool:
    """Tell whether an amount of money is lent: its clause, or what stands near it, speaks of lending, and of no total."""
    start, end = scene.clause(value.start)
    nearby = scene.slice(max(scene.start, start - 30), min(scene.end, end + 20))
    return value.kind == "money" and not _TOTAL.search(scene.slice(start, end)) and bool(_LENDING.search(nearby))


def _sums(scene: Scene) -> list[Value]:
    """The sums of the deals of a sentence: the first, and each other one with a borrower of its own (向甲…，向乙…)."""
    sums = [value for value in scene.values if _is_sum(scene, value)]
    return sums[:1] + [v for v in sums[1:] if _TAKEN.search(scene.slice(scene.clause(v.start)[0], v.start))]


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


def _named(scene: Scene, amount: Value, lender: Ref | None, ontology: Ontology) -> dict[str, str]:
    """The roles that entities fill, as far as the ontology lets their types fill them."""
    lender = _first(scene.refs, "FinancialInstitution") or lender
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
    return {role: ref.entity for role, ref in found.items() if ref and ref.type in ontology.deal_roles[role]}


def _date(scene: Scene) -> str:
    """The first date of the sentence, unless it is a span of time."""
    iso = scene.dates[0].iso if scene.dates else ""
    return "" if "/" in iso or iso.startswith("FYP") else iso


def _deal(scene: Scene, amount: Value, lender: Ref | None, ontology: Ontology) -> Deal | None:
    named = _named(scene, amount, lender, ontology)
    if not is_told(scene, amount.start) or not named.keys() & {"lender", "borrower", "instrument"}:
        return None
    return Deal(
        **named,
        amount=scene.slice(amount.start, amount.end),
        term=_match(_TERM, scene),
        rate=_match(_RATE, scene),
        date=_date(scene),
        evidence=(scene.evidence(),),
        score=0.6 if {"lender", "borrower"} <= named.keys() else 0.45,
    )


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


def _of_part(scene: Scene, ontology: Ontology) -> Iterator[tuple[Deal, set[int]]]:
    """The deals of a piece with the offsets of the numbers that each takes; a later one has the first one's lender if it names none."""
    sums = _sums(scene)
    cuts = [scene.clause(value.start)[0] for value in sums[1:]]
    first = _first(scene.refs, "FinancialInstitution")
    # Without a sum there is no piece; the comma before a cut belongs to neither side.
    for amount, start, end in zip(sums, [scene.start, *cuts], [*(cut - 1 for cut in cuts), scene.end], strict=False):
        piece = scene.part(start, end)
        if deal := _deal(piece, amount, first if cuts else None, ontology):
            yield deal, _used(piece, amount)


def _used(scene: Scene, amount: Value) -> set[int]:
    """The numbers that the deal's roles have taken: the sum, and the percentage of a rate."""
    found = {amount.start}
    for match in _RATE.finditer(scene.text):
        found |= {v.start for v in scene.values if match.start() <= v.start - scene.start < match.end()}
    return found


def find_deals(scenes: Sequence[Scene], ontology: Ontology) -> Financing:
    """The deals that each sentence tells; with lender and borrower one also stands as ``finances``."""
    found = [pair for whole in scenes for part in _parts(whole) for pair in _of_part(part, ontology)]
    deals = tuple(deal for deal, _ in found)
    relations = tuple(_finances(deal) for deal in deals if deal.lender and deal.borrower)
    return Financing(deals, relations, frozenset(offset for _, used in found for offset in used))
