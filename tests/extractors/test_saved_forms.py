"""Every form against a saved page of its own: known by its labels, every cell in its place.

A form without a page ``tests/forms/<id>.html``, with its figures in ``<id>.toml`` beside it, fails.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors import extract
from extractors.report import Report
from extractors.tables.forms import load_forms

PAGES = Path(__file__).parents[1] / "forms"


def saved(form: str) -> tuple[Report, dict[str, Any]]:
    report = extract((PAGES / f"{form}.html").read_bytes())
    assert isinstance(report, Report)
    return report, tomllib.loads((PAGES / f"{form}.toml").read_text("utf-8"))


@pytest.mark.parametrize("form", load_forms())
class TestSavedPage:
    def test_is_known_by_its_labels(self, form: str) -> None:
        report, _ = saved(form)
        assert report.form == form

    def test_is_read_cell_for_cell(self, form: str) -> None:
        report, truth = saved(form)
        assert report.tables == truth["tables"]
        assert report.unplaced == []
        assert sum(len(cells) for rows in report.tables.values() for cells in rows.values()) == truth["cells"]

    def test_prints_every_row_of_the_form(self, form: str) -> None:
        _, truth = saved(form)
        for table in load_forms()[form].tables:
            missing = {row.key for row in table.rows if row.data and not row.optional} - set(truth["tables"][table.id])
            assert missing == set()


def test_every_saved_page_is_of_a_form() -> None:
    assert {page.stem for page in PAGES.glob("*.*")} == set(load_forms())
