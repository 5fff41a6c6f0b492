"""The whole compilation: what is shipped is what the tables and lists give."""

from __future__ import annotations

import shutil

import pytest

from kg.learn.gazetteer import compile_tables
from kg.learn.lexicon import stem_of_company
from kg.model import InputError
from kg.tables import gazetteer_dir, load_lexicon

BYTES = 8 * 1024 * 1024


@pytest.fixture
def copy(tmp_path):
    target = tmp_path / "gazetteer"
    shutil.copytree(gazetteer_dir(), target)
    return target


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("重庆三峰环境集团股份有限公司", "重庆三峰环境集团"),
        ("中国平安保险(集团)股份有限公司", "中国平安保险"),
        ("甲有限责任公司", "甲"),
        ("甲集团", "甲集团"),
    ],
)
def test_stem_of_company(name, stem):
    assert stem_of_company(name) == stem


def test_the_lexicon_that_is_shipped_is_made_from_the_tables_that_are_shipped(copy):
    """It fails after an edit of a table by hand: `kg gazetteer` without a folder makes the lexicon again."""
    assert compile_tables(None, copy) == {"lexicon.tsv.gz": len(load_lexicon())}
    assert contents(copy) == contents(gazetteer_dir())


def test_the_tables_are_small():
    assert sum(path.stat().st_size for path in gazetteer_dir().iterdir()) < BYTES


def test_a_new_term_reaches_the_lexicon_and_wins_over_an_area(copy):
    with (copy / "zones.tsv").open("a", encoding="utf-8") as table:
        table.write("武隆区\tZone\t园区\t武隆园\t\n")
    compile_tables(None, copy)
    found = {surface: kind for surface, kind, _ in load_lexicon(copy)}
    assert (found["武隆区"], found["武隆园"]) == ("Zone", "Zone")


def test_a_folder_without_lists_is_refused(copy, tmp_path):
    with pytest.raises(InputError, match=r"a_shares.csv: cannot be read"):
        compile_tables(tmp_path, copy)


@pytest.mark.slow
def test_what_is_shipped_is_what_the_lists_give(copy, shared):
    if not (shared / "data" / "gazetteer").is_dir():
        pytest.skip("../shared/data is not here: the lists are not part of the project")
    rows = compile_tables(shared / "data", copy)
    assert rows["areas.tsv.gz"] > 45_000
    assert contents(copy) == contents(gazetteer_dir())
