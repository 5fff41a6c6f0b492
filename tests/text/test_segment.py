"""Sentences: what ends one, what does not, and that spans are exact."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import GAP
from kg.text.segment import MAX_SENTENCE, sentences


@pytest.mark.parametrize(
    "wanted",
    [
        ["重庆降雨。", "成都放晴！", "真的？"],
        ["甲区增长5%；乙区增长3.5%。"],
        ["碳市场成交4753万吨……", "全市余额达6600亿元。"],
        ["项目包括风电……等多个品种。"],
        ["“这笔钱很及时。”", "县林业局副局长田野介绍，贷款已到账。"],
        ["“这笔钱很及时。”他说。", "贷款已到账。"],
        ["“这笔钱很及时。”他还表示，贷款已到账。"],
        ["“这笔钱很及时。”", "道路两旁是竹林。"],
        ["他说：“贷款到账了。”", "大家都很高兴。"],
        ["他喊出“加油！”的口号。"],
        ["企业提出“绿色，行动！”计划，投入3亿元。"],
        ["街道开展“低碳？你我同行”活动。"],
        ["该行印发《怎么看？怎么办？》一书。"],
        ["公司（前身是合作社。后改制。）位于重庆。"],
        ["公司位于重庆。", "（记者田野）"],
        ["他说：「貸款到了。」", "大家很高興。"],
        ["（完）"],
        ["占比由31.1%提高至31.9%。"],
        ["江北绿能 Co. Ltd. 位于重庆。"],
        ["The bank lends.", "It is green."],
        ["“他没有说完的话。", "后来不了了之。"],
        ['他说："贷款到账了。"', "大家都很高兴。"],
    ],
)
def test_sentences_of_one_paragraph(wanted):
    space = " " if wanted[0].isascii() else ""
    text = space.join(wanted)
    assert [text[s.start : s.end] for s in sentences(text)] == wanted


def test_long_quotes_are_split_inside():
    first, second = (
        "“" + "我们的贷款已经全部到账，竹林改造的工程马上就要全面开工了。",
        "明年的产值一定会再上一个很大的新台阶。”",
    )
    text = first + second + "县里的负责人田野介绍。"
    assert [text[s.start : s.end] for s in sentences(text)][:2] == [first, second]


def test_white_space_is_outside_and_lines_are_counted():
    text = "标题\n\n　　重庆降雨。 成都放晴。  \n完"
    found = sentences(text)
    assert [(text[s.start : s.end], s.paragraph) for s in found] == [
        ("标题", 0),
        ("重庆降雨。", 2),
        ("成都放晴。", 2),
        ("完", 3),
    ]


def test_an_open_quote_ends_with_its_paragraph():
    text = "他说：“贷款到账了，\n银行很快。企业很高兴。"
    assert [text[s.start : s.end] for s in sentences(text)] == ["他说：“贷款到账了，", "银行很快。", "企业很高兴。"]


@pytest.mark.parametrize("gaps", [(), (3,)])
def test_no_sentence_crosses_a_gap(gaps):
    text = f"全市\n{GAP}\n？热力公司投产。"
    assert [text[s.start : s.end] for s in sentences(text, gaps)] == ["全市", "热力公司投产。"]
    assert all(GAP not in text[s.start : s.end] for s in sentences(text, gaps))


def test_a_gap_within_a_line_is_known_by_its_offset():
    text = f"全市{GAP}热力公司"
    assert [text[s.start : s.end] for s in sentences(text, (2,))] == ["全市", "热力公司"]


def test_runaway_text_is_cut_and_nothing_lost():
    text = "重庆银行，" * 2000
    found = sentences(text)
    assert max(s.end - s.start for s in found) <= MAX_SENTENCE
    assert "".join(text[s.start : s.end] for s in found) == text


@given(st.text(alphabet='重庆银行。！？…，“”‘’（）《》\n 3.A"' + GAP, max_size=300))
def test_spans_are_in_order_without_overlap_and_hold_every_word(text):
    found = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(
        "\n" not in text[s.start : s.end] and text[s.start : s.end].strip() == text[s.start : s.end] for s in found
    )
    covered = {at for s in found for at in range(s.start, s.end)}
    assert all(at in covered for at, character in enumerate(text) if "\u4e00" <= character <= "\u9fff")
