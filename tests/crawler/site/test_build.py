import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from crawler.site import addresses
from tests.crawler.export.sample import report, simulated
from tests.crawler.site.sample import build, only, page, shown


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_report_agency_and_county_has_a_page(site: Path) -> None:
    assert len(list(site.glob("report/*/*.html"))) == len(simulated())
    assert len(list(site.glob("agency/*/*.html"))) == len({item["agency"] for item in simulated()})
    assert len(list(site.glob("division/*.html"))) == 2


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    for path in pages_of(site):
        tree = page(path)
        for target in tree.xpath("//@href | //@src"):
            parts = urlsplit(target)
            if parts.scheme in ("http", "https", "data"):
                continue
            to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert to.is_file(), f"{path}: {target}"
            if parts.fragment:
                assert page(to).get_element_by_id(parts.fragment) is not None


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in pages_of(site):
        for target in page(path).xpath("//@src | //link/@href"):
            assert urlsplit(target).scheme in ("", "data")
        assert "url(" not in (site / "static/site.css").read_text("utf-8")


def test_pages_obey_a_policy_without_inline_scripts_and_styles(site: Path) -> None:
    for path in pages_of(site):
        tree = page(path)
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert not tree.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]")


def test_pages_have_landmarks_headings_and_labelled_tables(site: Path) -> None:
    for path in pages_of(site):
        tree = page(path)
        assert tree.get("lang") == "zh-CN"
        assert [len(tree.xpath(f"//{name}")) for name in ("main", "header", "footer", "h1")] == [1, 1, 1, 1]
        assert all(cell.get("scope") for cell in tree.xpath("//th"))
        assert all(chart.get("aria-label") for chart in tree.xpath("//svg"))
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_every_word_is_there_in_both_languages(site: Path) -> None:
    for path in pages_of(site):
        tree = page(path)
        assert len(tree.xpath("//main//*[@class='zh']")) == len(tree.xpath("//main//*[@class='en']"))


def test_same_data_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    build(tmp_path / "again", simulated(), ("reports", "panel", "findings"))
    assert digests(tmp_path / "again") == digests(site)


def test_overview_counts_reports_by_region_and_year(site: Path) -> None:
    tree = page(site / "index.html")
    (row,) = tree.xpath("//table//tbody/tr")
    counts = [shown(cell) for cell in row.xpath("td")]
    assert counts == ["12", "12", "12", "12", "12", "60", "12"]
    assert [shown(cell) for cell in tree.xpath("//thead//th")][1:6] == ["2018", "2019", "2020", "2021", "2022"]


def test_years_between_without_reports_are_shown(tmp_path: Path) -> None:
    build(tmp_path / "site", [report("a", "青禾县云台镇人民政府", 2019), report("b", "青禾县云台镇人民政府", 2022)])
    (row,) = page(tmp_path / "site/division/990121.html").xpath("//tbody/tr")
    assert [shown(cell) for cell in row.xpath("td")] == ["●", "·", "·", "●"]


def test_reports_without_agency_or_year_are_listed(tmp_path: Path) -> None:
    item = report("a", "青禾县云台镇人民政府", 2019, title="一份报告") | {"agency": None}
    build(tmp_path / "site", [item])
    (link,) = page(tmp_path / "site/division/990121.html").xpath("//main//li/a[starts-with(@href, '../report')]")
    assert link.text == "一份报告"


def test_reports_without_division_stand_with_their_portal(tmp_path: Path) -> None:
    item = report("a", "云台镇人民政府", 2019) | {"division": None}
    build(tmp_path / "site", [item])
    assert "qinghe" in only(tmp_path / "site", "division/*.html").read_text("utf-8")


def test_loose_files_have_pages(tmp_path: Path) -> None:
    item = report("a", "云台镇人民政府", 2019) | {"division": None, "portal": None}
    build(tmp_path / "site", [item])
    assert only(tmp_path / "site", "report/*/*.html")


def test_feed_without_reports_gives_a_site(tmp_path: Path) -> None:
    assert build(tmp_path / "site", []).reports == 0
    assert "没有报告" in shown(page(tmp_path / "site/index.html"))
    assert "没有核验发现" in shown(page(tmp_path / "site/findings/index.html"))
    assert page(tmp_path / "site/index.html").xpath("//h1")


def test_large_places_are_parted(tmp_path: Path) -> None:
    items = [report(f"{n:016x}", f"青禾县第{n}乡人民政府", 2020) for n in range(205)]
    build(tmp_path / "site", items)
    parts = [tmp_path / "site" / addresses.place_page("990121", number) for number in (1, 2)]
    assert [len(page(part).xpath("//tbody/tr")) for part in parts] == [200, 5]
    assert page(parts[0]).xpath("//a[@rel='next']/@href") == ["../division/990121-2.html"] * 2


def test_downloads_are_the_sheets_of_the_export(site: Path) -> None:
    lines = (site / "downloads/reports.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(simulated())
    assert page(site / "index.html").xpath("//a[@download]/@href")[0] == "downloads/reports.csv"


def test_no_downloads_if_none_are_wanted(tmp_path: Path) -> None:
    build(tmp_path / "site", simulated()[:2], ())
    assert not list((tmp_path / "site/downloads").iterdir())


@pytest.mark.parametrize("place", ["", "532325", "../../etc", "x" * 999, "a/b"])
def test_names_of_files_are_plain(place: str) -> None:
    name = re.compile(r"[a-z]+/[0-9a-z]{6,12}(/[0-9a-f]{12})?\.html")
    assert name.fullmatch(addresses.place_page(place))
    assert name.fullmatch(addresses.report_page(place, "../x"))
    assert name.fullmatch(addresses.agency_page(place, "../x"))
