from __future__ import annotations

import pytest

from crawler.platforms import PageLink
from crawler.walking.ways import choose_ways

HOME = "http://a.example/"


def link(path: str, text: str, *, group: int = 0, date: str | None = None, article: bool = False) -> PageLink:
    url = path if path.startswith("http") else f"http://a.example{path}"
    return PageLink(url, text, date, None, group, article)


def chosen(*links: PageLink, at_home: bool = False) -> list[str]:
    return [way.text for way in choose_ways(links, HOME, at_home=at_home)]


@pytest.mark.parametrize("text", ["乡镇信息公开", "镇（街道）政府信息公开", "部门信息公开", "各乡镇政务公开"])
def test_directory_of_units_is_known_by_its_name(text: str) -> None:
    assert chosen(link("/x/", text)) == [text]


@pytest.mark.parametrize("text", ["乡镇", "乡镇动态", "部门信息公开指南", "部门预算公开"])
def test_other_pages_about_units_are_none(text: str) -> None:
    assert chosen(link("/x/", text)) == []


def test_directory_of_units_is_known_by_its_address() -> None:
    assert chosen(link("/xxgk/xzxxgk/index.html", "乡镇"), link("/xxgk/xzxxgk/", "更多")) == ["乡镇"]


def test_disclosure_and_site_map_are_ways_from_the_home_page_only() -> None:
    links = link("/zwgk/", "政府信息公开"), link("/map/", "网站地图")
    assert chosen(*links, at_home=True) == ["政府信息公开", "网站地图"]
    assert chosen(*links) == []


def test_list_of_townships_is_followed_off_the_home_page() -> None:
    links = [link(f"/{n}/", name, group=1) for n, name in enumerate(("松汀镇", "临溪乡", "听泉街道"))]
    assert chosen(*links) == ["松汀镇", "临溪乡", "听泉街道"]
    assert chosen(*links, at_home=True) == []


def test_lone_agency_in_a_menu_and_agencies_on_other_hosts_are_not() -> None:
    menu = [link("/a/", "概况", group=1), link("/b/", "县教育局", group=1), link("/c/", "要闻", group=1)]
    others = [link(f"http://{n}.a.example/", name, group=2) for n, name in enumerate(("县教育局", "县林业局"))]
    assert chosen(*menu, *others) == []


def test_articles_and_dated_entries_are_no_ways() -> None:
    dated = [link(f"/{n}.html", name, date="2021-01-07") for n, name in enumerate(("松汀镇", "临溪乡"))]
    assert chosen(*dated, link("/1.html", "乡镇信息公开", article=True)) == []
