"""Make the committed results of the demo: what `kg build` and three queries give for exports/demo/articles."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from kg import pipeline
from kg.publish.query import render, run
from kg.publish.view import view

ARTICLES = Path(__file__).parent / "demo" / "articles"
KEPT = ("graph.ttl", "graph.html", "report.json")
QUERIES = ("deals", "people", "indicators")


def make(target: Path) -> None:
    """Build the graph beside and copy what is kept to ``target``; each query goes to ``NAME.csv``."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "graph"
        pipeline.build([ARTICLES], folder, page=view)
        for name in KEPT:
            shutil.copyfile(folder / name, target / name)
        for name in QUERIES:
            # A result in CSV is text, never a table of Rich.
            (target / f"{name}.csv").write_text(str(render(run(folder, name), "csv")), encoding="utf-8", newline="")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
