"""The tables that the project ships, and what a broken table says."""

from __future__ import annotations

import gzip
import tracemalloc
from collections import Counter

import pytest

from kg import tables
from kg.model import InputError, KGError
from kg.tables import COMMON, SAFE, SHORT, Area, Company, Institution, Term

AREAS = "code\tname\tshort\tparent\tlevel\tlon\tlat\tstatus\tsuccessors\n"
CHINA = "156\t中国\t我国\t\t-1\t\t\tcurrent\t\n"
CITY = "500000\t重庆市\t重庆\t156\t0\t106.551643\t29.562849\tcurrent\t\n"


def areas(tmp_path, text):
    (tmp_path / "areas.tsv").write_text(text, encoding="utf-8")
    return tables.load_areas(tmp_path)


@pytest.fixture(scope="module")
def by_code():
    return {area.code: area for area in tables.load_areas()}


@pytest.fixture(scope="module")
def lexicon():
    return {surface: (kind, weight) for surface, kind, weight in tables.load_lexicon()}


@pytest.mark.parametrize(
    ("code", "name", "short", "parent", "level", "former"),
    [
        ("156", "中国", "我国", "", -1, False),
        ("500000", "重庆市", "重庆", "156", 0, False),
        ("150000", "内蒙古自治区", "内蒙古", "156", 0, False),
        ("510100", "成都市", "成都", "510000", 1, False),
        ("222400", "延边朝鲜族自治州", "延边", "220000", 1, False),
        ("500156", "武隆区", "武隆", "500000", 2, False),
        ("500233", "忠县", "", "500000", 2, False),
        ("500240", "石柱土家族自治县", "石柱", "500000", 2, False),
        ("429004", "仙桃市", "仙桃", "420000", 2, False),
        ("500240101", "西沱镇", "西沱", "500240", 3, False),
        ("500105", "江北区", "江北", "500000", 2, True),
        ("500157", "两江新区", "", "500000", 2, False),
        ("110103", "崇文区", "崇文", "110000", 2, True),
    ],
)
def test_an_area_is_known(by_code, code, name, short, parent, level, former):
    area = by_code[code]
    assert (area.name, area.short, area.parent, area.level, area.former) == (name, short, parent, level, former)


@pytest.mark.parametrize(
    ("code", "successors"),
    [
        ("500105", ("500157",)),
        ("500112", ("500157",)),
        ("500232", ("500156",)),
        ("110103", ("110101",)),
        ("500156", ()),
    ],
)
def test_a_reorganised_area_names_its_successors(by_code, code, successors):
    assert by_code[code].successors == successors


@pytest.mark.parametrize(
    ("code", "lon", "lat"), [("500000", 106.55, 29.56), ("500156", 107.76, 29.33), ("510100", 104.07, 30.57)]
)
def test_an_area_has_a_point(by_code, code, lon, lat):
    assert by_code[code].lon == pytest.approx(lon, abs=0.01)
    assert by_code[code].lat == pytest.approx(lat, abs=0.01)


def test_the_levels_are_complete(by_code):
    current = Counter(area.level for area in by_code.values() if not area.former)
    assert current[0] == 34
    assert current[1] > 330
    assert current[2] > 2800
    assert current[3] > 37_000
    assert sum(area.former for area in by_code.values()) > 3000


@pytest.mark.parametrize(
    ("code", "short", "kind"),
    [
        ("601827.SH", "三峰环境", "Company"),
        ("601127.SH", "赛力斯", "Company"),
        ("000002.SZ", "万科", "Company"),
        ("601963.SH", "重庆银行", "FinancialInstitution"),
        ("601318.SH", "中国平安", "FinancialInstitution"),
        ("688256.SH", "寒武纪", "Company"),
    ],
)
def test_a_listed_company_is_known_by_its_bare_name(code, short, kind):
    company = next(row for row in tables.load_companies() if row.code == code)
    assert (company.short, company.type) == (short, kind)


@pytest.mark.parametrize(
    ("name", "kind", "alias"),
    [
        ("国家发展和改革委员会", "GovernmentBody", "国家发改委"),
        ("中国人民银行", "GovernmentBody", "人民银行"),
        ("中国农业发展银行", "FinancialInstitution", "农发行"),
        ("重庆市经济和信息化委员会", "GovernmentBody", "重庆市经信委"),
        ("重庆农村商业银行", "FinancialInstitution", "重庆农商行"),
        ("上海证券交易所", "FinancialInstitution", "上交所"),
    ],
)
def test_an_institution_is_known(name, kind, alias):
    body = next(row for row in tables.load_institutions() if row.name == name)
    assert body.type == kind
    assert alias in body.aliases


@pytest.mark.parametrize(
    ("table", "name", "kind"),
    [
        ("zones", "重庆经济技术开发区", "Zone"),
        ("newareas", "天府新区", "Zone"),
        ("instruments", "碳远期", "FinanceInstrument"),
        ("instruments", "排污权抵押贷款", "FinanceInstrument"),
        ("regions", "长江经济带", "Region"),
        ("nature", "嘉陵江", "NaturalFeature"),
        ("titles", "国家级绿色工业园区", "Title"),
        ("programmes", "碳达峰碳中和", "Programme"),
    ],
)
def test_a_term_is_known(table, name, kind):
    assert name in {term.name for term in tables.load_terms(table) if term.type == kind}


@pytest.mark.parametrize(
    ("surface", "kind", "weight"),
    [
        ("重庆市", "AdministrativeArea", SAFE),
        ("重庆", "AdministrativeArea", SAFE),
        ("成都", "AdministrativeArea", SAFE),
        ("武隆区", "AdministrativeArea", SAFE),
        ("武隆", "AdministrativeArea", SHORT),
        ("沙坪坝", "AdministrativeArea", SAFE),
        ("江北", "AdministrativeArea", SHORT),
        ("资源", "AdministrativeArea", COMMON),
        ("桥头镇", "AdministrativeArea", SAFE),
        ("两江新区", "Zone", SAFE),
        ("重庆经开区", "Zone", SAFE),
        ("太阳能", "Company", COMMON),
        ("机器人", "Company", COMMON),
        ("赛力斯", "Company", SAFE),
        ("万科", "Company", SHORT),
        ("重庆三峰环境集团", "Company", SAFE),
        ("工商银行", "FinancialInstitution", SAFE),
        ("工行", "FinancialInstitution", SHORT),
        ("长江", "NaturalFeature", SAFE),
        ("双碳", "Programme", SAFE),
    ],
)
def test_the_lexicon_weighs_what_a_surface_says_alone(lexicon, surface, kind, weight):
    assert lexicon[surface] == (kind, weight)


@pytest.mark.parametrize("surface", ["西沱", "北站", "市教委", "公司", "北", "", "“双碳”"])
def test_a_surface_that_names_nothing_alone_is_not_in_the_lexicon(lexicon, surface):
    assert surface not in lexicon


def test_common_words_are_known():
    assert {"太阳能", "机器人", "资源"} <= tables.load_common()
    assert not {"重庆", "武隆", "赛力斯"} & tables.load_common()


def test_the_lexicon_is_sorted_and_has_each_surface_once():
    surfaces = [surface for surface, _, _ in tables.load_lexicon()]
    assert surfaces == sorted(set(surfaces))


def test_what_is_loaded_is_kept_and_moderate_in_size():
    tables.load_lexicon.cache_clear()
    tracemalloc.start()
    first = tables.load_lexicon()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tables.load_lexicon() is first
    assert size < 30_000_000


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("code\tname\n", 1, "the head is code, name, not code, name, short"),
        ("", 1, "the head is missing"),
        (AREAS + CHINA + "500000\t重庆市\n", 3, "2 cells instead of 9"),
        (AREAS + CHINA + CITY + CITY, 4, "code 500000 stands twice"),
        (AREAS + CHINA + CITY.replace("\t156\t", "\t157\t"), 3, "lies in 157, which is not in the table"),
        (AREAS + CHINA + CITY.replace("\t156\t0", "\t500000\t0"), 3, "which is not above it: a cycle"),
        (AREAS + CHINA + CITY.replace("current\t", "former\t999999"), 3, "became 999999, which is not in the table"),
        (AREAS + CHINA.replace("current", "gone"), 2, "status 'gone' is neither current nor former"),
        (AREAS + CHINA.replace("-1", "top"), 2, "level or coordinates are no numbers"),
        (AREAS + CITY.replace("106.551643", "east"), 2, "level or coordinates are no numbers"),
    ],
)
def test_a_bad_table_of_areas_is_refused_by_line(tmp_path, text, line, reason):
    with pytest.raises(InputError, match=f"areas.tsv, line {line}: .*{reason}"):
        areas(tmp_path, text)


def test_a_good_table_is_read(tmp_path):
    assert areas(tmp_path, AREAS + CHINA + CITY) == (
        Area("156", "中国", "我国", "", -1),
        Area("500000", "重庆市", "重庆", "156", 0, 106.551643, 29.562849),
    )


def test_small_tables_are_read(tmp_path):
    (tmp_path / "companies.tsv").write_text(
        "code\tshort\tname\tregion\tindustry\n1.SH\t三峰\t三峰公司\t重庆\t环境保护\n"
    )
    (tmp_path / "bodies.tsv").write_text("name\ttype\taliases\tsource\n水利部\tGovernmentBody\t\town\n")
    (tmp_path / "institutions.tsv").write_text(
        "name\ttype\taliases\tsource\n甲银行\tFinancialInstitution\t甲行;甲\tbanks\n"
    )
    (tmp_path / "regions.tsv").write_text("name\ttype\tkind\taliases\tregion\n京津冀\tRegion\t战略区域\t\t\n")
    assert tables.load_companies(tmp_path) == (Company("1.SH", "三峰", "三峰公司", "重庆", "环境保护"),)
    assert tables.load_institutions(tmp_path) == (
        Institution("水利部", "GovernmentBody", (), "own"),
        Institution("甲银行", "FinancialInstitution", ("甲行", "甲"), "banks"),
    )
    assert tables.load_terms("regions", tmp_path) == (Term("京津冀", "Region", "战略区域"),)


@pytest.mark.parametrize(
    ("load", "stem", "text", "reason"),
    [
        (
            tables.load_companies,
            "companies",
            "code\tshort\tname\tregion\tindustry\n1\t\t\t\t\n1\t\t\t\t\n",
            "code 1 stands twice",
        ),
        (tables.load_lexicon, "lexicon", "surface\ttype\tweight\n重庆\tZone\thigh\n", "a weight is no number"),
        (tables.load_lexicon, "lexicon", "surface\ttype\tweight\n\tZone\t1\n", "or no surface"),
        (lambda folder: tables.load_terms("nature", folder), "nature", "name\ttype\n", "the head is name, type"),
    ],
)
def test_other_bad_tables_are_refused(tmp_path, load, stem, text, reason):
    (tmp_path / f"{stem}.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        load(tmp_path)


def test_a_missing_table_names_the_way_out(tmp_path):
    with pytest.raises(InputError, match="no such table; compile the tables with `kg gazetteer`"):
        tables.load_companies(tmp_path)


def test_an_unknown_table_of_terms_names_those_there_are():
    with pytest.raises(KGError, match="no table of terms 'river'; use one of newareas, zones"):
        tables.load_terms("river")


@pytest.mark.parametrize("data", [b"no gzip", gzip.compress("码".encode("gb18030"))])
def test_a_damaged_file_is_named(tmp_path, data):
    (tmp_path / "areas.tsv.gz").write_bytes(data)
    with pytest.raises(InputError, match=r"areas.tsv.gz: cannot be read"):
        tables.load_areas(tmp_path)
