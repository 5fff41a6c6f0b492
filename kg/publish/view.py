"""``kg view``: one HTML page of the graph that needs no network.

pyvis holds the nodes, edges and options; the page itself comes from our own template, since pyvis' own links outside
files and leaves names unescaped. All data go in as JSON, and scripts run by their hash only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from kg.model import KGError, Ontology
from kg.publish.view_layout import layout
from kg.publish.view_model import DealNode, Details, Graph, Quote, load_aliases, load_details, load_skeleton
from kg.publish.view_select import Selection, check_types, find, select

Json = dict[str, Any]
VIS = "lib/vis-9.1.2/vis-network.min.js"
"""vis-network (Apache-2.0 or MIT) as the pyvis package ships it; its notice stays at its head."""
STYLES: dict[str, tuple[str, str, str]] = {
    "Actor": ("dot", "#0072b2", "#4aa8e0"),
    "Place": ("square", "#008a64", "#2cc196"),
    "Programme": ("triangle", "#d98a00", "#f0b13c"),
    "Finance": ("hexagon", "#b5578f", "#e08bbd"),
    "Economy": ("triangleDown", "#c44f00", "#f07f3c"),
    "Deal": ("diamond", "#4a4a4a", "#d5d5d5"),
}
"""Group → shape, colour on light, colour on dark: after Okabe and Ito, and told apart by shape alone."""
PLAIN = ("star", "#6b6b6b", "#b0b0b0")
DEAL = "FinancingDeal"
OPTIONS: Json = {
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "physics": {"enabled": False, "barnesHut": {"springLength": 140, "avoidOverlap": 0.3}, "stabilization": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "selectConnectedEdges": True},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 4},
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
        "smooth": False,
        "width": 1.8,
        "selectionWidth": 2.5,
    },
}
_UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, slots=True)
class ViewSummary:
    """What a page shows and, by the limit, leaves out."""

    path: Path
    nodes: int
    edges: int
    deals: int
    observations: int
    omitted_nodes: int
    omitted_edges: int


def view(
    dir: Path,  # noqa: A002 - the name that the contract gives
    out: Path,
    *,
    focus: str | None = None,
    hops: int = 1,
    types: Sequence[str] = (),
    limit: int = 300,
) -> ViewSummary:
    """Write the graph of ``dir`` as one page to ``out``.

    ``focus`` names a thing whose surroundings of ``hops`` links are shown; ``types`` keeps things of these types;
    ``limit`` is the greatest number of things. Raises :class:`KGError` for an unknown name or type, for a request that
    fits nothing, and where ``out`` cannot be written.
    """
    from kg.graph.files import replacing
    from kg.graph.ontology import load_ontology
    from kg.graph.store import open_graph

    page, summary = render(open_graph(dir), load_ontology(), focus=focus, hops=hops, types=types, limit=limit, path=out)
    try:
        with replacing(out) as file:
            file.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KGError(f"page {out} cannot be written: {error.strerror}; give another path with -o") from error
    return summary


def render(
    graph: Graph,
    ontology: Ontology,
    *,
    focus: str | None = None,
    hops: int = 1,
    types: Sequence[str] = (),
    limit: int = 300,
    path: Path = Path(),
) -> tuple[str, ViewSummary]:
    """The page as text, and what it shows; the parameters are those of :func:`view`."""
    _check(hops, limit)
    check_types(types, ontology)
    skeleton = load_skeleton(graph, ontology)
    names = find(focus, skeleton.nodes, load_aliases(graph)) if focus is not None else ()
    chosen = select(skeleton, names, hops=hops, types=types, limit=limit)
    if not chosen.nodes and types:
        raise KGError(f"the graph holds nothing of type {', '.join(types)}; leave --type out, or name another")
    details = load_details(graph, [n.iri for n in chosen.nodes], [d.iri for d in chosen.deals])
    data = payload(chosen, details, ontology, focus or "")
    return _page(data), _summary(chosen, details, len(data["edges"]), path)


def _check(hops: int, limit: int) -> None:
    if hops < 0 or limit < 1:
        raise KGError(f"hops is {hops} and limit {limit}; hops must be 0 or more, and limit 1 or more")


def _summary(chosen: Selection, details: Details, edges: int, path: Path) -> ViewSummary:
    omitted = sum((chosen.omitted or {}).values())
    counts = (len(chosen.nodes), edges, len(chosen.deals), len(details.numbers), omitted, chosen.omitted_links)
    return ViewSummary(path, *counts)


def payload(chosen: Selection, details: Details, ontology: Ontology, focus: str) -> Json:
    """All that the page's script reads, ready for JSON; the same selection gives the same bytes."""
    network = _network(chosen, ontology)
    nodes, edges, *_, options = network.get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "facts": {
            "nodes": _node_facts(chosen, details),
            "edges": _edge_facts(chosen, details),
            "deals": _deals(chosen, details),
        },
        "sources": {s.iri: [s.title, s.date, s.publisher, s.url, s.file] for s in details.sources},
        "groups": _groups(chosen, ontology),
        "types": {node: ontology.types[node] for node in sorted({n.type for n in chosen.nodes})},
        "labels": {name: dict(found) for name, found in sorted(ontology.labels.items())},
        "properties": list(ontology.properties),
        "roles": list(ontology.deal_roles),
        "focus": {"name": focus, "iris": list(chosen.focus)},
        "omitted": {"types": dict(chosen.omitted or {}), "links": chosen.omitted_links},
    }


def _network(chosen: Selection, ontology: Ontology) -> Any:
    """The pyvis model: things and deals as nodes, direct triples and roles of deals as edges."""
    from pyvis.network import Network  # type: ignore[import-untyped,unused-ignore]

    network = Network(directed=True)
    network.set_options(json.dumps(OPTIONS))
    numbers = {iri: i for i, iri in enumerate([*(n.iri for n in chosen.nodes), *(d.iri for d in chosen.deals)])}
    joins = _joins(chosen, numbers)
    places = layout(len(numbers), ((numbers[a], numbers[b]) for a, b, _ in joins))
    for node in chosen.nodes:
        group, degree = ontology.types[node.type], chosen.degrees.get(node.iri, 0)
        _add_node(network, node.iri, node.label, group, node.type, _size(degree), places[numbers[node.iri]], degree)
    for deal in chosen.deals:
        label = deal.words.get("amount", "") or "◆"
        _add_node(network, deal.iri, label, "Deal", DEAL, 9, places[numbers[deal.iri]], len(set(deal.things())))
    _add_edges(network, joins, {name for name, found in ontology.properties.items() if found.symmetric})
    return network


def _size(degree: int) -> int:
    return round(9 + 5 * math.sqrt(min(degree, 40)))


def _add_node(
    network: Any, iri: str, label: str, group: str, kind: str, size: int, at: Sequence[float], degree: int
) -> None:
    shape, colour, _ = STYLES.get(group, PLAIN)
    place = {"x": at[0], "y": at[1]}
    network.add_node(iri, label, shape=shape, color=colour, size=size, kind=kind, family=group, degree=degree, **place)


def _joins(chosen: Selection, shown: Iterable[str]) -> list[tuple[str, str, str]]:
    """(from, to, property or role) of all edges; money runs from the lender through the deal to its other things."""
    iris = set(shown)
    joins = [(link.source, link.target, link.property) for link in chosen.links]
    for deal in chosen.deals:
        for role, ends in sorted(deal.ends.items()):
            pairs = ((end, deal.iri) if role == "lender" else (deal.iri, end) for end in ends if end in iris)
            joins.extend((*pair, role) for pair in pairs)
    return sorted(joins)


def _add_edges(network: Any, joins: Sequence[tuple[str, str, str]], symmetric: set[str]) -> None:
    """Add the edges; those that join the same two nodes are bent, each its own way, so that each can be clicked."""
    seen: Counter[frozenset[str]] = Counter()
    for source, target, name in joins:
        pair = frozenset((source, target))
        smooth = _bend(seen[pair], source < target)
        seen[pair] += 1
        arrows = "" if name in symmetric else "to"
        network.add_edge(source, target, id=f"{source} {name} {target}", kind=name, arrows=arrows, smooth=smooth)


def _bend(nth: int, forward: bool) -> Json | bool:
    """The curve of the ``nth`` (from 0) edge between two nodes; the first is straight."""
    if not nth:
        return False
    side = (nth % 2 == 1) == forward
    return {
        "enabled": True,
        "type": "curvedCW" if side else "curvedCCW",
        "roundness": round(0.14 * ((nth + 1) // 2), 2),
    }


def _quotes(found: Iterable[Quote]) -> list[list[Any]]:
    return [[q.document, q.start, q.prefix, q.exact, q.suffix, round(q.score, 4)] for q in found]


def _node_facts(chosen: Selection, details: Details) -> Json:
    """IRI → aliases, codes, times and observations, each with its sentences."""
    facts: Json = {n.iri: {"aliases": [], "codes": [], "times": [], "numbers": []} for n in chosen.nodes}
    for node in chosen.nodes:
        found = facts[node.iri]
        found["aliases"] = [alias for alias in details.aliases.get(node.iri, ()) if alias != node.label]
        found["codes"] = list(details.codes.get(node.iri, ()))
        times = (
            (kind, date, details.quotes.get((node.iri, kind, date), ()))
            for kind, date in details.times.get(node.iri, ())
        )
        found["times"] = [[kind, date, _quotes(quotes)] for kind, date, quotes in times]
    for n in details.numbers:
        row = [n.indicator, n.value, n.unit, n.period, _quotes(details.quotes.get((n.iri, "", ""), ()))]
        facts[n.subject]["numbers"].append(row)
    return facts


def _edge_facts(chosen: Selection, details: Details) -> Json:
    """Edge id → job titles and sentences of a direct triple, as said in either direction."""
    facts: Json = {}
    for link in chosen.links:
        said = [
            *details.quotes.get((link.source, link.property, link.target), ()),
            *details.quotes.get((link.target, link.property, link.source), ()),
        ]
        roles = details.roles.get((link.source, link.target), ()) if link.property == "worksFor" else ()
        facts[f"{link.source} {link.property} {link.target}"] = {"roles": list(roles), "quotes": _quotes(sorted(said))}
    return facts


def _deals(chosen: Selection, details: Details) -> Json:
    """IRI → roles (things and words) and sentences of a deal."""
    return {deal.iri: _deal(deal, details) for deal in chosen.deals}


def _deal(deal: DealNode, details: Details) -> Json:
    ends = {role: list(found) for role, found in sorted(deal.ends.items())}
    return {"ends": ends, "words": dict(deal.words), "quotes": _quotes(details.quotes.get((deal.iri, "", ""), ()))}


def _groups(chosen: Selection, ontology: Ontology) -> list[Json]:
    """The groups that are shown, in the ontology's order, with shape, colours, labels and the types they hold."""
    counts = Counter(node.type for node in chosen.nodes)
    names = [*dict.fromkeys(ontology.types.values())]
    groups = [
        _group(name, [t for t, group in ontology.types.items() if group == name and counts[t]], counts)
        for name in names
    ]
    deals = [_group("Deal", [DEAL], Counter({DEAL: len(chosen.deals)}))] if chosen.deals else []
    return [group for group in [*groups, *deals] if group["types"]]


def _group(name: str, types: Sequence[str], counts: Mapping[str, int]) -> Json:
    shape, light, dark = STYLES.get(name, PLAIN)
    return {"name": name, "shape": shape, "light": light, "dark": dark, "types": [[t, counts[t]] for t in types]}


def _page(data: Json) -> str:
    """Fill the template; styles and scripts are allowed by the hash of their bytes, nothing else is."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("kg.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    texts = json.loads(_static("view_text.json"))
    vis, script, style = _vis(), _static("view.js"), _static("view.css")
    return environment.get_template("view.html").render(
        data=Markup(embed({**data, "texts": texts})),  # noqa: S704 - escaped by embed
        vis=Markup(vis),  # noqa: S704 - a file of the package
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours
        policy=_policy((vis, script), (style,)),
        text=texts["zh"],
        heading=data["focus"]["name"],
        names=sorted({node["label"] for node in data["nodes"] if node["kind"] != DEAL}),
    )


def embed(data: Json) -> str:
    """JSON that stands inside a ``script`` element: nothing in it can end the element or open another."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).translate(_UNSAFE)


def _static(name: str) -> str:
    return resources.files("kg.publish").joinpath("static", name).read_text(encoding="utf-8")


def _vis() -> str:
    """vis-network's script (read as text: with the line ends that browsers hash), without the link to a map that is not there."""
    text = resources.files("pyvis").joinpath(*VIS.split("/")).read_text(encoding="utf-8")
    lines = text.rstrip().split("\n")
    found = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))
    if "</script" in found.lower():
        raise KGError(f"{VIS} of the installed pyvis cannot stand in a page; install pyvis 0.3.2")
    return found


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A Content-Security-Policy that runs exactly these scripts and styles and fetches nothing."""
    allowed = {"script-src": _hashes(scripts), "style-src": _hashes(styles), "img-src": "data:"}
    fixed = "default-src 'none'; base-uri 'none'; form-action 'none'"
    return "; ".join([fixed, *(f"{name} {value}" for name, value in allowed.items())])


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
