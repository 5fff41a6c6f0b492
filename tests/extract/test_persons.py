from __future__ import annotations

import pytest


def persons(marked, text: str) -> set[str]:
    return {words for words, kind in marked(text) if kind == "Person"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云阳县林业局副局长陈立新介绍", {"陈立新"}),
        ("公司董事长欧阳明表示", {"欧阳明"}),
        ("村支书司马长青说", {"司马长青"}),
        ("村民李桂芳，在家门口上班", {"李桂芳"}),
        ("记者 王晓", {"王晓"}),
        ("总经理赵刚、副总经理钱伟出席", {"赵刚", "钱伟"}),
        ("西江大学教授、重庆市环保产业协会会长孙立平认为", {"孙立平"}),
        ("“好得很。”周大海说", {"周大海"}),
        ("周大海告诉记者", {"周大海"}),
        ("局长温知文说，今年下雨", {"温知文"}),
    ],
)
def test_persons(marked, text, expected):
    assert persons(marked, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "局长会议召开",
        "代表全体职工",
        "主任说",
        "董事长、总经理出席",
        "负责人和平时一样",
        "专家高度评价",
        "记者，",
        "记者9日获悉",
    ],
)
def test_no_persons(marked, text):
    assert persons(marked, text) == set()
