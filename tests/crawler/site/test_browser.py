"""The site in the system's Chromium, opened from its folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.browser.chromium import NAMES
from extractors.report import Finding
from tests.crawler.export.sample import report, simulated
from tests.crawler.site.sample import build

sync_api = pytest.importorskip("playwright.sync_api", reason="the group `browser` is not installed")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
PAGES = (
    "index.html", "figures.html", "search.html", "about.html", "province/*.html", "division/*.html", "agency/*/*.html",
    "report/990121/*.html", "findings/index.html", "findings/[0-9a-f]*.html",
)  # fmt: skip
"""One of each kind."""
YUNTAI = "青禾县云台镇人民政府"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "site"
    findings = [Finding(code="check.x", severity="error", message=f"{n} <b>differs</b>", stated=n) for n in range(450)]
    warning = Finding(code="field.missing", severity="warning", message="nothing states the title", field="title")
    requests = [{"t3_requests": {"new_received": {"total": value}}} for value in (0, None)]
    items = [
        *(report(f"d{y}" + "0" * 11, "青禾县石桥镇人民政府", y, tables=requests[0]) for y in (2020, 2021, 2022)),
        *(
            report(f"e{y}" + "0" * 11, "青禾县白沙镇人民政府", y, tables=requests[y == 2021])
            for y in (2020, 2021, 2022)
        ),
        report("c" * 16, "青禾县柳河镇人民政府", 2020, findings=[warning]),
        report("a" * 16, YUNTAI, 2019, findings=findings[:300], tables={"t3_requests": {"new_received": {"total": 5}}}),
        report("b" * 16, YUNTAI, 2020, findings=findings[300:], tables={"t3_requests": {"new_received": {"total": 7}}}),
        *simulated(),
    ]
    build(folder, items)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A page of its own, that fails the test if it says anything on its console or asks for what is no file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url))
    yield tab
    context.close()
    assert said == []


def test_search_leads_to_an_agency(tab: Any, folder: Path) -> None:
    tab.goto((folder / "search.html").as_uri())
    tab.fill("#search input", "青禾 云台")
    tab.click("#results a")
    assert tab.inner_text("h1") == YUNTAI


def test_search_that_finds_nothing_says_so(tab: Any, folder: Path) -> None:
    tab.goto((folder / "search.html").as_uri())
    tab.fill("#search input", "龘")
    tab.wait_for_selector("#nothing", state="visible")


def test_findings_are_filtered_over_all_pages(tab: Any, folder: Path) -> None:
    tab.goto((folder / "findings/index.html").as_uri())
    tab.click(".kinds a >> nth=0")
    tab.select_option("select[name=year]", "2019")
    tab.click("#filter button")
    tab.wait_for_selector("output:text-is('200 / 300')")
    tab.fill("#filter input", "299 <B>")
    tab.click("#filter button")
    tab.wait_for_selector("output:text-is('1')")
    tab.click("label.language")
    assert "299 <b>differs</b>" in tab.inner_text("#found tbody")


def test_findings_of_all_kinds_are_filtered_together(tab: Any, folder: Path) -> None:
    tab.goto((folder / "findings/index.html").as_uri())
    tab.select_option("select[name=year]", "2020")
    tab.select_option("select[name=severity]", "warning")
    tab.click("#filter button")
    tab.wait_for_selector("#found td")
    assert set(tab.locator("#found td:nth-child(1)").all_inner_texts()) == {"存疑"}
    assert set(tab.locator("#found td:nth-child(3)").all_inner_texts()) == {"2020"}
    assert not tab.is_visible(".kinds")
    tab.select_option("select[name=year]", "")
    tab.select_option("select[name=severity]", "")
    tab.click("#filter button")
    assert tab.is_visible(".kinds")


def test_question_that_is_filled_in_finds_townships_without_applications(tab: Any, folder: Path) -> None:
    tab.goto((folder / "figures.html").as_uri())
    tab.click("#ask button")
    tab.wait_for_selector("#answer td")
    rows = tab.locator("#answer tbody tr").all()
    assert rows[0].locator("td").all_inner_texts()[::2] == ["青禾县石桥镇人民政府", "0", "0"]
    assert f"符合条件的机构 {len(rows)} 个" in tab.inner_text("#said")


def test_blank_is_no_answer_to_a_question(tab: Any, folder: Path) -> None:
    tab.goto((folder / "figures.html").as_uri())
    tab.select_option("[name=relation]", "≥")
    tab.click("#ask button")
    tab.wait_for_selector("#answer td")
    assert "青禾县白沙镇人民政府" not in tab.inner_text("#answer")
    assert "缺少某年的数字" in tab.inner_text("#said")


def test_choices_speak_the_language_of_the_page(tab: Any, folder: Path) -> None:
    tab.goto((folder / "figures.html").as_uri())
    assert tab.inner_text("[name=level] option >> nth=1") == "乡级"
    tab.click("label.language")
    assert tab.inner_text("[name=level] option >> nth=1") == "township"


def test_language_is_switched_at_once_and_remembered(tab: Any, folder: Path) -> None:
    tab.goto((folder / "index.html").as_uri())
    assert tab.inner_text("h1") == "政府信息公开年报"
    tab.click("label.language")
    assert tab.inner_text("h1") == "Government information disclosure reports"
    tab.click("main table a")
    assert tab.inner_text("nav[aria-label] a >> nth=0") == "Overview"


def test_keyboard_reaches_the_switch_and_the_content_first(tab: Any, folder: Path) -> None:
    tab.goto((folder / "index.html").as_uri())
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert tab.inner_text("h1") == "Government information disclosure reports"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"


def test_tables_charts_and_language_need_no_script(browser: Any, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(min(folder.glob("agency/990121/*.html")).as_uri())
    assert tab.locator("svg rect").count() >= 2
    tab.click("label.language")
    assert tab.inner_text("#series") == "Figures by year"
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(tab: Any, folder: Path, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for pattern in PAGES:
        tab.goto(min(folder.glob(pattern)).as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, pattern


def test_prints_to_paper(tab: Any, folder: Path) -> None:
    tab.goto(min(folder.glob("agency/990121/*.html")).as_uri())
    assert tab.pdf(format="A4").startswith(b"%PDF")
    tab.emulate_media(media="print")
    assert not tab.is_visible("header nav")
    assert tab.is_visible("svg.chart")


_CONTRAST = """() => {
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => parts(colour).slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (node) => {
        for (; node; node = node.parentElement) {
            const colour = getComputedStyle(node).backgroundColor;
            if (parts(colour)[3] !== 0) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const low = [];
    for (const node of document.querySelectorAll("body *")) {
        if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())) continue;
        const style = getComputedStyle(node);
        const [one, other] = [light(node.closest("svg") ? style.fill : style.color), light(ground(node))].sort((a, b) => b - a);
        if ((one + 0.05) / (other + 0.05) < 4.5) low.push(node.outerHTML.slice(0, 200));
    }
    return low;
}"""


def test_every_text_stands_out_from_its_ground(tab: Any, folder: Path) -> None:
    """By 4.5 to 1, which WCAG 2.2 (1.4.3, level AA) asks for."""
    for path in PAGES:
        tab.goto(min(folder.glob(path)).as_uri())
        assert tab.evaluate(_CONTRAST) == [], path
