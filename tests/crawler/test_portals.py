from __future__ import annotations

from pathlib import Path

import pytest

from crawler.platforms import platforms
from crawler.portals import Portal, load_portals, parse_portals, select_portals
from extractors.errors import ConfigError

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


def test_registry_loads_and_has_the_five_example_portals() -> None:
    portals = load_portals(platforms=platforms())
    assert {"yaoan", "huining", "jiyuan", "longtan", "yanggao"} <= set(portals)


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
    with pytest.raises(LookupError, match="no portal or group nowhere; there are portals songting; groups none"):
        select_portals({p.id: p for p in parse(RECORD)}, ["nowhere"])


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("verified = false", ""), "songting.verified: missing"),
        (("verified", "verifed"), "songting.verifed: unknown key"),
        (("verified = false", "verified = 1"), "songting.verified: 1 is no bool"),
        (("http://www.songting.gov.cn/", "songting.gov.cn"), "songting.urls: no http or https address"),
        (('["http://www.songting.gov.cn/"]', "[]"), "songting.urls: names no address"),
        (('"990121"', '"9901"'), "songting.division.code"),
        (('name = "岚江省松汀县", ', ""), "songting.division.name"),
        (("verified = false", 'verified = false\nplatform = "none"'), "songting.platform: 'none' is none of vsb"),
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
