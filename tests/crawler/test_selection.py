from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.portals import Portal
from crawler.selection import UnusableArgument, select
from crawler.years import is_out_of_range, stated_year

KNOWN = {"songting": Portal(id="songting", name="松汀县", urls=("http://www.songting.gov.cn/",), province="岚江")}


def test_everything_enabled_is_the_default() -> None:
    assert list(select({}, KNOWN).portals) == ["songting"]


def test_address_needs_no_record() -> None:
    (portal,) = select({"url": "http://127.0.0.1:8000/a"}, KNOWN).portals.values()
    assert (portal.id, portal.recorded, portal.urls) == ("127.0.0.1:8000", False, ("http://127.0.0.1:8000/a",))


def test_address_of_a_known_host_uses_its_record() -> None:
    (portal,) = select({"url": "http://www.songting.gov.cn/nb/"}, KNOWN).portals.values()
    assert (portal.id, portal.urls) == ("songting", ("http://www.songting.gov.cn/nb/",))


def test_addresses_of_one_host_are_one_portal() -> None:
    portals = select({"url": "http://a.example/1, http://a.example/2"}, KNOWN).portals
    assert [portal.urls for portal in portals.values()] == [("http://a.example/1", "http://a.example/2")]


def test_schemes_and_twins_of_one_host_are_one_portal() -> None:
    addresses = ("http://a.example/x", "https://a.example/y", "http://www.a.example/z")
    (portal,) = select({"url": ",".join(addresses)}, KNOWN).portals.values()
    assert (portal.id, portal.urls) == ("a.example", addresses)


def test_ports_of_one_host_are_portals_of_their_own() -> None:
    portals = select({"url": "http://127.0.0.1:8000/,http://127.0.0.1:8001/"}, KNOWN).portals
    assert list(portals) == ["127.0.0.1:8000", "127.0.0.1:8001"]


@pytest.mark.parametrize("url", ["https://www.songting.gov.cn/nb/", "http://songting.gov.cn/nb/"])
def test_record_is_found_by_another_scheme_or_the_twin_of_its_host(url: str) -> None:
    (portal,) = select({"url": url}, KNOWN).portals.values()
    assert (portal.id, portal.urls) == ("songting", (url,))


def test_record_that_is_chosen_keeps_its_own_addresses() -> None:
    (portal,) = select({"portals": "songting", "url": "http://www.songting.gov.cn/nb/"}, KNOWN).portals.values()
    assert portal.urls == ("http://www.songting.gov.cn/", "http://www.songting.gov.cn/nb/")


def test_addresses_on_two_hosts_of_one_record_are_all_asked() -> None:
    two = replace(KNOWN["songting"], urls=("http://www.songting.gov.cn/", "http://xxgk.songting.gov.cn/"))
    addresses = ("http://www.songting.gov.cn/a", "http://xxgk.songting.gov.cn/b")
    (portal,) = select({"url": ",".join(addresses)}, {"songting": two}).portals.values()
    assert portal.urls == addresses


def test_addresses_come_from_a_file_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "urls").write_text("# two\nhttp://a.example/\n\n http://b.example/ \n", "utf-8")
    assert set(select({"url": f"@{tmp_path / 'urls'}"}, KNOWN).portals) == {"a.example", "b.example"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"years": "2019-"},
        {"years": "1019"},
        {"url": ""},
        {"url": " , "},
        {"portals": ""},
        {"portals": ","},
        {"portals": " ,, "},
        {"province": " "},
        {"province": "省"},
        {"years": ","},
        {"url": "http://user:pw@a.example/"},
        {"portal": "songting"},
        {"province": "火星"},
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, str]) -> None:
    with pytest.raises(UnusableArgument):
        select(arguments, KNOWN)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("松汀镇2020年政府信息公开工作年度报告", 2020),
        ("松汀镇２０２０年度政府信息公开年报", 2020),
        ("松汀镇二○一九年政府信息公开年报", 2019),
        ("松汀镇政府信息公开年报(2020)", None),
        ("关于2020年和2021年年报的说明", None),
        ("松汀镇政府信息公开年报", None),
    ],
)
def test_year_that_a_title_states(title: str, year: int | None) -> None:
    assert stated_year(title) == year


def test_title_decides_before_the_date() -> None:
    assert not is_out_of_range(frozenset({2020}), "松汀镇2020年年报", "2020-02-19")


def test_date_within_the_year_rules_nothing_out() -> None:
    assert not is_out_of_range(frozenset({2021}), "松汀镇年报", "2021-12-31")
    assert is_out_of_range(frozenset({2022}), "松汀镇年报", "2021-12-31")


def test_late_date_rules_nothing_out() -> None:
    assert not is_out_of_range(frozenset({2015}), "松汀镇年报", "2023-03-01")
