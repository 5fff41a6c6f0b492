"""The command ``kg``: each verb is a signature, a help text and one call; everything heavy is imported inside."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model import BASE, KGError, Lost

if TYPE_CHECKING:
    from kg.learn.evaluate import Row
    from kg.pipeline import Progress, Report

app = typer.Typer(
    name="kg",
    help="绿金: Chinese news on green development to an RDF knowledge graph, with the sentence behind every fact.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

Inputs = Annotated[
    list[str],
    typer.Argument(help="Files, folders or - for standard input: txt, md, html, jsonl, csv, ann.", show_default=False),
]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `kg build` made.", show_default=False)]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, help="Processes; 0 takes as many as pay.", show_default="up to one a core"),
]
MinScore = Annotated[float, typer.Option(min=0.0, max=1.0, help="Leave out facts with a lower score.")]


class Form(StrEnum):
    """How `kg query` writes."""

    table = "table"
    csv = "csv"
    json = "json"
    turtle = "turtle"


class ExportForm(StrEnum):
    """What `kg export` writes."""

    turtle = "turtle"
    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"
    graphml = "graphml"


def _example(text: str) -> str:
    return f"Example: [bold]{text}[/bold]"


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar for each kind of work on stderr, gone when all is done; silent where stderr is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done)

        yield tell


def _shown(text: str) -> Text:
    """Text of the user's files, as it is: no markup is read in it, and no control character reaches the terminal."""
    return Text(_CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text))


def _tell_lost(lost: Sequence[Lost], skipped: Sequence[str]) -> None:
    for item in lost:
        where = f"{item.name}, line {item.line}" if item.line else item.name
        err.print(Text("lost ", "yellow") + _shown(f"{where}: {item.reason}; {item.hint}"))
    if skipped:
        names = ", ".join(skipped[:5]) + (", …" if len(skipped) > 5 else "")
        err.print(_shown(f"passed over, for their suffix is none that is read: {names} ({len(skipped):,} in all)"))


def _summary(report: Report, folder: Path) -> Table:
    counts = report.data["counts"]
    table = Table(title=_shown(str(folder)), show_header=False)
    for name, value in counts.items():
        if isinstance(value, int):
            table.add_row(name, f"{value:,}")
    table.add_row("lost documents", f"{len(report.lost):,}")
    table.add_row(
        "shapes", "conforms" if report.conforms else f"{len(report.data['validation']['violations'])} violations"
    )
    return table


@app.command(epilog=_example("kg build articles/ -o graph"))
def build(
    inputs: Inputs,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where the graph goes.", show_default=False)
    ],
    base: Annotated[str, typer.Option(help="What the IRIs of data begin with.")] = BASE,
    jobs: Jobs = 0,
    min_score: MinScore = 0.0,
    no_quotes: Annotated[
        bool, typer.Option("--no-quotes", help="Leave the sentences out of the graph, for publishing.")
    ] = False,
) -> None:
    """Read articles and build a validated graph: documents.jsonl, facts.jsonl, graph.ttl, graph.nq, graph.html, report.json."""
    from kg import pipeline
    from kg.publish.view import view

    options = pipeline.Options(base=base, jobs=jobs, quotes=not no_quotes, min_score=min_score)
    with _progress() as progress:
        report = pipeline.build(inputs, output, options, progress=progress, page=view)
    _tell_lost([Lost(**item) for item in report.lost], report.skipped)
    out.print(_summary(report, output))
    raise typer.Exit(0 if report.conforms and not report.lost else 1)


@app.command(epilog=_example("kg extract article.txt -o facts.jsonl"))
def extract(
    inputs: Inputs,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where the facts go; - is standard output.")
    ] = "-",
    jobs: Jobs = 0,
    min_score: MinScore = 0.0,
) -> None:
    """Write the facts of articles as JSON Lines, a document a line, each fact with its evidence and score."""
    from kg import pipeline
    from kg.codec import write_text

    options = pipeline.Options(jobs=jobs, min_score=min_score)
    with _progress() as progress:
        found = pipeline.read(inputs, options, progress)
    lines = [line + "\n" for line in pipeline.extract_lines(found)]
    if output == "-":
        sys.stdout.writelines(lines)
    elif lines:
        write_text("".join(lines), Path(output))
    _tell_lost(found.lost, found.skipped)
    raise typer.Exit(1 if found.lost else 0)


@app.command(epilog=_example("kg evaluate corpus/dev facts.jsonl"))
def evaluate(
    gold: Annotated[
        Path, typer.Argument(help="Annotated documents: .ann, .jsonl or a folder of .ann.", show_default=False)
    ],
    predicted: Annotated[Path, typer.Argument(help="Facts to measure: .jsonl or .ann.", show_default=False)],
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed and what was wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")] = False,
) -> None:
    """Measure facts against annotated documents: precision, recall and F1, micro-averaged."""
    import json
    from dataclasses import asdict

    from kg.learn.corpus import read_gold
    from kg.learn.evaluate import evaluate as measure
    from kg.learn.evaluate import misses as missed

    documents, found = read_gold(gold), read_gold(predicted)
    rows = measure(documents, found)
    if as_json:
        out.print_json(json.dumps({name: asdict(row) for name, row in rows.items()}, ensure_ascii=False))
    else:
        out.print(_scores(rows))
    for line in missed(documents, found) if misses else ():
        out.print(_shown(line))


def _scores(rows: Mapping[str, Row]) -> Table:
    from dataclasses import astuple

    table = Table("measure", "P", "R", "F1", "gold", "predicted")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, row in rows.items():
        p, r, f1, gold, predicted = astuple(row)
        table.add_row(name, f"{p:.4f}", f"{r:.4f}", f"{f1:.4f}", f"{gold:,}", f"{predicted:,}")
    return table


def _params(pairs: list[str]) -> dict[str, str]:
    found = dict(pair.partition("=")[::2] for pair in pairs)
    if bad := [pair for pair in pairs if "=" not in pair]:
        raise KGError(f"--param {bad[0]}: has no =; write --param name=value")
    return found


@app.command(epilog=_example("kg query graph deals --format csv"))
def query(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A folder that `kg build` made.", show_default=False)
    ] = None,
    name: Annotated[str, typer.Argument(metavar="NAME|FILE.rq|SPARQL", help="A named query, a file, or SPARQL.")] = "",
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="K=V", help="A parameter of the query.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", "-f", help="How to write the result.")] = Form.table,
    listing: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
) -> None:
    """Ask the graph: a named query of the field, a file, or any SPARQL 1.1 query."""
    from kg.publish import query as queries

    if listing:
        out.print(_query_list())
        return
    if folder is None or not name:
        raise typer.BadParameter("name a DIR and a query, or ask for --list")
    result = queries.run(_settled(folder), name, _params(param or []))
    shown = queries.render(result, form.value)
    if isinstance(shown, str):
        sys.stdout.write(shown if shown.endswith("\n") else shown + "\n")
    else:
        out.print(shown)


def _settled(folder: Path) -> Path:
    """``folder``, where a build that was killed while it put its files in place has been finished."""
    from kg.staging import settle

    settle(folder)
    return folder


def _query_list() -> Table:
    from kg.publish.query import named_queries

    table = Table("name", "question", "问题", "parameters")
    for found in named_queries().values():
        params = ", ".join(f"{p.name} ({p.default})" for p in found.params)
        table.add_row(found.name, found.titles.get("en", ""), found.titles.get("zh", ""), params)
    return table


@app.command(epilog=_example("kg validate graph"))
def validate(folder: Folder) -> None:
    """Check the graph against the shapes (SHACL) and list what violates them; exit 1 where anything does."""
    from kg.graph.shapes import validate as check
    from kg.graph.store import open_graph
    from kg.pipeline import built_with_quotes

    report = check(open_graph(_settled(folder)).quads(), quotes=built_with_quotes(folder))
    table = Table("thing", "path", "value", "what is wrong")
    for found in report.results:
        table.add_row(*map(_shown, (found.focus, found.path, found.value, found.message)))
    out.print(table if report.results else "The graph conforms to all shapes.")
    raise typer.Exit(0 if report.conforms else 1)


@app.command(epilog=_example("kg export graph -f jsonld -o graph.jsonld"))
def export(
    folder: Folder,
    form: Annotated[ExportForm, typer.Option("--format", "-f", help="The format.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="The file to write.", show_default=False)
    ],
) -> None:
    """Write the graph as a file for other tools."""
    from kg.publish.export import export as write

    write(_settled(folder), form.value, output)


@app.command(epilog=_example("kg view graph --focus 赛力斯 -o page.html"))
def view(
    folder: Folder,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.", show_default=False)
    ],
    focus: Annotated[str | None, typer.Option(help="A name: show its neighbourhood.", show_default=False)] = None,
    hops: Annotated[int, typer.Option(min=0, help="How far from the focus.")] = 1,
    kind: Annotated[
        list[str] | None, typer.Option("--type", "-t", help="Only things of this type; may be given again.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most things shown; the most linked ones stay.")] = 300,
) -> None:
    """Draw the graph as one HTML page that needs no network: click a link and read the sentence that says it."""
    from kg.publish.view import view as draw

    made = draw(_settled(folder), output, focus=focus, hops=hops, types=kind or (), limit=limit)
    err.print(_shown(f"{output}: {made.nodes} things, {made.edges} links; {made.omitted_nodes} things left out"))


@app.command(epilog=_example("kg gazetteer lists/ -o ontology/gazetteer"))
def gazetteer(
    source: Annotated[Path, typer.Argument(metavar="LISTS", help="A folder of public lists.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where the tables go.", show_default=False)
    ],
) -> None:
    """Compile public lists of places, companies and bodies into the tables that names are matched with."""
    from kg.learn.gazetteer import compile_tables

    if not source.is_dir():
        raise KGError(f"{source}: there is no such folder; name the folder of the lists")
    table = Table("table", "rows")
    for name, count in compile_tables(source, output).items():
        table.add_row(name, f"{count:,}")
    out.print(table)


def _guarded(run: Callable[[], object]) -> int:
    try:
        run()
    except KGError as error:
        err.print(Text("Error: ", "red") + _shown(str(error)))
        return 1
    except BrokenPipeError:
        # The reader of our output has gone (kg … | head): nothing to say.
        return 1
    except OSError as error:
        where = error.filename or "the output"
        err.print(Text("Error: ", "red") + _shown(f"{where}: {error.strerror}; check that it may be read or written"))
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _flushed(code: int) -> int:
    """``code``, or 1 where what is still to be written cannot be."""
    if not (failed := _guarded(sys.stdout.flush)):
        return code
    # Else Python tries again when it ends, and complains.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return failed


def main() -> None:
    """Run the command; an error of ours is one line on stderr and exit code 1. All output is UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_flushed(_guarded(app)))


if __name__ == "__main__":
    main()
