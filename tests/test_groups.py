"""What a module prepares for its tests is prepared once, however many processes share the suite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MODULE = """
import os
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def prepared():
    Path(f"{os.getpid()}.prepared").touch()


@pytest.mark.parametrize("number", range(8))
def test_uses_it(number, prepared):
    Path(f"{number}.done").touch()
"""
PROJECT = Path(__file__).parents[1]


def test_tests_that_share_what_their_module_prepares_run_in_one_process(tmp_path: Path) -> None:
    """Releases of pytest and pytest-xdist that don't fit each other ignore the groups without a word."""
    (tmp_path / "test_it.py").write_text(MODULE)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-p", "tests.conftest"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert (len(list(tmp_path.glob("*.done"))), len(list(tmp_path.glob("*.prepared")))) == (8, 1)
