from __future__ import annotations

import pytest

from kg.extract.lexicon import Lexicon

ROWS = [
    ("云阳", "A", 0.4),
    ("云阳县", "A", 1.0),
    ("阳县城", "B", 1.0),
    ("长江", "C", 1.0),
    ("长江", "D", 0.5),
    ("渝", "E", 1.0),
]


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon.of(ROWS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云阳县城", [(0, 3, "A", 1.0)]),
        ("云阳在长江边", [(0, 2, "A", 0.4), (3, 5, "C", 1.0)]),
        ("渝", []),
        ("", []),
        ("云", []),
        ("到云阳", [(1, 3, "A", 0.4)]),
        ("😀长江", [(1, 3, "C", 1.0)]),
    ],
)
def test_the_longest_at_each_place(lexicon, text, expected):
    assert [(m.start, m.end, m.type, m.score) for m in lexicon.find(text)] == expected


def test_all_occurrences_hold_those_inside_others(lexicon):
    found = {m.text for m in lexicon.find_all("云阳县城", "again")}
    assert found == {"云阳县", "云阳", "阳县城"}


def test_many_names_are_found_as_few_are():
    rows = [*ROWS, *((f"甲{chr(0x5000 + i)}", "X", 1.0) for i in range(200))]
    found = {(m.start, m.text) for m in Lexicon.of(rows).find_all("云阳县城在长江边，云阳", "again")}
    few = {(m.start, m.text) for m in Lexicon.of(ROWS).find_all("云阳县城在长江边，云阳", "again")}
    assert found == few == {(0, "云阳县"), (0, "云阳"), (1, "阳县城"), (5, "长江"), (9, "云阳")}
