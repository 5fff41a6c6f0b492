"""Markdown without its mark-up, and the way back."""

import pytest

from kg.text.markdown import plain


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("# 标题\n\n正文", "标题\n\n正文"),
        ("**绿色**贷款与*债券*、`代码`、~~旧~~", "绿色贷款与债券、代码、旧"),
        ("[重庆](http://e.cn/a(b))银行[1][ref]", "重庆银行1"),
        ("![图注](a.png)", "图注"),
        ("> 引文\n> 二", "引文\n二"),
        ("- 甲\n* 乙\n1. 丙", "甲\n乙\n1. 丙"),
        ("甲\n\n---\n\n乙", "甲\n\n\n乙"),
        ("```py\n代码\n```\n正文", "代码\n正文"),
        ("2*3*4与a_b_c，5 * 3", "2*3*4与a_b_c，5 * 3"),
        ("\\*不是\\*", "*不是*"),
        ("[ref]: http://e.cn\n正文", "正文"),
        ("重庆银行【公告】(2023)", "重庆银行【公告】(2023)"),
    ],
)
def test_mark_up_is_taken_off(marked, wanted):
    traced, _ = plain(marked)
    assert traced.text == wanted
    for run in traced.runs:
        assert traced.text[run.start : run.start + run.length] == marked[run.source : run.source + run.length]


@pytest.mark.parametrize(
    ("marked", "title"),
    [("---\ntitle: '甲'\n---\n# 乙\n文", "甲"), ("文\n\n## **乙** [丙](x)\n文", "乙 丙"), ("文", "")],
)
def test_title(marked, title):
    assert plain(marked)[1].get("title", "") == title
