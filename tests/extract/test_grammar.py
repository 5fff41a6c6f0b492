from __future__ import annotations

import shutil

import pytest

from kg.extract.grammar import load_grammar
from kg.model import KGError
from kg.tables import ontology_dir


@pytest.fixture
def folder(tmp_path):
    for name in ("patterns.toml", "relations.toml"):
        shutil.copy(ontology_dir() / name, tmp_path)
    return tmp_path


def replace(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("patterns.toml", 'type = "Company"', 'type = "Compny"', "Compny"),
        ("relations.toml", 'property = "locatedIn"', 'property = "liesIn"', "liesIn"),
        ("relations.toml", 'types = ["Event"]', 'types = ["Evnt"]', "Evnt"),
        ("relations.toml", 'kind = "held"', 'kind = "hold"', "hold"),
        ("relations.toml", 'subject = ["Event"]', 'subject = ["Evnt"]', "Evnt"),
        ("patterns.toml", "[person]", "[person", "patterns.toml"),
        ("relations.toml", "between = '^(?:", "between = '^(?:(", "relations.toml"),
    ],
)
def test_what_the_ontology_does_not_know_is_named(folder, ontology, file, old, new, named):
    replace(folder / file, old, new)
    with pytest.raises(KGError, match=named):
        load_grammar(folder, ontology)


def test_a_missing_file_is_named(folder, ontology):
    (folder / "relations.toml").unlink()
    with pytest.raises(KGError, match=r"relations\.toml"):
        load_grammar(folder, ontology)


def test_all_types_and_properties_have_patterns(grammar, ontology):
    named = {rule.type for rule in grammar.names} | {"Person", "Document", "Title", "Region"}
    assert named == set(ontology.types)
    said = {t.property for found in grammar.triggers.values() for t in found} | {"worksFor"}
    assert said == set(ontology.properties)
    assert {rule.kind for rule in grammar.times} == set(ontology.time_kinds)
