"""Items and visits of a county that there is not; JSON of any kind."""

import json
from dataclasses import asdict
from typing import Any

from hypothesis import strategies as st

from crawler.items import AnnualReport
from crawler.ledger import Change, Ledger, Run, Visit

TIME = "2026-01-01T00:00:00Z"
TABLES = {"t3_requests": {"new_received": {"natural_person": 1, "total": 3}}}


def make_item(**fields: Any) -> dict[str, Any]:
    """An item as a feed has it."""
    report = AnnualReport(id="0" * 16, report_key=None, portal="pingshan", fetched_at=TIME)
    report.url, report.sha256, report.extractor_version = "http://www.pingshan.example/a.html", "a" * 64, "1"
    report.agency, report.year, report.title = "平山县柳河镇人民政府", 2020, "柳河镇2020年政府信息公开工作年度报告"
    item = asdict(report) | {
        "tables": TABLES,
        "division": {"code": "990101001", "name": "平山县柳河镇", "table": "2023"},
    }
    item |= fields
    return item | {
        "report_key": f"{item['division']['code']}/{item['agency']}/{item['year']}" if item["division"] else None
    }


def make_visit(**fields: Any) -> Visit:
    """A visit of that item's page."""
    given = {
        "portal": "pingshan", "address": "http://www.pingshan.example/a.html", "url": "http://www.pingshan.example/a.html",
        "role": "report", "at": TIME, "outcome": "report", "status": 200, "sha256": "a" * 64, "extractor": "1",
    }  # fmt: skip
    return Visit(**{**given, **fields})


def settle(ledger: Ledger, run: Run, item: dict[str, Any] | None = None, **visit: Any) -> Change | None:
    """In a transaction of its own."""
    with ledger.writing() as connection:
        return ledger.settle(connection, run, make_visit(**visit), item)


# Two halves of a surrogate pair beside each other are the character that they spell, in any JSON.
TEXTS = st.text(st.characters(exclude_categories=())).filter(lambda text: text == json.loads(json.dumps(text)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
