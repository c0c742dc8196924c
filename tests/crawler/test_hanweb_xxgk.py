"""The module of annual reports: every report names its neighbours by unit and year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms import platforms, recognise
from crawler.platforms.base import MAX_LINKS, Platform
from tests.crawler.crawling import crawl
from tests.crawler.fault_server import Answer, report, serve

MODULE = "/module/xxgk/xxgkAnnualReport.jsp"
OWN, OTHER = "11990130000000001A", "11990130000000002B-1"
UNITS = {OWN: "松汀县人民政府", OTHER: "松汀县水务局"}


@pytest.fixture
def xxgk() -> Platform:
    return platforms()["hanweb_xxgk"]


def page(menu: str, query: str = f"area={OWN}&fbtime=2021") -> HtmlResponse:
    body = f"<html><body>{menu}</body></html>".encode()
    return HtmlResponse(f"http://a.example{MODULE}?{query}", body=body, encoding="utf-8")


def named(platform: Platform, response: HtmlResponse) -> dict[str, tuple[str, str | None]]:
    """Query of each sibling → its text and agency."""
    return {link.url.partition("?")[2]: (link.text, link.agency) for link in platform.siblings(response)}


def selects(chosen_year: str = "") -> str:
    units = "".join(f'<option value="{area}">{name}</option>' for area, name in UNITS.items())
    years = "".join(
        f'<option value="{year}"{" selected" if year == chosen_year else ""}>{year}</option>'
        for year in ("2022", "2021", "2020")
    )
    return f'<select name="area"><option value="">请选择</option>{units}</select><select name="fbtime">{years}</select>'


@pytest.mark.parametrize(
    "menu",
    [
        selects(),
        f"""<a href="{MODULE}?fbtime=2022&amp;area={OWN}">2022年</a><a href="{MODULE}?fbtime=2020&area={OWN}">2020年</a>
        <a href="{MODULE}?area={OWN}">松汀县人民政府</a><a href="{MODULE}?area={OTHER}">松汀县水务局</a>""",
        f"""<ul><li onclick="show('2022')">2022年</li><li onclick='show("2020")'>2020年</li></ul>
        <a href="javascript:show('{OWN}','2021')">松汀县人民政府</a><a href="#" onclick="show('{OTHER}')">松汀县水务局</a>""",
    ],
    ids=["selects", "links", "scripts"],
)
def test_menus_name_other_years_and_other_units(xxgk: Platform, menu: str) -> None:
    assert named(xxgk, page(menu)) == {
        f"area={OWN}&fbtime=2022": ("2022年", "松汀县人民政府"),
        f"area={OWN}&fbtime=2020": ("2020年", "松汀县人民政府"),
        f"area={OTHER}&fbtime=2021": ("松汀县水务局", "松汀县水务局"),
    }


def test_calls_of_other_scripts_name_nothing(xxgk: Platform) -> None:
    html = "<a href=\"javascript:setFont('16')\">大</a><a onclick=\"share('weixin')\">微信</a><option value='1'>一</option>"
    assert named(xxgk, page(html)) == {}


def test_order_of_unit_and_year_makes_no_other_report(xxgk: Platform) -> None:
    first, second = (f"http://a.example{MODULE}?{query}" for query in ("area=1&fbtime=2021", "fbtime=2021&area=1&x=2"))
    assert xxgk.identity(first) == xxgk.identity(second)
    assert xxgk.identity(first) != xxgk.identity(first.replace("2021", "2020"))


def test_page_without_a_year_is_the_report_that_its_menu_has_chosen(xxgk: Platform) -> None:
    asked = page(selects("2020"), f"area={OTHER}")
    assert xxgk.as_page(asked).url.endswith(f"?area={OTHER}&fbtime=2020")
    linked = f'<li class="year on"><a href="{MODULE}?area={OTHER}&fbtime=2019">2019年</a></li>'
    assert xxgk.as_page(page(linked, f"area={OTHER}")).url.endswith(f"?area={OTHER}&fbtime=2019")
    assert xxgk.as_page(page(selects(), f"area={OTHER}")).url.endswith(f"?area={OTHER}")


def test_other_pages_of_the_portal_are_none_of_the_module() -> None:
    html = f'<a href="{MODULE}?area=1&fbtime=2021">年报</a><a href="/col/col12/index.html">公开</a>'
    home = HtmlResponse("http://a.example/", body=html.encode(), encoding="utf-8")
    assert recognise(home)[0].name == "hanweb_jcms"


def test_reports_of_other_portals_are_none_of_the_menu(xxgk: Platform) -> None:
    html = (
        f'<a href="http://b.example{MODULE}?area=1&fbtime=2021">市政府年报</a><a href="http://[{MODULE}?area=2">坏</a>'
    )
    assert named(xxgk, page(html)) == {}


def test_menu_without_end_is_cut(xxgk: Platform) -> None:
    menu = "".join(f'<option value="{10**17 + n}">甲</option>' for n in range(MAX_LINKS + 50))
    assert len(xxgk.siblings(page(menu))) == MAX_LINKS


def test_every_unit_and_year_is_reached_from_one_report_and_fetched_once(tmp_path: Path) -> None:
    years = {OWN: (2022, 2021, 2020), OTHER: (2022, 2021)}

    def shown(path: str) -> Answer:
        area, year = re.search(r"area=([\w-]+)&fbtime=(\d+)", path).groups()  # type: ignore[union-attr]
        menu = "".join(f'<a href="{MODULE}?area={area}&fbtime={each}">{each}年</a>' for each in years[area])
        menu += "".join(f"<li onclick=\"show('{unit}','2022')\">{name}</li>" for unit, name in UNITS.items())
        page = report(f"{UNITS[area]}{year}年政府信息公开工作年度报告")
        return Answer(str(page.body).replace("<h1>", f"{menu}<h1>"))

    home = Answer(f'<title>首页</title><a href="{MODULE}?area={OWN}&fbtime=2022">政府信息公开年报</a>')
    with serve({"/robots.txt": Answer("", 404), "/": home, "*": shown}) as server:
        run = crawl(tmp_path, "-a", f"url={server.home}")
    assert len(run.items) == 5
    assert len(server.asked) == len(set(server.asked)) == 7
