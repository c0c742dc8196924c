"""Items as a perfect crawl of simulated agencies would find them, without any page, for what only reads feeds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from crawler.items import AnnualReport, as_plain
from crawler.simulator.articles import Article
from crawler.simulator.markup import Text
from crawler.simulator.places import Agency, County, agencies, county
from crawler.simulator.reports import write_reports
from extractors.checks import run_checks
from extractors.report import Contact, Division, Evidence, Mark, Period, Section

_LEVELS = {"county": "county", "township": "township", "street": "township", "bureau": "department"}


def simulated_items(counties: int, bodies: int, years: Sequence[int], seed: str) -> Iterator[dict[str, Any]]:
    """Items of ``bodies`` agencies in each county, one a year, as dicts of the JSON feed. The same seed, the same items."""
    for index in range(counties):
        place = county(index)
        for number, agency in enumerate(agencies(place, bodies, Random(f"{seed}/{index}"))):
            first = 10_000 * (index + 1) + 100 * number
            for article in write_reports(place, agency, years, first, f"{seed}/{index}"):
                report = _report(place, agency, number, article)
                run_checks(report)
                yield as_plain(report)


def _report(place: County, agency: Agency, number: int, article: Article) -> AnnualReport:
    truth, url = article.truth, f"{place.website}art_{article.number}.html"
    division = _division(place, agency, number)
    return AnnualReport(
        id=hashlib.sha256(url.encode()).hexdigest()[:16],
        report_key=f"{division.code}/{agency.full}/{truth['year']}",
        portal=place.slug,
        fetched_at="2026-01-01T00:00:00Z",
        url=url,
        sha256=hashlib.sha256(article.title.encode()).hexdigest(),
        media_type="text/html",
        extractor_version="0",
        title=article.title,
        agency=agency.full,
        agency_level=_LEVELS[agency.kind],  # type: ignore[arg-type]
        division=division,
        year=truth["year"],
        period=Period(start=truth["period"][0], end=truth["period"][1]) if truth["period"] else None,
        published=article.published.isoformat(),
        signed=truth["signed"],
        contact=Contact(**truth["contact"]),
        form=truth["form"],
        sections=_sections(article),
        tables=truth["tables"],
        marks=[Mark(**mark) for mark in truth["marks"]],
        evidence={f"tables.{table}": Evidence(source="grid", quote="") for table in truth["tables"]},
    )


def _division(place: County, agency: Agency, number: int) -> Division:
    if _LEVELS[agency.kind] != "township":
        return Division(code=place.code, name=place.full_name, table="simulated")
    name = agency.full.removeprefix(place.name).removesuffix("人民政府").removesuffix("办事处")
    return Division(code=f"{place.code}{100 + number}", name=place.full_name + name, table="simulated")


def _sections(article: Article) -> list[Section]:
    sections: list[Section] = []
    for piece in article.pieces:
        if not isinstance(piece, Text):
            continue
        if piece.place == "heading":
            number, _, heading = piece.text.partition("、")
            sections.append(Section(number=number, heading=heading, text=""))
        elif piece.place == "body" and sections:
            sections[-1].text = "\n".join(filter(None, (sections[-1].text, piece.text)))
    return sections
