"""What is chosen for a page, on graphs of a line each."""

from __future__ import annotations

import pytest

from kg.model import KGError
from kg.publish.view_model import DealNode, Link, Node, Skeleton
from kg.publish.view_select import find, select


def skeleton(links: str, deals: str = "") -> Skeleton:
    """``"a-b b-c"`` and ``"a,b"``: things named by letters, capitals are places."""
    pairs = [tuple(pair.split("-")) for pair in links.split()]
    groups = [deal.split(",") for deal in deals.split()]
    names = sorted({name for group in [*pairs, *groups] for name in group})
    nodes = {name: Node(name, "Zone" if name.isupper() else "Company", f"name {name}") for name in names}
    found = [DealNode(f"deal{i}", {"lender": tuple(g[:1]), "borrower": tuple(g[1:])}, {}) for i, g in enumerate(groups)]
    return Skeleton(nodes, tuple(Link(a, "finances", b) for a, b in pairs), tuple(found))


@pytest.mark.parametrize(
    ("links", "deals", "request_", "shown"),
    [
        ("a-b b-c c-d", "", {}, "abcd"),
        ("a-b b-c c-d", "", {"focus": ["a"], "hops": 2}, "abc"),
        ("a-b b-c", "c,d", {"focus": ["d"], "hops": 1}, "cd"),
        ("a-b a-c a-d e-f", "", {"limit": 2}, "ab"),
        ("a-b a-c", "e,f e,g e,h e,a", {"limit": 2}, "ae"),
        ("a-B B-c", "", {"types": ["Company"]}, "ac"),
        ("a-B B-c", "", {"types": ["Company"], "focus": ["B"]}, "Bac"),
        ("a-b b-c b-d", "", {"focus": ["a"], "hops": 3, "limit": 2}, "ab"),
        ("a-b b-c b-d", "", {"focus": ["a"], "hops": 3, "limit": 1}, "a"),
    ],
)
def test_select(links, deals, request_, shown):
    chosen = select(skeleton(links, deals), **request_)
    assert "".join(node.iri for node in chosen.nodes) == shown


def test_links_and_deals_need_both_ends():
    chosen = select(skeleton("a-b b-c", "a,b b,c"), ["a"], hops=1)
    assert [(link.source, link.target) for link in chosen.links] == [("a", "b")]
    assert [deal.iri for deal in chosen.deals] == ["deal0"]


def test_a_deal_that_names_one_thing_is_shown():
    assert [deal.iri for deal in select(skeleton("a-b", "a")).deals] == ["deal0"]


def test_omitted_counts_by_type():
    chosen = select(skeleton("a-B a-c a-D"), limit=2)
    assert chosen.omitted == {"Company": 1, "Zone": 1}
    assert chosen.omitted_links == 2


@pytest.mark.parametrize(("name", "found"), [("name a", ("a",)), ("short", ("B",))])
def test_find_takes_labels_before_aliases(name, found):
    assert find(name, skeleton("a-B").nodes, {"short": ("B",), "name a": ("B",)}) == found


def test_find_proposes_names_that_hold_the_wanted_one():
    with pytest.raises(KGError, match="did you mean name a、name b"):
        find("name", skeleton("a-b").nodes, {})
