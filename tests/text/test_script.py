"""Traditional characters: same length, same offsets; simplified text untouched."""

import pytest

from kg.text.script import is_traditional, simplified

TRADITIONAL = "重慶銀行向武隆區發放綠色貸款5000萬元，用於林業碳匯項目，張說：「這筆錢來得及時。」"
SIMPLIFIED = "重庆银行向武隆区发放绿色贷款5000万元，用于林业碳汇项目，张说：「这笔钱来得及时。」"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (TRADITIONAL, SIMPLIFIED),
        (SIMPLIFIED, SIMPLIFIED),
        ("乾隆年间的著作，瞭望塔" + SIMPLIFIED, "乾隆年间的著作，瞭望塔" + SIMPLIFIED),
        ("軟體與網路，乾隆皇帝，乾淨的頭髮", "软体与网路，乾隆皇帝，干净的头发"),
        ("", ""),
        ("ESG 2023", "ESG 2023"),
    ],
)
def test_simplified(text, wanted):
    assert simplified(text) == wanted


def test_length_and_other_characters_stay_in_long_texts():
    text = (TRADITIONAL + "\n") * 500 + "龍" * 5000
    new = simplified(text)
    assert len(new) == len(text)
    assert [i for i, c in enumerate(new) if c in "，。「」\n"] == [i for i, c in enumerate(text) if c in "，。「」\n"]
    assert new.endswith("龙")


@pytest.mark.parametrize(("text", "wanted"), [(TRADITIONAL, True), (SIMPLIFIED, False), ("", False), ("abc", False)])
def test_is_traditional(text, wanted):
    assert is_traditional(text) is wanted


def test_simplified_text_comes_back_as_the_same_object():
    assert simplified(SIMPLIFIED) is SIMPLIFIED
