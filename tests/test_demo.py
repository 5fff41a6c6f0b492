"""The committed results of the demo are what the code makes of the sample articles, to the byte."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXPORTS = Path(__file__).resolve().parent.parent / "exports"
FILES = ("graph.ttl", "graph.html", "report.json", "deals.csv", "people.csv", "indicators.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    runpy.run_path(str(EXPORTS / "make.py"))["make"](folder)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_the_committed_file_is_what_the_code_makes(made, name):
    same = (made / name).read_bytes() == (EXPORTS / "demo" / name).read_bytes()
    assert same, f"exports/demo/{name} is out of date; make it again with `make exports` and look at what changed"


def test_twelve_articles_were_read_and_none_was_lost(made):
    report = (made / "report.json").read_text(encoding="utf-8")
    assert '"documents": 12' in report
    assert '"lost": []' in report
