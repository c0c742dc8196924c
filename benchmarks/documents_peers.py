"""Other programs that read tables out of documents, told where the official form has its cells.

Each runs in a process of its own: pdfplumber and camelot in environments that pip makes for them, rapidocr in ours, which
has it with the group ``ocr``. Grids of one width are put together over pages for them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.documents_kinds import Made
from benchmarks.peers.environment import EnvironmentFailed, environment
from benchmarks.peers.grids import describe_forms
from benchmarks.peers.readers.protocol import number
from tests.extractors.documents.filled import Cells, Score, added, score


class Measured(NamedTuple):
    """What a reader made of some files."""

    cells: Score
    seconds: float
    """Of CPU time, for all of them."""
    megabytes: float
    """At its peak."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program."""

    reads: str
    """Medium."""
    packages: tuple[str, ...] = ()
    """What pip installs for it; none: it is in our own environment."""


PEERS = {
    "pdfplumber": Peer("pdf", ("pdfplumber==0.11.10",)),
    "camelot": Peer("pdf", ("camelot-py==2.0.0",)),
    "rapidocr": Peer("picture"),
}
_LEAST = 4
"""Characters of a label: lines of the labels of several rows run through it."""
_READER = Path(__file__).parent / "peers" / "readers" / "document_grids.py"


def measure_peer(name: str, made: Sequence[Made]) -> Measured:
    """Its cells are those that stand where the form has them. :exc:`EnvironmentFailed` if it can't be run."""
    packages = PEERS[name].packages
    python = environment(name, packages) if packages else Path(sys.executable)
    forms = describe_forms()
    with TemporaryDirectory() as scratch:
        for index, file in enumerate(made):
            (Path(scratch) / f"{index:04}.{PEERS[name].reads}").write_bytes(file.data)
        done = subprocess.run([str(python), str(_READER), name, scratch], capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentFailed(done.stderr.strip().splitlines()[-1])
    answer = json.loads(done.stdout.splitlines()[-1])
    place = _by_label if PEERS[name].reads == "picture" else _by_place
    read = zip(made, answer["grids"], strict=True)
    total = added(score(file.truth, place(grids, forms[file.form])) for file, grids in read)
    return Measured(total, answer["seconds"], answer["megabytes"])


def _by_label(grids: Sequence[list[list[str]]], form: Mapping[str, Any]) -> Cells:
    """Cells of rows of words: those behind a row's label, or the end of it, if there are as many as the form has columns."""
    found: Cells = {}
    lines = [line for grid in grids for line in grid]
    at = 0
    for table, entry in form.items():
        for row, where in entry["rows"].items():
            label = where["label"] if min(where["column"].values()) else ""
            for index in range(at, len(lines)):
                values = _values_behind(lines[index], label)
                if len(values) == len(where["column"]):
                    found |= {
                        (table, row, column): value for column, value in zip(where["column"], values, strict=True)
                    }
                    at = index + 1
                    break
    return found


def _values_behind(words: Sequence[str], label: str) -> list[float | None]:
    """Values of a row that begins with the end of the label; none if it has another."""
    count = next((index for index, word in enumerate(words) if number(word) is not None), len(words))
    text = "".join(words[:count])
    if not label.endswith(text) or len(text) < min(len(label), _LEAST):
        return []
    return [number(word) for word in words[count:]]


def _by_place(grids: Sequence[list[list[str]]], form: Mapping[str, Any]) -> Cells:
    """Cells of a document's grids: below and beside the anchor of each table, as far as the form says."""
    found: Cells = {}
    for grid in _stacked(grids):
        for table, entry in form.items():
            place = _find(grid, entry["anchor"])
            if place is None or any(key[0] == table for key in found):
                continue
            for row, where in entry["rows"].items():
                for column, right in where["right"].items():
                    down, across = place[0] + where["below"], place[1] + right
                    if down < len(grid) and across < len(grid[down]):
                        found[table, row, column] = number(grid[down][across] or "")
    return found


def _stacked(grids: Sequence[list[list[str]]]) -> Iterator[list[list[str]]]:
    held: list[list[str]] = []
    for grid in grids:
        if held and grid and len(grid[0]) == len(held[0]):
            held += grid
        else:
            yield held
            held = list(grid)
    yield held


def _find(grid: list[list[str]], anchor: str) -> tuple[int, int] | None:
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if "".join((text or "").split()) == anchor:
                return row, column
    return None
