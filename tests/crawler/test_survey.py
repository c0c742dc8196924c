from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.books.faults import Fault
from crawler.books.survey import Findings
from crawler.portals import Portal

SAW = {"vsb": ["/info/1/2.htm"], "trs_wcm": ["t20210107_1.html"]}


def portal(platform: str | None) -> Portal:
    return Portal(id="songting", name="松汀", urls=("http://www.songting.example/",), platform=platform)


@pytest.mark.parametrize(
    ("recorded", "seen", "changed"),
    [
        ("trs_wcm", ["vsb"], True),
        ("trs_wcm", ["vsb", "trs_wcm"], False),
        ("trs_wcm", [], False),
        (None, ["vsb"], False),
        ("generic", ["vsb"], False),
    ],
)
def test_family_has_changed_if_only_others_show(recorded: str | None, seen: list[str], *, changed: bool) -> None:
    found = Findings()
    for family in seen:
        found.saw_family(family, SAW[family])
    assert found.as_dict(portal(recorded))["family_changed"] is changed


@pytest.mark.parametrize(
    ("columns", "home", "changed"),
    [
        (["vsb"], ["trs_wcm"], True),  # one link to news of that system
        (["trs_wcm"], ["vsb", "vsb"], False),
        (["vsb", "trs_wcm"], ["vsb"], True),
        ([], [], True),
    ],
)
def test_columns_say_more_than_home_pages(columns: list[str], home: list[str], *, changed: bool) -> None:
    found = Findings()
    found.saw_column("http://a.example/nb/", "年报", 3, None)
    for family in columns:
        found.saw_family(family, SAW[family], in_column=True)
    for family in home:
        found.saw_family(family, SAW[family])
    assert found.moved_from("trs_wcm") is changed


def test_page_that_shows_nothing_says_nothing_of_the_family() -> None:
    found = Findings()
    found.saw_family("generic", [])
    found.saw_family("vsb", SAW["vsb"])
    assert found.family == "vsb"


def test_entrance_is_a_column_that_no_other_column_led_to() -> None:
    found = Findings()
    found.saw_column("http://a.example/nb/", "年报", 0, "http://a.example/")
    found.saw_column("http://a.example/nb/2020n/", "2020年", 3, "http://a.example/nb/index.html")
    found.saw_column("http://a.example/nb/2020n/", "2020年", 2, None)
    assert [column.url for column in found.entrances] == ["http://a.example/nb/"]
    assert found.reports == 5


def test_column_that_a_further_page_of_another_links_lies_below_it() -> None:
    found = Findings()
    found.saw_column("http://a.example/nb/", "年报", 0, None)
    found.saw_column("http://a.example/nb/", "", 0, None, page="http://a.example/nb/index_2.html")
    found.saw_column("http://a.example/nb/2020n/", "2020年", 3, "http://a.example/nb/index_2.html")
    assert [column.url for column in found.entrances] == ["http://a.example/nb/"]


def test_page_that_is_a_report_itself_is_one_more_of_its_column_and_no_column() -> None:
    found = Findings()
    found.saw_column("http://a.example/nb/", "年报", 2, None)
    found.saw_single("http://a.example/nb/1/index.htm", "某镇年报", "http://a.example/nb/")
    found.saw_single("http://a.example/2/index.htm", "某镇年报", "http://a.example/")
    assert [(column.reports, column.entrance) for column in found.columns.values()] == [(3, True), (1, False)]


@pytest.mark.parametrize(
    ("domain", "code"), [("www.songting.example", "9901210001"), ("other.example", None), ("", "9901210001")]
)
def test_code_of_a_copied_template_is_not_the_sites(domain: str, code: str | None) -> None:
    html = (
        f'<meta name="SiteIDCode" content="9901210001"><meta name="sitedomain" content="{domain}"><title>松汀县</title>'
    )
    found = Findings()
    found.saw_home(HtmlResponse("http://www.songting.example/", body=html.encode(), encoding="utf-8"))
    assert (found.site_name, found.site_code) == ("松汀县", code)


def test_faults_are_kept_within_a_bound() -> None:
    found = Findings()
    for number in range(1_000):
        found.saw_fault(Fault("gone", f"http://a.example/{number}"))
    assert len(found.faults) == 200
