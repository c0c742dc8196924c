"""Reports that lie in attachments, from the listing to the item."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import threading
import zipfile
from base64 import b64encode
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest

import crawler.documents
from crawler.attachments import Fetched
from crawler.documents import DocumentReader, bind_pictures
from crawler.extraction.reader import PageReader
from crawler.items import ReportPage
from crawler.pipelines.documents import DocumentsPipeline
from crawler.pipelines.errors import UnfinishedReport
from crawler.pipelines.page import PagePipeline
from crawler.settings import ITEM_PIPELINES
from crawler.simulator import plan_portals
from crawler.simulator.markup import Text, render_body
from crawler.simulator.office import write_docx, write_xlsx
from extractors.documents import Document, read_document, sniffing
from extractors.errors import DocumentError, MissingReader
from extractors.report import Attachment, Report
from tests.crawler.crawling import FAST, Run, scrapy
from tests.crawler.fault_server import Answer, Pages, listing, serve

(PORTAL,) = plan_portals(1, range(2019, 2022), seed="documents")
REPORT = next(
    article
    for column in PORTAL.reports.walk()
    for article in column.articles
    if article.kind == "report" and article.truth["form"]
)
DOCX_BYTES = write_docx(REPORT.title, REPORT.pieces)
LATER_PIPELINES = {name: place for name, place in ITEM_PIPELINES.items() if place > 100}
BODY = render_body(REPORT.pieces, "clean", Random(1))
PROSE = "".join(f"<p>{piece.text}</p>" for piece in REPORT.pieces if isinstance(piece, Text))


def page(title: str, more: str) -> Answer:
    head = f"<html><head><title>{title}</title></head><body><div class='article'><h1>{title}</h1>"
    return Answer(f"{head}<p>发布时间：2022-01-10</p>{more}</div></body></html>")


def enclosing(name: str, file: str) -> Answer:
    return page(REPORT.title, f"<p>附件：<a href='{file}'>{name}</a></p>")


def viewer(address: str) -> str:
    return f"<iframe src='/onlinePreview?url={quote(b64encode(address.encode()))}'></iframe>"


FILES: Pages = {
    "/f/whole.docx": Answer(DOCX_BYTES, content_type="application/octet-stream"),
    "/f/named.wps": Answer(DOCX_BYTES, content_type="application/kswps"),
    "/f/saved.doc": Answer(
        f"<html><body><h1>{REPORT.title}</h1>{BODY}</body></html>",
        content_type="application/msword",
    ),
    "/f/none.docx": Answer(b""),
    "/f/cut.docx": Answer(DOCX_BYTES[:900], content_type="application/octet-stream"),
    "/f/page.docx": Answer("<html><body><p>请登录后下载本附件，谢谢您的理解与支持。</p></body></html>"),
    "/f/stub.docx": Answer("<html><script>location='/x'</script></html>"),
}
READ = ("whole.docx", "named.wps", "saved.doc")
UNREAD = {
    "gone.docx": "gone: status 404",
    "none.docx": "empty: no bytes",
    "cut.docx": "unreadable: ",
    "page.docx": "a page came instead of the file",
    "stub.docx": "stub: ",
}


@dataclass(frozen=True)
class Crawled:
    items: dict[str, dict[str, Any]]
    """By the last part of their address."""
    asked: list[str]
    rows: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("documents")
    pages: Pages = {f"/{name}.html": enclosing(f"{REPORT.title}.doc", f"/f/{name}") for name in (*READ, *UNREAD)}
    pages |= {"/off.html": enclosing("年度报告.docx", "http://files.other.example/f/off.docx")}
    pages |= {"/viewer.html": page(REPORT.title, viewer("/f/whole.docx"))}
    pages |= {"/viewer_off.html": page(REPORT.title, viewer("http://files.other.example/f/off.docx"))}
    pages |= {"/prose.html": page(REPORT.title, f"{PROSE}<p>附件：<a href='/f/whole.docx'>附表.docx</a></p>")}
    pages |= {"/all.html": page(REPORT.title, f"{BODY}<a href='/f/gone.docx'>全文.docx</a>")}
    pages |= {
        "/notice.html": page(
            "关于公布政府信息公开工作年度报告的通知",
            f"<p>现将报告予以公布。</p><p><a href='/f/whole.docx'>{REPORT.title}.docx</a></p>",
        )
    }
    pages |= {"/f/linked.docx": Answer(DOCX_BYTES, content_type="application/octet-stream")}
    entries = {path: f"{REPORT.title}{number}" for number, path in enumerate(pages)}
    with serve(FILES | pages | {"/": listing(entries)}) as server:
        feed = folder / "out.json"
        done = scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={server.home}", "-O", str(feed))
        items = {
            item["url"].rpartition("/")[2].removesuffix(".html"): item for item in json.loads(feed.read_text("utf-8"))
        }
        return Crawled(items, server.asked, Run(done.returncode, done.stdout, done.stderr, feed).rows)


def document_of(item: dict[str, Any]) -> str | None:
    return item["document_url"] and item["document_url"].rpartition("/")[2]


def unread(item: dict[str, Any]) -> list[str]:
    return [it["message"] for it in item["findings"] if it["code"] == "page.document_unread"]


@pytest.mark.parametrize("name", [*READ, "viewer", "prose", "notice"])
def test_what_the_page_lacks_comes_out_of_its_document(name: str, crawled: Crawled) -> None:
    item = crawled.items[name]
    assert item["tables"] == REPORT.truth["tables"]
    assert [section["number"] for section in item["sections"]] == REPORT.truth["sections"]
    assert (item["title"], item["published"]) == (REPORT.title, "2022-01-10")
    assert unread(item) == []


@pytest.mark.parametrize("name", READ)
def test_item_says_which_document_was_read(name: str, crawled: Crawled) -> None:
    item = crawled.items[name]
    data = FILES[f"/f/{name}"].body  # type: ignore[union-attr]
    digest = hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
    (attachment,) = item["attachments"]
    assert (document_of(item), attachment["sha256"]) == (name, digest)
    assert attachment["media_type"] == ("text/html" if name == "saved.doc" else sniffing.DOCX)
    assert item["evidence"]["tables.t3_requests"]["quote"].startswith(f"25 rows in {REPORT.title}.doc")


@pytest.mark.parametrize("name", UNREAD)
def test_document_that_gives_nothing_is_a_finding_that_says_why(name: str, crawled: Crawled) -> None:
    item = crawled.items[name]
    (message,) = unread(item)
    assert UNREAD[name] in message
    assert [attachment["url"].rpartition("/")[2] for attachment in item["attachments"]] == [name]
    assert (item["title"], item["document_url"], item["tables"]) == (REPORT.title, None, {})


@pytest.mark.parametrize("name", ["off", "viewer_off"])
def test_document_on_another_host_is_named_and_not_asked_for(name: str, crawled: Crawled) -> None:
    (message,) = unread(crawled.items[name])
    assert "offsite: " in message
    assert crawled.items[name]["attachments"][0]["url"] == "http://files.other.example/f/off.docx"


def test_whole_page_lists_its_attachments_and_fetches_none(crawled: Crawled) -> None:
    item = crawled.items["all"]
    assert (document_of(item), [attachment["sha256"] for attachment in item["attachments"]]) == (None, [None])
    assert crawled.asked.count("/f/gone.docx") == 1  # for the page that lacks it


def test_document_that_the_listing_links_is_the_report(crawled: Crawled) -> None:
    item = crawled.items["linked.docx"]
    assert (item["media_type"], item["document_url"], item["tables"]) == (sniffing.DOCX, None, REPORT.truth["tables"])
    assert item["title"] == REPORT.title


def test_crawl_counts_what_was_not_read(crawled: Crawled) -> None:
    (row,) = crawled.rows.values()
    assert row["faults"] == "document_unread 3, gone 1, offsite 2, stub 1"
    assert row["state"] == "read"


@pytest.mark.parametrize(("policy", "expected"), [("none", None), ("all", "sha256")])
def test_setting_says_which_attachments_are_fetched(policy: str, expected: str | None, tmp_path: Path) -> None:
    whole = page(REPORT.title, f"{BODY}<p>附件：<a href='/f/whole.docx'>全文.docx</a></p>")
    with serve({**FILES, "/": listing({"/1.html": REPORT.title}), "/1.html": whole}) as server:
        feed = tmp_path / "out.json"
        scrapy(
            "crawl", "yearly_reports", *FAST, "-s", f"ATTACHMENTS={policy}", "-a", f"url={server.home}", "-O", str(feed)
        )
        (item,) = json.loads(feed.read_text("utf-8"))
        assert ("/f/whole.docx" in server.asked) == (policy == "all")
    assert bool(item["attachments"][0]["sha256"]) == (expected is not None)


class Stub:
    """Fetches from a mapping and reads what it is told."""

    def __init__(self, files: dict[str, bytes], document: Document | DocumentError) -> None:
        self.files, self.document, self.given = files, document, b""
        self.noted: list[str] = []

    async def fetch(self, attachment: Attachment, page: ReportPage) -> Fetched:
        data = self.files.get(attachment.url.rpartition("/")[2])
        if data is None:
            return Fetched(attachment, failure="gone: status 404")
        return Fetched(replace(attachment, media_type=sniffing.sniff(data), sha256="0" * 64), data)

    def note(self, page: ReportPage, fault: str, url: str, detail: str) -> None:
        self.noted.append(fault)

    async def read(self, data: bytes, content_type: str | None = None) -> Document | DocumentError:
        self.given = data
        return self.document


def through_documents(body: str, stub: Stub) -> Report:
    source = ReportPage(url="http://a.example/1.html", body=page(REPORT.title, body).body.encode())  # type: ignore[union-attr]

    async def read() -> Report:
        item = await PagePipeline(PageReader(), stub).process_item(source)  # type: ignore[arg-type]
        return (await DocumentsPipeline("needed", stub, stub).process_item(item)).report  # type: ignore[arg-type]

    return asyncio.run(read())


PICTURES = "".join(f"<p><img src='{name}'></p>" for name in ("1.jpg", "2.jpg", "gone.jpg", "line.jpg", "page.jpg"))
FETCHED = {
    "1.jpg": b"\xff\xd8\xff1" + b"0" * 9_000,
    "2.jpg": b"\xff\xd8\xff2" + b"0" * 9_000,
    "line.jpg": b"\xff\xd8\xff",
    "page.jpg": b"<html><body>" + b"0" * 9_000,
}


def test_pictures_of_pages_are_read_as_one_document() -> None:
    stub = Stub(FETCHED, read_document(DOCX_BYTES))
    report = through_documents(PICTURES, stub)
    with zipfile.ZipFile(io.BytesIO(stub.given)) as archive:
        assert [archive.read(name)[3:4] for name in archive.namelist()] == [b"1", b"2"]
    assert report.tables == REPORT.truth["tables"]
    assert report.document_url == "http://a.example/1.jpg"
    assert report.evidence["tables.t3_requests"].quote.endswith(" in 2 pictures")
    messages = [finding.message for finding in report.findings if finding.code == "page.document_unread"]
    assert [message.rpartition(": ")[2] for message in messages] == [
        "status 404",
        "text/html came instead of a picture",
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MissingReader("ocr"), "unreadable: needs the optional group 'ocr', which is not installed"),
        (DocumentError("encrypted", "needs a password"), "encrypted: needs a password"),
        (DocumentError("too_large", "not read within 300 s"), "too_large: not read within 300 s"),
    ],
)
def test_report_whose_document_was_not_read_says_why_and_keeps_the_address(error: DocumentError, said: str) -> None:
    stub = Stub({"1.pdf": b"%PDF-1.4"}, error)
    report = through_documents("<p><a href='1.pdf'>全文</a></p>", stub)
    (finding,) = report.findings[-1:]
    assert (finding.code, finding.message) == ("page.document_unread", f"not read: '全文': {said}")
    assert [(it.url, it.media_type) for it in report.attachments] == [("http://a.example/1.pdf", sniffing.PDF)]
    assert stub.noted == ["document_unread"]


def test_second_document_is_tried_where_the_first_gives_nothing() -> None:
    stub = Stub({"2.docx": DOCX_BYTES}, read_document(DOCX_BYTES))
    report = through_documents("<p><a href='1.docx'>年报.docx</a><a href='2.docx'>附件.docx</a></p>", stub)
    assert (report.document_url, [it.url[-6:] for it in report.attachments]) == (
        "http://a.example/2.docx",
        ["1.docx", "2.docx"],
    )


def test_text_and_tables_may_lie_in_two_documents() -> None:
    class Reading(Stub):
        async def read(self, data: bytes, content_type: str | None = None) -> Document | DocumentError:
            return read_document(data)

    texts = [piece for piece in REPORT.pieces if isinstance(piece, Text)]
    tables = [piece for piece in REPORT.pieces if not isinstance(piece, Text)]
    files = {"1.docx": write_docx(REPORT.title, texts), "2.xlsx": write_xlsx(tables), "3.docx": DOCX_BYTES}
    stub = Reading(files, DocumentError("other", "not asked"))
    body = "<a href='1.docx'>年报.docx</a><a href='2.xlsx'>附表.xlsx</a><a href='3.docx'>附件.docx</a>"
    report = through_documents(f"<p>{body}</p>", stub)
    assert [section.number for section in report.sections] == REPORT.truth["sections"]
    assert report.tables == REPORT.truth["tables"]
    assert report.document_url == "http://a.example/1.docx"
    assert report.evidence["document_url"].quote == "text of 年报.docx, tables of 附表.xlsx"
    assert [(it.name, it.sha256 is not None) for it in report.attachments] == [
        ("年报.docx", True),
        ("附表.xlsx", True),
        ("附件.docx", False),
    ]
    assert unread_of(report) == []


def unread_of(report: Report) -> list[str]:
    return [finding.message for finding in report.findings if finding.code == "page.document_unread"]


# --- beside the reactor -----------------------------------------------------------------------------------------------


def test_pictures_of_pages_are_bound_in_their_order() -> None:
    with zipfile.ZipFile(io.BytesIO(bind_pictures([b"\x89PNG1", b"\xff\xd8\xff2"]))) as archive:
        assert [(name, archive.read(name)[-1:]) for name in archive.namelist()] == [
            ("0001.png", b"1"),
            ("0002.jpeg", b"2"),
        ]


def test_no_more_documents_are_read_at_once_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    reading: list[int] = []
    most: list[int] = []
    together = threading.Barrier(2, timeout=20)

    def read(*arguments: object, stop: threading.Event) -> Document:
        reading.append(1)
        most.append(len(reading))
        together.wait()
        reading.pop()
        return Document("application/pdf")

    async def read_all() -> None:
        reader = DocumentReader(processes=2)
        await asyncio.gather(*(reader.read(b"%PDF-") for _ in range(6)))

    monkeypatch.setattr(crawler.documents, "read_isolated", read)
    asyncio.run(read_all())
    assert max(most) == 2


def test_ended_crawl_waits_for_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of two is being read when the crawl ends; the second would be next."""
    ended, stopped = threading.Event(), threading.Event()

    def read(*arguments: object, stop: threading.Event) -> Document:
        ended.set()
        if stop.wait(20):
            stopped.set()
        return Document("application/pdf")

    async def read_both() -> list[Document | DocumentError | BaseException]:
        reader = DocumentReader(processes=1, ended=ended.is_set)
        return await asyncio.gather(*(reader.read(b"%PDF-") for _ in range(2)), return_exceptions=True)

    monkeypatch.setattr(crawler.documents, "read_isolated", read)
    assert [type(outcome) for outcome in asyncio.run(read_both())] == [UnfinishedReport] * 2
    assert stopped.wait(20)


def test_crawl_goes_on_while_a_document_is_read(tmp_path: Path) -> None:
    """The other portal answers when the document is being read; it is read when all those pages have been asked for."""
    others = [f"/{number}.html" for number in range(5)]
    being_read, all_asked = threading.Event(), threading.Event()

    def wait(path: str) -> Answer:
        being_read.set()
        return Answer("in time" if all_asked.wait(20) else "too late")

    def answer(path: str) -> Answer:
        being_read.wait(20)
        missing.discard(path)
        if not missing:
            all_asked.set()
        return page(REPORT.title, BODY)

    missing = set(others)
    slow: Pages = {
        "/": listing({"/slow.pdf": REPORT.title}),
        "/slow.pdf": Answer(b"%PDF-1.4", content_type="application/pdf"),
        "/wait": wait,
    }
    fast: Pages = {"/": listing(dict.fromkeys(others, REPORT.title)), **dict.fromkeys(others, answer)}
    with serve(slow, "127.0.0.1") as first, serve(fast, "127.0.0.2") as second:
        feed = tmp_path / "out.json"
        addresses = f"url={first.home},{second.home}"
        pipelines = json.dumps({"slow_reader.SlowPages": 100, **LATER_PIPELINES})
        settings = (
            "-s",
            f"ITEM_PIPELINES={pipelines}",
            "-s",
            f"WAIT_FOR={first.home}wait",
            "-s",
            "DOWNLOAD_TIMEOUT=30",
        )
        done = scrapy("crawl", "yearly_reports", *FAST, *settings, "-a", addresses, "-O", str(feed))
        assert feed.exists(), done.stderr
        titles = [item["title"] for item in json.loads(feed.read_text("utf-8"))]
    assert titles.count("松陂镇2021年政府信息公开工作年度报告（in time）") == 1, done.stderr
    assert len(titles) == 6
