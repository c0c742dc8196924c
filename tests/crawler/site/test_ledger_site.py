from pathlib import Path

import pytest

from crawler.ledger import Ledger, Visit
from tests.crawler.export.sample import NOW, report, write_ledger
from tests.crawler.site.sample import build_ledger, only, page, shown

YUNTAI, LIUHE = "青禾县云台镇人民政府", "青禾县柳河镇人民政府"
ITEMS = [
    report(
        "a" * 16, YUNTAI, 2019, url="http://www.qinghe.example/1", tables={"t3_requests": {"granted": {"total": 3}}}
    ),
    report("b" * 16, YUNTAI, 2020, url="http://www.qinghe.example/2"),
    report("c" * 16, LIUHE, 2020, url="http://www.qinghe.example/3"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    address = write_ledger(folder / "ledger.sqlite", ITEMS)
    with Ledger.open(address) as ledger:
        run = ledger.begin({"again": True}, NOW)
        changed = ITEMS[0] | {"tables": {"t3_requests": {"granted": {"total": 4}}}}
        place = {"portal": "qinghe", "address": changed["url"], "url": changed["url"]}
        with ledger.writing() as connection:
            visit = Visit(**place, role="report", at="2026-02-01T00:00:00Z", outcome="report", extractor="0")
            ledger.settle(connection, run, visit, changed)
        ledger.end(run, "finished", 0, {}, NOW)
    build_ledger(folder / "site", address)
    return folder / "site"


def test_editions_show_what_changed(site: Path) -> None:
    tree = page(site / "report/990121" / f"{'a' * 16}.html")
    (section,) = tree.xpath("//section[@aria-labelledby='editions']")
    place, *sides = section.xpath(".//tbody/tr/*")
    assert shown(place).startswith("收到和处理政府信息公开申请情况 / （一）予以公开 / 总计")
    assert [shown(side) for side in sides] == ["3", "4"]


def test_missing_and_changed_reports_are_marked(site: Path) -> None:
    rows = page(site / "division/990121.html").xpath("//tbody/tr")
    states = {shown(row[0]): [cell.get("class") for cell in row[1:]] for row in rows}
    assert states == {YUNTAI: ["s-changed", "s-found"], LIUHE: ["s-missing", "s-found"]}


def test_overview_says_how_many_of_how_many(site: Path) -> None:
    (row,) = page(site / "index.html").xpath("//table//tbody/tr")
    assert [shown(cell) for cell in row[1:3]] == ["1/2", "2/2"]


def test_badge_never_rounds_up(site: Path) -> None:
    badge = only(site, "badges/*.svg")
    assert badge.name == "qinghe.svg"
    assert "3/4 75%" in badge.read_text("utf-8")
