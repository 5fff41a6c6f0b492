from __future__ import annotations

import pickle

import pytest

from kg.model import (
    Deal,
    Entity,
    Evidence,
    InputError,
    KGError,
    Mention,
    Observation,
    Ontology,
    Property,
    Relation,
    Time,
)

HERE = (Evidence(0, 3, "重庆市"),)


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 2, "重庆市"), (-1, 2, "重庆市"), (0, 2, "  "), (3, 3, "")])
def test_a_quote_that_does_not_fit_is_refused(start, end, quote):
    with pytest.raises(KGError, match="does not fit"):
        Evidence(start, end, quote)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Relation(subject="a", property="p", object="b", evidence=()),
        lambda: Deal(lender="a", amount="1万元", evidence=()),
        lambda: Observation(subject="a", indicator="x", value="1", unit="家", evidence=()),
        lambda: Time(entity="a", kind="held", date="2023", evidence=()),
    ],
)
def test_a_fact_without_evidence_cannot_be_built(make):
    with pytest.raises(KGError, match="without evidence"):
        make()


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_a_score_lies_between_0_and_1(score):
    with pytest.raises(KGError, match="score"):
        Relation(subject="a", property="p", object="b", evidence=HERE, score=score)


@pytest.mark.parametrize("roles", [{}, {"lender": "a"}, {"lender": "a", "term": "5年", "rate": "3%"}])
def test_a_deal_needs_two_of_its_four_roles(roles):
    with pytest.raises(KGError, match="needs two"):
        Deal(**roles, evidence=HERE)


def test_the_roles_of_a_deal_are_those_that_are_filled():
    deal = Deal(amount="1万元", lender="e1", evidence=HERE)
    assert list(deal.roles().items()) == [("lender", "e1"), ("amount", "1万元")]


def test_an_error_keeps_its_parts_across_processes():
    error = pickle.loads(pickle.dumps(InputError("a.jsonl", "is not JSON", "mend it", 3)))  # noqa: S301 - our own bytes
    assert str(error) == "a.jsonl, line 3: is not JSON; mend it"
    assert (error.name, error.line) == ("a.jsonl", 3)


def test_the_score_of_an_entity_is_its_best_mentions():
    mentions = (Mention(0, 2, "重庆", "A", 0.4), Mention(3, 5, "重庆", "A", 0.9))
    assert Entity("e1", "A", "重庆", ("重庆",), mentions).score == 0.9


def test_what_the_ontology_allows():
    found = Ontology("1", {}, {"p": Property("p", frozenset("A"), frozenset("B"))}, (), ())
    assert found.allows("A", "p", "B")
    assert not found.allows("B", "p", "A")
    with pytest.raises(KGError, match="no property 'q'"):
        found.allows("A", "q", "B")
