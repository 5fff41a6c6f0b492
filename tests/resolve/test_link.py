from __future__ import annotations

import pytest

from kg.resolve.link import Gazetteer, link_areas
from kg.tables import Area, load_areas, load_common, load_companies

A = "AdministrativeArea"


@pytest.mark.parametrize(
    ("context", "code"),
    [("重庆市", "500105"), ("宁波市", "330205"), ("石柱县", "500105"), ("浙江省", "330205")],
)
def test_a_name_of_two_places_is_decided_by_the_others(facts, gazetteer, context, code):
    names = ("石柱县", "石柱土家族自治县") if context == "石柱县" else (context,)
    linked = link_areas(facts("a", (A, "江北区"), (A, *names)), gazetteer)
    assert linked["e1"].code == code


def test_without_context_nothing_is_guessed(facts, gazetteer):
    assert link_areas(facts("a", (A, "江北区"), (A, "桥头镇")), gazetteer) == {}


def test_both_contexts_leave_it_open(facts, gazetteer):
    linked = link_areas(facts("a", (A, "江北区"), (A, "重庆市"), (A, "宁波市")), gazetteer)
    assert "e1" not in linked


def test_the_stated_place_counts_more_than_what_is_named_more_often(facts, gazetteer):
    document = facts("a", (A, "江北区"), (A, "重庆市", "重庆"), (A, "宁波市"), relations=((0, "locatedIn", 2),))
    assert link_areas(document, gazetteer)["e1"].code == "330205"


def test_a_chain_of_places(facts, gazetteer):
    document = facts(
        "a",
        (A, "石柱县", "石柱"),
        (A, "桥头镇"),
        (A, "瓦子村"),
        relations=((1, "locatedIn", 0), (2, "locatedIn", 1)),
    )
    linked = link_areas(document, gazetteer)
    assert {i: a.code for i, a in linked.items()} == {"e1": "500240", "e2": "500240108"}


def test_a_former_area_that_goes_on_under_its_short_name_is_the_one_of_today(facts, gazetteer):
    linked = link_areas(facts("a", (A, "涪陵"), (A, "重庆市")), gazetteer)
    assert linked["e1"].code == "500102"
    assert link_areas(facts("b", (A, "涪陵市"), (A, "重庆市")), gazetteer)["e1"].code == "500102"


def test_our_country(facts, gazetteer):
    assert link_areas(facts("a", (A, "我国")), gazetteer)["e1"].code == "156"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("江帆环保",), "601999.SH"),
        (("重庆江帆环保集团股份有限公司",), "601999.SH"),
        (("东风",), ""),
        (("东风", "东风科技股份有限公司"), "000999.SZ"),
        (("别的公司",), ""),
    ],
)
def test_listed_companies(facts, gazetteer, names, code):
    found = gazetteer.company(facts("a", ("Company", *names)).entities[0])
    assert (found.code if found else "") == code


@pytest.fixture(scope="module")
def real():
    return Gazetteer.of(load_areas(), load_companies(), load_common())


@pytest.mark.parametrize(
    ("names", "code"),
    [
        # A former area that goes on under its short name is the one of today.
        (["石柱县"], "500240"),
        (["石柱"], "500240"),
        (["武隆县"], "500156"),
        # One that was succeeded under another name stays, and is told from its namesake by the context.
        (["江北区", "重庆市"], "500105"),
        (["江北区", "宁波市"], "330205"),
        # Without context, the one of today.
        (["江北区"], "330205"),
        (["朝阳区"], ""),
        (["朝阳区", "北京市"], "110105"),
    ],
)
def test_the_first_name_with_the_compiled_lists(facts, real, names, code):
    linked = link_areas(facts("a", *((A, name) for name in names)), real)
    assert (linked["e1"].code if "e1" in linked else "") == code


def test_of_two_that_fit_alike_the_one_of_today_is_meant(facts):
    areas = [
        Area("156", "中国", "中国", "", -1),
        Area("500000", "重庆市", "重庆", "156", 0),
        Area("500103", "渝中区", "渝中", "500000", 2),
        Area("500199", "渝中区", "渝中", "500000", 2, former=True),
    ]
    linked = link_areas(facts("a", (A, "渝中区"), (A, "重庆市")), Gazetteer.of(areas, []))
    assert linked["e1"].code == "500103"
