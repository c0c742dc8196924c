"""Tests that share a crawl run in one process of the suite, so that there is one crawl."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MODULE = """
import os
from pathlib import Path

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(8))
def test_says_where_it_runs(number):
    Path(f"{number}.pid").write_text(str(os.getpid()))
"""


def test_tests_of_a_group_run_in_one_process(tmp_path: Path) -> None:
    """Releases of pytest and pytest-xdist that don't fit each other ignore the groups without a word."""
    (tmp_path / "test_it.py").write_text(MODULE)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    processes = [file.read_text() for file in tmp_path.glob("*.pid")]
    assert (len(processes), len(set(processes))) == (8, 1)
