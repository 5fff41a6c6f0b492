"""The damaged scrapes of the workplace, in general terms; they are no part of this repository."""

import re
from itertools import chain, pairwise
from pathlib import Path

import pytest

from kg.model import GAP, Lost
from kg.text import find, load, sentences

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="there is no ../shared/seeds beside this checkout")


@pytest.fixture(scope="module", params=sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def pair(request):
    (source,) = find([request.param])
    assert not isinstance(source, Lost)
    return request.param.read_text("utf-8"), load(source)


def test_no_debris_is_left(pair):
    _, document = pair
    assert not re.search(r"[<>]|&\w*;?|\d+px|:\s*\w+;|[a-z]{4}", document.text)


def test_every_chinese_character_is_kept(pair):
    source, document = pair
    assert re.findall("[\u4e00-\u9fff]", document.text) == re.findall("[\u4e00-\u9fff]", source)


def test_runs_lead_back(pair):
    source, document = pair
    covered = set(chain.from_iterable(range(run.start, run.start + run.length) for run in document.runs))
    for run in document.runs:
        assert document.text[run.start : run.start + run.length] == source[run.source : run.source + run.length]
    assert all(at in covered for at, character in enumerate(document.text) if "\u4e00" <= character <= "\u9fff")


def test_gaps_stand_where_pieces_begin(pair):
    source, document = pair
    pieces = len(re.findall(r"\n \S", source))
    assert 0.7 * pieces <= len(document.gaps) <= pieces
    assert all(document.text[at:].startswith(GAP) for at in document.gaps)
    assert not any(GAP in document.text[s.start : s.end] for s in sentences(document.text, document.gaps))


def test_nearly_all_lines_end_with_a_sentence_or_before_a_gap(pair):
    _, document = pair
    lines = document.text.split("\n")
    open_ = [a for a, b in pairwise(lines) if GAP not in (a, b) and a[-1] not in "。！？…”"]
    assert len(open_) <= 0.05 * len(lines), open_
    assert not any(re.match("[，。、；]", line) for line in lines)
