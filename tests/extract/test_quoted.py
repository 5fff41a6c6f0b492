from __future__ import annotations

import pytest

from kg.extract.quoted import find_aliases, find_documents, find_honours
from kg.model import Mention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发《碳达峰实施方案》。", [("碳达峰实施方案", "Document")]),
        ("据《渝州晚报》报道", [("渝州晚报", "Organization")]),
        ("《关于落实〈行动方案〉的通知》", [("关于落实〈行动方案〉的通知", "Document")]),
        ("《甲办法》《乙细则》", [("甲办法", "Document"), ("乙细则", "Document")]),
        ("《断开的\n书名》", []),
        ("《没有结尾", []),
    ],
)
def test_book_marks(text, expected):
    found = find_documents(text)
    assert [(m.text, m.type) for m in found] == expected
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    "mark",
    [
        "（以下简称江帆环保）",
        "（以下简称“江帆环保”）",
        "（以下简称：江帆环保）",
        "（下称江帆环保）",
        "（简称“江帆环保”）",
        "（以下称江帆环保）",
        "(以下简称江帆环保)",
        "（下文简称为“江帆环保”）",
    ],
)
def test_short_names(mark):
    full = "重庆江帆科技有限公司"
    text = f"{full}{mark}成立"
    (alias,) = find_aliases(text, [Mention(0, len(full), full, "Company")])
    assert (alias.full.text, alias.short.text, alias.short.type) == (full, "江帆环保", "Company")
    assert text[alias.short.start : alias.short.end] == "江帆环保"


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("《碳排放管理暂行办法》（以下简称《办法》）施行", "碳排放管理暂行办法", "办法"),
        ("《碳排放管理暂行办法》（以下简称“《办法》”）施行", "碳排放管理暂行办法", "办法"),
        ("国家气候联盟（NCA）成立", "国家气候联盟", "NCA"),
    ],
)
def test_short_names_of_titles(text, full, short):
    start = text.index(full)
    found = find_aliases(text, [Mention(start, start + len(full), full, "Document")])
    assert [a.short.text for a in found] == [short]


@pytest.mark.parametrize("text", ["（以下简称甲方）", "公司（成立于2010年）", "公司（以下简称公司，下同）"])
def test_no_short_names(text):
    assert find_aliases(text, [Mention(0, 2, text[:2], "Company")]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("获评国家级绿色工厂，", "国家级绿色工厂"),
        ("入选全国节水型社会名单。", "全国节水型社会"),
        ("被评为“绿色标杆企业”", "绿色标杆企业"),
        ("获得“生态卫士”称号", "生态卫士"),
    ],
)
def test_honours(text, expected):
    assert expected in {m.text for m in find_honours(text)}


@pytest.mark.parametrize("text", ["他说“很好”", "提出“三步走”思路", "获得国家支持的企业"])
def test_no_honours(text):
    assert find_honours(text) == ()
