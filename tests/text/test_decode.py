"""Charsets: each is told from its bytes."""

import codecs

import pytest

from kg.model import InputError
from kg.text.decode import decode

SIMPLIFIED = "渝州银行5日向青竹县发放绿色贷款3000万元，用于竹林改造。\n“这笔钱来得及时。”青竹县林业局副局长田野说。\n"
TRADITIONAL = "重慶銀行向武隆區發放綠色貸款5000萬元，用於林業碳匯項目。\n「這筆錢來得及時。」林業局副局長說。\n"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED + "𠮷㐀", "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED * 3000, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gbk"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "utf-16-le"),
        ("重庆银行", "gbk"),
        ("绿色贷款", "gbk"),
    ],
)
def test_charsets(text, charset):
    assert decode(text.encode(charset), "a.txt") == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_break_becomes_a_newline(end):
    assert decode(SIMPLIFIED.replace("\n", end).encode(), "a.txt") == SIMPLIFIED


def test_a_declared_charset_is_taken_where_it_fits():
    assert decode("貸款銀行".encode("big5"), "a.html", "Big5") == "貸款銀行"
    assert decode("贷款银行".encode("gbk"), "a.html", "gb2312") == "贷款银行"
    assert decode("贷款银行".encode(), "a.html", "gbk") == "贷款银行"
    assert decode(SIMPLIFIED.encode("gbk"), "a.html", "no-such-charset") == SIMPLIFIED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"\n \t", "it is empty"),
        (b"PK\x03\x04rest", "it is a ZIP or Office file (docx, xlsx), not text"),
        (b"text\x00\x00\x00\x01\x02\x03", "it is binary, not text"),
        (SIMPLIFIED.encode()[:-2], f"it looks like utf-8, but byte {len(SIMPLIFIED.encode()) - 4} is not valid"),
        (codecs.BOM_UTF16_LE + b"a", "it looks like utf-16, but byte 2 is not valid"),
        (b"\x81\xff\xfe\x81" * 50, "its charset is none of UTF-8, UTF-16, GB18030 and Big5"),
    ],
)
def test_what_is_no_text_is_refused(data, reason):
    with pytest.raises(InputError) as caught:
        decode(data, "a.txt", line=3)
    assert caught.value.reason == reason
    assert caught.value.line == 3
