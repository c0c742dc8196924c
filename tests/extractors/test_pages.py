"""The generated pages: made anew alike from their seeds, and read as their truth says."""

import pytest

from benchmarks.fields import judge
from extractors import extract
from tests.extractors.page_others import other_page
from tests.extractors.pages import report_page

SEEDS = range(40)
WATCHED = ("report or not", "agency", "year", "published", "signed", "period")


@pytest.mark.parametrize("make", [report_page, other_page])
def test_a_seed_makes_one_page(make):
    assert [make(seed) for seed in range(5)] == [make(seed) for seed in range(5)]


@pytest.mark.parametrize("make", [report_page, other_page])
def test_no_field_of_a_generated_page_is_wrong(make):
    pages = (make(seed) for seed in SEEDS)
    judged = (verdict for page in pages for verdict in judge(page, extract(page.data, url=page.url, hints=page.hints)))
    assert [it for it in judged if it[0] in WATCHED and it[1] == "wrong"] == []
