from __future__ import annotations

from itertools import permutations

import pytest

from kg.resolve import resolve

A, FI, GB = "AdministrativeArea", "FinancialInstitution", "GovernmentBody"


def keys(gazetteer, *documents) -> dict[tuple[str, str], str]:
    return dict(resolve(documents, gazetteer).keys)


@pytest.mark.parametrize(
    ("thing", "key"),
    [
        ((A, "重庆市", "重庆"), "place/500000"),
        (("Company", "江帆环保"), "company/601999"),
        (("Company", "云阳巨峰果业有限公司"), "company/云阳巨峰果业有限公司"),
        (("Organization", "西江大学"), "organization/西江大学"),
        (("FinanceInstrument", "林权抵押贷款"), "finance-instrument/林权抵押贷款"),
        (("Platform", "“碳普惠”平台"), "platform/碳普惠平台"),
        (("Person", "陈立新"), "person/陈立新"),
    ],
)
def test_keys(facts, gazetteer, thing, key):
    assert keys(gazetteer, facts("a", thing)) == {("a", "e1"): key}


def test_two_villages_of_one_name_stay_two(facts, gazetteer):
    chain = ((1, "locatedIn", 0), (2, "locatedIn", 1))
    here = facts("a", (A, "石柱土家族自治县"), (A, "桥头镇"), (A, "瓦子村"), relations=chain)
    there = facts("b", (A, "平阳县"), (A, "桥头镇"), (A, "瓦子村"), relations=chain)
    found = keys(gazetteer, here, there)
    assert found["a", "e3"] == "place/500240108/瓦子村"
    assert found["b", "e3"] == "place/330326102/瓦子村"


def test_a_circle_of_places_ends(facts, gazetteer):
    circle = facts("a", (A, "甲村"), (A, "乙村"), relations=((0, "locatedIn", 1), (1, "locatedIn", 0)))
    assert keys(gazetteer, circle) == {("a", "e1"): "place/乙村/甲村", ("a", "e2"): "place/甲村/乙村"}


def test_a_bank_and_its_branch_stay_apart_and_names_of_one_bank_meet(facts, gazetteer):
    found = keys(
        gazetteer,
        facts("a", (FI, "中国工商银行"), (FI, "中国工商银行重庆市分行")),
        facts("b", (FI, "工商银行"), (FI, "工行重庆分行")),
    )
    assert found["a", "e1"] == found["b", "e1"]
    assert found["a", "e2"] == found["b", "e2"]
    assert found["a", "e1"] != found["a", "e2"]


def test_persons_are_told_apart_by_their_employers(facts, gazetteer):
    works = ((0, "worksFor", 1),)
    found = keys(
        gazetteer,
        facts("a", ("Person", "陈立新"), (GB, "云阳县林业局"), relations=works),
        facts("b", ("Person", "陈立新"), (GB, "云阳县林业局"), relations=works),
        facts("c", ("Person", "陈立新"), ("Company", "云阳巨峰果业有限公司"), relations=works),
    )
    assert found["a", "e1"] == found["b", "e1"] == "person/云阳县林业局/陈立新"
    assert found["c", "e1"] == "person/云阳巨峰果业有限公司/陈立新"


@pytest.mark.parametrize(
    ("city", "key"),
    [
        ("重庆市", "government-body/重庆市生态环境局"),
        ("宁波市", "government-body/宁波市生态环境局"),
        ("", "government-body/市生态环境局"),
    ],
)
def test_a_body_of_the_city_is_that_of_the_documents_city(facts, gazetteer, city, key):
    places = ((A, city),) if city else ()
    assert keys(gazetteer, facts("a", (GB, "市生态环境局"), *places))["a", "e1"] == key


def test_a_short_name_meets_the_full_one_of_another_document(facts, gazetteer):
    found = keys(
        gazetteer,
        facts("a", ("Company", "云阳巨峰果业有限公司", "巨峰果业")),
        facts("b", ("Company", "巨峰果业")),
        facts("c", ("Document", "碳排放管理办法", "管理办法")),
        facts("d", ("Document", "管理办法")),
    )
    assert found["a", "e1"] == found["b", "e1"]
    assert found["c", "e1"] != found["d", "e1"]


def test_a_short_name_of_two_firms_meets_neither(facts, gazetteer):
    found = keys(
        gazetteer,
        facts("a", ("Company", "云阳巨峰果业有限公司", "巨峰果业")),
        facts("b", ("Company", "巫溪巨峰果业有限公司", "巨峰果业")),
        facts("c", ("Company", "巨峰果业")),
    )
    assert len(set(found.values())) == 3


def test_the_order_of_the_documents_does_not_matter(facts, gazetteer):
    documents = [
        facts("a", ("Company", "重庆江帆环保集团股份有限公司", "江帆"), (A, "江北区"), (A, "重庆市")),
        facts("b", ("Company", "江帆"), (A, "江北区"), (A, "宁波市")),
        facts("c", ("Company", "云阳巨峰果业有限公司", "巨峰果业"), (A, "重庆")),
        facts("d", ("Company", "巨峰果业"), (GB, "市生态环境局"), (A, "宁波市")),
    ]
    first = resolve(documents, gazetteer)
    assert all(resolve(order, gazetteer) == first for order in permutations(documents))
    assert [t.key for t in first.things] == sorted(t.key for t in first.things)


def test_a_listed_company_and_an_area_bring_what_the_lists_know(facts, gazetteer):
    found = resolve([facts("a", ("Company", "江帆环保"), (A, "重庆"))], gazetteer)
    firm, place = found.things
    assert (firm.label, firm.code, firm.aliases) == ("重庆江帆环保集团股份有限公司", "601999.SH", ("江帆环保",))
    assert (place.label, place.code, place.lon, place.lat) == ("重庆市", "500000", 106.55, 29.56)
