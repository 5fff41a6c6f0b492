"""Where the nodes of a page lie: igraph's Fruchterman-Reingold per connected part, the parts packed into rows.

Same graph, same places: nodes come sorted, the start is a spiral, and igraph draws from a generator of our own.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from typing import Any

Point = tuple[float, float]
SPACING = 58.0
"""Canvas units between neighbours, before labels are made room for."""
WIDEN = 1.2
"""Labels lie flat, so a picture that is wider than tall holds more of them."""
ROOM = (74.0, 46.0)
"""Width and height that a node and its label want to themselves."""
GRAVITY = 0.12
"""Pull of the middle, as a share of the pull of an edge."""
GOLDEN = math.pi * (3 - math.sqrt(5))


def layout(count: int, edges: Iterable[tuple[int, int]]) -> list[Point]:
    """Places of ``count`` nodes (numbered from 0) joined by ``edges``; canvas units, the origin in the middle."""
    import igraph

    graph = igraph.Graph(n=count, edges=sorted(set(edges)))
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part))
    placed = [(part, _part(graph.induced_subgraph(part))) for part in parts if len(part) > 1]
    single = [part[0] for part in parts if len(part) == 1]
    places = _pack(placed)
    places.update(_grid(single, places.values()))
    return _centred([places[i] for i in range(count)])


def _part(graph: Any) -> list[Point]:
    """Lay one connected part out, seeded, and push apart what overlaps."""
    import igraph

    count = graph.vcount()
    start = [(math.sqrt(i) * math.cos(i * GOLDEN), math.sqrt(i) * math.sin(i * GOLDEN)) for i in range(count)]
    # A vertex that pulls at all others keeps long chains from running off the screen.
    held = igraph.Graph(n=count + 1, edges=[*graph.get_edgelist(), *((i, count) for i in range(count))])
    weights = [1.0] * graph.ecount() + [GRAVITY] * count
    igraph.set_random_number_generator(random.Random(count))  # noqa: S311 - places, not secrets
    try:
        many = count >= 1000
        found = held.layout_fruchterman_reingold(
            weights=weights, seed=[*start, (0.0, 0.0)], niter=50 if many else 800, grid=many
        )
    finally:
        igraph.set_random_number_generator(random)
    return _spread([(x * SPACING * WIDEN, y * SPACING) for x, y in found.coords[:count]])


def _spread(points: Sequence[Point], rounds: int = 60) -> list[Point]:
    """Move nodes that are too close to hold their labels apart, a little a round, until none is."""
    places = [list(point) for point in points]
    for _ in range(rounds):
        order = sorted(range(len(places)), key=lambda i: (places[i][1], i))
        moved = [_push(places, i, j) for at, i in enumerate(order) for j in _below(places, order, at)]
        if not any(moved):
            break
    return [(x, y) for x, y in places]


def _below(places: Sequence[Sequence[float]], order: Sequence[int], at: int) -> Iterable[int]:
    """The nodes that come after ``order[at]`` from top to bottom and are within its height."""
    floor = places[order[at]][1] + ROOM[1]
    for j in order[at + 1 :]:
        if places[j][1] >= floor:
            return
        yield j


def _push(places: list[list[float]], i: int, j: int) -> bool:
    """Part two nodes along the axis on which they overlap less; say whether they had to be."""
    a, b = places[i], places[j]
    gaps = ROOM[0] - abs(a[0] - b[0]), ROOM[1] - abs(a[1] - b[1])
    if gaps[0] <= 1 or gaps[1] <= 1:
        return False
    axis = 0 if gaps[0] / ROOM[0] < gaps[1] / ROOM[1] else 1
    shift = gaps[axis] / 2 if (b[axis], j) > (a[axis], i) else -gaps[axis] / 2
    a[axis] -= shift
    b[axis] += shift
    return True


def _box(points: Iterable[Point]) -> tuple[float, float, float, float]:
    found = list(points)
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return min(xs) - ROOM[0] / 2, min(ys) - ROOM[1] / 2, max(xs) + ROOM[0] / 2, max(ys) + ROOM[1] / 2


def _pack(parts: Sequence[tuple[Sequence[int], Sequence[Point]]]) -> dict[int, Point]:
    """Set the parts side by side in rows, the largest first, in about the shape of a screen."""
    boxes = [_box(points) for _, points in parts]
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes)
    width = max([math.sqrt(area) * WIDEN, *(x1 - x0 for x0, _, x1, _ in boxes)])
    places: dict[int, Point] = {}
    left = top = tall = 0.0
    for (part, points), (x0, y0, x1, y1) in zip(parts, boxes, strict=True):
        if left + x1 - x0 > width + 1:
            left, top, tall = 0.0, top + tall, 0.0
        places.update({node: (x - x0 + left, y - y0 + top) for node, (x, y) in zip(part, points, strict=True)})
        left, tall = left + x1 - x0, max(tall, y1 - y0)
    return places


def _grid(nodes: Sequence[int], taken: Iterable[Point]) -> dict[int, Point]:
    """Nodes without links, in rows under all others."""
    x0, _, x1, y1 = _box([*taken, (0.0, 0.0)])
    columns = max(1, round((x1 - x0) / ROOM[0]), math.ceil(math.sqrt(len(nodes))))
    at = (divmod(i, columns) for i in range(len(nodes)))
    return {node: (x0 + (c + 0.5) * ROOM[0], y1 + (r + 1) * ROOM[1]) for node, (r, c) in zip(nodes, at, strict=True)}


def _centred(points: Sequence[Point]) -> list[Point]:
    """Whole numbers around the origin, so that no last digit differs from machine to machine."""
    if not points:
        return []
    x0, y0, x1, y1 = _box(points)
    return [(round(x - (x0 + x1) / 2), round(y - (y0 + y1) / 2)) for x, y in points]
