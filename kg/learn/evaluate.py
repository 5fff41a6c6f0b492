"""``kg evaluate``: precision, recall and F1 of extracted facts against annotated facts, micro-averaged over documents.

========================  =============================================================================================
``mentions``              span and type are equal (only documents whose prediction has mentions)
``entities``              one to one; the type is equal and an alias is shared
``groups``                the same with Actor, Place, Programme, Finance, Economy in place of the type
``relations``             both ends are matched entities and the property is equal (``cooperatesWith`` either way round)
``deals``                 role fillers; each predicted deal is paired with the gold deal that it shares most fillers with
``observations``          subject, number with unit, and a like-worded indicator
``times``                 entity, kind and ISO date are equal
``facts``                 relations, deals, observations and times together: the headline
========================  =============================================================================================

Documents are paired by id; a gold document without a prediction counts as missed in full. The facts are those of
``kg extract`` (mentions, evidence and scores may be missing). :mod:`kg.learn.compare` says which values are equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.learn.compare import alike, normal, quantity

Facts = Mapping[str, Any]
"""One document as JSON facts."""

GROUPS = {
    "Actor": ("Company", "FinancialInstitution", "GovernmentBody", "Organization", "Person"),
    "Place": ("AdministrativeArea", "Region", "Zone", "Facility", "NaturalFeature"),
    "Programme": ("Programme", "Project", "Document", "Platform", "Event", "Title"),
    "Finance": ("FinanceInstrument",),
    "Economy": ("Industry", "Product"),
}
"""The groups of the measure, those of the ontology (a test holds it)."""

FIRST = ("facts", "entities", "groups", "mentions", "relations", "deals", "observations", "times")
"""The rows that a report shows first; rows for each type and property follow."""

_GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
_ENTITY_ROLES = frozenset({"lender", "borrower", "instrument", "collateral", "purpose", "platform"})
_EMPTY: Facts = {"entities": (), "relations": (), "deals": (), "observations": (), "times": ()}
_Filler = tuple[str, Any]
_K = TypeVar("_K")


@dataclass(slots=True)
class Tally:
    """Counts over documents: right, predicted, in the gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Add the counts of one document."""
        self.right += right
        self.predicted += predicted
        self.gold += gold


@dataclass(frozen=True, slots=True)
class Row:
    """Precision, recall and F1 to four decimals, and how many there were."""

    p: float
    r: float
    f1: float
    gold: int
    predicted: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """One gold document, its prediction, and which gold entity each predicted one is (by type; by group)."""

    gold: Facts
    predicted: Facts
    same: Mapping[str, str]
    grouped: Mapping[str, str]

    def gold_id(self, predicted: str) -> str:
        """The gold id of a predicted entity, or one that no gold entity has."""
        return self.same.get(predicted, f"?{predicted}")


def evaluate(gold: Sequence[Facts], predicted: Sequence[Facts]) -> dict[str, Row]:
    """The rows of the measure: :data:`FIRST`, then by name; ``entity T`` and ``relation P`` for each type and property."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for pairing in _pairings(gold, predicted):
        for count in (_mentions, _entities, _relations, _roles, _deals, _observations, _times):
            count(pairing, tallies)
    for name in ("relations", "deals", "observations", "times"):
        if name in tallies:
            tally = tallies[name]
            tallies["facts"].add(tally.right, tally.predicted, tally.gold)
    names = [name for name in FIRST if name in tallies]
    return {name: _row(tallies[name]) for name in [*names, *sorted(set(tallies) - set(names))]}


def misses(gold: Sequence[Facts], predicted: Sequence[Facts]) -> list[str]:
    """One line for each entity and relation missed or spurious, and each observation missed."""
    return [f"{pairing.gold['id']}  {line}" for pairing in _pairings(gold, predicted) for line in _missed(pairing)]


def _pairings(gold: Sequence[Facts], predicted: Sequence[Facts]) -> Iterable[Pairing]:
    by_id = {document["id"]: document for document in predicted}
    for document in gold:
        other = by_id.get(document["id"], _EMPTY)
        entities = document["entities"], other["entities"]
        same = _match(*entities, lambda entity: str(entity["type"]))
        yield Pairing(
            document,
            other,
            same,
            _match(*entities, lambda entity: _GROUP_OF.get(str(entity["type"]), str(entity["type"]))),
        )


def _match(gold: Sequence[Facts], predicted: Sequence[Facts], kind: Callable[[Facts], str]) -> dict[str, str]:
    """Predicted id → gold id, one to one, the pairs with most names in common first."""
    names_of_gold = [(kind(entity), _names(entity)) for entity in gold]
    scored = []
    for i, entity in enumerate(predicted):
        names, its_kind = _names(entity), kind(entity)
        for j, (other_kind, others) in enumerate(names_of_gold):
            shared = len(names & others) if its_kind == other_kind else 0
            if shared:
                equal = normal(entity["name"]) == normal(gold[j]["name"])
                scored.append((shared + equal, -i, -j, entity["id"], gold[j]["id"]))
    return _one_to_one((pid, gid) for *_, pid, gid in sorted(scored, reverse=True))


def _one_to_one(pairs: Iterable[tuple[_K, _K]]) -> dict[_K, _K]:
    chosen: dict[_K, _K] = {}
    taken: set[_K] = set()
    for one, other in pairs:
        if one not in chosen and other not in taken:
            chosen[one] = other
            taken.add(other)
    return chosen


def _names(entity: Facts) -> set[str]:
    return {normal(name) for name in (entity["name"], *entity.get("aliases", ()))}


def _mentions(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    if any(entity.get("mentions") for entity in pairing.predicted["entities"]):
        gold, predicted = _spans(pairing.gold), _spans(pairing.predicted)
        tallies["mentions"].add(len(gold & predicted), len(predicted), len(gold))


def _spans(document: Facts) -> set[tuple[str, int, int]]:
    return {(entity["type"], *mention) for entity in document["entities"] for mention in entity.get("mentions", ())}


def _entities(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    predicted, gold = pairing.predicted["entities"], pairing.gold["entities"]
    tallies["entities"].add(len(pairing.same), len(predicted), len(gold))
    tallies["groups"].add(len(pairing.grouped), len(predicted), len(gold))
    for kind in {entity["type"] for entity in (*gold, *predicted)}:
        found = {entity["id"] for entity in predicted if entity["type"] == kind}
        wanted = {entity["id"] for entity in gold if entity["type"] == kind}
        tallies[f"entity {kind}"].add(sum(1 for entity in found if entity in pairing.same), len(found), len(wanted))


def _key(relation: Facts, of: Callable[[str], str]) -> tuple[str, ...]:
    ends = of(relation["s"]), of(relation["o"])
    return (relation["p"], *(sorted(ends) if relation["p"] == "cooperatesWith" else ends))


def _relation_keys(pairing: Pairing) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    gold = {_key(relation, str) for relation in pairing.gold["relations"]}
    return gold, {_key(relation, pairing.gold_id) for relation in pairing.predicted["relations"]}


def _relations(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    gold, predicted = _relation_keys(pairing)
    tallies["relations"].add(len(gold & predicted), len(predicted), len(gold))
    for name in {key[0] for key in gold | predicted}:
        wanted, found = ({key for key in keys if key[0] == name} for keys in (gold, predicted))
        tallies[f"relation {name}"].add(len(wanted & found), len(found), len(wanted))


def _roles(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    gold = {_key(r, str): r["role"] for r in pairing.gold["relations"] if r.get("role")}
    predicted = {_key(r, pairing.gold_id): r["role"] for r in pairing.predicted["relations"] if r.get("role")}
    right = sum(normal(predicted.get(key, "")) == normal(role) for key, role in gold.items())
    tallies["worksFor roles"].add(right, len(predicted), len(gold))


def _deals(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    gold = [_fillers(deal, str) for deal in pairing.gold["deals"]]
    predicted = [_fillers(deal, pairing.gold_id) for deal in pairing.predicted["deals"]]
    shared = [(len(p & g), -i, -j) for i, p in enumerate(predicted) for j, g in enumerate(gold) if p & g]
    pairs = _one_to_one((-i, -j) for _, i, j in sorted(shared, reverse=True))
    right = sum(len(predicted[i] & gold[j]) for i, j in pairs.items())
    tallies["deals"].add(right, sum(map(len, predicted)), sum(map(len, gold)))


def _fillers(deal: Facts, of: Callable[[str], str]) -> set[_Filler]:
    """The roles of a deal with comparable values; fields that are no roles (evidence, score) are left out."""
    found: set[_Filler] = set()
    for role, value in deal.items():
        if role in _ENTITY_ROLES:
            found.add((role, of(value)))
        elif role in ("amount", "rate"):
            found.add((role, quantity(value) or normal(value)))
        elif role == "term":
            found.add((role, normal(value).replace("期", "").replace("个", "")))
        elif role == "date":
            found.add((role, value))
    return found


def _observations(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    matched = _matched_observations(pairing)
    for found, wanted in matched:
        tallies["observation periods"].add(int((found.get("period") or "") == (wanted.get("period") or "")), 1, 1)
    tallies["observations"].add(len(matched), len(pairing.predicted["observations"]), len(pairing.gold["observations"]))


def _matched_observations(pairing: Pairing) -> list[tuple[Facts, Facts]]:
    """Each predicted observation with the first gold one that it fits and that is still free."""
    free = list(pairing.gold["observations"])
    matched = []
    for found in pairing.predicted["observations"]:
        position = next((i for i, wanted in enumerate(free) if _fits(pairing, found, wanted)), None)
        if position is not None:
            matched.append((found, free.pop(position)))
    return matched


def _fits(pairing: Pairing, found: Facts, wanted: Facts) -> bool:
    if pairing.same.get(found["subject"]) != wanted["subject"]:
        return False
    number = quantity(found["value"], found["unit"])
    same = number is not None and number == quantity(wanted["value"], wanted["unit"])
    return same and alike(found["indicator"], wanted["indicator"])


def _times(pairing: Pairing, tallies: Mapping[str, Tally]) -> None:
    gold = {(time["entity"], time["kind"], time["date"]) for time in pairing.gold["times"]}
    predicted = {(pairing.gold_id(time["entity"]), time["kind"], time["date"]) for time in pairing.predicted["times"]}
    tallies["times"].add(len(gold & predicted), len(predicted), len(gold))


def _row(tally: Tally) -> Row:
    p = tally.right / tally.predicted if tally.predicted else 0.0
    r = tally.right / tally.gold if tally.gold else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return Row(round(p, 4), round(r, 4), round(f1, 4), tally.gold, tally.predicted)


def _missed(pairing: Pairing) -> Iterable[str]:
    gold, predicted = pairing.gold, pairing.predicted
    found = set(pairing.same.values())
    wanted_keys, found_keys = _relation_keys(pairing)
    matched = [id(wanted) for _, wanted in _matched_observations(pairing)]
    names, their = ({entity["id"]: entity["name"] for entity in document["entities"]} for document in (gold, predicted))
    yield from (f"missed   {e['type']} {e['name']}" for e in gold["entities"] if e["id"] not in found)
    yield from (f"spurious {e['type']} {e['name']}" for e in predicted["entities"] if e["id"] not in pairing.same)
    for relation in gold["relations"]:
        if _key(relation, str) not in found_keys:
            yield f"missed   {names[relation['s']]} {relation['p']} {names[relation['o']]}"
    for relation in predicted["relations"]:
        if _key(relation, pairing.gold_id) not in wanted_keys:
            yield f"spurious {their.get(relation['s'])} {relation['p']} {their.get(relation['o'])}"
    for h in gold["observations"]:
        if id(h) not in matched:
            yield f"missed   observation {names.get(h['subject'])} {h['indicator']} {h['value']}{h['unit']}"
