from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.model import GAP

FIRM = "重庆江帆环保有限公司"
ARTICLE = (
    f"2023年8月，重庆银行向{FIRM}（以下简称江帆环保）发放绿色贷款3000万元，期限5年。\n"
    "😀江帆环保位于江北区，董事长赵刚介绍，该公司生产锂电池，2022年产值达4.2亿元。\n"
    "重庆市生态环境局印发《节水办法》。全市森林覆盖率达55%。"
)


def test_every_fact_quotes_the_text(read):
    facts = read(ARTICLE)
    assert facts.relations
    assert facts.deals
    assert facts.observations
    for fact in facts.facts():
        for evidence in fact.evidence:
            assert evidence.quote == ARTICLE[evidence.start : evidence.end]
    for entity in facts.entities:
        assert all(ARTICLE[m.start : m.end] == m.text for m in entity.mentions)


def test_traditional_characters_keep_offsets_and_quotes(read):
    text = "重慶銀行向重慶江帆環保有限公司發放貸款300萬元。"
    facts = read(text)
    assert facts.deals
    assert facts.deals[0].evidence[0].quote == text.rstrip("\n")
    assert "重庆江帆环保有限公司" in {e.name for e in facts.entities}
    (firm,) = [m for e in facts.entities if e.type == "Company" for m in e.mentions]
    assert text[firm.start : firm.end] == "重慶江帆環保有限公司"


@pytest.mark.parametrize("mark", [GAP, f"\n{GAP}\n"])
def test_no_fact_crosses_a_gap(read, mark):
    text = f"重庆银行向{mark}{FIRM}发放贷款300万元。"
    facts = read(text, gaps=(text.index(GAP),))
    assert facts.relations == ()
    assert all(not deal.lender for deal in facts.deals)
    for fact in facts.facts():
        assert all(GAP not in e.quote for e in fact.evidence)


def test_the_same_text_gives_the_same_facts(read):
    assert read(ARTICLE) == read(ARTICLE)


WORDS = st.sampled_from(
    "重庆银行 云阳县 有限公司 向 位于 江北区 发放 贷款 3000万元 亿 % 《 》 “ ” （以下简称 ） ， 。 ； 、 2023年 8月 前三季度 "
    "“十四五” 该公司 全市 局 村 董事长 赵刚 说 😀 𠮷 獲 \n 由 至 31.9 余 三 百 工业园区 项目 获评 称号".split(" ")
)
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=20)
ANY = st.text(max_size=20)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(WORDS | CHINESE | ANY, max_size=30))
def test_any_text_is_read_and_offsets_are_exact(read, parts):
    text = "".join(parts)
    facts = read(text)
    for fact in facts.facts():
        assert all(text[e.start : e.end] == e.quote for e in fact.evidence)
    for entity in facts.entities:
        assert all(len(m.text) == m.end - m.start for m in entity.mentions)
        assert all(0 <= m.start < m.end <= len(text) for m in entity.mentions)
