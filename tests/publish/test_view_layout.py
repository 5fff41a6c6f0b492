"""Places on the page: always the same, apart from one another, and compact."""

from __future__ import annotations

import random

import igraph
import pytest

from kg.publish.view_layout import ROOM, layout

STAR = [(0, i) for i in range(1, 30)]
CHAIN = [(i, i + 1) for i in range(40)]
TWO = [(0, 1), (1, 2), (3, 4)]


@pytest.mark.parametrize(("count", "edges"), [(30, STAR), (41, CHAIN), (8, TWO), (5, [])])
def test_nodes_keep_apart(count, edges):
    places = layout(count, edges)
    assert len(places) == count
    close = [
        (a, b)
        for a in range(count)
        for b in range(a + 1, count)
        if abs(places[a][0] - places[b][0]) < ROOM[0] / 2 and abs(places[a][1] - places[b][1]) < ROOM[1] / 2
    ]
    assert not close


@pytest.mark.parametrize(("count", "edges"), [(30, STAR), (41, CHAIN), (8, TWO)])
def test_same_graph_same_places(count, edges):
    first = layout(count, edges)
    random.seed(99)
    shuffled = edges[:]
    random.shuffle(shuffled)
    assert layout(count, shuffled + edges) == first


def test_python_s_own_generator_is_left_alone():
    random.seed(5)
    expected = random.random()
    random.seed(5)
    layout(41, CHAIN)
    assert random.random() == expected


def test_igraph_draws_from_python_s_generator_again():
    drawn = []
    for seed in (5, 5, 6):
        layout(41, CHAIN)
        random.seed(seed)
        drawn.append(igraph.Graph.Erdos_Renyi(n=20, p=0.5).get_edgelist())
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_nothing_gives_nothing_and_one_lies_in_the_middle():
    assert layout(0, []) == []
    assert layout(1, []) == [(0, 0)]


def test_a_long_chain_stays_on_the_screen():
    places = layout(41, CHAIN)
    for axis in (0, 1):
        values = [place[axis] for place in places]
        assert max(values) - min(values) < 41 * ROOM[axis] / 2


def test_things_without_links_lie_under_the_others():
    places = layout(8, TWO)
    assert min(places[i][1] for i in (5, 6, 7)) > max(places[i][1] for i in range(5))
