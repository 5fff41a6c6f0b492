"""Queries of a graph: the named ones of ``ontology/queries/``, a file, or SPARQL as it is; and how their results are shown.

A parameter stands in a query as ``VALUES ?name { … }``: the query is valid SPARQL as it stands, and a value takes the
place of the braces' content as an escaped term. Nothing is ever pasted into a query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rich.table import Table

from kg.graph.results import Result, to_csv, to_json, to_turtle
from kg.graph.store import open_graph
from kg.graph.terms import sparql_term
from kg.model import KGError
from kg.tables import ontology_dir

ALL = "UNDEF"
_HEAD = re.compile(r"#\s*(?P<key>name|title@zh|title@en|description@zh|description@en|param):\s*(?P<text>.*\S)")
_PARAM = re.compile(r"(?P<name>\w+)\s+(?P<kind>\w+)\s+\(default (?P<default>[^)]*)\)\s*(?P<about>.*)")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a query: ``kind`` is name, text, number, property or iri; ``default`` is ``all`` where it may be left out."""

    name: str
    kind: str = "name"
    default: str = "all"
    about: str = ""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with what its head says of it; ``titles`` and ``descriptions`` by language (zh, en)."""

    name: str
    sparql: str
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    params: tuple[Param, ...] = ()


def named_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """The queries of ``ontology/queries/``, or of another folder, by name."""
    found = ((folder or ontology_dir()) / "queries").glob("*.rq")
    queries = [parse_query(path.stem, path.read_text(encoding="utf-8")) for path in sorted(found)]
    return {query.name: query for query in queries}


def parse_query(name: str, text: str) -> NamedQuery:
    """Read the head comment of a query; a parameter that the head does not tell, the query still may have."""
    heads = [match.groupdict() for match in map(_HEAD.fullmatch, text.splitlines()) if match]
    single = {head["key"]: head["text"] for head in heads}
    told = [_param(name, head["text"]) for head in heads if head["key"] == "param"]
    return NamedQuery(
        name=single.get("name", name),
        sparql=text,
        titles={lang: single[f"title@{lang}"] for lang in ("zh", "en") if f"title@{lang}" in single},
        descriptions={lang: single[f"description@{lang}"] for lang in ("zh", "en") if f"description@{lang}" in single},
        params=tuple(told),
    )


def _param(query: str, text: str) -> Param:
    match = _PARAM.fullmatch(text)
    if not match:
        raise KGError(
            f"query {query}: head {text!r} is no parameter; write `# param: NAME KIND (default VALUE) what it is`"
        )
    return Param(**match.groupdict())


def find_query(text: str) -> NamedQuery:
    """The query that ``text`` means: a name, a file that ends in ``.rq``, or SPARQL.

    Raises :class:`KGError` with the names there are if it is none of them.
    """
    queries = named_queries()
    if text in queries:
        return queries[text]
    if text.endswith((".rq", ".sparql")) and "\n" not in text:
        return _from_file(Path(text))
    if re.search(r"[{<]|\s", text.strip()):
        return parse_query("query", text)
    raise KGError(f"no query is named {text!r}; use one of {', '.join(queries)}, a file FILE.rq, or a SPARQL query")


def _from_file(path: Path) -> NamedQuery:
    try:
        return parse_query(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise KGError(f"query file {path}: {error}; name a UTF-8 file that exists") from error


def bind(query: NamedQuery, params: Mapping[str, str]) -> str:
    """The SPARQL of a query with its parameters filled in.

    Raises :class:`KGError` for a parameter that the query lacks, that is missing, or whose value does not fit its kind.
    """
    _refuse_unknown(query, params)
    sparql = query.sparql
    for param in _all_params(query, params):
        clause = _clause(param.name)
        if param.name in params:
            term = sparql_term(param.kind, params[param.name], param.name)
            sparql = clause.sub(lambda match, term=term: f"{match[1]}{{ {term} }}", sparql, count=1)  # type: ignore[misc]
        elif param.default == "required":
            raise KGError(f"query {query.name} needs the parameter {param.name}; add --param {param.name}=VALUE")
        else:
            # VALUES of UNDEF says nothing, yet keeps the engine from using its indexes.
            sparql = re.sub(rf"VALUES\s+\?{param.name}\s*\{{\s*{ALL}\s*\}}", "", sparql)
    return sparql


def _clause(name: str) -> re.Pattern[str]:
    return re.compile(rf"(VALUES\s+\?{re.escape(name)}\s*)\{{[^{{}}]*\}}")


def _all_params(query: NamedQuery, params: Mapping[str, str]) -> tuple[Param, ...]:
    """The parameters that the head tells, and those that only the query has, as names."""
    told = {param.name for param in query.params}
    return (*query.params, *(Param(name) for name in params if name not in told))


def _refuse_unknown(query: NamedQuery, params: Mapping[str, str]) -> None:
    known = [param.name for param in query.params]
    for name in params:
        if name not in known and not (re.fullmatch(r"\w+", name) and _clause(name).search(query.sparql)):
            way = (
                f"it takes {', '.join(known)}" if known else f"a parameter stands in a query as VALUES ?{name} {{ … }}"
            )
            raise KGError(f"query {query.name} has no parameter {name!r}; {way}")


def run(folder: Path, query: str, params: Mapping[str, str] | None = None) -> Result:
    """Run a query (a name, a file, or SPARQL) on the graph that ``kg build`` left in ``folder``."""
    return open_graph(folder).query(bind(find_query(query), params or {}))


def as_table(result: Result, title: str = "") -> Table:
    """A Rich table; IRIs of the graph are shown by what follows their last hash or path, markup in names as it is."""
    from rich.text import Text

    table = Table(title=title or None)
    for column in _columns(result):
        table.add_column(column, overflow="fold")
    for row in _rows(result):
        table.add_row(*(Text("" if value is None else value) for value in row))
    return table


def _columns(result: Result) -> tuple[str, ...]:
    return {"boolean": ("answer",), "graph": ("subject", "predicate", "object")}.get(result.kind, result.columns)


def _rows(result: Result) -> tuple[tuple[str | None, ...], ...]:
    if result.boolean is not None:
        return (("yes" if result.boolean else "no",),)
    return result.rows if result.quads is None else result.triples()


RENDERERS: dict[str, Callable[[Result], str | Table]] = {
    "table": as_table,
    "csv": to_csv,
    "json": to_json,
    "turtle": to_turtle,
}


def render(result: Result, form: str = "table") -> str | Table:
    """A result in a format of :data:`RENDERERS`; an unknown format, or one that does not fit the result, is a :class:`KGError`."""
    if form not in RENDERERS:
        raise KGError(f"no format {form!r} for a result; use one of {', '.join(RENDERERS)}")
    return RENDERERS[form](result)
