from __future__ import annotations

import json

import pytest

from kg.learn.areas import compile_areas, short_name
from kg.model import InputError


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("重庆市", "重庆"),
        ("四川省", "四川"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
        ("武隆区", "武隆"),
        ("忠县", ""),
        ("城区", ""),
        ("石柱土家族自治县", "石柱"),
        ("秀山土家族苗族自治县", "秀山"),
        ("延边朝鲜族自治州", "延边"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("黎族苗族自治州", ""),
        ("莫力达瓦达斡尔族自治旗", "莫力达瓦"),
        ("鄂温克族自治旗", "鄂温克"),
        ("伊金霍洛旗", "伊金霍洛"),
        ("土默特左旗", ""),
        ("锡林郭勒盟", "锡林郭勒"),
        ("大兴安岭地区", "大兴安岭"),
        ("神农架林区", "神农架"),
        ("两江新区", ""),
    ],
)
def test_short_name(name, short):
    assert short_name(name) == short


CITY = """id,pid,deep,name,ext_name
50,0,0,重庆,重庆市
5001,50,1,重庆城区,重庆城区
500105,5001,2,江北,江北区
500105001,500105,3,华新街,华新街街道
500105400,500105,3,农场,农场镇
500112,5001,2,渝北,渝北区
500156,5001,2,武隆,武隆区
500156100,500156,3,白马,白马镇
51,0,0,四川,四川省
5101,51,1,成都,成都市
510104,5101,2,锦江,锦江区
"""
CHONGQING = "code,current_2026,succeeded_by\n500105,0,500157\n500112,0,500157\n500156,1,\n500157,1,\n"
POINTS = """adcode,name,longitude,latitude
500000000000,重庆市,106.5,29.5
500105000000,江北区,106.6,29.6
500112000000,渝北区,106.7,29.7
500232000000,武隆县,107.7,29.3
"""


@pytest.fixture
def lists(tmp_path):
    files = {
        "admin_mumuy/list.json": json.dumps(
            {"500000": "重庆市", "500156": "武隆区", "500157": "两江新区", "830000": "台湾省"}
        ),
        "admin_mumuy/history.json": json.dumps(
            {"500100": "市辖区", "500232": "武隆县", "500156": "武隆区", "500105": "江北区"}
        ),
        "admin_mumuy/diff.json": json.dumps({"500232": ["500156"], "500100": []}),
        "admin_areacity/ok_data_level4.csv": "\ufeff" + CITY,
        "admin_cpca/adcodes.csv": POINTS,
        "institutions/chongqing_districts.csv": CHONGQING,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_areas_are_compiled_from_all_lists(lists):
    assert compile_areas(lists) == [
        ("156", "中国", "我国", "", "-1", "", "", "current", ""),
        ("500000", "重庆市", "重庆", "156", "0", "106.5", "29.5", "current", ""),
        ("500105", "江北区", "江北", "500000", "2", "106.6", "29.6", "former", "500157"),
        ("500105001", "华新街街道", "华新街", "500105", "3", "", "", "current", ""),
        ("500112", "渝北区", "渝北", "500000", "2", "106.7", "29.7", "former", "500157"),
        ("500156", "武隆区", "武隆", "500000", "2", "107.7", "29.3", "current", ""),
        ("500156100", "白马镇", "白马", "500156", "3", "", "", "current", ""),
        ("500157", "两江新区", "", "500000", "2", "", "", "current", ""),
        ("500232", "武隆县", "武隆", "500000", "2", "107.7", "29.3", "former", "500156"),
        ("510000", "四川省", "四川", "156", "0", "", "", "current", ""),
        ("510100", "成都市", "成都", "510000", "1", "", "", "current", ""),
        ("510104", "锦江区", "锦江", "510100", "2", "", "", "current", ""),
    ]


def test_a_list_without_its_column_is_refused(lists):
    (lists / "admin_cpca" / "adcodes.csv").write_text("adcode,name\n", encoding="utf-8")
    with pytest.raises(InputError, match="the head lacks longitude, latitude"):
        compile_areas(lists)
