"""The whole job: read, extract, resolve, write, validate. Everything that a command does passes through here."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.codec import Json, document_to_json, dumps, facts_to_json, write_jsonl
from kg.model import Document, DocumentFacts, InputError, KGError, Lost, Resolution, Thing
from kg.staging import staged
from kg.tables import load_areas, load_common, load_companies, load_lexicon, ontology_dir

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.text import Source

BASE = "https://w3id.org/lvjin/"
VALIDATED_AT_ONCE = 200
"""Documents whose graphs are validated together: bounds the memory that the shapes take."""

Progress = Callable[[int, int], None]
"""Called with how many documents are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: base of the IRIs, processes, whether sentences are published, and the least score of a fact (0..1)."""

    base: str = BASE
    jobs: int = 1
    quotes: bool = True
    min_score: float = 0.0


DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the inputs: documents with their facts, sorted by id, and those that were lost."""

    documents: tuple[tuple[Document, DocumentFacts], ...]
    lost: tuple[Lost, ...]


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
    def conforms(self) -> bool:
        """Whether the graph satisfies every shape."""
        return bool(self.data["validation"]["conforms"])


def program_version() -> str:
    """The version of the installed distribution, or of a bare checkout."""
    try:
        return version("lvjin")
    except PackageNotFoundError:
        return "0+checkout"


@cache
def extractor() -> Extractor:
    """The extractor with ontology and gazetteer, loaded once a process."""
    from kg.extract import make_extractor
    from kg.graph.ontology import load_ontology

    return make_extractor(load_ontology(), load_lexicon(), ontology_dir())


def process(document: Document) -> DocumentFacts:
    """Everything that is found in one document: pure, so that it can run anywhere."""
    from kg.resolve import entities
    from kg.text import sentences, simplified

    tool = extractor()
    text = simplified(document.text)
    marked = tool.mark(text)
    found = entities(marked.mentions, [(alias.full, alias.short) for alias in marked.aliases], document.gaps)
    return tool.facts(document, text, sentences(document.text, document.gaps), found)


def _read_one(source: Source) -> tuple[Document, DocumentFacts] | Lost:
    from kg.text import load

    try:
        document = load(source)
        return document, process(document)
    except InputError as error:
        return Lost(error.name, error.reason, error.hint, error.line)
    except Exception as error:  # noqa: BLE001 - one document's failure must not take the others; it is named and reported
        reason = f"could not be processed ({type(error).__name__}: {error})"
        return Lost(source.name, reason, "report it with the document, and leave it out", source.line)


def _results(sources: Sequence[Source], jobs: int) -> Iterator[tuple[Document, DocumentFacts] | Lost]:
    """One result a source, in their order, on as many processes as asked for."""
    if jobs <= 1 or len(sources) < 2:
        yield from map(_read_one, sources)
        return
    # Spawned, since a forked process would share the threads of progress bars and native libraries.
    with ProcessPoolExecutor(min(jobs, len(sources)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read_one, sources, chunksize=max(1, min(32, len(sources) // (4 * jobs))))


def _distinct(pairs: Sequence[tuple[Document, DocumentFacts]]) -> list[tuple[Document, DocumentFacts]]:
    """Give documents with one id different ones: a hash of where each came from (and of its text) is added to all of them."""
    by_id: dict[str, list[tuple[Document, DocumentFacts]]] = defaultdict(list)
    for pair in pairs:
        by_id[pair[0].id].append(pair)
    found = []
    for identifier, group in by_id.items():
        for document, facts in group:
            new = identifier if len(group) == 1 else f"{identifier}-{_hash(document.source)}"
            twins = [d for d, _ in group if d.source == document.source]
            if len(group) > 1 and len(twins) > 1:
                new = f"{new}-{_hash(document.text)}"
            found.append((replace(document, id=new), replace(facts, document=new)))
    unique = {document.id: (document, facts) for document, facts in found}
    return [unique[key] for key in sorted(unique)]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def read(inputs: Sequence[str | Path], options: Options, progress: Progress | None = None) -> Read:
    """Read and extract every document of ``inputs``; those that cannot be read are in ``lost``, and the others go on."""
    from kg.text import find

    found = list(find(inputs))
    sources = [s for s in found if not isinstance(s, Lost)]
    lost = [s for s in found if isinstance(s, Lost)]
    pairs: list[tuple[Document, DocumentFacts]] = []
    for count, result in enumerate(_results(sources, options.jobs), 1):
        if isinstance(result, Lost):
            lost.append(result)
        else:
            pairs.append((result[0], above(result[1], options.min_score)))
        if progress:
            progress(count, len(sources))
    return Read(tuple(_distinct(pairs)), tuple(sorted(lost, key=lambda item: (item.name, item.line, item.reason))))


def above(facts: DocumentFacts, least: float) -> DocumentFacts:
    """The facts whose score is ``least`` or more; the entities stay."""
    return replace(
        facts,
        relations=tuple(f for f in facts.relations if f.score >= least),
        deals=tuple(f for f in facts.deals if f.score >= least),
        observations=tuple(f for f in facts.observations if f.score >= least),
        times=tuple(f for f in facts.times if f.score >= least),
    )


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


def _write(found: Read, resolution: Resolution, options: Options, folder: Path) -> Json:
    """Write documents, facts and graph into ``folder``; return the validation's part of the report."""
    from kg.graph.files import read_nquads, write_nquads, write_turtle
    from kg.graph.shapes import validate

    write_jsonl((document_to_json(document) for document, _ in found.documents), folder / "documents.jsonl")
    write_jsonl(_fact_rows(found, resolution, options), folder / "facts.jsonl")
    violations: list[Json] = []

    def checked() -> Iterator[Any]:
        for batch in _quads(found, resolution, options):
            report = validate(batch, quotes=options.quotes)
            violations.extend(
                {"focus": v.focus, "path": v.path, "value": v.value, "message": v.message} for v in report.results
            )
            yield from batch

    write_nquads(checked(), folder / "graph.nq")
    write_turtle(read_nquads(folder / "graph.nq"), folder / "graph.ttl")
    return {"conforms": not violations, "violations": violations}


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
    Raises :class:`KGError` where no document could be read at all.
    """
    found = read(inputs, options, progress)
    if not found.documents:
        raise KGError(_nothing(found.lost))
    resolution = resolve_all(found)
    with staged(out) as folder:
        validation = _write(found, resolution, options, folder)
        if page:
            page(folder, folder / "graph.html")
        report = _report(found, resolution, validation, options, folder)
        (folder / "report.json").write_text(_pretty(report), encoding="utf-8")
    _fill_store(out)
    return Report(report)


def _fill_store(out: Path) -> None:
    from kg.graph.store import build_store

    build_store(out / "graph.nq", out / "store")


def _nothing(lost: Iterable[Lost]) -> str:
    lines = [str(InputError(item.name, item.reason, item.hint, item.line)) for item in lost]
    return "\n".join(["no document could be read, so nothing was built:", *lines])


def _report(found: Read, resolution: Resolution, validation: Json, options: Options, folder: Path) -> Json:
    names = sorted(p.name for p in folder.iterdir() if p.is_file())
    lost = [{"name": i.name, "line": i.line, "reason": i.reason, "hint": i.hint} for i in found.lost]
    return {
        "counts": _counts(found, resolution),
        "lost": lost,
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


def default_jobs() -> int:
    """As many processes as cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
