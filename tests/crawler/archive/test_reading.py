"""Archives as other programs write them, read record by record."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from crawler.archive.reading import BadArchive, Record, read_record, read_records
from tests.crawler.archive.warcs import PAGE, URL, http, record, write

CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
ZIPPED = gzip.compress(PAGE, mtime=0)


def read(path: Path, max_body: int = 1_000_000) -> list[Record]:
    return list(read_records(path, lambda each: each.kind == "response", max_body))


SHAPES = {
    "plain": http(PAGE),
    "no reason": http(PAGE, line="HTTP/1.1 200"),
    "http/2": http(PAGE, line="HTTP/2 200"),
    "raw chunks": http(CHUNKED, "Transfer-Encoding: chunked"),
    "chunks undone, header kept": http(PAGE, "Transfer-Encoding: chunked"),
    "raw gzip": http(ZIPPED, "Content-Encoding: gzip"),
    "gzip undone, header kept": http(PAGE, "Content-Encoding: gzip"),
    "gzip undone, header renamed": http(PAGE, "X-Crawler-Content-Encoding: gzip"),
    "gzip in chunks": http(
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(ZIPPED), ZIPPED), "Transfer-Encoding: chunked", "Content-Encoding: gzip"
    ),
    "two gzip members": http(
        gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0), "Content-Encoding: gzip"
    ),
    "rubbish behind gzip": http(ZIPPED + b"rubbish", "Content-Encoding: gzip"),
    "deflate": http(zlib.compress(PAGE), "Content-Encoding: deflate"),
    "deflate undone, header kept": http(PAGE, "Content-Encoding: deflate"),
    "length of the compressed body kept": http(PAGE, "Content-Length: 7"),
}


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_an_answer_gives_its_page(shape: str, name: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / name, record(b"software: other\r\n", "warcinfo"), record(SHAPES[shape]), record(b"", "metadata")
    )
    _, answer, last = read(path)
    assert (answer.status, answer.body, answer.problem) == (200, PAGE, None)
    assert answer.content_type == "text/html"
    assert read_record(path, answer.offset, 1_000_000).body == PAGE
    assert (last.kind, last.body) == ("metadata", None)


def test_address_in_brackets_and_headers_of_a_second_archive(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Type: text/html; charset=gbk\r\n\r\n" + PAGE
    (answer,) = read(write(tmp_path / "a.warc", record(block, WARC_Target_URI=f"<{URL}>")))
    assert (answer.uri, answer.content_type) == (URL, "text/html; charset=gbk")


@pytest.mark.parametrize(
    ("block", "fields", "problem"),
    [
        (http(PAGE), {"WARC_Truncated": "length"}, "truncated"),
        (http(ZIPPED[:-9], "Content-Encoding: gzip"), {}, "truncated"),
        (http(b"x" * 1_001), {}, "too_large"),
        (http(gzip.compress(bytes(50_000_000), mtime=0), "Content-Encoding: gzip"), {}, "too_large"),
        (http(zlib.compress(bytes(50_000_000)), "Content-Encoding: deflate"), {}, "too_large"),
    ],
    ids=["said to be cut", "packed and cut", "large", "large when unpacked", "large when inflated"],
)
def test_body_that_is_not_whole_says_so(block: bytes, fields: dict[str, str], problem: str, tmp_path: Path) -> None:
    (answer,) = read(write(tmp_path / "a.warc.gz", record(block, **fields)), max_body=1_000)
    assert answer.problem == problem
    assert len(answer.body or b"") <= 1_000


@pytest.mark.parametrize(
    "block",
    [b"", b"\r\n", b"nonsense", http(PAGE, *("A: b",) * 500), http(PAGE, "A: " + "b" * 100_000)],
    ids=["nothing", "a line's end", "nonsense", "too many headers", "a header too long"],
)
def test_what_is_no_answer_has_no_status(block: bytes, tmp_path: Path) -> None:
    broken, whole = read(write(tmp_path / "a.warc.gz", record(block), record(http(PAGE))))
    assert (broken.status, whole.status) == (0, 200)


def test_file_says_who_wrote_it(tmp_path: Path) -> None:
    ours = write(tmp_path / "a.warc", record(b"software: nianbao/0.1\r\n", "warcinfo"), record(http(PAGE)))
    assert [each.own for each in read(ours)] == [False, True]


# --- damaged files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_torn_file_gives_its_whole_records_and_then_says_where_it_ends(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, record(http(PAGE)), record(http(PAGE * 50)))
    path.write_bytes(path.read_bytes()[:-30])
    records = read_records(path, lambda _: True, 1_000_000)
    assert next(records).body == PAGE
    with pytest.raises(BadArchive):
        next(records)


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 100_000,
        b"no archive at all",
        b"x" * 3_000_000,
        b"\x1f\x8b\x08rubbish",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nwithout length",
        b"WARC/1.0\r\nContent-Length: many\r\n\r\n",
        gzip.compress(record(http(PAGE)) + record(http(PAGE))),
        b"filedesc://a.arc 1.2.3.4 20200101000000 text/plain 20\n1 0 other\nURL IP-a\n\n",
    ],
    ids=["zeros", "text", "long", "gzip", "no length", "no number", "one member", "arc"],
)
def test_what_can_not_be_read_has_a_name(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    with pytest.raises(BadArchive):
        read(path)


def test_bit_that_flipped_in_a_member_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", record(http(PAGE)), record(http(PAGE)))
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 1
    path.write_bytes(data)
    with pytest.raises(BadArchive):
        read(path)
