"""The ontology as plain values, and what happens when a term is not whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS

from kg.graph.iri import LJ
from kg.graph.ontology import load_ontology, time_properties
from kg.model import KGError
from kg.tables import ontology_dir


@pytest.fixture(scope="module")
def annotation(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("ann", shared / "annotation" / "ann.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_types_and_groups_are_those_of_the_guidelines(annotation: ModuleType) -> None:
    assert load_ontology().types == annotation.GROUP_OF


def test_signatures_are_those_of_the_guidelines(annotation: ModuleType) -> None:
    ours = {p.name: (p.domain, p.range) for p in load_ontology().properties.values()}
    assert ours == {name: (frozenset(a), frozenset(b)) for name, (a, b) in annotation.SIGNATURES.items()}


def test_roles_and_time_kinds_are_those_of_the_guidelines(annotation: ModuleType) -> None:
    ontology = load_ontology()
    assert set(ontology.deal_roles) == annotation.ROLES
    assert set(ontology.time_kinds) == annotation.TIME_KINDS
    assert {role for role, types in ontology.deal_roles.items() if types} == annotation.ROLE_IDS


def test_values() -> None:
    ontology = load_ontology()
    assert ontology.version == "0.1.0"
    assert len(ontology.types) == 19
    assert len(ontology.properties) == 12
    assert {p.name for p in ontology.properties.values() if p.symmetric} == {"cooperatesWith"}
    assert ontology.labels["Company"] == {"zh": "企业", "en": "company"}
    assert time_properties()["awarded"] == "awardedOn"
    assert ontology.allows("Person", "worksFor", "Zone")
    assert not ontology.allows("Zone", "worksFor", "Person")


def test_every_external_alignment_is_there() -> None:
    text = (ontology_dir() / "lj.ttl").read_text(encoding="utf-8")
    for name in ("schema:", "org:", "prov:", "skos:", "gsp:", "time:", "qudt:", "oa:", "dcat:", "void:", "fibo-loan:"):
        assert f" {name}" in text


def test_rdflib_reads_the_same_classes() -> None:
    graph = rdflib.Graph().parse(ontology_dir() / "lj.ttl")
    classes = {str(c).removeprefix(LJ) for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(LJ)}
    assert set(load_ontology().types) < classes
    names = set(graph.subjects(RDFS.label, None)) - set(graph.subjects(RDF.type, OWL.Ontology))
    assert all({label.language for label in graph.objects(n, RDFS.label)} == {"zh", "en"} for n in names)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('rdfs:label "企业"@zh , "company"@en', 'rdfs:label "企业"@zh', "lj:Company has no rdfs:label in en"),
        (
            'rdfs:label "位于"@zh , "located in"@en',
            'rdfs:label "located in"@en',
            "lj:locatedIn has no rdfs:label in zh",
        ),
        ("rdfs:domain lj:Person ;", "", "lj:worksFor has no rdfs:domain"),
        ("rdfs:range lj:Product ;", "", "lj:produces has no rdfs:range"),
        ('owl:versionInfo "0.1.0" ;', "", "has no owl:versionInfo"),
        ("lj:Company a owl:Class", "lj:Company a owl:Class owl:Class", "lj.ttl"),
    ],
)
def test_a_term_that_is_not_whole_is_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    text = (ontology_dir() / "lj.ttl").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "lj.ttl").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KGError, match=complaint):
        load_ontology(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KGError, match=r"lj\.ttl"):
        load_ontology(tmp_path)
