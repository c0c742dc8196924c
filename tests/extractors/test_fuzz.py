"""``extract`` never raises, whatever the bytes, and what it gives keeps its laws."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import Rejection, Report
from extractors.documents.model import Document
from extractors.documents.web import html
from extractors.report import Mark, Period
from tests.fuzz.laws import breaches, broken_laws
from tests.fuzz.seeds import seed_pages

slow = settings(suppress_health_check=[HealthCheck.too_slow])
PLACE = st.floats(0, 1, exclude_max=True)
"""Where in a page, as a share of its length."""
TAGS = (
    "<td",
    "</td>",
    "<tr>",
    "</tr>",
    "<table",
    "</table>",
    "</div>",
    "<p>",
    "</p>",
    "</title>",
    ">",
    '"',
    "colspan=",
    "\n",
)
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "shift_jis", "latin-1")


@cache
def pages() -> tuple[bytes, ...]:
    return tuple(page for page in seed_pages(10) if len(page) < 8_000)


PAGES = st.integers(0, 2**16).map(lambda number: pages()[number % len(pages())])


def at(page: bytes, place: float) -> int:
    return int(len(page) * place)


@slow
@given(st.binary(max_size=2_000))
def test_any_bytes(data):
    assert not breaches(data)


@slow
@given(PAGES, PLACE, PLACE)
def test_page_cut_at_both_ends(page, first, last):
    assert not breaches(page[at(page, min(first, last)) : at(page, max(first, last))])


@slow
@given(PAGES, st.lists(st.tuples(PLACE, st.integers(0, 255)), min_size=1, max_size=40))
def test_page_with_flipped_bytes(page, flips):
    data = bytearray(page)
    for place, byte in flips:
        data[at(page, place)] ^= byte
    assert not breaches(bytes(data))


@slow
@given(PAGES, PAGES, PLACE, PLACE)
def test_two_pages_spliced(first, second, end, start):
    assert not breaches(first[: at(first, end)] + second[at(second, start) :])


@slow
@given(PAGES, PLACE, st.integers(1, 400), st.integers(2, 30))
def test_page_with_a_chunk_repeated(page, place, length, times):
    start = at(page, place)
    chunk = page[start : start + length]
    assert not breaches(page[:start] + chunk * times + page[start:])


@slow
@given(PAGES, st.sampled_from(ENCODINGS), st.booleans())
def test_page_in_another_encoding_than_it_says(page, encoding, twice):
    data = page.decode("utf-8", "replace").encode(encoding, "replace")
    data = data.decode("latin-1").encode() if twice else data
    assert not breaches(data)


@slow
@given(PAGES, st.sampled_from(TAGS), st.integers(1, 4), st.integers(0, 3))
def test_page_that_lost_some_of_its_tags(page, tag, every, first):
    parts = page.split(tag.encode())
    kept = [part if number % every == first else part + tag.encode() for number, part in enumerate(parts)]
    assert not breaches(b"".join(kept))


@slow
@given(PAGES, st.lists(st.tuples(PLACE, st.integers(0, 0x10FFFF)), min_size=1, max_size=20))
def test_page_with_any_characters_put_in(page, characters):
    text = page.decode("utf-8", "replace")
    for place, code in characters:
        start = int(len(text) * place)
        text = text[:start] + (f"&#{code};" if code % 2 else chr(code)) + text[start:]
    assert not breaches(text.encode("utf-8", "surrogatepass"))


def blocks(walk, page):
    document = Document(media_type="text/html")
    walk(page, document)
    return document.blocks


@pytest.mark.parametrize("page", [page for page in pages() if b"<html" in page and b"charset=gb" not in page])
def test_both_parsers_of_html_see_the_same_page(page):
    assert blocks(html._walk_lexbor, page) == blocks(html._walk_libxml2, page)


def null_without_mark():
    return Report(tables={"t3_requests": {"granted": {"total": None}}})


def mark_without_cell():
    return Report(marks=[Mark(table="t3_requests", row="granted", column="total", raw="", status=["blank"])])


@pytest.mark.parametrize(
    ("result", "broken"),
    [
        (Report(), False),
        (Rejection(reason="notice"), False),
        (Rejection(reason="dull"), True),
        (Report(title="\ud800"), True),
        (Report(tables={"t3_requests": {"granted": {"total": float("inf")}}}), True),
        (null_without_mark(), True),
        (mark_without_cell(), True),
        (Report(tables=null_without_mark().tables, marks=mark_without_cell().marks), False),
        (Report(tables=null_without_mark().tables, marks=mark_without_cell().marks * 2), True),
        (Report(published="2021-02-30"), True),
        (Report(signed="2021-01-07", period=Period(start="2020-01-01", end="2020-12-32")), True),
    ],
)
def test_laws_know_right_from_wrong(result, broken):
    assert bool(broken_laws(result)) is broken
