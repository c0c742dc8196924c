"""Every family against a saved article of its own: known by its address, read from the place where it keeps its text.

A family without one fails.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms import platforms
from crawler.walking.columns import is_article
from extractors import extract
from extractors.report import Hints, Report

PAGES = Path(__file__).parent / "pages"


def saved(family: str) -> tuple[bytes, dict[str, Any]]:
    expected = tomllib.loads((PAGES / family / "expected.toml").read_text("utf-8"))
    return (PAGES / family / "article.html").read_bytes(), expected["article"]


@pytest.mark.parametrize("family", platforms())
class TestSavedArticle:
    def test_is_taken_for_an_article(self, family: str) -> None:
        body, expected = saved(family)
        assert is_article(HtmlResponse(expected["url"], body=body, encoding="utf-8"), platforms()[family])

    def test_is_read(self, family: str) -> None:
        body, expected = saved(family)
        report = extract(body, url=expected["url"], hints=Hints(body=platforms()[family].body))
        assert isinstance(report, Report)
        assert [section.number for section in report.sections] == expected["sections"]
        assert {name: getattr(report, name) for name in ("title", "agency", "year", "published")} == {
            name: expected[name] for name in ("title", "agency", "year", "published")
        }
        assert [attachment.url for attachment in report.attachments] == expected.get("attachments", [])
