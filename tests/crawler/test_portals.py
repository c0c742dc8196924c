from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.platforms import platforms
from crawler.portals import Portal, load_portals, parse_portals, select_portals
from crawler.urls import bare_host, is_address, is_private
from extractors.divisions import find_division_by_code
from extractors.errors import ConfigError
from extractors.report import Division

RECORD = """
[songting]
name = "松汀县人民政府"
province = "岚江"
division = { code = "990121", name = "岚江省松汀县", table = "2023" }
urls = ["http://www.songting.gov.cn/"]
verified = false
"""


def parse(text: str) -> list[Portal]:
    return parse_portals("lanjiang.toml", text, frozenset({"vsb"}))


def portal(*urls: str, **more: object) -> Portal:
    return Portal(id="x", name="x", urls=urls, **more)  # type: ignore[arg-type]


SHORT = """
[yaoan]
name = "姚安县人民政府"
division = "532325"
urls = ["http://www.yaoan.gov.cn/"]
"""


@pytest.fixture(scope="module")
def registry() -> list[Portal]:
    portals = load_portals(platforms=platforms())
    assert {"yaoan", "huining", "jiyuan", "longtan", "yanggao"} <= set(portals)
    return [record for record in portals.values() if record.group != "sample"]


def test_registry_covers_many_provinces(registry: list[Portal]) -> None:
    assert len(registry) >= 80
    assert len({record.province for record in registry}) >= 20


def test_records_of_the_registry_have_a_division_of_the_table_and_hosts_of_their_own(registry: list[Portal]) -> None:
    hosts = [bare_host(host) for record in registry for host in sorted(record.named_hosts)]
    assert len(hosts) == len(set(hosts))
    for record in registry:
        assert record.division is not None
        assert record.division == find_division_by_code(record.division.code)
        assert record.division.name.startswith(record.province)


def test_addresses_of_the_registry_are_governmental_or_bare(registry: list[Portal]) -> None:
    for host in {host for record in registry for host in record.named_hosts}:
        assert host.endswith(".gov.cn") or (is_address(host) and not is_private(host))


def test_a_record_needs_three_lines() -> None:
    (record,) = parse(SHORT)
    assert record.division == Division(code="532325", name="云南省楚雄彝族自治州姚安县", table="2023")
    assert (record.province, record.verified, record.platform) == ("云南", False, None)


def test_prefecture_and_province_give_defaults_that_a_record_overrides() -> None:
    defaults = '[default.53]\nplatform = "vsb"\nmax_pages = 9\n[default.5323]\nmax_pages = 5\nbody = ["#text"]\n'
    (record,) = parse(defaults + SHORT)
    assert (record.platform, record.max_pages, record.body) == ("vsb", 5, ("#text",))
    (record,) = parse(defaults + SHORT + "max_pages = 2")
    assert record.max_pages == 2


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[default.5325]\nmax_pages = 5", "default.5325: no record of this file lies there"),
        ("[default.532325]\nmax_pages = 5", "default.532325: is no table named by"),
        ("[default.5323]\nplatform = 'none'", "default.5323.platform: 'none' is none of vsb"),
        ("[default.5323]\nurls = ['http://a.gov.cn/']", "default.5323.urls: not shared"),
        ("default = 5", "default: is no table"),
    ],
)
def test_wrong_default_names_file_code_and_key(text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=rf"lanjiang\.toml: {re.escape(key)}"):
        parse(f"{text}\n{SHORT}")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('"532325"', '"990121"'), "yaoan.division: '990121' is no code"),
        (('"532325"', '"5323"'), "yaoan.division: '5323' is no code"),
        (('"532325"', '"532325"\nprovince = "云南"'), "yaoan.province: follows from the division"),
    ],
)
def test_wrong_code_names_file_record_and_key(change: tuple[str, str], key: str) -> None:
    with pytest.raises(ConfigError, match=rf"lanjiang\.toml: {key}"):
        parse(SHORT.replace(*change))


def test_default_crawl_leaves_samples_and_disabled_records_out() -> None:
    text = (
        RECORD
        + RECORD.replace("[songting]", "[linxi]\nenabled = false")
        + RECORD.replace("[songting]", '[demo]\ngroup = "sample"')
    )
    portals = {p.id: p for p in parse(text)}
    assert list(select_portals(portals)) == ["songting"]
    assert list(select_portals(portals, ["sample"])) == ["demo"]
    assert list(select_portals(portals, ["linxi"])) == ["linxi"]


@pytest.mark.parametrize("province", ["岚江", "岚江省"])
def test_province_is_found_with_and_without_its_kind(province: str) -> None:
    assert list(select_portals({p.id: p for p in parse(RECORD)}, province=province)) == ["songting"]


def test_unknown_names_are_answered_with_what_exists() -> None:
    with pytest.raises(
        LookupError, match="no portal or group nowhere; scrapy portals list names all 1; groups are none"
    ):
        select_portals({p.id: p for p in parse(RECORD)}, ["nowhere"])


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('name = "松汀县人民政府"', ""), "songting.name: missing"),
        (('province = "岚江"', ""), "songting.province: missing beside"),
        (("verified", "verifed"), "songting.verifed: unknown key"),
        (("verified = false", "verified = 1"), "songting.verified: 1 is no bool"),
        (("http://www.songting.gov.cn/", "songting.gov.cn"), "songting.urls: no http or https address"),
        (('["http://www.songting.gov.cn/"]', "[]"), "songting.urls: names no address"),
        (('"990121"', '"9901"'), "songting.division.code"),
        (('name = "岚江省松汀县", ', ""), "songting.division.name"),
        (("verified = false", 'verified = false\nplatform = "none"'), "songting.platform: 'none' is none of vsb"),
        (("verified = false", "verified = false\nexpect_min = 0"), "songting.expect_min: must be at least 1"),
        (("verified = false", "verified = false\ndelay = 0.1"), "songting.delay: only a portal on this machine"),
        (("[songting]", "[Song.ting]"), "Song: an id"),
        (("[songting]", "[songting"), "(file)"),
    ],
)
def test_wrong_record_names_file_record_and_key(change: tuple[str, str], key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(RECORD.replace(*change))
    assert str(caught.value).startswith("lanjiang.toml: ")
    assert key in str(caught.value)


def test_one_id_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(RECORD, "utf-8")
    with pytest.raises(ConfigError, match=r"b\.toml: songting: .*another file"):
        load_portals(tmp_path)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://www.songting.gov.cn/a", True),
        ("https://songting.gov.cn/a", True),
        ("https://xxgk.songting.gov.cn/a", True),
        ("http://www.songting.gov.cn.evil.example/", False),
        ("http://othersongting.gov.cn/", False),
        ("http://www.songting.gov.cn:82/gate/big5/", False),
        ("http://127.0.0.1/", False),
        ("http://10.0.0.1:80/", False),
        ("ftp://www.songting.gov.cn/", False),
    ],
)
def test_portal_stays_on_its_own_hosts(url: str, *, allowed: bool) -> None:
    assert portal("http://www.songting.gov.cn/").allows(url) is allowed


def test_subdomains_belong_only_to_government_hosts() -> None:
    assert not portal("http://www.a.example/").allows("http://x.a.example/")


def test_further_hosts_are_named_by_the_record() -> None:
    assert portal("http://www.a.gov.cn/", hosts=("www.old-a.example",)).allows("http://www.old-a.example/x")


def test_private_address_is_reached_on_the_port_that_was_named() -> None:
    local = portal("http://127.0.0.1:8000/")
    assert local.allows("http://127.0.0.1:8000/x")
    assert not local.allows("http://127.0.0.1:22/")
    assert not local.allows("http://127.0.0.2:8000/")
