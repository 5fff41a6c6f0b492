from __future__ import annotations

import json
import runpy

import pytest

from kg.graph.ontology import load_ontology
from kg.learn.corpus import check, read_annotated, read_gold
from kg.model import InputError, KGError

HEAD = "id: demo-1\ntitle: 题\ndate: 2022-11-03\nstyle: news\n===\n"
TEXT = (
    "[三峡银行|FinancialInstitution|e1]向[武隆区|AdministrativeArea|e2]授信5000万元。\n"
    "[张三|Person|e3]来自[武隆|AdministrativeArea|e2]。\n"
)


def ann(tmp_path, facts, text=TEXT, head=HEAD, name="demo.ann"):
    path = tmp_path / name
    path.write_text(f"{head}{text}===\n{facts}", encoding="utf-8")
    return path


def test_marks_become_entities_with_offsets_into_the_bare_text(tmp_path):
    found = read_annotated(ann(tmp_path, ""))
    assert found["text"] == "三峡银行向武隆区授信5000万元。\n张三来自武隆。"
    assert found["entities"] == [
        {"id": "e1", "type": "FinancialInstitution", "name": "三峡银行", "aliases": ["三峡银行"], "mentions": [[0, 4]]},
        {
            "id": "e2",
            "type": "AdministrativeArea",
            "name": "武隆区",
            "aliases": ["武隆区", "武隆"],
            "mentions": [[5, 8], [22, 24]],
        },
        {"id": "e3", "type": "Person", "name": "张三", "aliases": ["张三"], "mentions": [[18, 20]]},
    ]
    for entity in found["entities"]:
        assert [found["text"][start:end] for start, end in entity["mentions"]] == entity["aliases"]


@pytest.mark.parametrize(
    ("line", "kind", "fact"),
    [
        ("rel e1 finances e2", "relations", {"s": "e1", "p": "finances", "o": "e2"}),
        ("rel e3 worksFor e2 role=副局长", "relations", {"s": "e3", "p": "worksFor", "o": "e2", "role": "副局长"}),
        ("deal lender=e1 | amount=5000万元", "deals", {"lender": "e1", "amount": "5000万元"}),
        (
            "obs e2 | 授信 | 5000 | 万元 |",
            "observations",
            {"subject": "e2", "indicator": "授信", "value": "5000", "unit": "万元", "period": ""},
        ),
        ("time e1 founded 2008", "times", {"entity": "e1", "kind": "founded", "date": "2008"}),
    ],
)
def test_a_fact_is_read(tmp_path, line, kind, fact):
    found = read_annotated(ann(tmp_path, f"# a comment\n\n{line}\n"))
    assert {key: found[key] for key in ("relations", "deals", "observations", "times") if found[key]} == {kind: [fact]}
    assert check(tmp_path / "demo.ann", load_ontology()) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("rel e1 finances", "is not 'rel ID PROPERTY ID"),
        ("deal lender=e1 | price=5", "is not 'deal ROLE=VALUE"),
        ("obs e2 | 授信 | 5000", "is not 'obs ID"),
        ("time e1 founded", "is not 'time ID KIND DATE'"),
        ("fact e1", "is no fact; use one of rel, deal, obs, time"),
    ],
)
def test_a_fact_of_another_form_is_refused_by_line(tmp_path, line, reason):
    path = ann(tmp_path, f"\n{line}\n")
    with pytest.raises(InputError, match=f"line 10: .*{reason}"):
        read_annotated(path)
    assert len(check(path, load_ontology())) == 1


@pytest.mark.parametrize(
    ("facts", "slip"),
    [
        ("rel e1 finances e9", "e9 is not marked in the text"),
        ("rel e1 funds e2", "no such property funds"),
        ("rel e2 finances e1", "AdministrativeArea finances FinancialInstitution does not fit the property"),
        ("deal lender=e1", "fewer than two of lender, borrower, amount, instrument"),
        ("deal lender=e1 | amount=若干", "若干 is no amount"),
        ("deal lender=e1 | amount=5万 | date=8月", "8月 is no ISO date"),
        ("obs e2 | 授信 | 6000 | 万元 |", "the number '6000' is not in the text"),
        ("obs e2 | 授信 | 约5000 | 万元 |", "'约5000' is not a bare number"),
        ("obs e2 | 授信 | 5000 | 万元 | 去年", "去年 is no ISO period"),
        ("time e1 born 2008", "no such kind, or no ISO date"),
    ],
)
def test_a_fact_of_wrong_content_is_a_slip(tmp_path, facts, slip):
    (found,) = check(ann(tmp_path, facts), load_ontology())
    assert found.startswith("demo.ann: ")
    assert slip in found


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("[甲|Bank|e1]来了。\n", "甲: no such type Bank"),
        ("[三峡银行|FinancialInstitution|e1]，三峡银行。\n", "三峡银行 (e1) stands unmarked"),
        ("[甲公司|Company|e1]在[某地。\n", "a stray '['"),
    ],
)
def test_a_wrong_mark_is_a_slip(tmp_path, text, slip):
    assert [slip in found for found in check(ann(tmp_path, "", text), load_ontology())] == [True]


def test_a_head_without_date_is_a_slip(tmp_path):
    (slip,) = check(ann(tmp_path, "", head="id: demo\ntitle: 题\n===\n"), load_ontology())
    assert slip == "demo.ann: the head has no date"


def test_a_file_without_parts_is_refused(tmp_path):
    path = tmp_path / "x.ann"
    path.write_text("只有文字", encoding="utf-8")
    with pytest.raises(InputError, match="needs a head, a text and facts"):
        read_annotated(path)


def test_gold_is_read_from_a_file_a_folder_and_json_lines(tmp_path):
    one, _two = ann(tmp_path, ""), ann(tmp_path, "", head=HEAD.replace("demo-1", "demo-2"), name="e.ann")
    assert [found["id"] for found in read_gold(tmp_path)] == ["demo-1", "demo-2"]
    lines = tmp_path / "facts.jsonl"
    lines.write_text(json.dumps(read_gold(one)[0]) + "\n" + json.dumps({"id": "bare"}) + "\n", encoding="utf-8")
    first, bare = read_gold(lines)
    assert first == read_annotated(one)
    assert bare["relations"] == bare["entities"] == []


def test_gold_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds no \.ann file"):
        read_gold(tmp_path)
    with pytest.raises(KGError, match="no such file"):
        read_gold(tmp_path / "none.jsonl")
    (tmp_path / "x.jsonl").write_text('{"title": "题"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="document 1 has no id"):
        read_gold(tmp_path / "x.jsonl")


def test_the_corpus_has_no_slip(root):
    ontology = load_ontology()
    files = sorted((root / "corpus").rglob("*.ann"))
    assert len(files) > 100
    assert [slip for path in files for slip in check(path, ontology)] == []


def test_the_corpus_reads_as_the_reference_reads_it(root, shared):
    parse = runpy.run_path(str(shared / "annotation" / "ann.py"))["parse"]
    for path in sorted((root / "corpus" / "dev").glob("*.ann")):
        assert read_annotated(path) == parse(path)[0]
