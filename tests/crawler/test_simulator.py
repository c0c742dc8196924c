import json
import re
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.commands.simulate import Command
from crawler.commands.simulate import requested_sites as sites_of
from crawler.portals import load_portals
from crawler.simulator import (
    SAMPLE_PORT,
    ServedPortal,
    Simulator,
    build_sites,
    demo,
    documents_site,
    plan_portals,
    sample_portals,
)
from crawler.simulator.compare import compare
from crawler.simulator.documents import content_type_of
from crawler.simulator.families import families
from crawler.simulator.figures import fill_years
from crawler.simulator.layout import disclosure_tables, requests_table, review_table
from crawler.simulator.places import county
from crawler.simulator.plan import SCRIPTED, VARIANTS
from crawler.simulator.printing import HABITS, print_form
from crawler.simulator.site import Request, Site
from extractors.tables.forms import Form, Identity, load_forms

YEARS = range(2018, 2023)


def get(url: str, data: bytes | None = None) -> bytes:
    with urllib.request.urlopen(url, data=data, timeout=10) as response:
        body: bytes = response.read()
    return body


def dump(site: Site) -> dict[str, bytes]:
    return {path: handler(Request("GET", path)).body for path, handler in site.pages.items()}


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes():
    years = (2018, 2021)  # prose, and either form
    first, second = (build_sites(plan_portals(len(VARIANTS), years, seed="7")) for _ in range(2))
    assert [dump(site) for site in first] == [dump(site) for site in second]


def test_another_seed_gives_other_reports():
    first, second = (build_sites(plan_portals(1, YEARS, seed=seed))[0].truths for seed in ("7", "8"))
    assert first != second


def test_a_hundred_counties_have_a_hundred_names_and_codes():
    counties = [county(index) for index in range(100)]
    assert len({place.name for place in counties}) == len({place.code for place in counties}) == 100


def test_hundreds_of_portals_have_an_address_of_their_own():
    portals = plan_portals(210, range(2020, 2021), seed="1")
    assert len({portal.host for portal in portals}) == 210
    assert len({portal.place.name for portal in portals}) == 210


def test_article_numbers_are_unique_so_that_truth_pairs_by_file_name():
    files = [
        path.rsplit("/", 1)[1] for site in build_sites(plan_portals(12, YEARS, seed="1")) for path, _ in site.truths
    ]
    assert len(files) == len(set(files))


def test_every_family_is_planned():
    assert {family for family, _ in (*VARIANTS, *SCRIPTED)} == set(families())


def test_the_registry_records_exactly_the_sample_portals():
    records = {id_: portal for id_, portal in load_portals().items() if portal.group == "sample"}
    assert {id_: (record.name, record.urls) for id_, record in records.items()} == {
        portal.id: (portal.place.government, (f"http://{portal.host}:{SAMPLE_PORT}/",)) for portal in sample_portals()
    }
    assert {
        id_: (record.division.code, record.division.name) for id_, record in records.items() if record.division
    } == {portal.id: (portal.place.code, portal.place.full_name) for portal in sample_portals()}


# --- the reports ------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["cn_2019", "cn_2021"])
def form(request: pytest.FixtureRequest) -> Form:
    return load_forms()[request.param]


def holds(identity: Identity, lines: list[dict[str, float]]) -> bool:
    """Whether an identity holds on every line (a column's rows, or a row's columns)."""
    for line in lines:
        left, right = (sum(line[key] for key in keys) for keys in (identity.left, identity.right))
        if not {"=": left == right, "<=": left <= right, ">=": left >= right}[identity.relation]:
            return False
    return True


@pytest.mark.parametrize("scale", [1, 4, 12])
def test_figures_keep_every_identity_of_the_form(form: Form, scale: int):

    years = fill_years(Random(f"{form.id}/{scale}"), dict.fromkeys(range(2019, 2029), form), scale)
    for figures in years.values():
        for identity in form.identities:
            table = figures[identity.table]
            lines = list(table.values())
            if identity.over == "columns":
                lines = [{row: cells[column] for row, cells in table.items()} for column in lines[0]]
            assert holds(identity, lines), identity.id


def test_what_one_year_carries_out_the_next_carries_in(form: Form):

    years = fill_years(Random("carry"), dict.fromkeys(range(2019, 2029), form), 12)
    for year in range(2020, 2029):
        assert years[year]["t3_requests"]["carried_in"] == years[year - 1]["t3_requests"]["carried_out"]


def width(row: list) -> int:
    return sum(span.colspan for span in row)


def test_disclosure_blocks_stand_on_four_columns(form: Form):
    (table,) = disclosure_tables(form, lambda *place: "0")
    assert {width(row) for row in table} == {4}
    assert len(table) == {"cn_2019": 18, "cn_2021": 14}[form.id]


def test_requests_have_the_spans_of_the_official_layout(form: Form):
    table = requests_table(form, lambda *place: "0")
    corner, results = table[0][0], next(row[0] for row in table if row[0].text == "三、本年度办理结果")
    assert (corner.colspan, corner.rowspan, width(table[0])) == (3, 3, 10)
    assert results.rowspan == {"cn_2019": 20, "cn_2021": 22}[form.id]
    assert sum(span.colspan * span.rowspan for row in table for span in row) == 10 * len(table)


def test_reviews_have_three_header_rows_and_fifteen_values(form: Form):
    *header, values = review_table(form, lambda *place: "0")
    assert (len(header), len(values)) == (3, 15)
    assert sum(span.colspan * span.rowspan for row in header for span in row) == 45


def test_every_null_and_every_unusual_print_has_a_mark(form: Form):

    rng = Random("marks")
    figures = fill_years(rng, {2020: form}, 12)[2020]
    for habits in HABITS:
        printed = print_form(rng, form, figures, habits)
        marked = {(mark["table"], mark["row"], mark["column"]) for mark in printed.marks}
        unusual = {place for place, raw in printed.raw.items() if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", raw)}
        nulls = {
            (table, row, column)
            for table, rows in printed.tables.items()
            for row, cells in rows.items()
            for column, value in cells.items()
            if value is None
        }
        assert marked == unusual >= nulls


def test_a_dozen_reports_show_every_kind_of_mark():
    truths = [truth for site in build_sites(sample_portals()) for _, truth in site.truths if truth["is_report"]]
    seen = {status for truth in truths for mark in truth["marks"] for status in mark["status"]}
    assert seen == {"blank", "dash", "slash", "unit", "sign", "format", "numeral", "text", "multiple"}


def test_the_sample_holds_both_forms_prose_and_an_old_form_in_a_new_year():
    truths = [truth for site in build_sites(sample_portals()) for _, truth in site.truths if truth["is_report"]]
    forms = Counter((truth["form"], truth["year"] >= 2021) for truth in truths)
    assert set(forms) == {("cn_2019", False), ("cn_2019", True), ("cn_2021", True), (None, False)}


# --- the server -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def simulator():
    with Simulator(build_sites(sample_portals())) as running:
        yield running


@pytest.fixture(params=[id_ for id_, portal in load_portals().items() if portal.group == "sample"])
def portal(request: pytest.FixtureRequest, simulator: Simulator) -> ServedPortal:
    return next(portal for portal in simulator.portals if portal.id == request.param)


def test_home_page_and_robots_txt_answer(portal: ServedPortal):
    assert portal.name.encode("gb18030" if "generic" in portal.id else "utf-8") in get(portal.home)
    assert b"User-agent" in get(portal.home + "robots.txt")


def test_every_page_of_the_truth_is_served(portal: ServedPortal):
    for entry in portal.truth:
        assert get(entry["url"]).count(b"<body>") == 1


def test_report_pages_print_title_agency_and_every_cell(portal: ServedPortal):
    encoding = "gb18030" if "generic" in portal.id else "utf-8"
    for entry in (entry for entry in portal.truth if entry["is_report"]):
        text = re.sub(r"<[^>]+>|\s", "", get(entry["url"]).decode(encoding))
        assert entry["title"] in text
        assert any(name in text for name in entry["agency"])
        for mark in entry["marks"] if entry["document_url"] is None else ():
            assert mark["raw"].replace(" ", "") in text


def test_the_gbk_portal_declares_gb2312_and_needs_more(simulator: Simulator):
    portal = next(portal for portal in simulator.portals if "generic" in portal.id)
    pages = [get(entry["url"]) for entry in portal.truth]
    assert all(b"charset=gb2312" in page for page in pages)
    assert any("䶮" in page.decode("gb18030") for page in pages)
    with pytest.raises(UnicodeDecodeError):
        b"".join(pages).decode("gb2312")


def test_unknown_paths_are_404(simulator: Simulator):
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(simulator.portals[0].home + "nothing.html")
    caught.value.close()
    assert caught.value.code == 404


def test_requests_are_counted_by_portal():
    with Simulator(build_sites(sample_portals()[:2])) as running:
        get(running.portals[1].home)
        assert {id_: [request.path for request in log] for id_, log in running.log.items()} == {
            "sample_trs_wcm": [],
            "sample_hanweb_jcms": ["/"],
        }


def test_only_loopback_is_ever_listened_on():
    with pytest.raises(ValueError, match="not a loopback address"):
        Simulator([Site(id="x", name="x", host="0.0.0.0")])


def test_a_port_in_use_is_an_error_of_the_system(simulator: Simulator):
    with pytest.raises(OSError, match="in use"), Simulator(build_sites(sample_portals()[:1]), simulator.port):
        pass


# --- the listings: each family's own pager leads to every article ------------------------------------------------------


def links(page: bytes, encoding: str = "utf-8") -> set[str]:
    """File names of the articles that a listing page links."""
    addresses = re.findall(r'href="([^"]+)"', page.decode(encoding))
    return {address.rsplit("/", 1)[-1] for address in addresses} - {"", "index.html"}


def files(portal: ServedPortal) -> set[str]:
    return {entry["file"] for entry in portal.truth}


def by_id(simulator: Simulator, id_: str) -> ServedPortal:
    return next(portal for portal in simulator.portals if portal.id == id_)


def test_trs_pager_is_written_by_script_and_counts_from_zero(simulator: Simulator):
    portal = by_id(simulator, "sample_trs_wcm_2")
    first = get(portal.listings[0])
    total = int(re.search(rb"var countPage = (\d+)", first)[1])
    pages = [first] + [get(f"{portal.listings[0]}index_{number}.html") for number in range(1, total)]
    assert total > 2
    assert b'href="index_1.html"' not in first
    assert set.union(*map(links, pages)) >= files(portal)


def test_trs_year_folders_hold_every_article(simulator: Simulator):
    portal = by_id(simulator, "sample_trs_wcm")
    top, *folders = portal.listings
    assert [re.search(r"/(\d{4})n/$", folder)[1] for folder in folders] == ["2022", "2021", "2020", "2019", "2018"]
    assert b'href="./2022n/"' in get(top)
    found = set()
    for folder in folders:
        total = int(re.search(rb'createPageHTML\((\d+), 0, "index", "html"\)', get(folder))[1])
        for page in [folder] + [f"{folder}index_{number}.html" for number in range(1, total)]:
            found |= links(get(page))
    assert found >= files(portal)


def test_vsb_pages_are_numbered_downwards(simulator: Simulator):
    portal = by_id(simulator, "sample_vsb")
    found = set()
    for listing in portal.listings[1:]:
        first = get(listing)
        found |= links(first)
        below = [int(number) for number in re.findall(rb'href="\w+/(\d+)\.htm"', first)]
        for number in range(max(below, default=0), 0, -1):
            found |= links(get(f"{listing.removesuffix('.htm')}/{number}.htm"))
    assert found >= files(portal)


def test_jcms_groups_come_by_record_numbers_from_the_values_in_the_page(simulator: Simulator):
    portal = by_id(simulator, "sample_hanweb_jcms")
    page = get(portal.listings[0]).decode()
    total, size, pages = (int(re.search(rf"{key}:(\d+)", page)[1]) for key in ("totalRecord", "perPage", "groupSize"))
    column, unit = re.search(r"columnid:(\d+)", page)[1], re.search(r"unitid:'(\d+)'", page)[1]
    found = links(page.encode())
    assert not found >= files(portal)
    for start in range(size * pages + 1, total + 1, size * pages):
        query = f"startrecord={start}&endrecord={start + size * pages - 1}&perpage={size}"
        form_ = f"col=1&appid=1&webid=3&path=/&columnid={column}&sourceContentType=1&unitid={unit}&permissiontype=0"
        found |= links(get(f"{portal.home}module/web/jpage/dataproxy.jsp?{query}", data=form_.encode()))
    assert found >= files(portal)


def test_jcms_next_groups_form_a_chain(simulator: Simulator):
    portal = by_id(simulator, "sample_hanweb_jcms_2")
    page, found = get(portal.listings[0]), set()
    assert b"totalRecord:" not in page
    while True:
        found |= links(page)
        following = re.search(rb'<nextgroup><!\[CDATA\[<a href="/([^"]+)">', page)
        if following is None:
            break
        page = get(portal.home + following[1].decode())
    assert found >= files(portal)


def test_generic_lists_link_their_neighbours(simulator: Simulator):
    portal = by_id(simulator, "sample_generic")
    address, found = portal.listings[0], set()
    while True:
        page = get(address)
        found |= links(page, "gb18030")
        following = re.search(r'href="([^"]+)">下一页', page.decode("gb18030"))
        if following is None:
            break
        address = f"{portal.listings[0].rsplit('/', 1)[0]}/{following[1]}"
    assert found >= files(portal)


# --- documents --------------------------------------------------------------------------------------------------------


def test_a_folder_is_served_byte_for_byte(tmp_path: Path):
    contents = {"甲 乡.txt": "年报".encode("gb18030"), "b.html": b"<html><p>x</p></html>", "empty.txt": b""}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "sub").mkdir()
    with Simulator([documents_site(tmp_path)]) as running:
        home = running.portals[0].home
        listing = get(home).decode()
        addresses = re.findall(r'href="/([^"]+)"', listing)
        assert home.startswith("http://127.0.0.1:")
        assert sorted(get(home + address) for address in addresses) == sorted(contents.values())
        assert "甲 乡.txt</a>" in listing


def test_a_missing_folder_is_said_so(tmp_path: Path):
    with pytest.raises(NotADirectoryError, match="no such folder"):
        documents_site(tmp_path / "none")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("年报".encode(), "text/plain; charset=utf-8"),
        (b"<!DOCTYPE html><title>x</title>", "text/html"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\x00\xff\xfe\xff", "application/octet-stream"),
    ],
)
def test_types_come_from_the_bytes(data: bytes, content_type: str):
    assert content_type_of(data) == content_type


def test_truth_is_json(simulator: Simulator):
    truth = [entry for portal in simulator.portals for entry in portal.truth]
    assert json.loads(json.dumps(truth, ensure_ascii=False)) == truth


# --- the command ------------------------------------------------------------------------------------------------------


def sites_for(*arguments: str) -> list[str]:
    """Portals that the command would serve."""
    command = Command()
    command.settings = Settings()
    parser = ArgumentParser()
    command.add_options(parser)
    return [site.id for site in sites_of(parser.parse_args(arguments))]


def test_three_portals_are_served_unless_something_else_is_asked_for(tmp_path: Path):
    (tmp_path / "a.txt").write_text("x")
    assert sites_for() == ["simulated_001", "simulated_002", "simulated_003"]
    assert sites_for("--documents", str(tmp_path)) == ["documents"]
    assert sites_for("--documents", str(tmp_path), "--portals", "1") == ["documents", "simulated_001"]
    assert sites_for("--sample") == [portal.id for portal in sample_portals()]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--years", "2020-2019"],
        ["--portals", "-1"],
        ["--portals", "0"],
        ["--port", "70000"],
        ["--documents", "/no/such/folder"],
    ],
)
def test_wrong_usage_is_said_before_anything_is_served(arguments: list[str]):
    with pytest.raises(UsageError):
        sites_for(*arguments)


def test_folder_without_files_is_wrong_usage(tmp_path: Path):
    (tmp_path / ".hidden").write_text("x")
    with pytest.raises(UsageError, match="no file to serve"):
        sites_for("--documents", str(tmp_path))


# --- comparison with the truth, and the demo ---------------------------------------------------------------------------

TRUTH = {
    "url": "http://127.0.0.1/a.html",
    "is_report": True,
    "title": "某镇2020年年报",
    "agency": ["某县某镇人民政府", "某镇人民政府"],
    "year": 2020,
    "form": "cn_2019",
    "published": "2021-01-07",
    "signed": None,
    "period": ["2020-01-01", "2020-12-31"],
    "sections": ["一"],
    "contact": {"phones": []},
    "unplaced_rows": [],
    "tables": {"t": {"r": {"a": 1, "b": None}}},
    "marks": [{"table": "t", "row": "r", "column": "b", "raw": "", "status": ["blank"]}],
}
ITEM = {
    **{
        key: TRUTH[key] for key in ("url", "title", "year", "form", "published", "signed", "contact", "tables", "marks")
    },
    "agency": "某镇人民政府",
    "period": {"start": "2020-01-01", "end": "2020-12-31"},
    "sections": [{"number": "一"}],
    "unplaced": [],
}


def test_an_item_that_says_what_the_truth_says_has_no_miss():
    result = compare([ITEM], [TRUTH])
    assert (result.found, result.cells, result.wrong_numbers, result.misses) == (1, 2, 0, [])


@pytest.mark.parametrize(
    ("change", "wrong_numbers"),
    [
        ({"year": 2021}, 0),
        ({"agency": "某县"}, 0),
        ({"marks": []}, 0),
        ({"tables": {"t": {"r": {"a": None, "b": None}}}}, 0),
        ({"tables": {"t": {"r": {"a": 1, "b": 0}}}}, 1),
        ({"tables": {"t": {"r": {"a": 1, "b": None, "c": 5}}}}, 1),
    ],
)
def test_each_disagreement_is_a_miss_and_a_wrong_number_is_counted(change: dict[str, object], wrong_numbers: int):
    result = compare([{**ITEM, **change}], [TRUTH])
    assert (len(result.misses), result.wrong_numbers) == (1, wrong_numbers)


def test_a_lost_report_a_near_miss_taken_and_a_stranger_are_misses():
    near_miss = {"url": "http://127.0.0.1/b.html", "is_report": False, "reason": "guide"}
    items = [{**ITEM, "url": near_miss["url"]}, {**ITEM, "url": "http://127.0.0.1/c.html"}]
    result = compare(items, [TRUTH, near_miss])
    assert (result.found, result.taken, len(result.misses)) == (0, 1, 3)


def test_the_demo_says_that_its_port_is_taken(capsys: pytest.CaptureFixture[str]):
    with ExitStack() as stack:
        with suppress(OSError):  # then somebody else has it, which serves as well
            stack.enter_context(Simulator(build_sites(sample_portals()), SAMPLE_PORT))
        assert demo.main([]) == 1
    assert f"using port {SAMPLE_PORT}?" in capsys.readouterr().out
