from __future__ import annotations

import re

import pytest

from kg.learn.common import Candidate, common_surfaces, count
from kg.tables import Area, Company

AREAS = (
    Area("440000", "广东省", "广东", "156", 0),
    Area("442000", "中山市", "中山", "440000", 1),
    Area("513336", "合作县", "合作", "513300", 2),
    Area("500156", "武隆区", "武隆", "500000", 2),
    Area("500156100", "中心镇", "中心", "500156", 3),
)
COMPANIES = (
    Company("1.SZ", "太阳能", "中节能太阳能股份有限公司"),
    Company("2.SZ", "赛力斯", "赛力斯集团股份有限公司"),
    Company("3.SZ", "长城汽车", "长城汽车股份有限公司"),
    Company("4.SZ", "中山", "中山公司"),
    Company("5.SZ", "信用银行", "信用银行股份有限公司", industry="银行"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("利用太阳能、风能。" * 10, [("太阳能", "10", "0")]),
        ("利用太阳能、风能。" * 9, []),
        ("利用太阳能。" * 8 + "太阳能公司。" * 2, []),
        ("开展合作。" * 20 + "合作县。", [("合作", "21", "1")]),
        ("武隆区。" * 20, []),
        ("建设中心镇。" * 12, [("中心镇", "12", "0")]),
        ("武隆区中心镇。" * 12, []),
        ("生产长城汽车。" * 19 + "长城汽车股份。", []),
        ("孙中山先生。" * 20, []),
        ("到广东。" * 20, []),
        ("信用银行卡。" * 20, []),
    ],
)
def test_a_common_word_is_told_by_what_stands_beside_it(text, expected):
    assert common_surfaces(AREAS, COMPANIES, text) == expected


def test_count_tells_all_places_and_the_marked_ones():
    candidates = {"甲乙": Candidate("甲乙", after=re.compile("县"), before=re.compile("市$"))}
    places, marked = count(candidates, "甲乙，甲乙县，丙市甲乙，甲乙")
    assert (places["甲乙"], marked["甲乙"]) == (4, 2)
