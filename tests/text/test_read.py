"""Inputs: what find() lists and loses, and what load() makes of each format."""

import hashlib
import io
import json
import pickle
import sys
from pathlib import Path

import pytest

from kg.model import GAP, InputError, Lost
from kg.text.read import Skipped, Source, document_id, find, load

BODY = "渝州银行5日向青竹县发放绿色贷款3000万元，用于竹林改造，这是当地第一笔以竹林碳汇收益权为质押的贷款。"
ARTICLE = f"渝州银行支持竹业\n2023年5月6日 山城日报\n　　{BODY}\n　　“这笔钱来得及时。”青竹县林业局副局长田野说。\n"
PAGE = f"""<html><head><meta charset="CHARSET"><title>渝州银行支持竹业</title>
<meta name="publishdate" content="2023-05-06"><meta property="og:site_name" content="山城日报">
<link rel="canonical" href="https://news.example.cn/a/1.html"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/sz">时政</a></div>
<div class="article"><h1>渝州银行支持竹业</h1><div id="content"><p>　　{BODY}</p>
<p>　　“这笔钱来得及时。”青竹县林业局副局长田野说，全县竹林面积已达12万亩，年产值6.5亿元。</p>
<p>　　下一步，该行还将推出排污权抵押贷款，支持园区企业改造升级，降低能耗。</p></div></div>
<div class="footer">版权所有 联系我们</div></body></html>"""
MARKDOWN = f"""---
title: "渝州银行支持竹业"
date: 2023/5/6
source: 山城日报
---
# 大标题

> {BODY}

- 详见[**绿色**贷款](https://example.cn/a_b)与![配图](a.png)
"""
ANN = """id: demo-7
title: 渝州银行放贷
date: 2023-05-06
style: brief
===
[渝州银行|FinancialInstitution|e1]向[青竹县|AdministrativeArea|e2]发放绿色贷款。

第二段 <b> &amp; 不变。
===
rel e1 finances e2
"""


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(found):
    (item,) = list(found)
    return item


def read(folder, name, content):
    return load(only(find([put(folder, name, content)])))


def test_folders_are_sorted_recursive_and_named_from_their_parent(tmp_path):
    for name in ("in/b.txt", "in/a/c.md", "in/.hidden/d.txt", "in/.e.txt", "in/f.png", "in/a.html"):
        put(tmp_path, name, ARTICLE)
    found = list(find([tmp_path / "in"]))
    assert [item.name for item in found if isinstance(item, Source)] == ["in/a/c.md", "in/a.html", "in/b.txt"]
    assert [item for item in found if not isinstance(item, Source)] == [Skipped("in/f.png")]


def test_a_named_file_is_read_whatever_its_suffix_even_beside_its_folder(tmp_path):
    path = put(tmp_path, "in/b.note", ARTICLE)
    put(tmp_path, "in/a.txt", ARTICLE)
    assert [i.name for i in find([tmp_path / "in", path]) if isinstance(i, Source)] == ["in/a.txt", "b.note"]


def test_names_do_not_depend_on_where_the_input_lies(tmp_path, monkeypatch):
    put(tmp_path, "in/b.txt", ARTICLE)
    monkeypatch.chdir(tmp_path / "in")
    assert [only(find([item])).name for item in (".", "b.txt", "../in")] == ["b.txt", "b.txt", "in/b.txt"]


def test_a_file_named_twice_is_found_once(tmp_path):
    path = put(tmp_path, "in/b.txt", ARTICLE)
    assert len(list(find([tmp_path / "in", path]))) == 1


def test_a_source_crosses_processes(tmp_path):
    put(tmp_path, "a.jsonl", json.dumps({"text": BODY}))
    source = only(find([tmp_path / "a.jsonl"]))
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.txt", None, "there is no such file"),
        ("empty.txt", b"", "it is empty"),
        ("empty.jsonl", b"\n\n", "it holds no document"),
        ("head.csv", b"text,title\n", "it holds no document"),
        ("other.csv", b"a,b\n1,2\n", "the header (a, b) has no column 'text'"),
        ("folder/x.png", b"1", "no file in the folder can be read"),
    ],
)
def test_inputs_without_a_document_are_lost(tmp_path, name, content, reason):
    path = tmp_path / name if content is None else put(tmp_path, name, content)
    lost = only(item for item in find([path.parent if "/" in name else path]) if isinstance(item, Lost))
    assert isinstance(lost, Lost)
    assert lost.reason == reason
    assert lost.name in name
    assert lost.hint


def test_bad_lines_of_jsonl_are_lost_and_the_others_go_on(tmp_path):
    good = json.dumps(
        {"标题": "甲", "正文": BODY, "日期": "2023年5月6日", "来源": "山城日报", "链接": "https://e.cn"},
        ensure_ascii=False,
    )
    lines = [
        good.encode(),
        b"{not json",
        b"",
        b"[1]",
        b'{"title": "x"}',
        b'{"text": "\xff"}',
        json.dumps({"id": 7, "text": BODY}).encode(),
    ]
    found = list(find([put(tmp_path, "a.jsonl", b"\n".join(lines))]))
    assert [(item.line, isinstance(item, Lost)) for item in found] == [
        (1, False), (2, True), (4, True), (5, True), (6, True), (7, False),
    ]  # fmt: skip
    assert found[3].reason == "no text in the fields title"
    first, last = load(found[0]), load(found[-1])
    assert (first.id, first.title, first.date, first.publisher, first.url) == (
        "a-1",
        "甲",
        "2023-05-06",
        "山城日报",
        "https://e.cn",
    )
    assert first.sha256 == hashlib.sha256(lines[0] + b"\n").hexdigest()
    assert (last.id, last.text, last.source) == ("7", BODY, "a.jsonl")


def test_the_text_field_may_be_named(tmp_path):
    put(tmp_path, "a.jsonl", json.dumps({"Story": BODY, "text": "别的"}))
    assert load(only(find([tmp_path / "a.jsonl"], text_field="Story"))).text == BODY


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_any_charset_and_with_any_delimiter(tmp_path, charset, delimiter):
    row = ["x1", f'"他说：""好""，{BODY}\n第二段。"', "2023-05"]
    text = "\r\n".join(
        delimiter.join(cells) for cells in (["编号", "内容", "时间"], row, ["x2", "少一格"], ["x3", BODY, ""])
    )
    found = list(find([put(tmp_path, "a.csv", text.encode(charset))]))
    assert [(item.line, isinstance(item, Lost)) for item in found] == [(2, False), (4, True), (5, False)]
    document = load(found[0])
    assert (document.id, document.date) == ("x1", "2023-05")
    assert document.text == f'他说："好"，{BODY}\n第二段。'
    assert "2 cells under a header of 3" in found[1].reason


def test_a_broken_quote_in_csv_costs_one_row(tmp_path):
    found = list(find([put(tmp_path, "a.csv", f'id,text\n1,{BODY}\n2,"{BODY}"x\n3,{BODY}\n')]))
    assert [(item.line, isinstance(item, Lost)) for item in found] == [(2, False), (3, True), (4, False)]
    assert found[1].reason.startswith("not CSV")


def test_a_long_field_of_csv_is_read(tmp_path):
    assert len(read(tmp_path, "a.csv", "text\n" + BODY * 4000).text) == len(BODY) * 4000


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (json.dumps({"text": BODY}) + "\n" + json.dumps({"id": "b", "text": BODY}), ["stdin-1", "b"]),
        (ARTICLE, ["stdin"]),
    ],
)
def test_stdin(monkeypatch, data, ids):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    assert [load(source).id for source in find(["-"])] == ids


def test_empty_stdin_is_lost(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert only(find(["-"])) == Lost("-", "stdin is empty", "pipe a text or JSON Lines into it")


def test_plain_text_stays_as_it_is(tmp_path):
    document = read(tmp_path, "in/a.txt", ARTICLE)
    assert (document.text, document.runs, document.gaps) == (ARTICLE, (), ())
    assert (document.id, document.title, document.date, document.source) == (
        "a",
        "渝州银行支持竹业",
        "2023-05-06",
        "a.txt",
    )
    assert document.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()


def test_damaged_text_leads_back_to_its_source(tmp_path):
    damaged = f"\ufeff<p>{BODY}</p> <p style=mar\r\n gn: 0px;>&ldquo;{BODY}&rdquo;</p>"
    document = read(tmp_path, "a.txt", damaged)
    source = damaged.removeprefix("\ufeff").replace("\r\n", "\n")
    assert document.text == f"{BODY}\n{GAP}\n“{BODY}”"
    assert [document.text[at:][: len(GAP)] for at in document.gaps] == [GAP]
    for run in document.runs:
        assert document.text[run.start : run.start + run.length] == source[run.source : run.source + run.length]


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb2312"])
def test_html_pages(tmp_path, charset):
    document = read(tmp_path, "a.html", PAGE.replace("CHARSET", charset).encode(charset))
    assert document.text.split("\n")[0].strip() == BODY
    assert "版权所有" not in document.text
    assert "首页" not in document.text
    assert (document.title, document.date) == ("渝州银行支持竹业", "2023-05-06")
    assert (document.publisher, document.url) == ("山城日报", "https://news.example.cn/a/1.html")


def test_markdown(tmp_path):
    document = read(tmp_path, "a.md", MARKDOWN)
    assert document.text == f"大标题\n\n{BODY}\n\n详见绿色贷款与配图\n"
    assert (document.title, document.date, document.publisher) == ("渝州银行支持竹业", "2023-05-06", "山城日报")
    for run in document.runs:
        assert document.text[run.start : run.start + run.length] == MARKDOWN[run.source : run.source + run.length]


def test_annotated_documents_keep_the_offsets_of_their_marks(tmp_path):
    document = read(tmp_path, "a.ann", ANN.replace("\n", "\r\n"))
    assert document.text == "渝州银行向青竹县发放绿色贷款。\n\n第二段 <b> &amp; 不变。"
    assert (document.id, document.title, document.date, document.style) == (
        "demo-7",
        "渝州银行放贷",
        "2023-05-06",
        "brief",
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b" \n\n ", "it is empty"),
        ("a.bin", b"\x00\x01\x02" * 100, "it is binary, not text"),
        ("a.txt", b"%PDF-1.7 ...", "it is a PDF file, not text"),
        ("a.txt", bytes(range(1, 32)) * 20, "it is binary, not text"),
        ("a.txt", b"An English text about green finance.", "there is hardly any Chinese in it (0 of 31 characters)"),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "it has 20.0 MB, more than the 20 MB that one document may have"),
        (
            "a.txt",
            BODY.encode() + b"\xff\xfe" + BODY.encode(),
            f"it looks like utf-8, but byte {len(BODY.encode())} is not valid",
        ),
        ("a.ann", "id: x\n===\n重庆", "it has 2 parts, not a head, a text and facts"),
        ("a.html", "<html><body></body></html>", "no article was found in the page"),
        ("a.txt", "<p></p><br>", "nothing is left of it after cleaning"),
    ],
)
def test_bad_documents_are_refused_by_name_with_the_way_out(tmp_path, name, content, reason):
    with pytest.raises(InputError) as caught:
        read(tmp_path, name, content)
    assert caught.value.reason == reason
    assert str(caught.value).startswith(f"{name}: {reason}; ")
    assert len(caught.value.hint) > 10


def test_a_file_that_went_away_is_an_input_error():
    with pytest.raises(InputError, match="it cannot be read"):
        load(Source("a.txt", Path("/nonexistent/a.txt")))


def test_a_megabyte_without_a_line_break_is_read(tmp_path):
    text = "重庆银行向武隆区发放绿色贷款" * 30_000
    assert read(tmp_path, "a.txt", text).text == text


def test_five_megabytes_without_a_line_break_are_no_article(tmp_path):
    with pytest.raises(InputError, match=r"1,680,000 characters without a line break.*split it into articles"):
        read(tmp_path, "a.txt", "重庆银行向武隆区发放绿色贷款" * 120_000)


@pytest.mark.parametrize(
    ("name", "line", "found", "wanted"),
    [
        ("in/a.b.txt", 0, "", "a.b"),
        ("a.jsonl", 3, "", "a-3"),
        ("a.jsonl", 3, " x ", "x"),
        ("-", 0, "", "stdin"),
        ("-", 2, "", "stdin-2"),
    ],
)
def test_document_id(name, line, found, wanted):
    assert document_id(Source(name, Path(name), line), found) == wanted
