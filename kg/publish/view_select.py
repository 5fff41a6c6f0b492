"""Which things and deals of a graph a page shows: a name's surroundings, some types, the most connected ones."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import KGError, Ontology
from kg.publish.view_model import DealNode, Link, Node, Skeleton

NEAR = 5
"""How many near names an error proposes."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown, sorted; ``omitted`` counts by type the things that fit the request but not the limit.

    ``focus`` holds the IRIs that the name asked for means; ``degrees`` the links and deals of each thing shown.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    deals: tuple[DealNode, ...]
    degrees: Mapping[str, int]
    focus: tuple[str, ...] = ()
    omitted: Mapping[str, int] | None = None
    omitted_links: int = 0


def select(
    skeleton: Skeleton, focus: Sequence[str] = (), *, hops: int = 1, types: Sequence[str] = (), limit: int = 300
) -> Selection:
    """Choose at most ``limit`` things within ``hops`` of ``focus`` (IRIs; none: anywhere) and of ``types`` (none: all).

    Nearer things come first, then those with more links and deals. A thing of the focus is shown whatever its type.
    """
    distances = _distances(skeleton, focus, hops) if focus else dict.fromkeys(skeleton.nodes, 0)
    fits = [
        n for n in skeleton.nodes.values() if n.iri in distances and (not types or n.type in types or n.iri in focus)
    ]
    inside = {node.iri for node in fits}
    degrees = _degrees(skeleton, inside)
    ranked = sorted(fits, key=lambda n: (distances[n.iri], -degrees[n.iri], n.label, n.iri))
    return _cut(skeleton, ranked[:limit], ranked[limit:], focus, inside)


def check_types(types: Sequence[str], ontology: Ontology) -> None:
    """Raise :class:`KGError` for a type that the ontology does not have."""
    for name in types:
        if name not in ontology.types:
            near = difflib.get_close_matches(name, ontology.types, NEAR) or list(ontology.types)
            raise KGError(f"the ontology has no type {name!r}; use one of {', '.join(near)}")


def find(name: str, nodes: Mapping[str, Node], aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The IRIs of the things that bear ``name`` as label, else as alias; no such thing is a :class:`KGError`."""
    found = tuple(sorted(iri for iri, node in nodes.items() if node.label == name))
    found = found or tuple(iri for iri in aliases.get(name, ()) if iri in nodes)
    if not found:
        raise KGError(f"the graph holds no {name!r}; {_hint(name, [n.label for n in nodes.values()] + list(aliases))}")
    return found


def _hint(name: str, names: Iterable[str]) -> str:
    """Names that hold ``name`` or resemble it, as the way out."""
    known = sorted(set(names))
    inside = sorted((n for n in known if name and name in n), key=lambda n: (len(n), n))
    near = list(dict.fromkeys([*inside, *difflib.get_close_matches(name, known, NEAR, 0.4)]))[:NEAR]
    return f"did you mean {'、'.join(near)}?" if near else "look a name up with kg query first"


def _edges(skeleton: Skeleton) -> Iterable[tuple[str, str]]:
    """Pairs of things that a link or a deal joins."""
    yield from ((link.source, link.target) for link in skeleton.links)
    for deal in skeleton.deals:
        ends = sorted(set(deal.things()))
        yield from ((a, b) for i, a in enumerate(ends) for b in ends[i + 1 :])


def _distances(skeleton: Skeleton, focus: Sequence[str], hops: int) -> dict[str, int]:
    """Steps from ``focus`` to all things within ``hops``."""
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in _edges(skeleton):
        near[a].add(b)
        near[b].add(a)
    distances = dict.fromkeys(focus, 0)
    ring = set(focus)
    for step in range(1, hops + 1):
        ring = {b for a in ring for b in near[a]} - distances.keys()
        distances.update(dict.fromkeys(ring, step))
    return distances


def _degrees(skeleton: Skeleton, inside: set[str]) -> Counter[str]:
    """Links among ``inside``, and deals, of each thing."""
    degrees: Counter[str] = Counter()
    for link in skeleton.links:
        if link.source in inside and link.target in inside:
            degrees.update((link.source, link.target))
    for deal in skeleton.deals:
        degrees.update(set(deal.things()) & inside)
    return degrees


def _cut(
    skeleton: Skeleton, shown: Sequence[Node], rest: Sequence[Node], focus: Sequence[str], inside: set[str]
) -> Selection:
    iris = {node.iri for node in shown}
    links = tuple(link for link in skeleton.links if link.source in iris and link.target in iris)
    possible = sum(link.source in inside and link.target in inside for link in skeleton.links)
    return Selection(
        nodes=tuple(sorted(shown)),
        links=links,
        deals=tuple(deal for deal in skeleton.deals if _shows(deal, iris)),
        degrees=_degrees(skeleton, iris),
        focus=tuple(focus),
        omitted=dict(sorted(Counter(node.type for node in rest).items())),
        omitted_links=possible - len(links),
    )


def _shows(deal: DealNode, iris: set[str]) -> bool:
    """A deal is shown where at least two of its things are, or the only one that it names."""
    ends = set(deal.things())
    return bool(ends & iris) and len(ends & iris) >= min(2, len(ends))
