from __future__ import annotations

import gzip

import pytest

from crawler.portals import Portal
from crawler.walking.sitemaps import (
    MAX_BYTES,
    SitemapError,
    annual_leads,
    annual_pages,
    read_sitemap,
    sitemap_addresses,
)

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SET = f'<?xml version="1.0"?><urlset {NS}><url><loc> http://a.example/nb/ </loc></url><url><loc/></url></urlset>'
INDEX = f"<sitemapindex {NS}><sitemap><loc>http://a.example/1.xml.gz</loc></sitemap></sitemapindex>"


def test_pages_are_read_packed_or_not() -> None:
    for body in (SET.encode(), gzip.compress(SET.encode())):
        assert read_sitemap(body).pages == ("http://a.example/nb/",)


def test_index_names_further_files() -> None:
    entries = read_sitemap(INDEX.encode())
    assert (entries.sitemaps, entries.pages) == (("http://a.example/1.xml.gz",), ())


def test_file_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    assert read_sitemap(SET[: SET.index("<url><loc/>") + 5].encode()).pages == ("http://a.example/nb/",)


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"\x1f\x8b\x08", bytes(range(256)), "<html><p>页面不存在</p></html>".encode(), b"User-agent: *"],
)
def test_anything_else_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(SitemapError, match="is no sitemap"):
        read_sitemap(body)


def test_packed_file_is_bounded_by_what_it_unpacks_to() -> None:
    with pytest.raises(SitemapError):
        read_sitemap(gzip.compress(SET.encode() + b" " * MAX_BYTES))


def test_entities_are_not_resolved() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "http://a.example/"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    pages = read_sitemap(f"{bomb}<urlset><url><loc>&a;&b;nb/</loc></url></urlset>".encode()).pages
    assert not any("a.example" in page for page in pages)


@pytest.mark.parametrize(
    "column", ["http://a.example/zwgk/zfxxgknb/", "http://a.example/zwgk/zfxxgknb.htm", "http://a.example/zwgk/zfxxgknb/index.html"]
)  # fmt: skip
def test_column_stands_for_all_below_it(column: str) -> None:
    below = ["http://a.example/zwgk/zfxxgknb/2021n/", "http://www.a.example/zwgk/zfxxgknb/202101/t1.html"]
    assert annual_pages([*below, column, "http://a.example/xw/"]) == ([column], [])


def test_pages_of_a_column_that_is_not_listed_stand_for_themselves() -> None:
    pages = [f"http://a.example/zfxxgknb/{number}.html" for number in (1, 2)]
    assert annual_pages([*pages, "http://a.example/xz/zfxxgknb/"]) == (["http://a.example/xz/zfxxgknb/"], pages)


def test_addresses_that_are_none_or_of_another_host_are_left_out() -> None:
    listed = ["http://[/zfxxgknb/", "/zfxxgknb/", "http://b.example/zfxxgknb/", "http://a.example/zfxxgknb/"]
    leads = annual_leads(listed, Portal(id="a", name="a", urls=("http://a.example/",)).allows)
    assert [link.url for link in leads.columns] == ["http://a.example/zfxxgknb/"]
    assert sitemap_addresses(["http://a.example/"], ["http://[/"]) == []
