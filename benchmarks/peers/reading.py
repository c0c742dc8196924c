"""Pages in a folder, and each reader's answers to them: a process for each, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.peers.environment import ROOT, EnvironmentFailed, environment
from benchmarks.peers.grids import describe_forms
from benchmarks.peers.samples import Sampled

_HERE = Path(__file__).parent
PEERS: dict[str, dict[str, Any]] = tomllib.loads((_HERE / "peers.toml").read_text(encoding="utf-8"))
"""Name → reader and packages; the project itself and the bare parsers are among them."""


@dataclass(slots=True)
class Peer:
    """A reader, and what it answered."""

    name: str
    version: str = ""
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Name of the page → what protocol.py says."""
    failure: str = ""
    """Why there are no answers."""

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()

    def gave(self, what: str) -> bool:
        """Whether this reader can give cells, a title, a date or a body at all."""
        return any(what in answer for answer in self.answers.values())


def write_pages(folder: Path, samples: Mapping[str, Sampled]) -> None:
    """Pages, their list, and the forms: all that a reader is given."""
    for name, sample in samples.items():
        (folder / name).write_bytes(sample.data)
    index = [
        {"name": name, "encoding": sample.encoding, "url": sample.url, "form": sample.form}
        for name, sample in samples.items()
    ]
    (folder / "pages.json").write_text(json.dumps(index))
    (folder / "forms.json").write_text(json.dumps(describe_forms(), ensure_ascii=False), encoding="utf-8")


def run(name: str, folder: Path) -> Peer:
    """Install the peer if need be, and let it read the folder."""
    entry = PEERS[name]
    print(f"{name} …", file=sys.stderr)
    out = folder / f"{name}.json"
    try:
        python = environment(name, entry["packages"]) if "packages" in entry else Path(sys.executable)
    except EnvironmentFailed as error:
        return Peer(name, failure=f"can't be installed: {error}")
    paths = os.environ if "packages" in entry else os.environ | {"PYTHONPATH": str(ROOT)}
    command = [str(python), str(_HERE / "readers" / entry["reader"]), str(folder), str(out)]
    done = subprocess.run(command, env=paths, capture_output=True, text=True, check=False)
    if done.returncode:
        return Peer(name, failure=f"does not run: {done.stderr.strip().splitlines()[-1:]}")
    answer = json.loads(out.read_text(encoding="utf-8"))
    return Peer(name, answer["version"], answer["pages"])
