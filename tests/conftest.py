"""Settings of the whole suite."""

import atexit
import gc
import os
from collections.abc import Iterator

import pytest
import scrapy.core.downloader.handlers.http11  # noqa: F401  looks through all modules there are: the earlier the fewer
from hypothesis import settings

gc.disable()  # while tests are collected nothing becomes garbage

# The suite says the same thing twice in a row; HYPOTHESIS_PROFILE=search looks for new cases.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name no test by a file's bytes: one that is packed on the way tells the time, and each process of a run has its own."""
    return "bytes" if isinstance(val, bytes) and len(val) > 20 else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    gc.enable()


def pytest_unconfigure() -> None:
    """Look for garbage once: pytest does so five times over all that the tests have left, and Python at its end again."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or modules in C would tell what they take for leaks
    gc.disable()


# --- How processes share the suite: `-n auto --dist loadgroup` ---------------------------------------------------------

_WAITING = ("tests/test_soak.py", "tests/crawler/sharing/test_workers.py", "tests/crawler/test_politeness.py")
"""Modules that take longest, mostly waiting: timeouts, leases and delays must run out. One process waits for one after
another, from the beginning, and the others have something to do all the while.
"""
_LONG = (
    "tests/crawler/reextract/test_reextract.py",
    "tests/docs/test_commands.py",
    "tests/extractors/documents/test_printed_by_office.py",
    "tests/extractors/documents/test_office.py",
    "tests/crawler/test_browser.py",
    "tests/crawler/archive/test_replay.py",
    "tests/test_crawl_simulated.py",
    "tests/test_week.py",
)
"""Modules that one process runs from beginning to end and that take longest of these, 20 to 90 seconds each."""


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there is no such hook
def pytest_xdist_auto_num_workers() -> int:
    """One for what waits, and one more than there are cores, since others wait a little."""
    named = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS")
    return int(named) if named else (os.cpu_count() or 1) + 2


def pytest_configure(config: pytest.Config) -> None:
    """Have groups begun in the order of the tests: pytest-xdist would begin those of most tests first."""
    config.option.loadscopereorder = False


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Have what a module prepares for its tests prepared by one process: the tests that use it are a group.

    What takes long is begun early, whatever order others have made: at the end the other processes would wait for it.
    """
    for item in items:
        if _module(item) in _WAITING:
            item.add_marker(pytest.mark.xdist_group("waiting"))
        elif _is_prepared_for(item) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    yield
    early = {module: place for place, module in enumerate((*_WAITING, *_LONG))}
    items.sort(key=lambda item: early.get(_module(item), len(early)))


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _is_prepared_for(item: pytest.Item) -> bool:
    """Whether a test uses a fixture of its module or package."""
    info = getattr(item, "_fixtureinfo", None)
    found = info.name2fixturedefs.values() if info else ()
    return any(fixtures[-1].scope in ("module", "package") for fixtures in found)
