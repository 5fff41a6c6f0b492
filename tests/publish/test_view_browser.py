"""The page in a real browser, offline: it draws, it answers, and nothing leaves it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from kg.publish.view import view

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if BROWSER is None:
    pytest.skip("no Chromium here: apt-get install chromium fonts-noto-cjk, then run again", allow_module_level=True)
sync_api = pytest.importorskip(
    "playwright.sync_api", reason="no Playwright here: pip install playwright, then run again"
)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BASE = "https://w3id.org/lvjin/id/"
FIRM, AREA = f"{BASE}company/999999", f"{BASE}place/509999"
EDGE = f"{FIRM} locatedIn {AREA}"
WATCH = "addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective))"
INK = """() => {
  const canvas = document.querySelector('#graph canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3]) colours.add(pixels.slice(i, i + 3).join());
  return colours.size;
}"""


@dataclass
class Seen:
    """What the page did beside showing itself."""

    page: object
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield found
        found.close()


def _answer(dialog, seen: Seen) -> None:
    seen.dialogs.append(dialog.message)
    dialog.dismiss()


@pytest.fixture(scope="module")
def path(sample_dir, tmp_path_factory):
    out = tmp_path_factory.mktemp("browser") / "page.html"
    view(sample_dir, out)
    return out


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["wide", "phone"])
def seen(browser, path, request) -> Iterator[Seen]:
    """The page, open, with all that it asks for and complains of; each test also holds that there is none of it."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    found = Seen(page)

    def watch(route):
        if route.request.url == path.as_uri():
            return route.continue_()
        found.requests.append(route.request.url)
        return route.abort()

    page.route("**/*", watch)
    page.on("console", lambda message: found.console.append(message.text))
    page.on("pageerror", lambda error: found.console.append(str(error)))
    page.on("dialog", lambda dialog: _answer(dialog, found))
    page.add_init_script(WATCH)
    page.goto(path.as_uri())
    page.wait_for_function("window.lvjin && window.lvjin.labels().length > 0")
    yield found
    assert found.requests == []
    assert found.console == []
    assert found.dialogs == []
    context.close()


def _click(page, at: dict[str, float]) -> None:
    box = page.locator("#graph").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])


def test_graph_is_drawn_with_chinese_labels(seen):
    assert seen.page.evaluate(INK) > 10
    labels = seen.page.evaluate("lvjin.labels()")
    assert {"赛光公司", "澄江区", "渝江银行"} <= set(labels)
    legend = seen.page.locator("#legend").text_content()
    assert "金融机构" in legend
    assert "financial institution" in legend


def test_click_on_an_edge_shows_its_sentence(seen, words):
    seen.page.evaluate("(id) => lvjin.network.focus(id, {scale: 1.5})", FIRM)
    _click(seen.page, seen.page.evaluate("(id) => lvjin.edgePoint(id)", EDGE))
    panel = seen.page.locator("#details")
    assert panel.locator("mark").first.text_content() == words.place
    text = panel.text_content()
    for part in ("位于 · located in", "赛光公司", "澄江区", "0.91", "澄江区的绿色账本", "2023-11-02", "样例日报"):
        assert part in text


def test_click_on_a_node_shows_its_facts(seen, words):
    seen.page.evaluate("(id) => lvjin.network.focus(id, {scale: 1.5})", AREA)
    _click(seen.page, seen.page.evaluate("(id) => lvjin.nodePoint(id)", AREA))
    panel = seen.page.locator("#details")
    assert panel.locator("h2").text_content() == "澄江区"
    cells = panel.locator("tbody tr").first.locator("td").all_text_contents()
    assert cells == ["新能源汽车产量", "12.5", "万辆", "2023-01 – 2023-09"]
    panel.locator(".said summary").click()
    assert panel.locator("mark").text_content() == words.number


def test_deal_shows_its_roles_and_leads_on(seen, words):
    seen.page.evaluate("lvjin.select(Object.keys(lvjin.data.facts.deals)[0])")
    panel = seen.page.locator("#details")
    assert panel.locator("dt").all_text_contents()[:2] == ["出资方", "借款方"]
    assert panel.locator("mark").text_content() == words.loan
    panel.locator(".chip", has_text="渝江银行").click()
    assert panel.locator("h2").text_content() == "渝江银行"


@pytest.mark.parametrize(("typed", "found"), [("澄江区", "澄江区"), ("赛光新能源", "赛光公司"), ("石小", "石小满")])
def test_search_focuses_a_thing(seen, typed, found):
    seen.page.fill("#search", typed)
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("#details h2").text_content() == found
    box = seen.page.locator("#graph").bounding_box()
    at = seen.page.evaluate("lvjin.nodePoint(lvjin.network.getSelectedNodes()[0])")
    assert 0 < at["x"] < box["width"]
    assert 0 < at["y"] < box["height"]


def test_search_says_what_it_does_not_find(seen):
    seen.page.fill("#search", "没有的名字")
    seen.page.keyboard.press("Enter")
    assert "没有的名字" in seen.page.locator("#status").text_content()


@pytest.mark.parametrize("name", ["script", "odd"])
def test_hostile_names_are_text(seen, words, name):
    wanted = getattr(words, name)
    assert seen.page.evaluate(
        "(id) => lvjin.select(id)",
        seen.page.evaluate("(name) => lvjin.data.nodes.find((node) => node.label === name).id", wanted),
    )
    assert seen.page.locator("#details h2").text_content() == wanted
    seen.page.locator("#details .count").first.click()
    assert seen.page.locator("#details mark").text_content() == words.hostile
    assert seen.page.locator("#details script, #details img").count() == 0
    assert seen.page.locator("a[href^='javascript']").count() == 0


def test_filters_hide_types_and_properties(seen):
    seen.page.locator("#filters").evaluate("(element) => { element.open = true; }")
    seen.page.uncheck("input[data-key='link:locatedIn']")
    seen.page.uncheck("input[data-key='type:Person']")
    hidden = seen.page.evaluate("(id) => lvjin.network.body.data.edges.get(id).hidden", EDGE)
    assert hidden
    assert "石小满" not in seen.page.evaluate("lvjin.labels()")
    assert seen.page.evaluate("(id) => !lvjin.network.body.data.nodes.get(id).hidden", AREA)


def test_the_count_is_of_what_is_shown(seen):
    page = seen.page
    hidden = "Object.values(lvjin.network.body.nodes).filter((node) => node.options.hidden).length"
    total = page.evaluate("lvjin.data.nodes.length")
    numbers = [int(word) for word in re.findall(r"\d+", page.inner_text("#status"))]
    assert page.evaluate(hidden) > 0
    assert numbers[0] + numbers[2] == total - page.evaluate(hidden)
    assert numbers[3] == page.evaluate(hidden)


def test_things_without_links_come_on_request(seen):
    hidden = "lvjin.network.body.data.nodes.get(lvjin.data.nodes.find((n) => n.label === '风机制造业').id).hidden"
    assert seen.page.evaluate(hidden)
    seen.page.locator("#filters").evaluate("(element) => { element.open = true; }")
    seen.page.check("input[data-key='unlinked']")
    assert not seen.page.evaluate(hidden)


def test_language_switch_changes_words_not_names(seen):
    seen.page.evaluate("(id) => lvjin.select(id)", AREA)
    seen.page.click("#language")
    assert seen.page.locator("h1").text_content() == "Lüjin knowledge graph"
    assert seen.page.locator("html").get_attribute("lang") == "en"
    text = seen.page.locator("#details").text_content()
    assert "Observations" in text
    assert "澄江区" in text


def test_controls_are_reached_and_used_by_keyboard(seen):
    seen.page.focus("#search")
    reached = []
    for _ in range(6):
        seen.page.keyboard.press("Tab")
        reached.append(seen.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert reached[:3] == ["fit", "physics", "language"]
    assert "SUMMARY" in reached
    seen.page.focus("#physics")
    seen.page.keyboard.press("Enter")
    assert seen.page.get_attribute("#physics", "aria-pressed") == "true"
    seen.page.evaluate("(id) => lvjin.select(id)", AREA)
    seen.page.keyboard.press("Escape")
    assert seen.page.locator("#details h2").count() == 0


def test_nothing_is_wider_than_the_screen(seen):
    seen.page.evaluate("(id) => lvjin.select(id)", EDGE)
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = seen.page.locator("#panel").bounding_box()
    assert panel["height"] > 300
    assert panel["x"] + panel["width"] <= seen.page.viewport_size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system(browser, path, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("window.lvjin && window.lvjin.labels().length > 0")
    brightness = sum(
        map(int, page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"))
    )
    assert (brightness > 600) == (scheme == "light")
    group = page.evaluate(f"lvjin.data.groups[0].{scheme}")
    first = page.evaluate("lvjin.network.body.data.nodes.get(lvjin.data.nodes.find((n) => n.family === 'Actor').id)")
    assert first["color"]["background"] == group
    context.close()
