"""What :mod:`benchmarks.fuzz` runs in its environment: every input through the extractor, findings to a folder.

Arguments: folder for what is found, CPU seconds that are too many, then those of libFuzzer.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-not-found]  # only in that environment

with atheris.instrument_imports(include=["extractors"]):
    from tests.fuzz.laws import breaches

_TRIES = 400
"""Runs that may be spent on cutting one finding down."""


class Target:
    """Runs inputs; each kind of failure is saved once."""

    def __init__(self, found: Path, slow: float) -> None:
        self.found = found
        self.slow = slow
        self.known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """One input, as libFuzzer hands it over."""
        kind, message = self.failure(data)
        if kind is None or kind in self.known:
            return
        self.known.add(kind)
        small = data if kind == "slow" else shortest(data, lambda part: self.failure(part)[0] == kind)
        name = f"{len(self.known):03}-{len(small)}-bytes"
        (self.found / f"{name}.bin").write_bytes(small)
        (self.found / f"{name}.txt").write_text(f"{kind}\n{message}\n{small[:2000]!r}\n", encoding="utf-8")

    def failure(self, data: bytes) -> tuple[str | None, str]:
        """What fails and where, the same for all inputs that fail alike; and what there is to say about it."""
        start = time.process_time()
        try:
            broken = breaches(data)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what we look for
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "extractors" in frame.filename]
            where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "outside"
            return f"{type(error).__name__} at {where}", traceback.format_exc()
        seconds = time.process_time() - start
        if broken:
            return f"law: {broken[0].split(' at ')[0][:40]}", "\n".join(broken)
        if seconds > self.slow:
            return "slow", f"{seconds:.1f} s for {len(data)} bytes"
        return None, ""


def shortest(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """The bytes with all left out that the failure does not need, in ever smaller pieces."""
    tries = 0
    size = len(data) // 2
    while size and tries < _TRIES:
        start = 0
        while start < len(data) and tries < _TRIES:
            tries += 1
            rest = data[:start] + data[start + size :]
            if fails(rest):
                data = rest
            else:
                start += size
        size //= 2
    return data


def main() -> None:
    """Hand the target to libFuzzer, which ends the process itself."""
    found, slow, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], Target(Path(found), float(slow)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
