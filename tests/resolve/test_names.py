from __future__ import annotations

import pytest

from kg.model import GAP, Mention
from kg.resolve import entities


def mentions(*pairs: tuple[str, str]) -> list[Mention]:
    found, at = [], 0
    for words, kind in pairs:
        found.append(Mention(at, at + len(words), words, kind))
        at += len(words) + 1
    return found


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("重庆", "AdministrativeArea"), ("重庆市", "AdministrativeArea")], [{"重庆", "重庆市"}]),
        ([("我国", "AdministrativeArea"), ("中国", "AdministrativeArea")], [{"我国", "中国"}]),
        (
            [("重庆", "AdministrativeArea"), ("重庆江帆环保集团股份有限公司", "Company"), ("江帆环保", "Company")],
            [{"重庆"}, {"重庆江帆环保集团股份有限公司", "江帆环保"}],
        ),
        (
            [("交通银行", "FinancialInstitution"), ("交通银行重庆市分行", "FinancialInstitution")],
            [{"交通银行"}, {"交通银行重庆市分行"}],
        ),
        (
            [
                ("重庆市", "AdministrativeArea"),
                ("重庆市生态环境局", "GovernmentBody"),
                ("市生态环境局", "GovernmentBody"),
            ],
            [{"重庆市"}, {"重庆市生态环境局", "市生态环境局"}],
        ),
        (
            [
                ("云阳县", "AdministrativeArea"),
                ("巫溪县", "AdministrativeArea"),
                ("云阳县林业局", "GovernmentBody"),
                ("巫溪县林业局", "GovernmentBody"),
                ("县林业局", "GovernmentBody"),
            ],
            [{"云阳县"}, {"巫溪县"}, {"云阳县林业局"}, {"巫溪县林业局"}, {"县林业局"}],
        ),
        ([("东风", "Company"), ("东风", "Product")], [{"东风"}, {"东风"}]),
        ([], []),
    ],
)
def test_which_names_mean_one_thing(pairs, expected):
    assert [set(e.aliases) for e in entities(mentions(*pairs), [])] == expected


def test_an_announced_short_name_is_joined():
    full, short = mentions(("国家气候联盟", "Organization"), ("气盟", "Organization"))
    (entity,) = entities([full, short], [(full, short)])
    assert (entity.id, entity.name, entity.aliases) == ("e1", "国家气候联盟", ("国家气候联盟", "气盟"))


def test_ids_follow_the_text_in_any_order_of_the_mentions():
    found = mentions(("云阳县", "AdministrativeArea"), ("长江", "NaturalFeature"), ("云阳", "AdministrativeArea"))
    assert entities(found, []) == entities(found[::-1], [])
    assert [(e.id, e.name) for e in entities(found, [])] == [("e1", "云阳县"), ("e2", "长江")]


def test_a_name_that_may_be_cut_off_does_not_name_its_entity():
    behind = len(GAP) + 1
    cut = Mention(behind, behind + 6, "帆环保集团公", "Company")
    whole = Mention(30, 34, "江帆环保", "Company")
    (entity,) = entities([cut, whole], [(whole, cut)], gaps=(0,))
    assert entity.name == "江帆环保"
