"""What the feeds hold after a crawl that went on with another's work: all of it, only what was asked for, and once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.crawling import FAST, Run, scrapy
from tests.crawler.fault_server import Answer, Pages, Server, listing, report, serve
from tests.crawler.shared_host import SHARED
from tests.crawler.test_documents import DOCX_BYTES, REPORT, enclosing

COLUMN = "/zfxxgknb/"
TITLES = {f"/a/{year}.html": f"松汀镇人民政府{year}年政府信息公开工作年度报告" for year in (2018, 2019, 2020)}
PAGES: Pages = {COLUMN: listing(TITLES), **{path: report(title) for path, title in TITLES.items()}}
CHANGES = ("-a", "since=last", "-s", "FEED_CHANGES_ONLY=True")


@dataclass
class Operator:
    """Starts one crawl after the other on one ledger."""

    folder: Path

    def crawl(self, *arguments: str) -> list[int]:
        """Years of the reports in the feed, sorted."""
        kept = ("-s", f"LEDGER={self.folder / 'ledger.sqlite'}", "-O", str(self.folder / "out.json"))
        done = scrapy("crawl", "yearly_reports", *FAST, *kept, *arguments)
        assert done.returncode == 0, done.stderr[-2000:]
        return sorted(item["year"] for item in self.items)

    @property
    def items(self) -> list[dict[str, Any]]:
        """The feed."""
        return Run(0, "", "", self.folder / "out.json").items

    def write(self, *statements: str) -> None:
        with sqlite3.connect(self.folder / "ledger.sqlite") as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    def break_off(self, *, within: bool = False) -> None:
        """Have the last run be one that was killed: before its feed was written, or ``within`` its portal."""
        last = "id = (SELECT max(id) FROM run)"
        self.write(f"UPDATE run SET state = 'interrupted' WHERE {last}")
        if within:
            self.write(f"UPDATE portal_run SET state = 'open' WHERE run = (SELECT id FROM run WHERE {last})")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


def url(server: Server) -> tuple[str, str]:
    return "-a", f"url={server.home.rstrip('/')}{COLUMN}"


@pytest.mark.parametrize("within", [False, True])
def test_changes_that_a_run_had_found_before_it_was_broken_off_are_in_the_feed(
    within: bool, operator: Operator
) -> None:
    with serve(dict(PAGES)) as server:
        operator.crawl(*url(server), *CHANGES)
        operator.break_off(within=within)
        assert operator.crawl(*url(server), *CHANGES) == [2018, 2019, 2020]
        assert operator.crawl(*url(server), *CHANGES) == []


def test_changes_of_a_run_that_was_never_gone_on_with_are_in_the_next_feed(operator: Operator) -> None:
    with serve(dict(PAGES)) as server:
        operator.crawl(*url(server), *CHANGES)
        operator.break_off()
        assert operator.crawl(*url(server), *CHANGES, "-s", "RESUME_DAYS=-1") == [2018, 2019, 2020]


def test_run_that_goes_on_gives_no_other_years_than_those_asked_for(operator: Operator) -> None:
    with serve({**PAGES, COLUMN: listing(dict.fromkeys(TITLES, "政府信息公开工作年度报告"))}) as server:
        operator.crawl(*url(server))
        narrow = (*url(server), "-a", "since=last", "-a", "years=2019")
        assert operator.crawl(*narrow) == [2019]
        operator.break_off()
        assert operator.crawl(*narrow) == [2019]


def test_report_that_two_portals_name_is_in_the_feed_once(operator: Operator) -> None:
    """Also where the first one's page is not asked for again, since its year is closed."""
    with serve(dict(PAGES), SHARED) as shared:
        named = listing({f"{shared.home.rstrip('/')}{path}": title for path, title in TITLES.items()})
        with serve({COLUMN: named}, "127.64.0.1") as first, serve({COLUMN: named}, "127.64.0.2") as second:
            urls = ",".join(url(server)[1].removeprefix("url=") for server in (first, second))
            both = ("-a", f"url={urls}", "-s", "SPIDER_MODULES=shared_host")
            assert operator.crawl(*both) == [2018, 2019, 2020]
            for _ in range(2):
                assert operator.crawl(*both, "-a", "since=last") == [2018, 2019, 2020]
            operator.break_off()
            operator.write("DELETE FROM portal_run WHERE portal LIKE '127.64.0.2%'")
            assert operator.crawl(*both, "-a", "since=last") == [2018, 2019, 2020]


def test_document_that_did_not_come_is_asked_for_by_the_next_run(operator: Operator) -> None:
    """Also of a closed year."""
    article, file = "/a/1.html", "/f/whole.docx"
    pages: Pages = {
        COLUMN: listing({article: REPORT.title}),
        article: enclosing("附件.docx", file),
        file: Answer("", 500),
    }
    with serve(pages) as server:
        operator.crawl(*url(server))
        assert not operator.items[0]["tables"]
        pages[file] = Answer(DOCX_BYTES, content_type="application/octet-stream")
        operator.crawl(*url(server), "-a", "since=last")
        assert operator.items[0]["tables"]
