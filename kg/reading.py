"""The part of the job that takes one document at a time: inputs to documents with their facts, on any number of processes."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from kg.codec import document_to_json, dumps
from kg.model import Document, DocumentFacts, InputError, KGError, Lost
from kg.tables import load_lexicon, ontology_dir

if TYPE_CHECKING:
    from kg.extract import Extractor
    from kg.text import Source

Progress = Callable[[str, int, int], None]
"""Called with what is being done (reading, checking), how many documents are done, and how many there are."""
WORTH_A_PROCESS = 100
"""So many documents are read in the time that a process takes to start and load the gazetteer."""
Pair = tuple[Document, DocumentFacts]


@dataclass(frozen=True, slots=True)
class Read:
    """What became of the inputs: documents with their facts, sorted by id; those that were lost; and the names of files in the
    folders that are passed over for their suffix.
    """

    documents: tuple[Pair, ...]
    lost: tuple[Lost, ...]
    skipped: tuple[str, ...] = ()


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


def _read_one(source: Source) -> Pair | Lost:
    from kg.text import load

    try:
        document = load(source)
        return document, process(document)
    except InputError as error:
        return Lost(error.name, error.reason, error.hint, error.line)
    except Exception as error:  # noqa: BLE001 - one document's failure must not take the others; it is named and reported
        reason = f"could not be processed ({type(error).__name__}: {error})"
        return Lost(source.name, reason, "report it with the document, and leave it out", source.line)


def _results(sources: Sequence[Source], jobs: int) -> Iterator[Pair | Lost]:
    """One result a source, in their order, on as many processes as asked for."""
    jobs = min(jobs or default_jobs(len(sources)), len(sources))
    if jobs < 2:
        yield from map(_read_one, sources)
        return
    # Spawned, since a forked process would share the threads of progress bars and native libraries.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_tie_to_parent)
    try:
        yield from pool.map(_read_one, sources, chunksize=max(1, min(32, len(sources) // (4 * jobs))))
    except BrokenProcessPool as error:
        hint = "free some memory, or take one process with --jobs 1"
        raise KGError(f"a process that reads documents was killed, perhaps for want of memory; {hint}") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _tie_to_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it even where it is killed: an idle worker would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := parent_process():
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _distinct(pairs: Sequence[Pair]) -> list[Pair]:
    """Give documents with one id different ones, whatever their order; sorted by id."""
    ids = distinct_ids([document for document, _ in pairs])
    renamed = [(replace(d, id=new), replace(f, document=new)) for (d, f), new in zip(pairs, ids, strict=True)]
    return sorted(renamed, key=lambda pair: pair[0].id)


def distinct_ids(documents: Sequence[Document]) -> list[str]:
    """An id a document: its own, to which all that share it add a hash of where they came from, and where that is shared too, one
    of all that is known of them. Copies that are alike in everything are numbered.
    """
    ids = [document.id for document in documents]
    tails: tuple[Callable[[Document], str], ...] = (lambda d: d.source, lambda d: dumps(document_to_json(d)))
    for tail in tails:
        count = Counter(ids)
        ids = [f"{i}-{_hash(tail(d))}" if count[i] > 1 else i for i, d in zip(ids, documents, strict=True)]
    seen = Counter[str]()
    for at, name in enumerate(ids):
        seen[name] += 1
        ids[at] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return ids


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def read(
    inputs: Sequence[str | Path],
    *,
    jobs: int = 1,
    min_score: float = 0.0,
    progress: Progress | None = None,
    leave_out: Collection[Path] = (),
) -> Read:
    """Read and extract every document of ``inputs``; those that cannot be read are in ``lost``, and the others go on.

    ``jobs`` is the number of processes, 0 for as many as pay; ``min_score`` (0..1) the least score of a fact; ``leave_out`` are
    resolved paths that are passed over in folders. Raises :class:`KGError` where a process that reads is killed.
    """
    from kg.text import Skipped, find

    # Sorted, for a file that two inputs hold is named by the first.
    found = list(find(sorted(set(map(str, inputs))), leave_out=leave_out))
    passed = {item.name for item in found if isinstance(item, Skipped)}
    sources = [item for item in found if not isinstance(item, Lost | Skipped)]
    lost = [item for item in found if isinstance(item, Lost)]
    pairs: list[Pair] = []
    for count, result in enumerate(_results(sources, jobs), 1):
        if isinstance(result, Lost):
            lost.append(result)
        else:
            pairs.append((result[0], above(result[1], min_score)))
        if progress:
            progress("reading", count, len(sources))
    in_order = sorted(lost, key=lambda item: (item.name, item.line, item.reason))
    return Read(tuple(_distinct(pairs)), tuple(in_order), tuple(sorted(passed)))


def above(facts: DocumentFacts, least: float) -> DocumentFacts:
    """The facts whose score is ``least`` or more; the entities stay."""
    return replace(
        facts,
        relations=tuple(f for f in facts.relations if f.score >= least),
        deals=tuple(f for f in facts.deals if f.score >= least),
        observations=tuple(f for f in facts.observations if f.score >= least),
        times=tuple(f for f in facts.times if f.score >= least),
    )


def default_jobs(documents: int) -> int:
    """As many processes as pay for so many documents: up to one a core that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 1 + documents // WORTH_A_PROCESS)
