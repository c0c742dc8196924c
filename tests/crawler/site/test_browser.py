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
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
    pytest.mark.xdist_group("chromium"),
]
YUNTAI = "青禾县云台镇人民政府"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "site"
    findings = [Finding(code="check.x", severity="error", message=f"{n} <b>differs</b>", stated=n) for n in range(450)]
    warning = Finding(code="field.missing", severity="warning", message="nothing states the title", field="title")
    items = [
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
    assert set(tab.locator("#found td:nth-child(1)").all_inner_texts()) == {"存疑 · warning"}
    assert set(tab.locator("#found td:nth-child(3)").all_inner_texts()) == {"2020"}
    assert not tab.is_visible(".kinds")
    tab.select_option("select[name=year]", "")
    tab.select_option("select[name=severity]", "")
    tab.click("#filter button")
    assert tab.is_visible(".kinds")


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
    for pattern in (
        "*.html",
        "province/*.html",
        "division/*.html",
        "agency/*/*.html",
        "report/990121/*.html",
        "findings/*.html",
    ):
        tab.goto(min(folder.glob(pattern)).as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, pattern


def test_prints_to_paper(tab: Any, folder: Path) -> None:
    tab.goto(min(folder.glob("agency/990121/*.html")).as_uri())
    assert tab.pdf(format="A4").startswith(b"%PDF")
    tab.emulate_media(media="print")
    assert not tab.is_visible("header nav")
    assert tab.is_visible("svg.chart")
