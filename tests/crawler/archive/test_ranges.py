"""Pieces of a file tell what the whole file tells, wherever it is cut."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.archive.index import ArchiveIndex
from crawler.archive.ranges import Range, Scanned, scan, scan_guessing, split, take_scanned
from crawler.archive.reading import BadArchive, Place
from tests.crawler.archive.warcs import DATE, PAGE, URL, exchange, http, record, write, writer

MAX_BODY = 1_000_000
SIZES = (40, 333, 1_000, 5_000, 10**9)
"""Bytes of a piece, from less than a record to more than a file."""


def own(folder: Path) -> Path:
    """An archive of ours: pages, one of them met again, notes, a document that did not come."""
    archive = writer(folder)
    for number in range(20):
        url = f"{URL}?{number}"
        answer = archive.write_exchange(exchange(PAGE + b"%d" % (number % 15), url))
        note = {"url": url, "portal": {"id": "a.example", "name": "a", "recorded": False}, "hints": {}}
        archive.write_note(url, DATE, json.dumps({"page": note}).encode(), answer)
    missed = {"page": URL, "fetched_at": DATE, "fault": "gone", "detail": "status 404"}
    archive.write_note(f"{URL}.doc", DATE, json.dumps({"missed": missed}).encode())
    archive.close()
    (path,) = folder.glob("nianbao-*.warc.gz")
    return path


def anothers(folder: Path) -> Path:
    records = [record(http(PAGE + b"%d" % n), WARC_Target_URI=f"{URL}?{n}") for n in range(20)]
    info = record(b"software: heritrix\r\n", "warcinfo", WARC_Record_ID="<urn:info>")
    return write(folder / "a.warc.gz", info, *records, record(http(PAGE, line="HTTP/1.1 404 Gone")))


def told(index: ArchiveIndex) -> tuple[object, ...]:
    """All that an index knows."""
    index.finish()
    tables = ("answers", "pages", "missed", "methods", "turns")
    rows = [sorted(map(repr, index._base.execute(f"SELECT * FROM {table}"))) for table in tables]
    index.close()
    return *rows, dict(index.passed_over)


def in_one_go(path: Path) -> tuple[object, ...]:
    index = ArchiveIndex(MAX_BODY)
    try:
        for _ in index.add(path):
            pass
    except BadArchive as error:
        return *told(index), str(error)
    return *told(index), ""


def in_pieces(path: Path, size: int) -> tuple[object, ...]:
    index = ArchiveIndex(MAX_BODY)
    try:
        take_scanned(index, ((it, scan_guessing(it, MAX_BODY)) for it in split(path, size)), scan)
    except BadArchive as error:
        return *told(index), str(error)
    return *told(index), ""


@pytest.mark.parametrize("size", SIZES)
def test_archive_of_ours_and_another_s(size: int, tmp_path: Path) -> None:
    for path in (own(tmp_path), anothers(tmp_path)):
        assert in_pieces(path, size) == in_one_go(path)


@pytest.mark.parametrize("size", SIZES)
def test_plain_file_in_which_an_answer_prints_a_record(size: int, tmp_path: Path) -> None:
    forged = record(http(PAGE), WARC_Target_URI="http://www.forged.example/")
    records = [record(http(PAGE + forged * (n % 3)), WARC_Target_URI=f"{URL}?{n}") for n in range(20)]
    path = write(tmp_path / "a.warc", record(b"", "warcinfo"), *records)
    assert in_pieces(path, size) == in_one_go(path)
    assert "forged" not in repr(in_pieces(path, size))


@pytest.mark.parametrize("size", SIZES)
def test_files_of_both_put_together(size: int, tmp_path: Path) -> None:
    """Whose the notes are is said in the middle of the file."""
    path = tmp_path / "both.warc.gz"
    path.write_bytes(anothers(tmp_path).read_bytes() + own(tmp_path).read_bytes() + anothers(tmp_path).read_bytes())
    assert in_pieces(path, size) == in_one_go(path)


def test_archive_within_an_answer_is_no_part_of_the_archive(tmp_path: Path) -> None:
    """Bytes that are compressed already are stored as they are: a forged record lies there, to be found."""
    forged = gzip.compress(record(http(PAGE), WARC_Target_URI="http://www.forged.example/"))
    outer = gzip.compress(record(http(forged), WARC_Target_URI=f"{URL}.warc.gz"), 0)
    first, last = gzip.compress(record(http(PAGE))), gzip.compress(record(http(PAGE + b"2")))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(first + outer + last)
    _, second = split(path, len(first) + len(outer) // 4)[:2]
    begins = scan_guessing(second, MAX_BODY).begins
    assert begins is not None
    assert begins.offset == (first + outer).index(forged)
    for size in (*SIZES, second.begin):
        assert in_pieces(path, size) == in_one_go(path)
        assert "forged" not in repr(in_pieces(path, size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_file_that_is_cut_off_ends_where_it_ends(size: int, kept: float, tmp_path: Path) -> None:
    path = anothers(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    *_, error = in_pieces(path, size)
    assert error
    assert in_pieces(path, size) == in_one_go(path)


@pytest.mark.parametrize("size", SIZES)
def test_what_lies_behind_damage_is_left_out(size: int, tmp_path: Path) -> None:
    path = anothers(tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    path.write_bytes(data)
    assert in_pieces(path, size) == in_one_go(path)


@pytest.mark.parametrize(
    "data",
    [b"", b"rubbish", b"\x1f\x8b\x08rubbish", gzip.compress(b"a" * 10_000, mtime=0)],
    ids=["nothing", "rubbish", "cut", "no record"],
)
def test_what_is_no_archive_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    *_, error = in_pieces(path, 5)
    assert error
    assert in_pieces(path, 5) == in_one_go(path)


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_piece_that_was_begun_at_the_right_place_is_not_read_again(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, *(record(http(PAGE), WARC_Target_URI=f"{URL}?{n}") for n in range(100)))
    index = ArchiveIndex(MAX_BODY)
    again: list[Range] = []

    def count(range_: Range, place: Place, max_body: int) -> Scanned:
        again.append(range_)
        return scan(range_, place, max_body)

    pieces = split(path, 4_000)
    take_scanned(index, ((it, scan_guessing(it, MAX_BODY)) for it in pieces), count)
    assert len(pieces) > 4
    assert again == []
    index.close()
