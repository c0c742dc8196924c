"""What every reader shares: pages.json names the pages of a folder, the answer is one JSON file.

Runs in the environment of any peer: standard library only. A page's answer holds ``ms`` (CPU time of what the library
does, not of what we make of it) and what its reader gives of ``title``, ``date`` (any text with year, month, day),
``body`` and ``cells`` ([table, row, column, value or null]); or ``error``, where the library raised.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

Answer = dict[str, Any]
Found = TypeVar("Found")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


@dataclass(frozen=True)
class Page:
    """A page as served, and what everyone is told about it."""

    data: bytes
    text: str
    """Decoded with the encoding that it really has."""
    url: str
    form: dict[str, Any]
    """The official form that it prints, as benchmarks/peers/grids.py describes it; empty if it prints none."""


def serve(package: str, read: Callable[[Page], Found], tell: Callable[[Page, Found], Answer]) -> None:
    """Read the folder that the first argument names into the file that the second one names.

    ``read`` is what the library does, and timed; ``tell`` says it in the words of an answer.
    """
    folder, out = map(Path, sys.argv[1:])
    index = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    forms = json.loads((folder / "forms.json").read_text(encoding="utf-8"))
    answers: dict[str, Answer] = {}
    for number, entry in enumerate([index[0], *index]):  # the first page twice, to warm up
        data = (folder / entry["name"]).read_bytes()
        form = forms.get(entry["form"], {})
        page = Page(data, data.decode(entry["encoding"], "replace"), entry["url"], form)
        start = time.process_time()
        try:
            found = read(page)
            ms = 1000 * (time.process_time() - start)
            answer = tell(page, found)
        except Exception as error:  # noqa: BLE001 - what a library raises on a page is a result of the benchmark
            ms = 1000 * (time.process_time() - start)
            answer = {"error": f"{type(error).__name__}: {error}"[:200]}
        if number:
            answers[entry["name"]] = answer | {"ms": ms}
    out.write_text(json.dumps({"version": version(package), "pages": answers}, ensure_ascii=False), encoding="utf-8")


def number(text: str) -> float | None:
    """The number that a cell prints, thousands separators and full width allowed; ``None`` for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    return float(plain) if _NUMBER.fullmatch(plain) else None
