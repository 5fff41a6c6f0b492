"""The JSON of the contract (``kg extract``, ``facts.jsonl``, ``documents.jsonl``) to records and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.model import (
    Deal,
    Document,
    DocumentFacts,
    Entity,
    Evidence,
    InputError,
    KGError,
    Mention,
    Observation,
    Relation,
    Run,
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


def document_from_json(data: Mapping[str, Any]) -> Document:
    """The inverse of :func:`document_to_json`; missing keys stand for empty values."""
    plain = {k: str(data.get(k) or "") for k in ("title", "date", "style", "url", "publisher", "source", "sha256")}
    runs = tuple(Run(*run) for run in data.get("runs", ()))
    return Document(id=data["id"], text=data["text"], runs=runs, gaps=tuple(data.get("gaps", ())), **plain)


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


def _evidence(data: Mapping[str, Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(e["start"], e["end"], e["quote"]) for e in data["evidence"])


def _entity_from_json(data: Mapping[str, Any], text: str) -> Entity:
    score = float(data.get("score", 1.0))
    spans = data.get("mentions", ())
    mentions = tuple(Mention(s, e, text[s:e], data["type"], score) for s, e in spans)
    return Entity(data["id"], data["type"], data["name"], tuple(data.get("aliases", ())), mentions)


def facts_from_json(data: Mapping[str, Any], text: str = "") -> DocumentFacts:
    """The inverse of :func:`facts_to_json`; ``text`` (or ``data["text"]``) gives the mentions their words.

    Raises :class:`KGError` where a fact has no evidence.
    """
    body = text or data.get("text", "")
    relations = tuple(
        Relation(subject=r["s"], property=r["p"], object=r["o"], role=r.get("role", ""), **_support_from(r))
        for r in data["relations"]
    )
    return DocumentFacts(
        document=data["id"],
        entities=tuple(_entity_from_json(e, body) for e in data["entities"]),
        relations=relations,
        deals=tuple(Deal(**_plain(d), **_support_from(d)) for d in data["deals"]),
        observations=tuple(Observation(**_plain(o), **_support_from(o)) for o in data["observations"]),
        times=tuple(Time(**_plain(t), **_support_from(t)) for t in data["times"]),
    )


def _support_from(data: Mapping[str, Any]) -> Json:
    return {"evidence": _evidence(data), "score": float(data.get("score", 1.0))}


def _plain(data: Mapping[str, Any]) -> Json:
    return {k: v for k, v in data.items() if k not in ("evidence", "score")}


def dumps(data: Mapping[str, Any]) -> str:
    """One line of JSON with Chinese as it is; the keys keep their order."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def write_text(text: str, path: Path) -> None:
    """Write a file whole or not at all, UTF-8; a path that cannot be written is a :class:`KGError`."""
    beside = path.with_name(f".{path.name}.tmp")
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
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
