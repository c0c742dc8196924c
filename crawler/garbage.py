"""How often a crawl's process looks for garbage that refers to itself."""

from __future__ import annotations

import gc

_NEW = 20_000
"""Objects of which a search begins, at least. Python's own 700 are there some ten times in each page that is read."""


def collect_seldom() -> None:
    """Leave what is there now out of all searches, and search less often. To be called once, when all data is loaded.

    A page is read into thousands of small objects, nearly all of them alive till its item is written and none of them in
    a cycle: looking through them again and again takes some 3 % of the time. The few cycles that a crawl makes (errors
    and what they hold) wait a little longer, which takes some megabytes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW, *gc.get_threshold()[1:])
