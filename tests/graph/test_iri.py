"""IRIs are computed from meaning; these cases pin them."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode
from rdflib import Graph, URIRef

from kg.graph.iri import BASE, Minter, digest, encode, encode_key
from kg.model import KGError


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("place/500156", "place/500156"),
        ("organization/西南大学", "organization/西南大学"),
        ("title/国家级专精特新“小巨人”企业", "title/国家级专精特新“小巨人”企业"),
        ("company/a b", "company/a%20b"),
        ('company/"a"', "company/%22a%22"),
        ("company/<script>alert(1)</script>", "company/%3Cscript%3Ealert%281%29%3C/script%3E"),
        ("company/a#b?c", "company/a%23b%3Fc"),
        ("company/100%", "company/100%25"),
        ("company/%20", "company/%2520"),
        ("company/a+b&c=d", "company/a%2Bb%26c%3Dd"),
        ("event/😀", "event/😀"),
        ("person/a\u202eb", "person/a%E2%80%AEb"),
        ("person/a\u200bb", "person/a%E2%80%8Bb"),
        ("person/a\u3000b", "person/a%E3%80%80b"),
        ("person/\ue000", "person/%EE%80%80"),
        ("person/\ud800", "person/%3F"),
        ("person/a\nb\\c|d^e`f{g}", "person/a%0Ab%5Cc%7Cd%5Ee%60f%7Bg%7D"),
        ("place/../x", "place/%2E%2E/x"),
        ("place/./x", "place/%2E/x"),
        ("company/A-b._~9", "company/A-b._~9"),
    ],
)
def test_key_to_path(key: str, path: str) -> None:
    assert encode_key(key) == path
    iri = Minter().thing(key)
    assert iri == f"{BASE}id/{path}"
    assert NamedNode(iri).value == iri
    assert Graph().parse(data=f"<{iri}> <{iri}> <{iri}> .", format="nt").value(URIRef(iri), URIRef(iri)) == URIRef(iri)


def test_different_keys_have_different_iris() -> None:
    keys = ["a b", "a%20b", "a+b", "a/b", "a%2Fb", "a\u200bb", "ab", "Ab"]
    assert len({Minter().thing(key) for key in keys}) == len(keys)


def test_a_document_id_is_one_segment() -> None:
    assert Minter().document("2023/a b#c") == f"{BASE}doc/2023%2Fa%20b%23c"
    assert encode("中/文", safe="/") == "中/文"


def test_digests_are_pinned() -> None:
    assert (
        Minter().node("deal", "lender=a", "amount=5000万元") == f"{BASE}id/deal/{digest('lender=a', 'amount=5000万元')}"
    )
    assert digest("lender=a", "amount=5000万元") == "45d9863021a874a7"
    assert digest("ab", "c") != digest("a", "bc")


def test_periods_and_evidence() -> None:
    minter = Minter("https://example.org/kg#")
    assert minter.period("2023-01/2023-09") == "https://example.org/kg#id/period/2023-01--2023-09"
    assert minter.evidence("d", "x").startswith("https://example.org/kg#doc/d/evidence/")


@pytest.mark.parametrize("base", ["", "example.org/", "https://example.org", "https://exa mple.org/", "https://a/<b>/"])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(KGError, match="absolute IRI"):
        Minter(base)
