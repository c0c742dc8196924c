"""What a crawl leaves out of the search for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from crawler.garbage import collect_seldom


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_was_loaded_is_left_out() -> None:
    collect_seldom()
    assert gc.get_freeze_count() > 1000


def test_one_page_begins_no_search() -> None:
    collect_seldom()
    searched = gc.get_stats()[0]["collections"]
    page = [[number] for number in range(10_000)]
    assert gc.get_stats()[0]["collections"] == searched, len(page)
