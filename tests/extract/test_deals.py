from __future__ import annotations

import pytest

FIRM, OTHER = "重庆江帆环保有限公司", "云阳巨峰果业有限公司"


def deals(read, names, text: str) -> list[dict[str, str]]:
    facts = read(text)
    name = names(facts)
    return [{role: name.get(value, value) for role, value in deal.roles().items()} for deal in facts.deals]


def test_all_roles(read, names):
    text = (
        f"2023年8月，重庆银行以碳排放权作为质押，向{FIRM}发放绿色贷款3000万元，期限5年，年利率3.2%，"
        "用于金龙污水处理厂建设。"
    )
    (deal,) = deals(read, names, text)
    assert deal == {
        "lender": "重庆银行",
        "borrower": FIRM,
        "instrument": "绿色贷款",
        "collateral": "碳排放权",
        "amount": "3000万元",
        "term": "5年",
        "rate": "3.2%",
        "purpose": "金龙污水处理厂",
        "date": "2023-08",
    }


def test_the_borrower_gets_the_loan(read, names):
    (deal,) = deals(read, names, f"{FIRM}从重庆银行获得贷款800万元。")
    assert (deal["lender"], deal["borrower"], deal["amount"]) == ("重庆银行", FIRM, "800万元")


def test_no_lender_is_taken_from_another_transaction(read, names):
    first, second = deals(read, names, f"重庆银行向{FIRM}放款500万元；向{OTHER}放款600万元。")
    assert first["lender"] == "重庆银行"
    assert "lender" not in second
    assert second["borrower"] == OTHER


@pytest.mark.parametrize(
    "text",
    [
        "重庆银行绿色贷款余额6600亿元。",
        "重庆银行累计发放绿色贷款300亿元。",
        "重庆银行绿色贷款同比增长50亿元。",
        f"重庆银行向{FIRM}介绍情况。",
        f"{FIRM}营业收入3亿元。",
    ],
)
def test_totals_and_turnover_are_no_deals(read, text):
    assert read(text).deals == ()


def test_a_deal_with_both_ends_stands_as_finances_and_its_sum_is_no_observation(read, names):
    facts = read(f"重庆银行向{FIRM}发放贷款300万元。")
    name = names(facts)
    assert ("重庆银行", "finances", FIRM) in {(name[r.subject], r.property, name[r.object]) for r in facts.relations}
    assert facts.observations == ()


def test_a_span_of_time_is_no_date_of_a_deal(read, names):
    (deal,) = deals(read, names, f"前三季度，重庆银行向{FIRM}放款500万元。")
    assert "date" not in deal


@pytest.mark.parametrize(
    "text",
    [
        f"重庆银行没有向{FIRM}发放贷款300万元。",
        f"重庆银行否认向{FIRM}发放贷款300万元。",
        f"如果手续齐全，重庆银行将向{FIRM}发放贷款300万元。",
        f"若抵押物到位，重庆银行将向{FIRM}发放贷款300万元。",
        f"网传重庆银行向{FIRM}发放贷款300万元。",
    ],
)
def test_a_loan_that_is_denied_supposed_or_rumoured_gives_no_fact(read, text):
    facts = read(text)
    assert (facts.deals, facts.relations, facts.observations) == ((), (), ())


@pytest.mark.parametrize("before", ["没有抵押厂房，", "若干年后，", "段若愚说，"])
def test_other_words_before_a_loan_do_not_take_it_back(read, names, before):
    (deal,) = deals(read, names, f"{before}重庆银行向{FIRM}发放贷款300万元。")
    assert (deal["lender"], deal["borrower"]) == ("重庆银行", FIRM)


def test_two_loans_in_one_sentence(read, names):
    first, second = deals(read, names, f"重庆银行向{FIRM}发放贷款2亿元，向{OTHER}发放贷款3亿元。")
    assert first == {"lender": "重庆银行", "borrower": FIRM, "amount": "2亿元"}
    assert second == {"lender": "重庆银行", "borrower": OTHER, "amount": "3亿元"}


def test_a_second_sum_without_a_borrower_is_no_second_loan(read, names):
    (deal,) = deals(read, names, f"重庆银行向{FIRM}发放贷款2亿元，每年节省贷款利息300万元。")
    assert deal["amount"] == "2亿元"


def test_only_roles_that_the_ontology_allows_are_filled(read, tool, names):
    facts = read(f"2023年8月，重庆银行以碳排放权作为质押，向{FIRM}发放绿色贷款3000万元，用于金龙污水处理厂建设。")
    types = {e.id: e.type for e in facts.entities}
    for role, entity in facts.deals[0].roles().items():
        allowed = tool.ontology.deal_roles[role]
        assert not allowed or types[entity] in allowed
