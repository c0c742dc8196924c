"""Settings of the whole suite."""

import os

from hypothesis import settings

# The suite says the same thing twice in a row; HYPOTHESIS_PROFILE=search looks for new cases.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name no test by a file's bytes: one that is packed on the way tells the time, and each process of a run has its own."""
    return "bytes" if isinstance(val, bytes) and len(val) > 20 else None
