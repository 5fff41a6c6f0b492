"""The whole job: read, extract, resolve, write, validate. Everything that a command does passes through here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg.codec import Json, document_to_json, dumps, facts_to_json, write_jsonl
from kg.model import BASE, DocumentFacts, InputError, KGError, Resolution, Thing
from kg.reading import Progress, Read, extractor, process
from kg.reading import read as read_inputs
from kg.staging import settle, staged, writing
from kg.tables import load_areas, load_common, load_companies

__all__ = [
    "BASE",
    "Options",
    "Progress",
    "Read",
    "Report",
    "build",
    "built_with_quotes",
    "extract_lines",
    "extractor",
    "process",
    "program_version",
    "read",
    "settle",
]

VALIDATED_AT_ONCE = 200
"""Documents whose graphs are validated together: bounds the memory that the shapes take."""
OWN = (
    "documents.jsonl",
    "facts.jsonl",
    "graph.ttl",
    "graph.nq",
    "graph.html",
    "report.json",
    "decisions.jsonl",
    "store",
)
"""What a build leaves in its folder, and people's decisions: never read as articles, should the folder lie among the inputs."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: base of the IRIs, processes (0 for as many as pay), whether sentences are published, the least score (0..1)."""

    base: str = BASE
    jobs: int = 1
    quotes: bool = True
    min_score: float = 0.0


DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: ``data`` is the content of ``report.json``."""

    data: Json

    @property
    def lost(self) -> list[Json]:
        """The documents that did not reach the graph, each with name, line, reason and hint."""
        lost: list[Json] = self.data["lost"]
        return lost

    @property
    def skipped(self) -> list[str]:
        """The files in the folders that are not read for their suffix."""
        names: list[str] = self.data["skipped"]
        return names

    @property
    def conforms(self) -> bool:
        """Whether the graph satisfies every shape."""
        return bool(self.data["validation"]["conforms"])


def program_version() -> str:
    """The version of the installed distribution, or of a bare checkout."""
    try:
        return version("lvjin")
    except PackageNotFoundError:
        return "0+checkout"


def resolve_all(found: Read) -> Resolution:
    """Which thing each entity means."""
    from kg.resolve import Gazetteer, resolve

    gazetteer = Gazetteer.of(load_areas(), load_companies(), load_common())
    return resolve((facts for _, facts in found.documents), gazetteer)


def _things_of(facts: DocumentFacts, resolution: Resolution, things: Mapping[str, Thing]) -> dict[str, Thing]:
    return {e.id: things[resolution.keys[(facts.document, e.id)]] for e in facts.entities}


def _quads(found: Read, resolution: Resolution, options: Options) -> Iterator[list[Any]]:
    """The quads of the graph, a list a batch of documents; each batch holds the things that it names, so it can be validated."""
    from kg.graph.iri import Minter
    from kg.graph.triples import document_quads, thing_quads

    minter = Minter(options.base)
    things = {thing.key: thing for thing in resolution.things}
    name = f"lvjin {program_version()} {_extractor_version()}"
    for start in range(0, len(found.documents), VALIDATED_AT_ONCE):
        batch: list[Any] = []
        named: dict[str, Thing] = {}
        for document, facts in found.documents[start : start + VALIDATED_AT_ONCE]:
            own = _things_of(facts, resolution, things)
            named |= {thing.key: thing for thing in own.values()}
            batch += document_quads(document, facts, own, minter, quotes=options.quotes, extractor=name)
        for thing in named.values():
            batch += thing_quads(thing, minter)
        yield batch


def _extractor_version() -> str:
    from kg.extract.extractor import VERSION

    return VERSION


def _fact_rows(found: Read, resolution: Resolution, options: Options) -> Iterator[Json]:
    from kg.graph.iri import Minter

    minter = Minter(options.base)
    for document, facts in found.documents:
        row = facts_to_json(document, facts, with_text=False)
        for entity in row["entities"]:
            entity["iri"] = minter.thing(resolution.keys[(document.id, entity["id"])])
        yield row


def _counts(found: Read, resolution: Resolution) -> Json:
    facts = [facts for _, facts in found.documents]
    properties = Counter(r.property for f in facts for r in f.relations)
    return {
        "documents": len(found.documents),
        "characters": sum(len(document.text) for document, _ in found.documents),
        "mentions": sum(len(e.mentions) for f in facts for e in f.entities),
        "things": len(resolution.things),
        "relations": sum(len(f.relations) for f in facts),
        "deals": sum(len(f.deals) for f in facts),
        "observations": sum(len(f.observations) for f in facts),
        "times": sum(len(f.times) for f in facts),
        "things by type": dict(sorted(Counter(t.type for t in resolution.things).items())),
        "relations by property": dict(sorted(properties.items())),
    }


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _write(
    found: Read, resolution: Resolution, options: Options, folder: Path, progress: Progress | None = None
) -> Json:
    """Write documents, facts and graph into ``folder``; return the validation's part of the report."""
    from kg.graph.files import read_nquads, write_nquads, write_turtle
    from kg.graph.shapes import validate

    write_jsonl((document_to_json(document) for document, _ in found.documents), folder / "documents.jsonl")
    write_jsonl(_fact_rows(found, resolution, options), folder / "facts.jsonl")
    violations: list[Json] = []

    def checked() -> Iterator[Any]:
        for number, batch in enumerate(_quads(found, resolution, options), 1):
            report = validate(batch, quotes=options.quotes)
            violations.extend(
                {"focus": v.focus, "path": v.path, "value": v.value, "message": v.message} for v in report.results
            )
            if progress:
                progress("checking", min(number * VALIDATED_AT_ONCE, len(found.documents)), len(found.documents))
            yield from batch

    write_nquads(checked(), folder / "graph.nq")
    write_turtle(read_nquads(folder / "graph.nq"), folder / "graph.ttl")
    return {"conforms": not violations, "violations": violations}


def read(
    inputs: Sequence[str | Path], options: Options = DEFAULTS, progress: Progress | None = None, out: Path | None = None
) -> Read:
    """Read and extract every document of ``inputs``, but for what a build left in ``out``; see :func:`kg.reading.read`."""
    named = {Path(item).resolve() for item in inputs}
    own = {(out / name).resolve() for name in OWN} - named if out else set()
    return read_inputs(inputs, jobs=options.jobs, min_score=options.min_score, progress=progress, leave_out=own)


def build(
    inputs: Sequence[str | Path],
    out: Path,
    options: Options = DEFAULTS,
    *,
    progress: Progress | None = None,
    page: Callable[[Path, Path], object] | None = None,
) -> Report:
    """Build the graph of ``inputs`` in ``out``; ``page`` (graph folder, file) draws ``graph.html``.

    Everything is made beside first and put in place at the end: a build that is interrupted leaves the last complete result.
    Other files in ``out`` stay. Raises :class:`KGError` where no document could be read at all, or ``out`` cannot be written.
    """
    with staged(out) as folder:
        found = read(inputs, options, progress, out)
        if not found.documents:
            raise KGError(_nothing(found))
        resolution = resolve_all(found)
        validation = _write(found, resolution, options, folder, progress)
        if page:
            page(folder, folder / "graph.html")
        report = _report(found, resolution, validation, options, folder)
        (folder / "report.json").write_text(_pretty(report), encoding="utf-8")
    with writing(out):
        _fill_store(out)
    return Report(report)


def _fill_store(out: Path) -> None:
    from kg.graph.store import build_store

    build_store(out / "graph.nq", out / "store")


def _nothing(found: Read) -> str:
    lines = [str(InputError(item.name, item.reason, item.hint, item.line)) for item in found.lost]
    lines += [
        f"{name}: its suffix is none that is read; save it as txt, md, html, jsonl, csv or ann"
        for name in found.skipped
    ]
    return "\n".join(["no document could be read, so nothing was built:", *lines])


def _report(found: Read, resolution: Resolution, validation: Json, options: Options, folder: Path) -> Json:
    names = sorted(p.name for p in folder.iterdir() if p.is_file())
    lost = [{"name": i.name, "line": i.line, "reason": i.reason, "hint": i.hint} for i in found.lost]
    return {
        "counts": _counts(found, resolution),
        "lost": lost,
        "skipped": list(found.skipped),
        "validation": validation,
        "versions": {
            "lvjin": program_version(),
            "extractor": _extractor_version(),
            "ontology": extractor().ontology.version,
        },
        "base": options.base,
        "quotes": options.quotes,
        "sha256": {name: _checksum(folder / name) for name in names},
    }


def built_with_quotes(folder: Path) -> bool:
    """Whether the graph in ``folder`` was built with the sentences in it, by its report; a folder without one counts so."""
    path = folder / "report.json"
    return bool(json.loads(path.read_text(encoding="utf-8")).get("quotes", True)) if path.is_file() else True


def _pretty(report: Json) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def extract_lines(found: Read) -> Iterator[str]:
    """One line of JSON a document: the facts with text, evidence and scores."""
    for document, facts in found.documents:
        yield dumps(facts_to_json(document, facts))
