"""What a replay is asked for: the spider's arguments, checked before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from crawler.selection import UnusableArgument, select


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay is asked for."""

    files: tuple[Path, ...]
    portals: frozenset[str] | None
    """Ids; ``None`` for all."""
    years: frozenset[int] | None


def select_replay(arguments: Mapping[str, str | None]) -> Replay:
    """Read the spider's arguments. :exc:`~crawler.selection.UnusableArgument`, or a :exc:`~extractors.errors.ConfigError`."""
    given = dict(arguments)
    if "url" in given or not (warc := given.pop("warc", None)):
        raise UnusableArgument(
            "the archive's arguments are warc (files, with wildcards and commas), portals, province, years"
        )
    files: dict[Path, None] = {}
    for pattern in warc.split(","):
        found = [Path(name) for name in sorted(glob(pattern.strip()))]  # noqa: PTH207  a pattern may begin at any root
        if not any(path.is_file() for path in found):
            raise UnusableArgument(f"no file {pattern.strip()}")
        files |= dict.fromkeys(path for path in found if path.is_file())
    selection = select(given)
    filtered = "portals" in given or "province" in given
    return Replay(tuple(files), frozenset(selection.portals) if filtered else None, selection.years)
