"""What a hostile page can't do to the ledger of a crawl, nor by it to the other portals."""

from pathlib import Path

import pytest

from tests.crawler.crawling import FAST, Run, scrapy
from tests.crawler.fault_server import listing, report, serve

COLUMN = "/zfxxgknb/"
ENDLESS = "年" * 900  # 8,100 bytes as an address
TITLES = {f"/a/{year}.html": f"松汀镇人民政府{year}年政府信息公开工作年度报告" for year in (2019, 2020)}


@pytest.mark.parametrize("link", [f"http://elsewhere.example/{ENDLESS}.html", f"/{ENDLESS}.html"])
def test_address_without_end_does_not_end_the_crawl(link: str, tmp_path: Path) -> None:
    """One that no ledger takes: on a host of others, or of a year that is not asked for."""
    entries = {**TITLES, link: "松汀镇人民政府2012年政府信息公开工作年度报告"}
    pages = {COLUMN: listing(entries), **{path: report(title) for path, title in TITLES.items()}}
    years = () if "://" in link else ("-a", "years=2019-2020")
    kept = ("-s", f"LEDGER={tmp_path / 'ledger.sqlite'}", "-O", str(tmp_path / "out.json"))
    with serve(pages) as server:
        done = scrapy("crawl", "yearly_reports", *FAST, *kept, *years, "-a", f"url={server.home.rstrip('/')}{COLUMN}")
    assert "The crawl ends" not in done.stderr
    assert len(Run(done.returncode, "", done.stderr, tmp_path / "out.json").items) == 2
