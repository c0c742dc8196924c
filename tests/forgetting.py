"""A pytest plugin for mutation testing: forgets what functions remember.

Mutants are tried in forks of a process that has run the tests before: what that remembers would never be read anew.
"""

from __future__ import annotations

import functools
import gc

from extractors.remember import Remembered


def pytest_sessionstart() -> None:
    for each in gc.get_objects():
        if isinstance(each, Remembered):
            each.clear()
        elif isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("extractors"):
            each.cache_clear()
