from __future__ import annotations

import pytest


def refs(scene) -> list[tuple[str, str, bool]]:
    return [(scene.slice(r.start, r.end), r.entity, r.named) for r in scene.refs]


def meant(scenes, text: str, words: str) -> str:
    """What the word stands for: the first name of the entity that it is a reference to."""
    found = scenes(text)
    named = {}
    for scene in found:
        for ref in scene.refs:
            if ref.named:
                named.setdefault(ref.entity, scene.slice(ref.start, ref.end))
    hits = [r.entity for s in found for r in s.refs if not r.named and s.slice(r.start, r.end) == words]
    return named.get(hits[0], "") if hits else ""


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("重庆江帆环保有限公司在云阳县投产。该公司有员工30人。", "该公司", "重庆江帆环保有限公司"),
        ("重庆江帆环保有限公司投产。公司有员工30人。", "公司", "重庆江帆环保有限公司"),
        ("重庆银行与云阳县合作。该行投放贷款。", "该行", "重庆银行"),
        ("云阳县凤鸣镇修路。该镇有2万人。", "该镇", "凤鸣镇"),
        ("云阳县凤鸣镇修路。该县有2万人。", "该县", "云阳县"),
        ("重庆市发布消息。全市有车100辆。", "全市", "重庆市"),
        ("云阳县、云阳县和巫溪县。全县种树。", "全县", "云阳县"),
        ("中国发展很快。全国有车100辆。", "全国", "中国"),
        ("今年下雨。该公司有员工30人。", "该公司", ""),
        ("云阳县下雨。该公司有员工30人。", "该公司", ""),
        ("该公司先来。重庆江帆环保有限公司后到。", "该公司", ""),
        ("重庆江帆环保有限公司投产。公司名称已改。", "公司", ""),
    ],
)
def test_words_that_stand_for_a_name(scenes, text, words, expected):
    assert meant(scenes, text, words) == expected


def test_the_last_fitting_name_is_meant(scenes):
    text = "重庆江帆环保有限公司与云阳巨峰果业有限公司签约。该公司出资。"
    assert meant(scenes, text, "该公司") == "云阳巨峰果业有限公司"


def test_members_of_a_list_are_one_group(scenes):
    (scene,) = scenes("江北区、渝北区和云阳县与重庆银行合作。")
    assert [[scene.slice(r.start, r.end) for r in g] for g in scene.groups] == [
        ["江北区", "渝北区", "云阳县"],
        ["重庆银行"],
    ]


def test_clauses_end_at_commas(scenes):
    (scene,) = scenes("今年下雨，云阳县种树30亩；明年再种。")
    start, end = scene.clause(scene.text.index("种树"))
    assert scene.slice(start, end) == "云阳县种树30亩"


def test_a_number_or_date_inside_a_name_is_none(scenes):
    (scene,) = scenes("《2023年30项实事方案》印发，含5件实事。")
    assert [(v.number, v.unit) for v in scene.values] == [("5", "件")]
    assert scene.dates == ()


def test_offsets_are_the_documents(scenes):
    text = "先说一句。😀重庆银行有网点30家。"
    scene = scenes(text)[1]
    assert text[scene.refs[0].start : scene.refs[0].end] == "重庆银行"
    assert text[scene.values[0].start : scene.values[0].end] == "30家"
    assert scene.evidence().quote == text[scene.start : scene.end]


def test_a_part_keeps_what_lies_inside(scenes):
    (scene,) = scenes("云阳县种树30亩；江北区种树50亩。")
    cut = scene.start + scene.text.index("；")
    part = scene.part(scene.start, cut)
    assert (part.text, part.quote) == ("云阳县种树30亩", "云阳县种树30亩")
    assert len(part.refs) == len(part.values) == 1
