from __future__ import annotations

import gzip
import json

import pytest

from kg.learn.sources import read_csv, read_lists, read_names, read_texts, write_table
from kg.model import InputError


def test_a_csv_may_begin_with_a_mark(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\ufeffcode,name\n1,甲\n", encoding="utf-8")
    assert read_csv(path, ("code",)) == [{"code": "1", "name": "甲"}]


def test_a_csv_without_a_column_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("code\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv, line 1: the head lacks name"):
        read_csv(path, ("code", "name"))


@pytest.mark.parametrize("read", [read_names, read_lists, read_texts])
def test_a_missing_file_names_the_way_out(tmp_path, read):
    with pytest.raises(InputError, match=r"cannot be read .*; give the folder that holds gazetteer/ and text/"):
        read(tmp_path / "none")


def test_json_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"1": ["甲"]}), encoding="utf-8")
    assert read_lists(path) == {"1": ["甲"]}


def test_texts_are_joined(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps({"text": text}) + "\n" for text in ("甲", "乙\u2028")).encode()))
    assert read_texts(path) == "甲\n乙\u2028"


def test_a_table_has_the_same_bytes_each_time(tmp_path):
    for name in ("a.tsv.gz", "a.tsv"):
        write_table(tmp_path / name, ("code", "name"), [("1", "甲")])
    assert (tmp_path / "a.tsv.gz").read_bytes()[3:8] == bytes(5), "no name and no time in the head of a gzip file"
    assert (tmp_path / "a.tsv").read_text(encoding="utf-8") == "code\tname\n1\t甲\n"
    assert gzip.decompress((tmp_path / "a.tsv.gz").read_bytes()).decode() == "code\tname\n1\t甲\n"
