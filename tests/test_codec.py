from __future__ import annotations

import json

import pytest

from kg.codec import (
    document_to_json,
    dumps,
    facts_to_json,
    read_jsonl,
    write_jsonl,
    write_text,
)
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

TEXT = "陈立新任江帆公司董事长。"
DOCUMENT = Document(
    "a", TEXT, "标题", "2023-11-20", "news", "https://example.org/a", "某报", "a.txt", "ff", (Run(0, 2, 5),), (7,)
)
HERE = {"evidence": (Evidence(0, 12, TEXT),), "score": 0.25}
FACTS = DocumentFacts(
    "a",
    (
        Entity("e1", "Person", "陈立新", ("陈立新",), (Mention(0, 3, "陈立新", "Person", 0.5),)),
        Entity("e2", "Company", "江帆公司", ("江帆公司",), (Mention(4, 8, "江帆公司", "Company", 0.5),)),
    ),
    (Relation(subject="e1", property="worksFor", object="e2", role="董事长", **HERE),),
    (Deal(lender="e2", amount="5000万元", term="5年", **HERE),),
    (Observation(subject="e2", indicator="员工", value="30", unit="人", period="2023", **HERE),),
    (Time(entity="e2", kind="founded", date="2015", **HERE),),
)


SUPPORT = {"evidence": [{"start": 0, "end": 12, "quote": TEXT}], "score": 0.25}


def test_facts_are_written_whole():
    data = json.loads(dumps(facts_to_json(DOCUMENT, FACTS)))
    person = {"id": "e1", "type": "Person", "name": "陈立新", "aliases": ["陈立新"], "mentions": [[0, 3]], "score": 0.5}
    observed = {"subject": "e2", "indicator": "员工", "value": "30", "unit": "人", "period": "2023"}
    assert data == {
        "id": "a",
        "title": "标题",
        "date": "2023-11-20",
        "style": "news",
        "text": TEXT,
        "entities": [person, data["entities"][1]],
        "relations": [{"s": "e1", "p": "worksFor", "o": "e2", "role": "董事长", **SUPPORT}],
        "deals": [{"lender": "e2", "amount": "5000万元", "term": "5年", **SUPPORT}],
        "observations": [{**observed, **SUPPORT}],
        "times": [{"entity": "e2", "kind": "founded", "date": "2015", **SUPPORT}],
    }
    assert data["entities"][1]["name"] == "江帆公司"


def test_the_text_may_be_left_out():
    assert facts_to_json(DOCUMENT, FACTS, with_text=False).keys() == facts_to_json(DOCUMENT, FACTS).keys() - {"text"}


def test_a_document_is_written_whole():
    data = json.loads(dumps(document_to_json(DOCUMENT)))
    assert (data.pop("runs"), data.pop("gaps")) == ([[0, 2, 5]], [7])
    assert data == {name: getattr(DOCUMENT, name) for name in data}
    assert len(data) == 9


def test_lines_and_back(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"name": "重庆\n😀"}, {"name": "云阳"}]
    assert write_jsonl(rows, path) == 2
    assert list(read_jsonl(path)) == rows
    assert "重庆" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("line", "reason"), [("{bad", "is not JSON"), ("[1]", "is not a JSON object")])
def test_a_bad_line_is_named(tmp_path, line, reason):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"a": 1}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError, match=f"line 3: {reason}"):
        list(read_jsonl(path))


def test_files_that_cannot_be_read_or_written_are_named(tmp_path):
    with pytest.raises(KGError, match="no such file"):
        list(read_jsonl(tmp_path / "none.jsonl"))
    with pytest.raises(KGError, match="cannot be written"):
        write_text("x", tmp_path / "none" / "a.txt")


def test_a_file_is_written_whole(tmp_path):
    write_text("重庆\n", tmp_path / "a.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == "重庆\n".encode()
