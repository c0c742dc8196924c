"""A crawl with an archive, and the same items out of the archive alone; each as a process of its own."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.archive.folder import OPEN
from crawler.archive.keeper import ArchiveKeeper
from crawler.archive.offering import portals_by_site
from crawler.archive.writer import Exchange
from crawler.portals import Portal
from crawler.simulator import Simulator, build_sites, plan_scripted_portals
from tests.crawler.archive.warcs import http, is_valid, record, records_of, write, writer
from tests.crawler.crawling import FAST, PROJECT, Run, begin, environment, scrapy, scrapy_command
from tests.crawler.fault_server import Answer, Pages, listing, serve
from tests.crawler.test_browser import PATIENT, browser  # noqa: F401  a fixture
from tests.crawler.test_documents import BODY, FILES, REPORT, UNREAD, enclosing, page

WHOLE = page(REPORT.title, BODY)
assert isinstance(WHOLE.body, str)
TEXT = WHOLE.body


def site() -> Pages:
    """A portal with everything that may come between an address and its bytes."""
    pages: Pages = {f"/{name}.html": enclosing(f"{REPORT.title}.doc", f"/f/{name}") for name in ("whole.docx", *UNREAD)}
    pages |= {
        "/plain.html": WHOLE,
        "/same.html": WHOLE,
        "/gbk.html": Answer(TEXT.encode("gb18030"), content_type="text/html; charset=utf-8"),
        "/zipped.html": Answer(gzip.compress(TEXT.encode()), headers={"Content-Encoding": "gzip"}),
        "/moved.html": Answer("", 302, {"Location": "/new.html"}),
        "/reset.html": enclosing(f"{REPORT.title}.doc", "/f/reset.docx"),
        "/off.html": enclosing("年度报告.docx", "http://files.other.example/f/off.docx"),
        "/led.html": enclosing(f"{REPORT.title}.doc", "/f/moved.docx"),
        "/notice.html": page("关于召开会议的通知", "<p>定于明日召开会议。</p>"),
    }
    entries = {path: f"{REPORT.title}{number}" for number, path in enumerate(pages)}
    further: Pages = {
        "/": listing(entries),
        "/new.html": WHOLE,
        "/f/reset.docx": Answer(wire="reset"),
        "/f/moved.docx": Answer("", 302, {"Location": "/f/whole.docx"}),
    }
    return FILES | pages | further


@dataclass(frozen=True)
class Archived:
    live: Run
    folder: Path
    home: str

    @property
    def warc(self) -> str:
        return f"{self.folder}/*.warc.gz"


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    folder = tmp_path_factory.mktemp("archived")
    with serve(site()) as server:
        feed = folder / "live.json"
        archive = ("-s", f"ARCHIVE={folder / 'archive'}", "-s", "ARCHIVE_FILE_SIZE=20000")
        done = scrapy("crawl", "yearly_reports", *FAST, *archive, "-a", f"url={server.home}", "-O", str(feed))
    assert feed.exists(), done.stderr
    return Archived(Run(done.returncode, done.stdout, done.stderr, feed), folder / "archive", server.home)


def replay(tmp_path: Path, warc: str | Path, *arguments: str) -> Run:
    """Replay in a process that may not look for the network."""
    feed = tmp_path / "replayed.json"
    offline = ("-s", "SPIDER_MODULES=offline")
    done = scrapy("crawl", "archive", "-a", f"warc={warc}", "-O", str(feed), *offline, *arguments, timeout=120)
    return Run(done.returncode, done.stdout, done.stderr, feed)


@pytest.fixture(scope="module")
def replayed(archived: Archived, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return replay(tmp_path_factory.mktemp("replayed"), archived.warc)


def lines(run: Run) -> list[str]:
    """Items of a feed as it has them, in one order."""
    assert run.feed.exists(), run.err
    return sorted(run.feed.read_text("utf-8").replace("},\n", "}\n").splitlines())


def test_replay_gives_the_same_items_without_any_network(archived: Archived, replayed: Run) -> None:
    assert lines(replayed) == lines(archived.live)
    assert replayed.status == 0
    assert len(replayed.items) == 14
    assert sum(item["document_url"] is not None for item in replayed.items) == 2


def test_replay_counts_pages_and_faults_as_the_crawl_did(archived: Archived, replayed: Run) -> None:
    (row,), (live,) = replayed.rows.values(), archived.live.rows.values()
    same = ("portal", "pages", "reports", "rejected", "state")
    assert [row[name] for name in same] == [live[name] for name in same]
    assert "offsite 1" in row["faults"]
    assert "reset 1" in row["faults"]


def test_every_file_is_whole_and_valid(archived: Archived) -> None:
    files = sorted(archived.folder.glob("nianbao-*"))
    assert len(files) > 2
    assert all(file.name.endswith(".warc.gz") for file in files)
    assert is_valid(*files)


def test_all_that_was_answered_is_there_and_pages_have_the_moment_of_their_record(archived: Archived) -> None:
    records = [each for file in sorted(archived.folder.glob("*.warc.gz")) for each in records_of(file)]
    dates = {each["WARC-Record-ID"]: each["WARC-Date"] for each in records}
    answered = {each["WARC-Target-URI"] for each in records if each["WARC-Type"] in ("response", "revisit")}
    for path in ("robots.txt", "", "moved.html", "new.html", "f/gone.docx", "f/moved.docx", "notice.html"):
        assert archived.home + path in answered
    notes = [(each, json.loads(each["block"])) for each in records if each["WARC-Type"] == "metadata"]
    pages = [(each, note["page"]) for each, note in notes if "page" in note]
    assert len(pages) == int(next(iter(archived.live.rows.values()))["pages"])
    for each, known in pages:
        assert dates[each["WARC-Refers-To"]] == each["WARC-Date"] == known["fetched_at"]


def test_archive_of_several_crawls_gives_each_page_once_as_it_was_last(tmp_path: Path) -> None:
    pages: Pages = {
        "/": listing({"/a.html": REPORT.title, "/b.html": REPORT.title}),
        "/a.html": WHOLE,
        "/b.html": WHOLE,
    }
    feed, archive = tmp_path / "live.json", ("-s", f"ARCHIVE={tmp_path / 'archive'}")
    with serve(pages) as server:
        for address in (None, "/a.html"):
            if address is not None:
                pages[address] = Answer(TEXT.replace("2022-01-10", "2022-03-01"))
            done = scrapy("crawl", "yearly_reports", *FAST, *archive, "-a", f"url={server.home}", "-O", str(feed))
    replayed = replay(tmp_path, tmp_path / "archive" / "*.warc.gz")
    assert lines(replayed) == lines(Run(done.returncode, "", done.stderr, feed))
    assert {item["published"] for item in replayed.items} == {"2022-01-10", "2022-03-01"}


def test_years_that_were_not_asked_for_are_skipped(archived: Archived, tmp_path: Path) -> None:
    run = replay(tmp_path, archived.warc, "-a", "years=2001")
    assert run.items == []
    assert int(next(iter(run.rows.values()))["skipped"]) == len(archived.live.items)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the archive's arguments are warc"),
        (("-a", "warc=none/*.warc.gz"), "no file none/*.warc.gz"),
        (("-a", "warc=README.md", "-a", "url=http://a.example/"), "the archive's arguments are warc"),
        (("-a", "warc=README.md", "-a", "portals=nowhere"), "no portal or group nowhere"),
        (("-a", "warc=README.md", "-a", "years=last"), "years are"),
    ],
)
def test_wrong_arguments_are_told_before_anything_is_read(arguments: tuple[str, ...], said: str) -> None:
    done = scrapy("crawl", "archive", *arguments)
    assert (done.returncode, said in done.stderr + done.stdout) == (2, True)


def test_damaged_file_has_a_name_and_the_rest_goes_on(archived: Archived, tmp_path: Path) -> None:
    (tmp_path / "bad.warc.gz").write_bytes(b"rubbish")
    run = replay(tmp_path, f"{archived.warc},{tmp_path}/bad.warc.gz")
    assert lines(run) == lines(archived.live)
    assert run.status == 3
    assert (run.rows["bad.warc.gz"]["faults"], run.rows["bad.warc.gz"]["state"]) == ("bad_archive 1", "failed")


def test_where_nothing_can_be_read_the_status_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad.warc.gz").write_bytes(b"rubbish")
    run = replay(tmp_path, tmp_path / "bad.warc.gz")
    assert (run.status, run.feed.exists()) == (1, False)


def test_page_whose_record_lies_in_a_file_that_is_missing_is_a_loss(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    note = {
        "url": "http://a.example/1.html",
        "portal": {"id": "a.example", "name": "a", "recorded": False},
        "hints": {},
    }
    archive.write_note(note["url"], "2026-01-01T00:00:00Z", json.dumps({"page": note}).encode(), "<urn:uuid:gone>")  # type: ignore[arg-type]
    archive.close()
    run = replay(tmp_path, tmp_path / "*.warc.gz")
    assert (run.status, run.rows["a.example"]["faults"]) == (1, "not_archived 1")


# --- archives of others -----------------------------------------------------------------------------------------------


def test_report_of_another_archive_is_found_with_its_document_and_division(tmp_path: Path) -> None:
    home, zipped = "http://www.yaoan.gov.cn/", gzip.compress(TEXT.encode())
    enclosed = enclosing(f"{REPORT.title}.doc", "/f/1.docx").body.encode()  # type: ignore[union-attr]
    docx = FILES["/f/whole.docx"].body  # type: ignore[union-attr]
    answers = {
        "1.html": http(zipped, "Content-Encoding: gzip", "X-Crawler-Transfer-Encoding: chunked"),
        "2.html": http(enclosed, "Content-Encoding: gzip", line="HTTP/2 200"),
        "f/1.docx": http(docx),  # type: ignore[arg-type]
        "3.html": http(TEXT.encode()[:-300]),
        "menu.html": http(listing({"/1.html": REPORT.title}).body.encode()),  # type: ignore[union-attr]
        "weather.html": http(b"<html><p>sunny</p></html>"),
    }
    cut = {"3.html": {"WARC_Truncated": "length"}}
    records = [
        record(block, WARC_Target_URI=home + path, WARC_Record_ID=f"<urn:{path}>", **cut.get(path, {}))
        for path, block in answers.items()
    ]
    run = replay(tmp_path, write(tmp_path / "CC-MAIN.warc.gz", *records))
    found = {item["url"].removeprefix(home): item for item in run.items}
    assert set(found) == {"1.html", "2.html"}
    assert found["1.html"]["tables"] == found["2.html"]["tables"] == REPORT.truth["tables"]
    assert found["2.html"]["document_url"] == f"{home}f/1.docx"
    assert {item["portal"] for item in run.items} == {"yaoan"}
    assert {item["fetched_at"] for item in run.items} == {"2026-01-02T03:04:05Z"}
    assert (run.status, run.rows["yaoan"]["faults"]) == (3, "truncated 1")


def test_site_that_no_record_knows_has_no_portal(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc", record(http(TEXT.encode()), WARC_Target_URI="http://www.b.example/1.html"))
    run = replay(tmp_path, path)
    assert [(item["portal"], item["url"]) for item in run.items] == [(None, "http://www.b.example/1.html")]
    assert replay(tmp_path, path, "-a", "portals=yaoan").items == []


def test_site_of_several_records_is_the_portal_of_none() -> None:
    urls = {"a": "http://www.a.gov.cn/", "b": "http://www.s.gov.cn/b/", "c": "http://s.gov.cn/c/"}
    portals = [Portal(id=name, name=name, urls=(url,)) for name, url in urls.items()]
    assert portals_by_site(portals) == {"a.gov.cn": portals[0]}


# --- what may not happen ----------------------------------------------------------------------------------------------


def test_secrets_are_not_kept() -> None:
    kept: list[Exchange] = []
    crawler: Any = SimpleNamespace(signals=SimpleNamespace(connect=lambda *_, **__: None))
    keeping: Any = SimpleNamespace(write_exchange=lambda exchange: kept.append(exchange) or "<urn:1>")
    secrets = {
        "Cookie": "session=1",
        "Authorization": "Basic 2",
        "Proxy-Authorization": "Basic 3",
        "Referer": "http://a/",
    }
    request = Request("http://a.example:8080/x?y=1", headers=secrets)
    answer = Response(request.url, headers={"Transfer-Encoding": "chunked", "Content-Length": "7"}, body=b"body")
    ArchiveKeeper(crawler, keeping).keep_answer(request, answer, "2026-01-01T00:00:00Z")
    (exchange,) = kept
    assert exchange.asked == b"GET /x?y=1 HTTP/1.1\r\nHost: a.example:8080\r\nReferer: http://a/\r\n\r\n"
    assert exchange.head == b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"


def test_killed_crawl_loses_no_record_and_the_next_one_mends_its_file(tmp_path: Path) -> None:
    asked, release = threading.Event(), threading.Event()

    def hang(path: str) -> Answer:
        asked.set()
        release.wait(30)
        return WHOLE

    pages: Pages = {
        "/": listing({"/1.html": REPORT.title, "/2.html": f"{REPORT.title}2"}),
        "/1.html": WHOLE,
        "/2.html": hang,
    }
    folder = tmp_path / "archive"
    with serve(pages) as server:
        settings = (*FAST, "-s", f"ARCHIVE={folder}", "-s", "DOWNLOAD_TIMEOUT=60")
        with begin("crawl", "yearly_reports", *settings, "-a", f"url={server.home}"):
            assert asked.wait(30)
        release.set()
    assert [file.suffix for file in folder.glob("nianbao-*")] == [OPEN]
    writer(folder).close()
    (mended,) = folder.glob("nianbao-*")
    assert (mended.suffix, is_valid(mended)) == (".gz", True)
    urls = [each.get("WARC-Target-URI", "") for each in records_of(mended) if each["WARC-Type"] == "response"]
    assert ["/" + url.removeprefix(server.home) for url in urls] == server.asked[:-1]


def test_full_disk_ends_the_crawl_with_a_status_and_without_a_torn_file(tmp_path: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    pages: Pages = {
        f"/{number}.html": Answer(TEXT + "".join(map(chr, range(19_968 + number * 900, 19_968 + number * 900 + 9_000))))
        for number in range(20)
    }
    folder, feed = tmp_path / "archive", tmp_path / "out.json"
    with serve(pages | {"/": listing(dict.fromkeys(pages, REPORT.title))}) as server:
        command = scrapy_command(
            "crawl", "yearly_reports", *FAST, "-s", f"ARCHIVE={folder}", "-a", f"url={server.home}"
        )
        done = subprocess.run(
            [*command, "-O", str(feed), "-s", 'ITEM_PIPELINES={"stand_in.EveryPageIsAReport": 1}'],
            cwd=PROJECT,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            preexec_fn=small_files,
            timeout=60,
            check=False,
        )
        asked = len(server.asked)
    assert done.returncode == 1
    assert "can't be written: File too large" in done.stderr
    assert "INTERRUPTED" in done.stderr
    assert asked < 20
    assert is_valid(*folder.glob("*.warc.gz"))
    assert not list(folder.glob(f"*{OPEN}"))
    assert not feed.exists()


def test_folder_that_another_crawl_writes_is_told_before_anything_is_asked_for(tmp_path: Path) -> None:
    other = writer(tmp_path)
    done = scrapy("crawl", "yearly_reports", "-a", "url=http://127.0.0.1:9/", "-s", f"ARCHIVE={tmp_path}")
    other.close()
    assert (done.returncode, "in use by another crawl" in done.stderr + done.stdout) == (2, True)


@pytest.mark.usefixtures("browser")
def test_listing_that_the_browser_showed_is_replayed_without_it(tmp_path: Path) -> None:
    with Simulator(build_sites(plan_scripted_portals(2, range(2021, 2022), seed="archive"))) as simulator:
        addresses = ",".join(portal.home for portal in simulator.portals)
        feed, archive = tmp_path / "live.json", ("-s", f"ARCHIVE={tmp_path / 'archive'}")
        options = (*FAST, *PATIENT, *archive, "-a", f"url={addresses}", "-O", str(feed))
        done = scrapy("crawl", "yearly_reports", *options, timeout=300)
    live = Run(done.returncode, done.stdout, done.stderr, feed)
    assert lines(replay(tmp_path, tmp_path / "archive" / "*.warc.gz")) == lines(live)
    assert len(live.items) >= 2
