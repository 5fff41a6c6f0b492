"""Records as the JSON of the contract (``kg extract``, ``facts.jsonl``, ``documents.jsonl``), and files that are whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.model import (
    Deal,
    Document,
    DocumentFacts,
    Entity,
    InputError,
    KGError,
    Observation,
    Relation,
    Time,
)

Json = dict[str, Any]


def document_to_json(document: Document) -> Json:
    """Everything that is known of a document; ``runs`` as [start, source, length]."""
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "style": document.style,
        "url": document.url,
        "publisher": document.publisher,
        "source": document.source,
        "sha256": document.sha256,
        "text": document.text,
        "gaps": list(document.gaps),
        "runs": [[r.start, r.source, r.length] for r in document.runs],
    }


def _support(fact: Relation | Deal | Observation | Time) -> Json:
    evidence = [{"start": e.start, "end": e.end, "quote": e.quote} for e in fact.evidence]
    return {"evidence": evidence, "score": round(fact.score, 4)}


def _entity_to_json(entity: Entity) -> Json:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "mentions": [[m.start, m.end] for m in entity.mentions],
        "score": round(entity.score, 4),
    }


def _relation_to_json(relation: Relation) -> Json:
    ends = {"s": relation.subject, "p": relation.property, "o": relation.object}
    return {**ends, **({"role": relation.role} if relation.role else {}), **_support(relation)}


def _observation_to_json(item: Observation) -> Json:
    names = ("subject", "indicator", "value", "unit", "period")
    return {**{name: getattr(item, name) for name in names}, **_support(item)}


def facts_to_json(document: Document, facts: DocumentFacts, *, with_text: bool = True) -> Json:
    """One document's facts in the format of ``annotation/`` plus ``evidence`` and ``score``."""
    head = {"id": document.id, "title": document.title, "date": document.date, "style": document.style or "news"}
    return {
        **head,
        **({"text": document.text} if with_text else {}),
        "entities": [_entity_to_json(e) for e in facts.entities],
        "relations": [_relation_to_json(r) for r in facts.relations],
        "deals": [{**d.roles(), **_support(d)} for d in facts.deals],
        "observations": [_observation_to_json(o) for o in facts.observations],
        "times": [{"entity": t.entity, "kind": t.kind, "date": t.date, **_support(t)} for t in facts.times],
    }


def dumps(data: Mapping[str, Any]) -> str:
    """One line of JSON with Chinese as it is; the keys keep their order."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``, which takes its place at the end; after an error nothing has changed."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(text: str, path: Path) -> None:
    """Write a file whole or not at all, UTF-8; a path that cannot be written is a :class:`KGError`."""
    try:
        with replacing(path) as beside:
            beside.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KGError(f"{path}: cannot be written ({error.strerror}); choose another path with -o") from error


def write_jsonl(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write one JSON object a line, UTF-8, LF; return how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(dumps(row) + "\n")
            count += 1
    return count


def read_jsonl(path: Path) -> Iterator[Json]:
    """Yield the objects of a JSON Lines file; a bad line is an :class:`InputError` that names it."""
    if not path.is_file():
        raise KGError(f"{path}: no such file; name a .jsonl file that exists")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _object(line, path, number)


def _object(line: str, path: Path, number: int) -> Json:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise InputError(str(path), f"is not JSON ({error})", "mend or remove the line", number) from error
    if not isinstance(data, dict):
        raise InputError(str(path), "is not a JSON object", "write one object a line", number)
    return data
