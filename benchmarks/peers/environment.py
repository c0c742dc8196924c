"""Virtual environments of their own for programs that the project does not depend on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".venv-peers"
"""Holds the environments; deleting it costs nothing but the time to make them again."""


class EnvironmentFailed(Exception):
    """An environment can't be made: what pip or venv said last."""


def environment(name: str, packages: Sequence[str]) -> Path:
    """Python of an environment that holds the packages; it is made at the first call for them.

    :exc:`EnvironmentFailed` if they can't be installed.
    """
    folder = CACHE / name
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    wanted = "\n".join(packages)
    if ready.exists() and ready.read_text() == wanted:
        return python
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
    ready.write_text(wanted)
    return python


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise EnvironmentFailed(said[-1] if said else f"{command[0]}: exit status {done.returncode}")
