"""A small gazetteer, and documents' facts in a few words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import DocumentFacts, Entity, Evidence, Mention, Relation
from kg.resolve import Gazetteer
from kg.tables import Area, Company

AREAS = [
    Area("156", "中国", "中国", "", -1),
    Area("500000", "重庆市", "重庆", "156", 0, 106.55, 29.56),
    Area("500105", "江北区", "江北", "500000", 2, 106.57, 29.61),
    Area("500240", "石柱土家族自治县", "石柱", "500000", 2),
    Area("500240108", "桥头镇", "桥头镇", "500240", 3),
    Area("330000", "浙江省", "浙江", "156", 0),
    Area("330200", "宁波市", "宁波", "330000", 1),
    Area("330205", "江北区", "江北", "330200", 2, 121.55, 29.89),
    Area("330326102", "桥头镇", "桥头镇", "330326", 3),
    Area("330326", "平阳县", "平阳", "330200", 2),
    Area("500102", "涪陵区", "涪陵", "500000", 2),
    Area("512301", "涪陵市", "涪陵", "500000", 2, former=True, successors=("500102",)),
]
COMPANIES = [
    Company("601999.SH", "江帆环保", "重庆江帆环保集团股份有限公司"),
    Company("000999.SZ", "东风", "东风科技股份有限公司"),
]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(AREAS, COMPANIES, frozenset(["东风"]))


@pytest.fixture(scope="session")
def facts() -> Callable[..., DocumentFacts]:
    """Document id, entities as (type, name, other names …) and relations as (index, property, index) → facts."""

    def build(
        document: str, *things: tuple[str, ...], relations: tuple[tuple[int, str, int], ...] = (), times: int = 1
    ) -> DocumentFacts:
        found = []
        for number, (kind, *names) in enumerate(things, 1):
            mentions = tuple(Mention(i, i + len(n), n, kind) for n in names for i in range(times))
            found.append(Entity(f"e{number}", kind, max(names, key=len), tuple(names), mentions))
        evidence = (Evidence(0, 1, "x"),)
        said = tuple(
            Relation(subject=f"e{s + 1}", property=p, object=f"e{o + 1}", evidence=evidence) for s, p, o in relations
        )
        return DocumentFacts(document, tuple(found), said)

    return build
