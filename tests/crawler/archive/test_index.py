from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from crawler.archive.index import ArchivedPage, ArchiveIndex, read_pages
from crawler.archive.keeper import RECORD, ArchiveKeeper
from crawler.archive.notes import Missed, missed_note, noted_page, page_note, read_note
from crawler.archive.reading import BadArchive, Record
from crawler.archive.writer import Exchange
from crawler.items import ReportPage
from crawler.portals import Portal
from extractors.report import Division, Hints
from tests.crawler.archive.warcs import DATE, PAGE, TITLE, URL, exchange, http, record, write, writer

PORTAL = Portal(id="songting", name="松汀县人民政府", urls=("http://www.a.example/",))
PAGE_FOUND = ReportPage(
    url=URL,
    body=PAGE,
    content_type="text/html",
    portal=PORTAL,
    hints=Hints(division=Division(code="123456", name="松汀县", table="2023"), body=("#zoom",), link_text=TITLE),
    fetched_at=DATE,
)


@pytest.fixture
def index() -> Iterator[ArchiveIndex]:
    index = ArchiveIndex(1_000_000)
    yield index
    index.close()


def fill(index: ArchiveIndex, *paths: Path) -> ArchiveIndex:
    for path in paths:
        for _ in index.add(path):
            pass
    index.finish()
    return index


def own(folder: Path, *exchanges: Exchange) -> list[Path]:
    archive = writer(folder)
    for each in exchanges:
        archive.write_exchange(each)
    archive.close()
    return sorted(folder.glob("*.warc.gz"))


def body_at(index: ArchiveIndex, url: str, date: str) -> bytes | None:
    answer = index.find(url, date)
    return None if answer is None else index.read(answer).body


# --- what an address answered -----------------------------------------------------------------------------------------


def test_answer_is_the_one_nearest_in_time(index: ArchiveIndex, tmp_path: Path) -> None:
    dates = ("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    fill(index, *own(tmp_path, *(exchange(date.encode(), date=date) for date in dates)))
    assert body_at(index, URL, "2025-02-01T00:00:00Z") == b"2025-01-01T00:00:00Z"
    assert body_at(index, "http://www.a.example/other.html", DATE) is None


@pytest.mark.parametrize("status", [500, 503, 429])
def test_trouble_that_passed_is_not_the_answer(status: int, index: ArchiveIndex, tmp_path: Path) -> None:
    later = exchange(PAGE, date="2026-01-02T04:00:00Z")
    fill(index, *own(tmp_path, exchange(b"down", status=status), later))
    assert body_at(index, URL, DATE) == PAGE


def test_answer_to_a_form_is_none_to_a_link(index: ArchiveIndex, tmp_path: Path) -> None:
    asked = b"POST /1.html HTTP/1.1\r\n\r\n"
    posted = Exchange(URL, DATE, asked, b"page=2", 200, b"HTTP/1.1 200 OK\r\n\r\n", b"list")
    fill(index, *own(tmp_path, posted))
    assert index.find(URL, DATE) is None


def test_bytes_stored_once_are_found_from_everywhere(index: ArchiveIndex, tmp_path: Path) -> None:
    own(tmp_path, exchange())
    again = exchange(PAGE, f"{URL}?again", 200, "2026-03-01T00:00:00Z", b"Content-Language: zh")
    unchanged = exchange(b"", URL, 304, "2026-04-01T00:00:00Z")
    fill(index, *own(tmp_path, again, unchanged))
    answer = index.find(f"{URL}?again", None)
    assert answer is not None
    assert (index.read(answer).body, index.read(answer).headers["content-language"]) == (PAGE, ["zh"])
    assert [index.read(number).body for number in (1, 3)] == [PAGE, PAGE]


def test_revisit_of_what_no_file_holds_says_so(index: ArchiveIndex, tmp_path: Path) -> None:
    own(tmp_path, exchange())
    fill(index, own(tmp_path, exchange(url=f"{URL}?again"))[-1])
    with pytest.raises(LookupError, match="revisit"):
        index.read(1)


# --- pages ------------------------------------------------------------------------------------------------------------


def test_what_the_crawl_knew_comes_back_as_it_was(index: ArchiveIndex, tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.write_exchange(exchange(b"<p>menu</p>" + PAGE))
    name = archive.write_exchange(exchange(url=f"{URL}?asked"))
    archive.write_note(URL, DATE, page_note(PAGE_FOUND), name)
    archive.close()
    (page,) = fill(index, *tmp_path.glob("*.gz")).pages()
    assert page.note is not None
    assert page.answer is not None
    body = index.read(page.answer).body
    assert body is not None
    assert noted_page(page.note, body, PORTAL) == PAGE_FOUND


def test_page_that_the_crawl_made_out_of_an_answer_is_kept_as_it_made_it(index: ArchiveIndex, tmp_path: Path) -> None:
    archive = writer(tmp_path)
    keeper = ArchiveKeeper(SimpleNamespace(signals=SimpleNamespace(connect=lambda *_, **__: None)), archive)  # type: ignore[arg-type]
    request = Request(f"{URL}?ask")
    answer = TextResponse(request.url, body=b'{"html": "..."}', request=request)
    request.meta[RECORD] = keeper.keep_answer(request, answer, DATE)
    keeper.keep_page(PAGE_FOUND, answer)
    archive.close()
    (page,) = fill(index, *tmp_path.glob("*.gz")).pages()
    assert page.answer is not None
    assert (page.url, index.read(page.answer).body) == (URL, PAGE)
    assert index.find(URL, DATE) is None  # no server gave it


def test_why_a_document_did_not_come_is_known_for_its_page(index: ArchiveIndex, tmp_path: Path) -> None:
    archive = writer(tmp_path)
    missed = Missed(URL, DATE, "timeout", "took longer than 60 seconds")
    archive.write_note("http://www.a.example/1.doc", DATE, missed_note(missed))
    archive.close()
    fill(index, *tmp_path.glob("*.gz"))
    assert index.missed("http://www.a.example/1.doc", URL, DATE) == missed
    assert index.missed("http://www.a.example/1.doc", f"{URL}?other", DATE) is None


@pytest.mark.parametrize("note", [b"", b"{}", b"[1]", b'{"page": {"url": 1}}', b'{"missed": {}}', b"\xff"])
def test_note_of_another_kind_is_none(note: bytes) -> None:
    assert read_note(note) is None


def test_others_archives_give_what_speaks_of_reports(index: ArchiveIndex, tmp_path: Path) -> None:
    def answer(number: int, body: bytes, **fields: str) -> bytes:
        return record(http(body), WARC_Record_ID=f"<urn:{number}>", **fields)

    path = write(
        tmp_path / "a.warc.gz",
        answer(1, PAGE, WARC_Payload_Digest="sha1:A"),
        answer(2, PAGE.decode().encode("gb18030"), WARC_Target_URI=f"{URL}?gbk"),
        answer(3, b"<html><p>weather</p></html>"),
        answer(4, PAGE, WARC_Payload_Digest="sha1:A", WARC_Date="2027-01-01T00:00:00Z"),
        record(http(b"%PDF-1.4"), WARC_Target_URI="http://www.a.example/zfxxgknb/1.pdf"),
        record(http(b"%PDF-1.4"), WARC_Target_URI="http://www.a.example/map.pdf"),
        record(http(PAGE, line="HTTP/1.1 404 Not Found"), WARC_Target_URI=f"{URL}?gone"),
        record(http(PAGE), "request"),
        record(http(PAGE), WARC_Target_URI="ftp://a.example/1.html"),
        record(http(PAGE), WARC_Target_URI="http://a.example:port/1.html"),
        record(http(PAGE), WARC_Target_URI="http://[a.example/1.html"),
    )
    pages = list(fill(index, path).pages())
    assert [page.url.rpartition("/")[2] for page in pages] == ["1.html", "1.html?gbk", "1.pdf"]
    assert pages[0] == ArchivedPage(URL, DATE, "a.example", 1)


def test_moment_of_a_record_is_told_in_seconds(index: ArchiveIndex, tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc", record(http(PAGE), WARC_Date="2026-01-02T03:04:05.678901Z"))
    assert [page.fetched_at for page in fill(index, path).pages()] == [DATE]


@pytest.mark.parametrize("kind", ["conversion", "metadata"])
def test_file_without_answers_is_refused_with_the_reason(kind: str, index: ArchiveIndex, tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="WET"):
        fill(index, write(tmp_path / "a.warc.wet.gz", record(PAGE, kind)))


def test_pages_of_files_can_be_read_without_a_crawl(tmp_path: Path) -> None:
    failed: list[Path] = []
    files = [write(tmp_path / "a.warc.gz", record(http(PAGE))), write(tmp_path / "b.warc.gz", b"rubbish")]
    found: list[tuple[ArchivedPage, Record]] = list(read_pages(files, 1_000_000, lambda path, _: failed.append(path)))
    assert [(page.url, answer.body, answer.content_type) for page, answer in found] == [(URL, PAGE, "text/html")]
    assert failed == [files[1]]
