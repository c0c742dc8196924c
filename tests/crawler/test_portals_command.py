"""``scrapy portals`` in a process of its own, against simulated portals and servers that misbehave."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.portals import load_portals
from crawler.simulator import SAMPLE_PORT, Simulator, build_sites, plan_portals, sample_portals
from crawler.simulator.plan import VARIANTS
from tests.crawler.crawling import scrapy
from tests.crawler.fault_server import Answer, Pages, listing, serve

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_TIMEOUT=5")
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"
NO_ROBOTS = Answer("", 404)
HOME = Answer(
    '<html><head><title>首页</title><meta name="SiteName" content="松汀县人民政府">'
    '<meta name="SiteIDCode" content="5323250001"></head><ul><li><a href="/nb/">政府信息公开年报</a></li></ul></html>'
)
COUNTY: Pages = {"/robots.txt": NO_ROBOTS, "/": HOME, "/nb/": listing({"/a/1.html": TITLE, "/a/2.html": TITLE})}
OLD = """# 云南省. A comment that stays.

[linxi]   # so does this one
name = "临溪县人民政府"
division = "532326"
urls = ["http://www.linxi.example/"]
"""


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(build_sites(plan_portals(4, range(2019, 2022), seed="portals"))) as running:
        yield running


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    (tmp_path / "yunnan.toml").write_text(OLD, "utf-8")
    return tmp_path


def test_detect_finds_family_columns_and_every_report_from_the_home_page(simulator: Simulator) -> None:
    urls = [portal.home for portal in simulator.portals]
    done = scrapy("portals", "detect", *urls, "--json", *FAST)
    found = json.loads(done.stdout)
    assert [it["family"] for it in found] == ["trs_wcm", "hanweb_jcms", "vsb", "generic"]
    assert [it["reports"] for it in found] == [len(portal.truth) for portal in simulator.portals]
    for it, portal in zip(found, simulator.portals, strict=True):
        assert {column["url"] for column in it["columns"]} == set(portal.listings)
        assert [column["url"] for column in it["columns"] if column["entrance"]] == [portal.listings[0]]
    assert done.returncode == 0


def test_neither_articles_nor_answers_to_scripts_are_entrances_and_menus_in_articles_are_opened() -> None:
    families = ("gd_gkmlpt", "numeric_leaf", "hanweb_xxgk")
    variants = [number for number, (family, _) in enumerate(VARIANTS) if family in families]
    portals = plan_portals(max(variants) + 1, range(2019, 2022), seed="detect")
    with Simulator(build_sites(portals[number] for number in variants)) as simulator:
        done = scrapy("portals", "detect", *(portal.home for portal in simulator.portals), "--json", *FAST)
    for it, portal in zip(json.loads(done.stdout), simulator.portals, strict=True):
        assert [column["url"] for column in it["columns"] if column["entrance"]] == [portal.listings[0]]
        if it["family"] != "generic":
            assert it["reports"] == len(portal.truth)
        assert tomllib.loads(it["record"]).popitem()[1]["urls"] == [portal.listings[0], portal.home]


def test_detect_fetches_no_report(simulator: Simulator) -> None:
    portal = simulator.portals[0]
    before = len(simulator.log[portal.id])
    scrapy("portals", "detect", portal.home, *FAST)
    asked = {request.path for request in simulator.log[portal.id][before:]}
    assert asked
    assert not asked & {entry["url"].split("/", 3)[3] for entry in portal.truth}


def test_detect_prints_a_record_that_the_registry_takes(tmp_path: Path) -> None:
    with serve(COUNTY) as server:
        done = scrapy("portals", "detect", server.home, *FAST)
    (tmp_path / "yunnan.toml").write_text(done.stdout, "utf-8")
    (portal,) = load_portals(tmp_path).values()
    assert (portal.name, portal.urls) == ("松汀县人民政府", (f"{server.home}nb/", server.home))
    assert portal.division is not None
    assert portal.division.code == "532325"


def test_detect_of_a_site_that_is_down_has_no_record_and_status_1() -> None:
    done = scrapy("portals", "detect", "http://127.0.0.1:9/", *FAST)
    assert done.returncode == 1
    assert "[p127_0_0_1]" not in done.stdout
    assert "failed" in done.stdout


def test_detect_obeys_robots() -> None:
    closed = Answer("User-agent: *\nDisallow: /\n", content_type="text/plain")
    with serve({**COUNTY, "/robots.txt": closed}) as server:
        scrapy("portals", "detect", server.home, *FAST)
    assert server.asked == ["/robots.txt"]


def test_manners_hold_outside_of_the_project(tmp_path: Path) -> None:
    with serve(COUNTY) as server:
        scrapy("portals", "detect", server.home, *FAST, cwd=tmp_path)
    assert server.asked[0] == "/robots.txt"


def test_add_writes_into_the_file_of_the_province_and_leaves_the_rest(registry: Path) -> None:
    with serve(COUNTY) as server:
        done = scrapy("portals", "add", server.home, "--id", "songting", "--registry", str(registry), *FAST)
    text = (registry / "yunnan.toml").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert text.startswith(OLD)
    assert set(load_portals(registry)) == {"linxi", "songting"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--id", "linxi"], "there already"),
        (["--id", "Songting"], "an id is a-z"),
        (["--division", "999999"], "no code of six or nine digits"),
        (["--division", "620422"], "name one with --file"),
        (["--file", "../x.toml"], "no name of a file"),
    ],
)
def test_record_that_would_be_wrong_is_not_added(registry: Path, options: list[str], message: str) -> None:
    with serve(COUNTY) as server:
        done = scrapy("portals", "add", server.home, "--registry", str(registry), *options, *FAST)
    assert done.returncode == 2
    assert message in done.stderr
    assert server.asked == []
    assert (registry / "yunnan.toml").read_text("utf-8") == OLD


def test_site_that_does_not_tell_its_division_needs_it_named(registry: Path) -> None:
    with serve({**COUNTY, "/": Answer(str(HOME.body).replace("5323250001", ""))}) as server:
        done = scrapy("portals", "add", server.home, "--registry", str(registry), *FAST)
    assert done.returncode == 2
    assert "name it with --division CODE" in done.stderr


def test_unknown_portal_is_told_with_those_that_are_like_it() -> None:
    done = scrapy("portals", "list", "yoan")
    assert "no portal or group yoan; perhaps yaoan" in done.stderr
    assert len(done.stderr) < 500


def test_detect_tells_each_fault_once() -> None:
    done = scrapy("portals", "detect", "http://127.0.0.1:9/", *FAST)
    assert (done.stdout + done.stderr).count("refused") <= 2
    assert "# 0 columns with 0 links" in done.stdout


def test_add_of_a_site_without_reports_writes_nothing(registry: Path) -> None:
    with serve({"/robots.txt": NO_ROBOTS, "/": Answer("<title>松汀县</title><p>欢迎</p>")}) as server:
        done = scrapy("portals", "add", server.home, "--registry", str(registry), *FAST)
    assert done.returncode == 1
    assert (registry / "yunnan.toml").read_text("utf-8") == OLD


def test_check_tells_of_each_sample_portal_what_it_is() -> None:
    with Simulator(build_sites(sample_portals()[:2]), SAMPLE_PORT):
        done = scrapy("portals", "check", "sample_trs_wcm", "sample_hanweb_jcms", "sample_vsb", "--json", *FAST)
    rows = json.loads(done.stdout)
    assert [(row["reachable"], row["ok"], row["family"]) for row in rows] == [
        (True, True, "trs_wcm"),
        (True, True, "hanweb_jcms"),
        (False, False, "generic"),
    ]
    assert rows[0]["reports"] > 10
    assert done.returncode == 3


def test_list_names_the_records_of_a_province() -> None:
    done = scrapy("portals", "list", "--province", "云南", "--json")
    rows = json.loads(done.stdout)
    assert {row["province"] for row in rows} == {"云南"}
    assert "yaoan" in {row["id"] for row in rows}


@pytest.mark.parametrize(
    "arguments", [[], ["frob"], ["detect"], ["list", "nowhere"], ["add", "http://a.example/", "x"]]
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    done = scrapy("portals", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_saved_page_is_the_bytes_and_what_we_read_in_them(tmp_path: Path) -> None:
    with serve(COUNTY) as server:
        done = scrapy("portals", "savepage", f"{server.home}nb/", "--folder", str(tmp_path / "page"), *FAST)
        again = scrapy("portals", "savepage", f"{server.home}nb/", "--folder", str(tmp_path / "page"), *FAST)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page" / "listing.html").read_bytes() == COUNTY["/nb/"].body.encode()  # type: ignore[union-attr]
    expected = tomllib.loads((tmp_path / "page" / "expected.toml").read_text("utf-8"))
    assert expected["reports"] == [f"{server.home}a/1.html", f"{server.home}a/2.html"]
    assert again.returncode == 2


def test_page_that_is_not_there_is_not_saved(tmp_path: Path) -> None:
    with serve({"/robots.txt": NO_ROBOTS}) as server:
        done = scrapy("portals", "savepage", f"{server.home}nb/", "--folder", str(tmp_path / "page"), *FAST)
    assert done.returncode == 1
    assert "status 404; nothing saved" in done.stderr
    assert not (tmp_path / "page").exists()
