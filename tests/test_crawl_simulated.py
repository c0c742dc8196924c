"""The whole crawl, as a process of its own, over every family: what comes out equals what the portals print."""

import json
import subprocess
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from crawler.schema import item_schema
from crawler.simulator import ServedPortal, Simulator, build_sites, documents_site, plan_portals
from crawler.simulator.compare import compare
from crawler.simulator.plan import VARIANTS
from tests.crawler.crawling import scrapy


def crawl(
    folder: Path, *arguments: str, spider: str = "yearly_reports"
) -> tuple[subprocess.CompletedProcess[str], list[dict]]:
    run = scrapy("crawl", spider, "-O", "out.json", "-s", "DOWNLOAD_DELAY=0", *arguments, cwd=folder, timeout=120)
    feed = folder / "out.json"
    return run, json.loads(feed.read_text("utf-8")) if feed.exists() else []


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, archive: Path):
    """One crawl of one portal of every variant, none of which the registry knows, over the years of either form."""
    with Simulator(build_sites(plan_portals(len(VARIANTS), range(2020, 2022), seed="crawl"))) as simulator:
        addresses = ",".join(portal.home for portal in simulator.portals)
        kept = ("-s", f"ARCHIVE={archive}") if find_spec("warcio") else ()
        run, items = crawl(tmp_path_factory.mktemp("crawl"), "-a", f"url={addresses}", *kept)
        yield run, items, simulator


@pytest.fixture(params=range(len(VARIANTS)), ids=[f"{family}-{number}" for number, (family, _) in enumerate(VARIANTS)])
def portal(request: pytest.FixtureRequest, crawled) -> ServedPortal:
    return crawled[2].portals[request.param]


def of(portal: ServedPortal, items: list[dict]) -> list[dict]:
    return [item for item in items if item["url"].startswith(portal.home)]


def test_the_crawl_ends_well(crawled):
    run, _, _ = crawled
    assert run.returncode == 0, run.stderr[-3000:]


def test_every_report_is_found_and_no_near_miss_is_taken(crawled, portal: ServedPortal):
    items = of(portal, crawled[1])
    reports = {entry["url"] for entry in portal.truth if entry["is_report"]}
    assert {item["url"] for item in items} == reports


def test_every_field_and_every_cell_equals_the_truth(crawled, portal: ServedPortal):
    result = compare(of(portal, crawled[1]), portal.truth)
    assert result.cells > 500
    assert (result.wrong_numbers, result.misses) == (0, [])


def test_clean_reports_have_no_error_among_their_findings(crawled):
    errors = [finding for item in crawled[1] for finding in item["findings"] if finding["severity"] == "error"]
    assert errors == []


def test_every_item_validates_against_the_schema(crawled):
    validator = Draft202012Validator(item_schema())
    for item in crawled[1]:
        validator.validate(item)


@pytest.mark.skipif(find_spec("warcio") is None, reason="needs the group archive")
def test_what_the_crawl_archived_gives_the_same_items(crawled, archive: Path, tmp_path: Path):
    run, items = crawl(tmp_path, "-a", f"warc={archive}/*.warc.gz", spider="archive")
    assert run.returncode == 0, run.stderr[-3000:]
    assert {item["id"]: item for item in items} == {item["id"]: item for item in crawled[1]}


def test_no_more_is_asked_for_than_needed(crawled, portal: ServedPortal):
    reports = sum(entry["is_report"] for entry in portal.truth)
    folders = len(portal.listings) - 1
    assert len(crawled[2].log[portal.id]) <= 1.3 * reports + 20 + 3 * folders


def test_a_report_is_fetched_once(crawled):
    simulator = crawled[2]
    for portal in simulator.portals:
        asked = [(entry.method, entry.path, entry.query, entry.body) for entry in simulator.log[portal.id]]
        assert len(asked) == len(set(asked))


def test_a_folder_of_documents_gives_what_the_files_give(tmp_path: Path):
    """Files served as a portal and files read from disk are the same items, but for what only a crawl knows."""
    site = build_sites(plan_portals(1, range(2020, 2022), seed="documents"))[0]
    documents, crawl_folder = tmp_path / "documents", tmp_path / "crawl"
    documents.mkdir()
    crawl_folder.mkdir()
    with Simulator([site]) as simulator:
        for number, (path, truth) in enumerate(site.truths):
            if truth["is_report"]:
                (documents / f"{number:03}_report.html").write_bytes(page(simulator, path))
    with Simulator([documents_site(documents)]) as simulator:
        run, items = crawl(crawl_folder, "-a", f"url={simulator.portals[0].home}")
    assert run.returncode == 0, run.stderr[-3000:]
    local = scrapy("extract", *map(str, sorted(documents.iterdir())), timeout=120)
    assert local.returncode == 0, local.stderr[-3000:]
    own = ("id", "url", "portal", "fetched_at", "media_type")
    strip = [{key: value for key, value in item.items() if key not in own} for item in items]
    expected = [json.loads(line) for line in local.stdout.splitlines()]
    wanted = [{key: value for key, value in item.items() if key not in own} for item in expected]
    assert sorted(strip, key=lambda item: item["sha256"]) == sorted(wanted, key=lambda item: item["sha256"])
    assert len(strip) == len(list(documents.iterdir()))


def page(simulator: Simulator, path: str) -> bytes:
    with urllib.request.urlopen(simulator.portals[0].home.rstrip("/") + path, timeout=10) as response:
        body: bytes = response.read()
    return body
