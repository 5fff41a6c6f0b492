from __future__ import annotations

import copy
import random
import runpy
from dataclasses import asdict

import pytest

from kg.graph.ontology import load_ontology
from kg.learn.corpus import read_gold
from kg.learn.evaluate import FIRST, GROUPS, Row, evaluate, misses


def entity(name, kind="Company", *aliases, ident="", mentions=()):
    return {
        "id": ident or name,
        "type": kind,
        "name": name,
        "aliases": list(aliases),
        "mentions": [list(m) for m in mentions],
    }


def document(*entities, relations=(), deals=(), observations=(), times=(), ident="d"):
    relations = [dict(zip(("s", "p", "o", "role"), relation, strict=False)) for relation in relations]
    observations = [
        dict(zip(("subject", "indicator", "value", "unit", "period"), observation, strict=True))
        for observation in observations
    ]
    times = [dict(zip(("entity", "kind", "date"), time, strict=True)) for time in times]
    return {
        "id": ident,
        "entities": list(entities),
        "relations": relations,
        "deals": list(deals),
        "observations": observations,
        "times": times,
    }


def row(gold, predicted, name):
    found = evaluate([gold], [predicted])[name]
    return found.p, found.r, found.f1


A, B, PLACE = entity("甲公司"), entity("乙公司"), entity("丙区", "AdministrativeArea")
DEAL = {"lender": "甲公司", "borrower": "乙公司", "amount": "5000万元", "term": "5年期"}


@pytest.mark.parametrize(
    ("name", "gold", "predicted", "expected"),
    [
        ("entities", document(A, B), document(A), (1.0, 0.5, 0.6667)),
        ("entities", document(A), document(A, B), (0.5, 1.0, 0.6667)),
        ("entities", document(A), document(), (0.0, 0.0, 0.0)),
        ("entities", document(entity("甲公司", "Company", "甲")), document(entity("甲")), (1.0, 1.0, 1.0)),
        ("entities", document(entity("“甲”公司")), document(entity("甲 公司")), (1.0, 1.0, 1.0)),
        ("entities", document(A), document(entity("甲公司", "Organization")), (0.0, 0.0, 0.0)),
        ("groups", document(A), document(entity("甲公司", "Organization")), (1.0, 1.0, 1.0)),
        ("groups", document(A), document(entity("甲公司", "Zone")), (0.0, 0.0, 0.0)),
        ("entity Company", document(A, PLACE), document(A), (1.0, 1.0, 1.0)),
        ("entity AdministrativeArea", document(A, PLACE), document(A), (0.0, 0.0, 0.0)),
        (
            "mentions",
            document(entity("甲", mentions=[(0, 1), (5, 6)])),
            document(entity("甲", mentions=[(0, 1), (7, 8), (9, 10)])),
            (0.3333, 0.5, 0.4),
        ),
        (
            "relations",
            document(A, PLACE, relations=[("甲公司", "locatedIn", "丙区")]),
            document(A, PLACE, relations=[("丙区", "locatedIn", "甲公司")]),
            (0.0, 0.0, 0.0),
        ),
        (
            "relations",
            document(A, B, relations=[("甲公司", "cooperatesWith", "乙公司")]),
            document(A, B, relations=[("乙公司", "cooperatesWith", "甲公司")]),
            (1.0, 1.0, 1.0),
        ),
        (
            "relations",
            document(A, B, relations=[("甲公司", "cooperatesWith", "乙公司")]),
            document(A, relations=[("甲公司", "cooperatesWith", "乙公司")]),
            (0.0, 0.0, 0.0),
        ),
        (
            "worksFor roles",
            document(A, B, relations=[("甲公司", "worksFor", "乙公司", "副局长")]),
            document(A, B, relations=[("甲公司", "worksFor", "乙公司", "局长")]),
            (0.0, 0.0, 0.0),
        ),
        ("deals", document(A, B, deals=[DEAL]), document(A, B, deals=[DEAL | {"amount": "0.5亿元"}]), (1.0, 1.0, 1.0)),
        ("deals", document(A, B, deals=[DEAL]), document(A, B, deals=[DEAL | {"term": "5年"}]), (1.0, 1.0, 1.0)),
        (
            "deals",
            document(A, B, deals=[DEAL]),
            document(A, B, deals=[DEAL | {"amount": "6000万元"}]),
            (0.75, 0.75, 0.75),
        ),
        ("deals", document(A, B, deals=[DEAL]), document(A, B, deals=[{"lender": "甲公司"}, DEAL]), (0.8, 1.0, 0.8889)),
        (
            "deals",
            document(A, B, deals=[DEAL]),
            document(A, B, deals=[DEAL | {"evidence": [{"start": 0}], "score": 1.0}]),
            (1.0, 1.0, 1.0),
        ),
        (
            "observations",
            document(A, observations=[("甲公司", "绿色贷款余额", "6600", "亿元", "2023")]),
            document(A, observations=[("甲公司", "贷款余额", "6600亿", "元", "")]),
            (1.0, 1.0, 1.0),
        ),
        (
            "observation periods",
            document(A, observations=[("甲公司", "绿色贷款余额", "6600", "亿元", "2023")]),
            document(A, observations=[("甲公司", "贷款余额", "6600亿", "元", "")]),
            (0.0, 0.0, 0.0),
        ),
        (
            "observations",
            document(A, observations=[("甲公司", "贷款", "1", "家", "")]),
            document(A, observations=[("甲公司", "贷款", "1", "家", ""), ("甲公司", "贷款", "1", "家", "")]),
            (0.5, 1.0, 0.6667),
        ),
        (
            "observations",
            document(A, observations=[("甲公司", "贷款", "若干", "家", "")]),
            document(A, observations=[("甲公司", "贷款", "若干", "家", "")]),
            (0.0, 0.0, 0.0),
        ),
        (
            "times",
            document(A, times=[("甲公司", "founded", "2022-08")]),
            document(A, times=[("甲公司", "founded", "2022"), ("甲公司", "founded", "2022-08")]),
            (0.5, 1.0, 0.6667),
        ),
        (
            "facts",
            document(A, B, deals=[DEAL], times=[("甲公司", "founded", "2022")]),
            document(A, B, deals=[DEAL]),
            (1.0, 0.8, 0.8889),
        ),
    ],
)
def test_known_numbers(name, gold, predicted, expected):
    assert row(gold, predicted, name) == expected


def test_a_document_without_prediction_is_missed_and_one_without_gold_does_not_count():
    found = evaluate([document(A), document(A, B, ident="e")], [document(A, ident="e"), document(B, ident="other")])
    assert found["entities"] == Row(p=1.0, r=0.3333, f1=0.5, gold=3, predicted=1)


def test_mentions_count_only_where_they_are_predicted():
    assert "mentions" not in evaluate([document(entity("甲", mentions=[(0, 1)]))], [document(entity("甲"))])


def test_the_rows_come_in_the_order_of_a_report():
    names = list(evaluate([document(A, PLACE, relations=[("甲公司", "locatedIn", "丙区")])], []))
    first = [name for name in names if name in FIRST]
    assert names[: len(first)] == first == [name for name in FIRST if name != "mentions"]
    assert names[len(first) :] == sorted(names[len(first) :])


def test_no_gold_gives_no_rows():
    assert evaluate([], [document(A)]) == {}


def test_misses_name_what_was_missed_and_what_is_spurious():
    gold = document(
        A,
        PLACE,
        relations=[("甲公司", "locatedIn", "丙区")],
        observations=[("甲公司", "总投资", "12", "亿元", "")],
    )
    predicted = document(A, B, relations=[("甲公司", "finances", "乙公司")])
    assert misses([gold], [predicted]) == [
        "d  missed   AdministrativeArea 丙区",
        "d  spurious Company 乙公司",
        "d  missed   甲公司 locatedIn 丙区",
        "d  spurious 甲公司 finances 乙公司",
        "d  missed   observation 甲公司 总投资 12亿元",
    ]


def test_the_groups_are_those_of_the_ontology():
    assert {kind: group for group, kinds in GROUPS.items() for kind in kinds} == dict(load_ontology().types)


def perturbed(documents, seed):
    """Copies with facts dropped, retyped, reworded, shifted and shuffled."""
    chance = random.Random(seed)
    copies = copy.deepcopy(documents)
    for found in copies:
        found["entities"] = [one for one in found["entities"] if chance.random() > 0.15]
        for one in found["entities"]:
            if chance.random() < 0.1:
                one["type"] = chance.choice(["Company", "Zone", "Region", "Product"])
            if chance.random() < 0.1:
                one["mentions"] = [[start + 1, end + 1] for start, end in one["mentions"]]
            if chance.random() < 0.1:
                one["name"], one["aliases"] = one["name"][1:], []
        for kind in ("relations", "deals", "observations", "times"):
            found[kind] = [fact for fact in found[kind] if chance.random() > 0.2]
            chance.shuffle(found[kind])
        for fact in found["observations"]:
            key = chance.choice(["value", "indicator", "period", "unit"])
            fact[key] = fact[key][1:] if chance.random() < 0.5 else fact[key]
        for fact in found["relations"]:
            if chance.random() < 0.1:
                fact["s"], fact["o"] = fact["o"], fact["s"]
    return copies if seed else copies[: len(copies) // 2]


@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_those_of_the_reference(root, shared, seed):
    reference = runpy.run_path(str(shared / "annotation" / "score.py"))["score"]
    gold = read_gold(root / "corpus" / "dev")
    predicted = perturbed(gold, seed)
    lines: list[str] = []
    expected = reference(gold, predicted, lines)
    assert {name: asdict(found) for name, found in evaluate(gold, predicted).items()} == expected
    assert misses(gold, predicted) == lines
    assert 0.1 < expected["facts"]["f1"] < 0.9
