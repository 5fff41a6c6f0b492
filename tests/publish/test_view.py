"""The page as a file: what it says, what it may do, and that names stay text. The browser has its own test."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest

from kg.graph.ontology import load_ontology
from kg.model import KGError
from kg.publish.view import STYLES, embed, render, view

BASE = "https://w3id.org/lvjin/id/"
FIRM, BANK, AREA = f"{BASE}company/999999", f"{BASE}financialInstitution/渝江银行", f"{BASE}place/509999"


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((dict(attrs).get("type") or tag, ""))

    def handle_data(self, data):
        if self.elements and self.elements[-1][0] in ("script", "style") and self.cdata_elem:
            kind, text = self.raw[-1]
            self.raw[-1] = (kind, text + data)

    def texts(self, kind: str) -> list[str]:
        return [text for found, text in self.raw if found == kind]


@pytest.fixture(scope="module")
def page(sample_dir, tmp_path_factory):
    out = tmp_path_factory.mktemp("page") / "page.html"
    view(sample_dir, out)
    return Page(out.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data(page):
    return json.loads(page.texts("application/json")[0])


def test_summary_counts_what_the_page_shows(sample_dir, tmp_path):
    found = view(sample_dir, tmp_path / "new" / "page.html")
    assert found.path.is_file()
    # Six direct triples and the four roles of the deal.
    assert (found.nodes, found.edges, found.deals, found.observations) == (9, 10, 1, 1)
    assert (found.omitted_nodes, found.omitted_edges) == (0, 0)


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_same_bytes_whatever_the_hash_seed(sample_dir, tmp_path, seed):
    program = "import sys; from pathlib import Path; from kg.publish.view import view; view(*map(Path, sys.argv[1:]))"
    outs = [tmp_path / name for name in ("a.html", "b.html")]
    view(sample_dir, outs[0])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program, sample_dir, outs[1]], check=True, env=environment)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_names_of_things_cannot_become_elements(page, words):
    assert len(page.raw) == 4  # a style, the data, vis-network, the page's script
    assert all(tag != "img" for tag, _ in page.elements)
    options = [attributes["value"] for tag, attributes in page.elements if tag == "option"]
    assert words.script in options
    assert words.odd in options


def test_no_handler_and_no_outside_file(page):
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert "style" not in attributes, tag
        assert "src" not in attributes, tag
        assert attributes.get("href") in (None, "data:,"), tag


def test_policy_allows_exactly_the_scripts_and_styles_of_the_page(page):
    [policy] = [a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv")]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    for kind in ("script", "style"):
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in page.texts(kind)]
        assert rules[f"{kind}-src"] == [f"'sha256-{digest}'" for digest in digests]


def test_notice_of_vis_network_is_kept(page):
    vis = page.texts("script")[0]
    assert "@copyright (c) 2017-2019 visjs contributors" in vis
    assert "Apache 2.0 License" in vis
    assert "sourceMappingURL" not in vis


def test_edge_holds_sentence_context_score_and_document(data, words):
    quotes = data["facts"]["edges"][f"{FIRM} locatedIn {AREA}"]["quotes"]
    [[document, start, prefix, exact, suffix, score]] = quotes
    assert exact == words.place
    assert words.loan.endswith(prefix)
    assert words.person.startswith(suffix)
    assert start == len(words.loan)
    assert score == 0.91
    assert data["sources"][document] == [
        "澄江区的绿色账本",
        "2023-11-02",
        "样例日报",
        "https://example.org/news-1",
        "news-1.txt",
    ]


def test_node_holds_aliases_code_times_and_role(data, words):
    facts = data["facts"]["nodes"][FIRM]
    assert facts["aliases"] == ["赛光", "赛光新能源股份有限公司"]
    assert facts["codes"] == ["999999.SH"]
    [[kind, date, quotes]] = facts["times"]
    assert (kind, date, quotes[0][3]) == ("foundedOn", "2016", words.person)
    assert data["facts"]["edges"][f"{BASE}person/石小满 worksFor {FIRM}"]["roles"] == ["副总经理"]


def test_observation_stands_at_its_subject(data, words):
    [[indicator, value, unit, period, quotes]] = data["facts"]["nodes"][AREA]["numbers"]
    assert (indicator, value, unit, period) == ("新能源汽车产量", "12.5", "万辆", "2023-01/2023-09")
    assert quotes[0][3] == words.number


def test_deal_is_a_node_between_its_parties(data, words):
    [(iri, deal)] = data["facts"]["deals"].items()
    assert deal["words"] == {"amount": "3亿元", "term": "5年", "rate": "3.2%", "date": "2023-08"}
    assert deal["ends"]["lender"] == [BANK]
    assert deal["quotes"][0][3] == words.loan
    joins = {(edge["from"], edge["kind"], edge["to"]) for edge in data["edges"] if iri in (edge["from"], edge["to"])}
    assert {(BANK, "lender", iri), (iri, "borrower", FIRM)} <= joins
    assert len(joins) == 4


def test_nodes_carry_shape_colour_and_size_of_the_pyvis_model(data):
    nodes = {node["id"]: node for node in data["nodes"]}
    assert nodes[FIRM]["shape"] == "dot"
    assert nodes[AREA]["color"] == STYLES["Place"][1]
    assert nodes[FIRM]["size"] > nodes[f"{BASE}person/石小满"]["size"]
    assert data["options"]["physics"]["enabled"] is False


def test_symmetric_edges_have_no_arrow(data):
    arrows = {edge["kind"]: edge["arrows"] for edge in data["edges"]}
    assert (arrows["cooperatesWith"], arrows["locatedIn"]) == ("", "to")


def test_without_quotes_the_document_is_still_named(bare_dir, tmp_path, words):
    out = tmp_path / "page.html"
    view(bare_dir, out)
    text = out.read_text(encoding="utf-8")
    assert words.place not in text
    data = json.loads(Page(text).texts("application/json")[0])
    [[document, *_]] = data["facts"]["edges"][f"{FIRM} locatedIn {AREA}"]["quotes"]
    assert data["sources"][document][0] == "澄江区的绿色账本"


@pytest.mark.parametrize(
    ("request_", "shown"),
    [
        ({"focus": "石小满", "hops": 1}, {"石小满", "赛光公司"}),
        ({"focus": "石小满", "hops": 0}, {"石小满"}),
        ({"focus": "赛光", "hops": 1}, {"石小满", "赛光公司", "澄江区", "渝江银行", "绿色贷款", "排污权"}),
        ({"types": ["Company", "AdministrativeArea"]}, {"赛光公司", "澄江区", "SCRIPT", "ODD"}),
        ({"focus": "澄江区", "types": ["Company"]}, {"赛光公司", "澄江区", "SCRIPT"}),
        ({"limit": 2}, {"渝江银行", "赛光公司"}),
    ],
)
def test_what_is_asked_for_is_shown(sample_graph, words, request_, shown):
    text, _ = render(sample_graph, load_ontology(), **request_)
    data = json.loads(Page(text).texts("application/json")[0])
    known = {words.script: "SCRIPT", words.odd: "ODD"}
    assert {known.get(n["label"], n["label"]) for n in data["nodes"] if n["kind"] != "FinancingDeal"} == shown


def test_page_says_what_the_limit_left_out(sample_graph):
    text, found = render(sample_graph, load_ontology(), limit=2)
    omitted = json.loads(Page(text).texts("application/json")[0])["omitted"]
    assert omitted["types"] == {
        "AdministrativeArea": 1,
        "Company": 2,
        "FinanceInstrument": 2,
        "Industry": 1,
        "Person": 1,
    }
    assert (found.omitted_nodes, found.omitted_edges, omitted["links"]) == (7, 5, 5)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"focus": "赛光公社"}, "did you mean 赛光公司"),
        ({"focus": "渝江"}, "did you mean 渝江行、渝江银行"),
        ({"focus": "qqq"}, "kg query"),
        ({"types": ["Compny"]}, "no type 'Compny'; use one of Company"),
        ({"types": ["Zone"]}, "nothing of type Zone"),
        ({"hops": -1}, "hops must be 0 or more"),
        ({"limit": 0}, "limit 1 or more"),
    ],
)
def test_errors_say_the_way_out(sample_graph, request_, message):
    with pytest.raises(KGError, match=re.escape(message)):
        render(sample_graph, load_ontology(), **request_)


def test_a_page_that_cannot_be_written_is_an_error(sample_dir, tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(KGError, match="cannot be written"):
        view(sample_dir, tmp_path / "taken")


def test_a_folder_without_a_graph_is_an_error(tmp_path):
    with pytest.raises(KGError, match=r"graph\.nq"):
        view(tmp_path, tmp_path / "page.html")


@pytest.mark.parametrize(
    "text", ["</script><script>", "<!--", "]]>", "a&amp;b", "\u2028\u2029", 'O\'Brien "绿能"\n\\', "🌱\u202eabc"]
)
def test_embedded_json_is_inert_and_equal(text):
    embedded = embed({"name": text, text: [text]})
    assert not set("<>&\u2028\u2029") & set(embedded)
    assert json.loads(embedded) == {"name": text, text: [text]}


def test_groups_are_told_apart_by_shape_alone():
    groups = {*load_ontology().types.values(), "Deal"}
    assert groups == set(STYLES)
    assert len({shape for shape, _, _ in STYLES.values()}) == len(STYLES)


def test_both_languages_have_all_words_of_the_page():
    static = resources.files("kg.publish") / "static"
    texts = json.loads((static / "view_text.json").read_text(encoding="utf-8"))
    script = (static / "view.js").read_text(encoding="utf-8")
    template = Path(str(static)).parent.joinpath("templates", "view.html").read_text(encoding="utf-8")
    used = set(re.findall(r'word\("(\w+)"\)', script)) | set(re.findall(r'data-(?:text|label|hint)="(\w+)"', template))
    assert set(texts["zh"]) == set(texts["en"])
    assert used <= set(texts["zh"])
