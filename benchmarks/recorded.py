"""What benchmarks have measured before: one run a line of a file in ``history/``, the last one last."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "history"
_WORSE = 1.15


def record(history: Path, entry: Mapping[str, Any]) -> None:
    """Append a run."""
    with history.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def compare(history: Path, alike: Mapping[str, Any], now: float, before: Callable[[Any], float | None]) -> list[str]:
    """What is to be said of a ratio, of which more is worse: loudly, if it is 15 % worse than the last one recorded.

    ``alike`` is what a recorded run must share with this one to be a measure; ``before`` takes the ratio out of a run,
    ``None`` where it has none.
    """
    lines = history.read_text(encoding="utf-8").splitlines() if history.exists() else []
    same = [entry for entry in map(json.loads, lines) if alike.items() <= entry.items()]
    known = [(entry["day"], ratio) for entry in same if (ratio := before(entry)) is not None]
    if not known:
        return ["nothing recorded for such pages"]
    day, last = known[-1]
    said = f"ratio {now:.2f}, {last:.2f} on {day}"
    if now > _WORSE * last:
        return ["!" * 100, f"!!! SLOWER: {said}: {100 * (now / last - 1):.0f} % worse", "!" * 100]
    return [said]
