"""What a site answers in a browser, and how fast: seconds of each page and question, and the longest freeze.

    python -m benchmarks.questions SITE

SITE is a folder that ``scrapy site`` wrote. Its pages are opened from there in the system's Chromium, one after the other. A freeze is a task of more than 50 ms, as the
browser itself tells of it.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.browser.chromium import NAMES

_FREEZES = """window.freeze = 0; new PerformanceObserver((list) => {
    for (const each of list.getEntries()) freeze = Math.max(freeze, each.duration);
}).observe({type: "longtask", buffered: true})"""
_COUNTED = "output:text-matches('^[0-9 /]+$')"


def measure(tab: Any, site: Path) -> None:
    """Open pages, ask what they can answer, and print the times."""

    def timed(name: str, act: Callable[[], object], answer: str) -> None:
        begun = time.perf_counter()
        act()
        tab.wait_for_selector(answer, state="attached")
        seconds = time.perf_counter() - begun
        tab.wait_for_timeout(100)  # a freeze is told of when it is over
        print(f"{name:<40} {seconds:6.2f} s   longest freeze {tab.evaluate('freeze'):4.0f} ms", flush=True)
        tab.evaluate("freeze = 0")

    def opened(page: str) -> None:
        timed(page, lambda: tab.goto((site / page).as_uri()), "footer")

    def asked(name: str, text: str, region: int) -> None:
        tab.evaluate("document.querySelector('output').textContent = ''")
        tab.select_option("#filter [name=province]", index=region)
        tab.fill("#filter [name=text]", text)
        timed(f"  {name}", lambda: tab.click("#filter button"), _COUNTED)

    opened("index.html")
    opened("search.html")
    timed("  names with 人民政府", lambda: tab.fill("#search input", "人民政府"), "#results a")
    opened("findings/index.html")
    asked("findings of one region", "", 1)
    asked("findings with words that none has", "查无此语", 0)
    opened("figures.html")
    timed("  townships without applications", lambda: tab.click("#ask button"), "#said span")


def main() -> None:
    """Measure a site."""
    from playwright.sync_api import sync_playwright  # optional, with the group `browser`

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, help="folder that `scrapy site` wrote")
    site = parser.parse_args().site.resolve()
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, NAMES)))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.add_init_script(_FREEZES)
        measure(tab, site)
        browser.close()


if __name__ == "__main__":
    main()
