"""Settings of the whole suite."""

import os

from hypothesis import settings

# The suite says the same thing twice in a row; HYPOTHESIS_PROFILE=search looks for new cases.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
