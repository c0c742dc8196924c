"""Anhui's openness portals: numbered lists whose pager is a script's."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms import PageLink, platforms
from crawler.walking.columns import choose_links

openness = platforms()["ah_openness"]


def following(url: str, html: str) -> list[str]:
    response = HtmlResponse(f"http://a.example{url}", body=html.encode(), encoding="utf-8")
    return [request.url.removeprefix("http://a.example") for request in openness.next_pages(response)]


@pytest.mark.parametrize("text", ["共33条 第2页/共3页", "共33条 2/3页", "共 3 页"])
def test_next_number_follows_while_the_pager_says_that_there_are_more(text: str) -> None:
    assert following("/XxgkContent/showList/9/8/page_2.html", f'<div class="page_list">{text}</div>') == [
        "/XxgkContent/showList/9/8/page_3.html"
    ]
    assert following("/XxgkContent/showList/9/8/page_3.html", f'<div class="page_list">{text}</div>') == []


def test_link_of_the_pager_goes_before_counting() -> None:
    html = '<div class="page">共3页<a href="page_3.html">下一页</a></div>'
    assert following("/XxgkContent/showList/9/8/page_1.html", html) == ["/XxgkContent/showList/9/8/page_3.html"]


@pytest.mark.parametrize(
    "address",
    ["/XxgkAnnualReport/show/6477.html", "/Xxgknb/show/4458.html", "/OpennessAnnualReport/year/show/341/2022.html"],
)
def test_addresses_of_articles(address: str) -> None:
    assert openness.is_article(f"http://a.example{address}")


def test_all_that_a_unit_discloses_is_a_way_and_one_category_of_it_a_column() -> None:
    names = ("青松镇", "临溪乡")
    whole = [PageLink(f"http://a.example/XxgkContent/showList/{n}/0/page_1.html", name) for n, name in enumerate(names)]
    one = [
        PageLink(f"http://a.example/XxgkContent/showList/{n}/8/page_1.html", name, group=1)
        for n, name in enumerate(names)
    ]
    choice = choose_links([*whole, *one], "http://a.example/zfxxgknb/", in_column=True)
    assert (choice.columns, choice.gateways) == (tuple(one), tuple(whole))
