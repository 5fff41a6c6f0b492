"""The article that the project began with: what it says is in the graph, asked for as a user would, through SPARQL.

Only names and numbers stand here; the text is read from ``../shared/seeds``, and no code knows it.
"""

from __future__ import annotations

import pytest

from kg.graph.store import open_graph
from kg.pipeline import build

COUNTY = "石柱|石柱县|石柱土家族自治县"


@pytest.fixture(scope="module")
def graph(shared, tmp_path_factory):
    if not (shared / "seeds").is_dir():
        pytest.skip("../shared/seeds is not here")
    out = tmp_path_factory.mktemp("seed") / "graph"
    report = build([shared / "seeds"], out)
    assert report.conforms
    assert not report.lost
    return open_graph(out)


def named(**names: str) -> str:
    """Patterns that bind each variable to the things with this name (``|`` between names that will do), preferred or other."""
    values = {key: " ".join(f'"{name}"@zh' for name in found.split("|")) for key, found in names.items()}
    return " ".join(f"VALUES ?n{k} {{ {v} }} ?{k} skos:prefLabel|skos:altLabel ?n{k} ." for k, v in values.items())


@pytest.mark.parametrize(
    ("subject", "property", "object"),
    [
        ("青凤科创城", "locatedIn", "沙坪坝区"),
        ("瓦屋村", "locatedIn", "桥头镇"),
        ("桥头镇", "locatedIn", COUNTY),
        ("三峰环境", "locatedIn", "建桥工业园区"),
        ("重庆三峰环境集团股份有限公司", "locatedIn", "建桥工业园区"),
        ("建桥工业园区", "locatedIn", "大渡口区"),
        ("建桥工业园区", "awarded", "国家级绿色工业园区"),
        ("罗雪雅", "worksFor", "重庆高新区生态环境局"),
        ("重庆银行", "offers", "排污权抵押"),
        ("中国银行", "finances", "长兴热力"),
    ],
)
def test_a_relation_is_in_the_graph(graph, subject, property, object):  # noqa: A002 - the words of RDF
    assert graph.query(f"ASK {{ {named(s=subject, o=object)} ?s lj:{property} ?o }}").boolean


def test_the_place_of_a_village_is_a_chain(graph):
    pattern = named(village="瓦屋村", county=COUNTY)
    assert graph.query(f"ASK {{ {pattern} ?village lj:locatedIn+ ?county }}").boolean


def test_a_post_is_a_membership(graph):
    pattern = named(person="罗雪雅", body="重庆高新区生态环境局")
    found = graph.query(
        f"SELECT ?role {{ {pattern} ?m a org:Membership ; org:member ?person ; org:organization ?body ; lj:role ?role }}"
    )
    assert found.rows == (("副局长",),)


def test_an_award_has_its_year(graph):
    pattern = named(zone="建桥工业园区", title="国家级绿色工业园区")
    found = graph.query(
        f"SELECT DISTINCT ?on {{ {pattern} ?zone lj:awarded ?title . {{ ?zone lj:awardedOn ?on }} UNION {{ ?title lj:awardedOn ?on }} }}"
    )
    assert [row[0] for row in found.rows] == ["2023"]


def test_a_loan_has_lender_borrower_and_amount(graph):
    pattern = named(lender="中国银行", borrower="长兴热力")
    found = graph.query(
        f"SELECT ?amount {{ {pattern} ?deal a lj:FinancingDeal ; lj:lender ?lender ; lj:borrower ?borrower ; lj:amount ?amount }}"
    )
    assert [float(amount or 0) for (amount,) in found.rows] == [470_000_000]


def test_a_lender_that_the_text_does_not_name_is_not_guessed(graph):
    pattern = named(borrower="武隆", collateral="碳汇收益权")
    found = graph.query(
        f"""SELECT ?amount ?wording ?term ?lender {{ {pattern}
        ?deal a lj:FinancingDeal ; lj:borrower ?borrower ; lj:collateral ?collateral .
        ?deal lj:amount ?amount ; lj:amountText ?wording ; lj:term ?term . OPTIONAL {{ ?deal lj:lender ?lender }} }}"""
    )
    assert found.rows == (("50000000", "5000万元", "5年", None),)


@pytest.mark.parametrize(
    ("value", "unit", "period"),
    [
        ("19.4", "%", "FYP13"),
        ("31.1", "%", "2022"),
        ("31.9", "%", "2023-01/2023-09"),
        ("308", "家", None),
        ("6600", "亿元", None),
    ],
)
def test_a_number_has_unit_and_period(graph, value, unit, period):
    found = graph.query(
        f"""SELECT DISTINCT ?period {{ ?o a lj:Observation ; lj:subject ?s ; lj:value ?value ; lj:unit "{unit}" .
        FILTER (?value = {value})
        OPTIONAL {{ ?o lj:period/lj:periodText ?period }} }}"""
    )
    assert period in [row[0] for row in found.rows] if period else found.rows


def test_a_station_has_the_month_of_its_completion(graph):
    found = graph.query(
        """SELECT DISTINCT ?on { ?s skos:prefLabel ?name ; lj:completedOn ?on . FILTER (CONTAINS(STR(?name), "农马立交")) }"""
    )
    assert [row[0] for row in found.rows] == ["2023-07"]


def test_every_fact_has_a_sentence_of_the_article(graph):
    found = graph.query(
        "SELECT (COUNT(?e) AS ?n) { GRAPH ?d { ?e a lj:Evidence . FILTER NOT EXISTS { ?e oa:hasSelector ?s } } }"
    )
    assert found.rows == (("0",),)
