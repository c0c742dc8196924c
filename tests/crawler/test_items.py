from __future__ import annotations

import hashlib
from dataclasses import asdict

import pytest

from crawler.items import AnnualReport, ReportPage, as_plain, make_item
from crawler.portals import Portal
from extractors.report import Contact, Division, Evidence, Mark, Report, Section

PORTAL = Portal(id="songting", name="松汀县", urls=("http://a.example/",))
DIVISION = Division(code="990121", name="岚江省松汀县", table="2023")


def item(url: str = "http://a.example/1.html", portal: Portal | None = PORTAL, **fields: object) -> AnnualReport:
    return make_item(ReportPage(url=url, body=b"", portal=portal), Report(sha256="ab" * 32, **fields))  # type: ignore[arg-type]


def test_id_is_made_from_the_canonical_address() -> None:
    expected = hashlib.sha256(b"http://a.example/1.html").hexdigest()[:16]
    assert item("HTTP://A.example:80/1.html#top").id == expected


def test_id_does_not_depend_on_what_was_extracted() -> None:
    assert item(title="甲").id == item(title="乙").id


def test_attachment_has_an_id_of_its_own() -> None:
    assert item(document_url="http://a.example/1.pdf").id != item().id


def test_loose_file_is_known_by_its_content() -> None:
    loose = item("file:///tmp/a.txt", portal=None)
    assert (loose.id, loose.portal) == ("ab" * 8, None)


def test_report_key_names_division_agency_and_year() -> None:
    assert item(division=DIVISION, agency="松汀镇人民政府", year=2020).report_key == "990121/松汀镇人民政府/2020"


@pytest.mark.parametrize("missing", ["division", "agency", "year"])
def test_report_key_is_null_while_a_part_is(missing: str) -> None:
    parts = {"division": DIVISION, "agency": "松汀镇人民政府", "year": 2020, missing: None}
    assert item(**parts).report_key is None


def test_site_without_record_is_no_portal_of_the_registry() -> None:
    assert (
        item(portal=Portal(id="a.example", name="a.example", urls=("http://a.example/",), recorded=False)).portal
        is None
    )


def test_page_bytes_stay_out_of_logs() -> None:
    assert "secret" not in repr(ReportPage(url="http://a.example/", body=b"secret"))


def test_plain_item_is_what_the_standard_library_makes_of_it() -> None:
    mark = Mark(table="t3_requests", row="granted", column="total", raw="3件", status=["unit"])
    section = Section(number="一", heading="总体情况", text="略")
    tables = {"t3_requests": {"granted": {"total": 3, "natural_person": None, "fee": 0.5}}}
    contact = Contact(office="办公室", phones=["0999-1234567"])
    evidence = {"year": Evidence(source="title", quote="2020年")}
    report = item(
        division=DIVISION, contact=contact, sections=[section], marks=[mark], tables=tables, evidence=evidence
    )
    assert as_plain(report) == asdict(report)


def test_item_is_made_plain_once_for_all_that_take_it() -> None:
    report = item(title="甲")
    assert report.plain is report.plain
    assert report.plain == as_plain(report)
