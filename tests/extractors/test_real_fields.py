"""Every field of the real reports, where they are at hand."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from extractors.report import Report
from extractors.stages import extract
from extractors.text import squeeze

SHARED = Path(__file__).parents[2].parent / "shared" / "reports"
TRUTHS = json.loads((SHARED / "truth.json").read_text("utf-8")) if SHARED.exists() else []

pytestmark = pytest.mark.skipif(not TRUTHS, reason="needs the real reports")


@pytest.fixture(params=TRUTHS, ids=lambda truth: truth["file"][:3])
def case(request: pytest.FixtureRequest) -> tuple[dict, Report]:
    report = extract((SHARED / request.param["file"]).read_bytes())
    assert isinstance(report, Report), report
    return request.param, report


def test_title_agency_and_year(case):
    truth, report = case
    assert report.title and squeeze(report.title) == squeeze(truth["title"]) if truth["title"] else report.title is None
    assert report.agency in truth["agency"]
    assert report.year == truth["year"]


def test_dates_and_period(case):
    truth, report = case
    assert (report.published, report.signed) == (truth["published"], truth["signed"])
    assert (report.period and [report.period.start, report.period.end]) == truth["period"]


def test_contact(case):
    truth, report = case
    assert asdict(report.contact) == truth["contact"]


def test_the_early_sign_off_is_the_only_doubt_about_fields(case):
    truth, report = case
    early = bool(truth["signed"] and truth["period"] and truth["signed"] < truth["period"][1])
    nothing_said = {"field.missing", "field.division_unknown"}
    findings = {finding.code for finding in report.findings if finding.code.startswith("field.")} - nothing_said
    assert findings == ({"field.signed_before_period_end"} if early else set())
