"""Title and date from the file's name and the first lines."""

import pytest

from kg.text.head import find_date, head_date, head_title, iso_date


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2023-12-28", "2023-12-28"),
        ("2023/1/8", "2023-01-08"),
        ("2023.01.08", "2023-01-08"),
        ("2023年12月28日", "2023-12-28"),
        ("2023-12-28T10:00:00+08:00", "2023-12-28"),
        ("20231228", "2023-12-28"),
        ("二〇二三年十二月二十八日", "2023-12-28"),
        ("2023年12月", "2023-12"),
        ("2023-12", "2023-12"),
        ("2023年", "2023"),
        ("2023", "2023"),
        ("2023-13-01", ""),
        ("2023年2月30日", ""),
        ("2023年13月", ""),
        ("昨天", ""),
        ("", ""),
    ],
)
def test_iso_date(text, wanted):
    assert iso_date(text) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("2023-12-28-重庆.txt", "2023-12-28"),
        ("重庆_20231228.txt", "2023-12-28"),
        ("000_28d66c20231228c0738.txt", "2023-12-28"),
        ("1202312281.txt", ""),
        ("report.txt", ""),
    ],
)
def test_dates_of_file_names(name, wanted):
    assert find_date(name) == wanted


def test_only_the_beginning_of_a_text_is_searched():
    assert head_date("重庆讯 2023年5月6日") == "2023-05-06"
    assert head_date("重庆" * 200 + "2023年5月6日") == ""
    assert head_date("电话20231228") == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("渝州银行支持竹业\n银行向青竹县发放贷款三千万元。", "渝州银行支持竹业"),
        ("\n\n　渝州银行支持竹业！ \n银行向青竹县发放贷款三千万元。", "渝州银行支持竹业！"),
        ("渝州银行向青竹县放贷。\n银行向青竹县发放贷款三千万元。", ""),
        ("渝州银行支持竹业", ""),
        ("渝州银行支持竹业发展\n完", ""),
        ("长" * 60 + "\n" + "长" * 100, ""),
        ("", ""),
    ],
)
def test_head_title(text, wanted):
    assert head_title(text) == wanted
