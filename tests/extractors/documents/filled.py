"""Reports of known truth as titles, lines and physical tables, for renderers of any medium; and what a reader made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any, NamedTuple

from crawler.simulator.articles import Article
from crawler.simulator.markup import Piece, Text
from crawler.simulator.places import agencies, county
from crawler.simulator.reports import write_reports
from extractors.report import Report
from tests.extractors.shapes import Sample

Cells = dict[tuple[str, str, str], Any]


def filled_report(seed: int) -> Article:
    """A whole report with prose, contact and sign-off, in the form of 2019 or of 2021."""
    place = county(seed % 90)
    agency = agencies(place, 4, Random(seed))[seed % 4]
    articles = write_reports(place, agency, range(2019, 2023), 100 + seed, f"documents/{seed}")
    return articles[seed % len(articles)]


def pieces_of(sample: Sample) -> list[Piece]:
    """Tables of any form between the headings of a report."""
    pieces: list[Piece] = [Text("一、总体情况", "heading"), Text("本镇按要求做好公开工作。" * 6)]
    for heading, table in sample.tables():
        pieces += [Text(heading, "heading"), table] if heading else [table]
    return [*pieces, Text("五、存在的主要问题及改进情况", "heading"), Text("公开内容还不够全面。")]


def cells(tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Cells:
    """(table, row, column) → value."""
    return {(t, r, c): value for t, rows in tables.items() for r, row in rows.items() for c, value in row.items()}


class Score(NamedTuple):
    """How cells came out."""

    cells: int
    right: int
    null: int
    """Null or absent."""
    wrong: int
    """Numbers that are not printed there."""
    digits: int
    """Digits of the numbers printed."""
    digits_right: int
    """Digits of those that came out as printed: a number is right as a whole."""


def score(truth: Cells, read: Cells) -> Score:
    """Compare the cells read with the truth."""
    right = {place: value for place, value in truth.items() if place in read and read[place] == value}
    wrong = sum(value is not None and truth.get(place) != value for place, value in read.items())
    return Score(len(truth), len(right), len(truth) - len(right) - wrong, wrong, _digits(truth), _digits(right))


def added(scores: Iterable[Score]) -> Score:
    """Several documents' cells together."""
    return Score(*map(sum, zip(*scores, strict=True)))


def _digits(found: Cells) -> int:
    return sum(char.isdigit() for value in found.values() if value is not None for char in str(value))


def misread_fields(report: Report, truth: Mapping[str, Any]) -> list[str]:
    """Names of the fields that are not those printed."""
    wrong = [name for name in ("title", "year", "form", "signed") if getattr(report, name) != truth[name]]
    if [section.number for section in report.sections] != truth["sections"]:
        wrong.append("sections")
    if report.agency not in truth["agency"]:
        wrong.append("agency")
    return wrong + [name for name, value in truth["contact"].items() if getattr(report.contact, name) != value]
