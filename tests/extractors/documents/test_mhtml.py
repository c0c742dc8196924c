"""A page saved in one MIME file is the page, whatever its name and its encoding."""

import base64
import quopri

import pytest

from extractors.documents import Paragraph, read_document
from extractors.documents.sniffing import MHTML, PLAIN, sniff
from extractors.documents.web import mhtml
from extractors.errors import DocumentError
from extractors.tables.read import read_tables
from tests.extractors.documents.filled import cells
from tests.extractors.shapes import Sample, html_word

SAMPLE = Sample("cn_2021", 7, blanks=0.2)
PAGE = html_word(SAMPLE)


def part(content: bytes, transfer: str, *fields: str) -> bytes:
    """A part of a MIME file."""
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[transfer]
    head = [*fields, f"Content-Transfer-Encoding: {transfer}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + encode(content).replace(b"\n", b"\r\n")


def bound(*parts: bytes, head: str = "MIME-Version: 1.0", more: str = "") -> bytes:
    """A file of these parts."""
    content_type = f'Content-Type: multipart/related;{more} boundary="----=_Next.01D6E4"'
    limit = b"\r\n------=_Next.01D6E4\r\n"
    return f"{head}\r\n{content_type}\r\n\r\n".encode() + limit + limit.join(parts) + b"\r\n------=_Next.01D6E4--\r\n"


def html(text: str, transfer: str = "quoted-printable", charset: str = "gb2312", *fields: str) -> bytes:
    codec = {"gb2312": "gb18030", "unicode": "utf-16"}.get(charset, charset)
    return part(text.encode(codec), transfer, f'Content-Type: text/html; charset="{charset}"', *fields)


def lines(data: bytes) -> list[str]:
    return [block.text for block in read_document(data).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("transfer", "charset"),
    [(it, name) for it in ("quoted-printable", "base64", "8bit") for name in ("gb2312", "utf-8")]
    + [("base64", "unicode")],
)
def test_report_is_read_cell_for_cell(transfer, charset):
    data = bound(html(PAGE, transfer, charset), part(b"\x89PNG", "base64", "Content-Type: image/png"))
    document = read_document(data, "application/msword")
    assert document.media_type == MHTML
    assert cells(read_tables(list(enumerate(document.blocks))).tables) == SAMPLE.truth


@pytest.mark.parametrize(
    "head",
    [
        "MIME-Version: 1.0",
        (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/1.html\r\nSubject: =?utf-8?Q?=E5=B9=B4?=\r\n"
            "Date: Fri, 22 Jan 2021 09:00:00 -0000\r\nMIME-Version: 1.0"
        ),
    ],
    ids=["Word", "browser"],
)
def test_file_is_known_by_its_head(head):
    assert sniff(bound(html("<p>年报</p>"), head=head)) == MHTML


def test_text_with_a_colon_in_its_first_line_is_none():
    assert sniff("Title: 年报\n\n一、总体情况\nContent-Type: multipart/related".encode()) == PLAIN


def test_page_without_anything_beside_it_has_no_parts():
    assert lines(b"MIME-Version: 1.0\r\n" + html("<p>年报</p>")) == ["年报"]


def test_first_page_is_read_unless_the_head_names_another():
    pages = html("<p>甲</p>"), html("<p>乙</p>", "base64", "utf-8", "Content-ID: <b>")
    assert lines(bound(*pages)) == ["甲"]
    assert lines(bound(*pages, more=' start="<b>";')) == ["乙"]


def test_missing_end_loses_nothing_before_it():
    assert lines(bound(html("<p>年报</p><p>一、总体情况</p>"))[:-40])[0] == "年报"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bound(part(b"\x89PNG", "base64", "Content-Type: image/png")), "unreadable"),
        (bound(*[html("")] * (mhtml.MAX_PARTS + 1)), "too_large"),
        (bound(*[b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"] * (mhtml.MAX_NESTED + 1)), "too_large"),
        (bound(html("<p>年报</p>"), more="x=1;" * mhtml.MAX_FIELD), "too_large"),
        (bound(html("<p>年报</p>"), more="\r\n x=1;" * mhtml.MAX_FIELD), "too_large"),
        (bound(html("<p></p>")), "empty"),
    ],
    ids=["no page", "too many parts", "parts within parts", "long field", "folded field", "nothing"],
)
def test_file_that_cannot_be_read_says_why(data, reason):
    with pytest.raises(DocumentError) as error:
        read_document(data)
    assert error.value.reason == reason


def test_page_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(mhtml, "MAX_BYTES", 100)
    with pytest.raises(DocumentError) as error:
        read_document(bound(html(PAGE)))
    assert error.value.reason == "too_large"
