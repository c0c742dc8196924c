"""Crawls over either database: what one has read, the next one does not read again."""

from __future__ import annotations

from pathlib import Path

from crawler.ledger import Ledger
from crawler.simulator import Simulator, build_sites, plan_portals
from tests.crawler.crawling import FAST, Run, scrapy


def test_crawls_share_a_ledger(address: str, tmp_path: Path) -> None:
    with Simulator(build_sites(plan_portals(2, range(2022, 2024), seed="shared ledger"))) as simulator:
        first = crawl(simulator, address, tmp_path / "first.json")
        second = crawl(simulator, address, tmp_path / "second.json", "-a", "since=last")
        reports = sum(entry["is_report"] for portal in simulator.portals for entry in portal.truth)
    assert (first.status, second.status) == (0, 0), second.err[-2000:]
    assert len(first.items) == reports
    assert by_id(second.items) == by_id(first.items)
    with Ledger.open(address) as ledger:
        assert by_id(ledger.items()) == by_id(first.items)
        assert [run.state for run in ledger.runs()] == ["finished", "finished"]
        assert "item_scraped_count" not in ledger.runs(1)[0].statistics  # nothing was read again


def crawl(simulator: Simulator, address: str, feed: Path, *arguments: str) -> Run:
    urls = ",".join(portal.home for portal in simulator.portals)
    named = ("-a", f"url={urls}", "-s", f"LEDGER={address}", "-O", str(feed))
    done = scrapy("crawl", "yearly_reports", *FAST, *named, *arguments, timeout=120)
    return Run(done.returncode, done.stdout, done.stderr, feed)


def by_id(items: object) -> dict[str, object]:
    return {item["id"]: item for item in items}  # type: ignore[attr-defined]
