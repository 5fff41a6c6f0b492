"""lvjin: Chinese news on green development to an RDF knowledge graph, with the sentence behind every fact.

The public names are those of ``__all__``. Importing ``kg`` loads neither spaCy nor an RDF library: each function imports
what it needs when it is called.

>>> import kg
>>> facts = kg.extract_facts("2022年11月3日，三峡银行向武隆区某林场发放贷款5000万元，期限5年。")
>>> [(deal["amount"], deal["term"], deal["date"]) for deal in facts["deals"]]
[('5000万元', '5年', '2022-11-03')]
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import BASE, InputError, KGError

if TYPE_CHECKING:
    from kg.graph.results import Result
    from kg.graph.store import Graph
    from kg.pipeline import Report

__all__ = ["InputError", "KGError", "build", "extract_facts", "open_graph", "query"]


def extract_facts(text: str, *, date: str = "", title: str = "", id: str = "text") -> dict[str, Any]:  # noqa: A002
    """Everything found in one text, in the form of a line of ``kg extract``.

    ``date`` is the date of publication (``2023-11-03``), by which 今年 and 去年8月 are read; without it, a date in the first
    lines counts. The result has ``id``, ``title``, ``date``, ``style``, ``text`` (the cleaned text that all offsets point into),
    and the lists ``entities``, ``relations``, ``deals``, ``observations`` and ``times``; facts name entities by their ids, and
    each has ``evidence`` (start, end, quote) and a ``score`` in 0..1.

    Raises :class:`InputError` where there is hardly any Chinese in the text, :class:`KGError` where ``date`` is no date.
    """
    from kg.codec import facts_to_json
    from kg.pipeline import process
    from kg.text import Source, load
    from kg.text.head import iso_date

    if date and not iso_date(date):
        raise KGError(f"date {date!r}: is no date; write it as 2023-11-03")
    fields = {"text": text, "date": date, "title": title, "id": id}
    document = load(Source(id, Path(id), data=text.encode("utf-8", "surrogatepass"), fields=fields))
    return facts_to_json(document, process(document))


def build(
    inputs: Iterable[str | Path],
    out: str | Path,
    *,
    base: str = BASE,
    jobs: int = 1,
    quotes: bool = True,
    min_score: float = 0.0,
    page: bool = True,
) -> Report:
    """Build the graph of ``inputs`` (files and folders) in the folder ``out``, as ``kg build`` does; return its report.

    ``base`` begins the IRIs of the data, ``jobs`` is the number of processes (0 for as many as pay), ``quotes=False`` leaves the
    sentences out, facts below ``min_score`` (0..1) are dropped, and ``page=False`` draws no ``graph.html``. Documents that could
    not be read are in ``report.lost``; ``report.conforms`` says whether the graph satisfies the shapes.

    Raises :class:`KGError` where no document could be read, or ``out`` cannot be written.
    """
    from kg import pipeline
    from kg.publish.view import view

    options = pipeline.Options(base=base, jobs=jobs, quotes=quotes, min_score=min_score)
    return pipeline.build([*inputs], Path(out), options, page=view if page else None)


def open_graph(folder: str | Path) -> Graph:
    """Open the graph that a build left in ``folder``, read-only; its ``query(sparql)`` gives columns and rows.

    Raises :class:`KGError` if there is no graph.
    """
    from kg.graph.store import open_graph as open_store

    return open_store(Path(folder))


def query(folder: str | Path, name: str, **params: str) -> Result:
    """Run a named query, a ``.rq`` file or SPARQL on the graph in ``folder``; ``params`` fill the query's parameters.

    Raises :class:`KGError` for an unknown name or parameter, SPARQL that is not valid, or a folder without a graph.
    """
    from kg.publish.query import run

    return run(Path(folder), name, params)
