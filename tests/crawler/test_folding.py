"""Troubles that repeat are told once, and how many more there were."""

from __future__ import annotations

import gc
import logging
import sys
import weakref
from typing import Any

from scrapy import Request

from crawler.logs.folding import WINDOW, Folding, kind_of


def record(message: str = "%s: failed", *args: Any, level: int = logging.WARNING, **said: Any) -> logging.LogRecord:
    made = logging.LogRecord("yearly_reports", level, "", 0, message, args or ("x",), None)
    made.__dict__.update(said)
    return made


def test_same_kind_at_the_same_portal_is_told_once() -> None:
    folding = Folding()
    told = [folding.filter(record(portal="a", kind="timeout", url=str(number))) for number in range(9)]
    assert told == [True] + [False] * 8
    (rest,) = folding.rest()
    assert (rest.__dict__["more"], rest.__dict__["url"]) == (7, "8")
    assert list(folding.rest()) == []


def test_other_kinds_and_other_portals_are_told() -> None:
    folding = Folding()
    kinds = [("a", "timeout"), ("a", "reset"), ("b", "timeout")]
    assert all(folding.filter(record(portal=portal, kind=kind)) for portal, kind in kinds)


def test_after_so_many_lines_it_is_told_again_with_how_many_there_were() -> None:
    folding = Folding()
    for _ in range(3):
        folding.filter(record(portal="a", kind="timeout"))
    for _ in range(WINDOW):
        assert folding.filter(record("%s", level=logging.INFO))
    again = record(portal="a", kind="timeout")
    assert folding.filter(again)
    assert again.__dict__["more"] == 2
    assert list(folding.rest()) == []


def test_what_is_no_trouble_is_never_kept_back() -> None:
    folding = Folding()
    assert all(folding.filter(record(level=logging.INFO)) for _ in range(9))


def test_message_of_scrapy_is_of_a_kind_by_its_words_and_of_a_portal_by_its_request() -> None:
    first, second, third = (
        record("Error downloading %(request)s", {"request": Request(f"http://a.example/{n}", meta={"portal": portal})})
        for n, portal in ((1, "a"), (2, "a"), (3, "b"))
    )
    assert kind_of(first) == kind_of(second) != kind_of(third)
    assert kind_of(record("Ignored response <200 http://a/1> of 7 B")) == kind_of(
        record("Ignored response <404 http://b> of 9 B")
    )


class Page:
    """Something large that a traceback holds on to."""


def test_nothing_that_a_traceback_holds_is_kept() -> None:
    folding = Folding()
    pages = []

    def fail() -> None:
        page = Page()
        pages.append(weakref.ref(page))
        raise ValueError

    for _ in range(3):
        try:
            fail()
        except ValueError:
            made = record(portal="a", kind="lost")
            made.exc_info = sys.exc_info()
            folding.filter(made)
            del made
    gc.collect()
    assert [page() for page in pages] == [None] * 3
