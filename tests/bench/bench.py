"""Speed, each thing against another in the same run: prints a table. `make bench` runs it; it is no test."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from rich.console import Console
from rich.table import Table

from kg import pipeline
from kg.learn.corpus import read_gold
from kg.model import Document

ROOT = Path(__file__).resolve().parent.parent.parent
TRAIN = ROOT / "corpus" / "train"
ARTICLES, LENGTH = 1000, 500
"""How many articles are built, and of how many characters."""


def seconds(run: Callable[[], object], times: int = 3) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def tok2vec_ner(text: str) -> Callable[[], object]:
    """A spaCy tok2vec NER pipe over characters, with untrained weights, on the first part of the text."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner").add_label("A")
    nlp.initialize()
    lines = [line for line in text.split("\n") if line]
    return lambda: list(nlp.pipe(lines))


def start(*arguments: str) -> Callable[[], object]:
    """A whole process of the command."""
    return lambda: subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, check=True)


def articles(text: str, path: Path) -> None:
    """Pieces of a text as rows, each with its number so that no two are alike."""
    starts = [n * LENGTH % (len(text) - LENGTH) for n in range(ARTICLES)]
    rows = ({"id": f"a{n}", "text": f"第{n}号。{text[at : at + LENGTH]}"} for n, at in enumerate(starts))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def built(table: Table, text: str) -> None:
    """Add the time of a build, and that of a query of what it made."""
    with tempfile.TemporaryDirectory() as scratch:
        source, graph = Path(scratch) / "articles.jsonl", Path(scratch) / "graph"
        articles(text, source)
        for jobs in ("1", "2"):
            taken = seconds(start("build", str(source), "-o", str(graph), "--jobs", jobs), 1)
            table.add_row(f"kg build of {ARTICLES:,} articles of {LENGTH} characters, --jobs {jobs}", f"{taken:.1f} s")
        table.add_row("kg query GRAPH places, whole process", f"{seconds(start('query', str(graph), 'places')):.2f} s")


def main() -> None:
    """Measure and print."""
    documents = [Document(id=d["id"], text=d["text"], date=d["date"]) for d in read_gold(TRAIN)]
    size = sum(len(d.text) for d in documents)
    pipeline.process(documents[0])
    ours = size / seconds(lambda: [pipeline.process(d) for d in documents])
    sample = "\n".join(d.text for d in documents[:20])
    theirs = len(sample) / seconds(tok2vec_ner(sample))
    table = Table("what", "figure", title=f"{size:,} characters, one core")
    table.add_row("kg extract, warm", f"{ours:,.0f} characters/s")
    table.add_row("spaCy tok2vec NER pipe, same run", f"{theirs:,.0f} characters/s")
    table.add_row("ratio", f"{ours / theirs:.1f}")
    table.add_row(
        "start of python -c pass",
        f"{seconds(lambda: subprocess.run([sys.executable, '-c', 'pass'], check=True)):.2f} s",
    )
    table.add_row("start of kg --help", f"{seconds(start('--help')):.2f} s")
    table.add_row("start of kg query --list", f"{seconds(start('query', '--list')):.2f} s")
    built(table, "".join(d.text for d in documents))
    Console().print(table)


if __name__ == "__main__":
    main()
