"""Portals that may ask one server are one worker's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.portals import Portal
from crawler.sharing.groups import group_portals


def portal(id_: str, *hosts: str) -> Portal:
    return Portal(id=id_, name=id_, urls=(f"http://{hosts[0]}/",), hosts=hosts[1:])


def groups(*portals: Portal) -> list[tuple[str, ...]]:
    return list(group_portals(portals).values())


def test_portals_of_other_hosts_stand_alone() -> None:
    assert groups(portal("a", "a.example"), portal("b", "b.example")) == [("a",), ("b",)]


def test_twin_and_port_are_one_server() -> None:
    assert groups(portal("a", "www.a.example:8000"), portal("b", "a.example")) == [("a", "b")]


def test_portal_goes_with_the_one_that_reaches_into_its_host() -> None:
    assert groups(portal("county", "xx.dz.gov.cn"), portal("prefecture", "www.dz.gov.cn")) == [("county", "prefecture")]
    assert groups(portal("county", "xx.dz.example"), portal("prefecture", "www.dz.example")) == [
        ("county",),
        ("prefecture",),
    ]


def test_two_counties_of_a_prefecture_that_is_not_crawled_stand_alone() -> None:
    assert groups(portal("a", "aa.dz.gov.cn"), portal("b", "bb.dz.gov.cn")) == [("a",), ("b",)]


def test_shared_host_joins_groups() -> None:
    assert groups(
        portal("a", "a.example", "x.example"),
        portal("b", "b.example"),
        portal("c", "c.example", "x.example", "b.example"),
    ) == [("a", "b", "c")]


hosts = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "gov.cn"]))


@given(st.lists(st.lists(hosts, min_size=1, max_size=3), min_size=1, max_size=8))
def test_no_host_is_open_to_two_groups(records: list[list[str]]) -> None:
    portals = {str(number): portal(str(number), *record) for number, record in enumerate(records)}
    found = group_portals(portals.values())
    assert sorted(id_ for ids in found.values() for id_ in ids) == sorted(portals)
    for url in {f"http://{host}/" for each in portals.values() for host in each.named_hosts}:
        assert sum(any(portals[id_].allows(url) for id_ in ids) for ids in found.values()) == 1
