from __future__ import annotations

import pytest

FIRM = "重庆江帆环保有限公司"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"2015年3月，{FIRM}成立。", (FIRM, "founded", "2015-03")),
        ("2022年6月，金龙污水处理厂开工。", ("金龙污水处理厂", "started", "2022-06")),
        ("金龙污水处理厂于2023年5月10日投产。", ("金龙污水处理厂", "completed", "2023-05-10")),
        ("9月1日，中国绿色低碳博览会在重庆市开幕。", ("中国绿色低碳博览会", "held", "2023-09-01")),
        ("去年8月，云阳县出台《节水办法》。", ("节水办法", "issued", "2022-08")),
        ("2021年，云阳县获评“生态示范县”称号。", ("生态示范县", "awarded", "2021")),
        ("2023年4月，双方签署《节水合作协议》。", ("节水合作协议", "signed", "2023-04")),
    ],
)
def test_each_kind(read, names, text, expected):
    facts = read(text)
    assert expected in {(names(facts)[t.entity], t.kind, t.date) for t in facts.times}


@pytest.mark.parametrize(
    "text",
    [
        "金龙污水处理厂预计2024年6月投产。",
        "金龙污水处理厂计划于2024年6月建成。",
        "金龙污水处理厂力争2024年底前投用。",
        "2024年6月，金龙污水处理厂有望建成。",
        "“十四五”期间，金龙污水处理厂建成。",
        "2023年5月下了雨，云阳县种了树，江北区修了路，金龙污水处理厂很忙。",
    ],
)
def test_plans_spans_and_other_clauses_give_no_time(read, text):
    assert read(text).times == ()
