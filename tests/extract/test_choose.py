from __future__ import annotations

import pytest

from kg.extract.choose import COMMON, RISKY, choose, mark_throughout
from kg.extract.words import find_words
from kg.model import Mention


def at(text: str, words: str, kind: str, score: float = 1.0, source: str = "x") -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words, kind, score, source)


def chosen(text: str, *mentions: Mention) -> list[str]:
    return [m.text for m in choose(mentions, text, find_words(text))]


def test_the_longer_name_wins_and_the_result_is_sorted():
    text = "云阳县生态环境局在云阳县"
    found = chosen(text, at(text, "云阳县", "A"), at(text, "云阳县生态环境局", "B"), Mention(9, 12, "云阳县", "A"))
    assert found == ["云阳县生态环境局", "云阳县"]


def test_of_two_as_long_the_better_score_wins():
    text = "金龙水库"
    found = choose([at(text, text, "Facility", 0.5), at(text, text, "Zone", 0.9)], text, find_words(text))
    assert [m.type for m in found] == ["Zone"]


@pytest.mark.parametrize(
    ("text", "weight", "expected"),
    [
        ("绿水青山", COMMON, []),
        ("青山区发展，青山", COMMON, ["青山"]),
        ("青山工业发展", 1.0, ["青山"]),
    ],
)
def test_a_common_word_is_a_place_only_where_its_full_name_stands(text, weight, expected):
    mention = Mention(text.rindex("青山"), text.rindex("青山") + 2, "青山", "AdministrativeArea", weight, "gazetteer")
    assert chosen(text, mention) == expected


@pytest.mark.parametrize(("text", "expected"), [("东风集团在此，东风", ["东风"]), ("万事俱备，只欠东风", [])])
def test_a_short_firm_needs_its_full_name(text, expected):
    mention = Mention(len(text) - 2, len(text), "东风", "Company", RISKY, "gazetteer")
    assert chosen(text, mention) == expected


@pytest.mark.parametrize(("text", "expected"), [("中国人民", ["中国"]), ("外国人来了", [])])
def test_a_name_inside_a_longer_word_is_none(text, expected):
    surface = "中国" if "中国" in text else "国人"
    mention = at(text, surface, "AdministrativeArea", 1.0, "gazetteer")
    assert chosen(text, mention) == expected


def test_a_name_is_marked_throughout_and_a_firm_by_its_core_too():
    text = "重庆江帆环保集团有限公司投产。江帆环保集团很忙，重庆江帆环保集团有限公司、江帆环保都来了。"
    words = find_words(text)
    first = [at(text, "重庆江帆环保集团有限公司", "Company"), Mention(0, 2, "重庆", "AdministrativeArea")]
    found = mark_throughout([first[0]], (), text, lambda more: choose(more, text, words))
    assert [m.text for m in found].count("重庆江帆环保集团有限公司") == 2
    areas = [*first, Mention(0, 2, "重庆", "AdministrativeArea")]
    assert "江帆环保" in {m.text for m in mark_throughout(areas, (), text, lambda more: choose(more, text, words))}
