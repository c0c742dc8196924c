"""What a replay is asked for: the spider's arguments, checked before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from crawler.selection import UnusableArgument, select

_SUFFIXES = (".warc", ".gz")


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
    return replay_of(find_files(pattern.strip() for pattern in warc.split(",")), given)


def replay_of(files: tuple[Path, ...], arguments: Mapping[str, str | None]) -> Replay:
    """Replay of files, with the other arguments: ``portals``, ``province``, ``years``. Raises as :func:`select_replay`."""
    if unknown := sorted(set(arguments) - {"portals", "province", "years"}):
        raise UnusableArgument(f"no argument {', '.join(unknown)}; there are portals, province, years")
    selection = select(arguments)
    filtered = "portals" in arguments or "province" in arguments
    return Replay(files, frozenset(selection.portals) if filtered else None, selection.years)


def find_files(patterns: Iterable[str]) -> tuple[Path, ...]:
    """Files that paths with wildcards name, each once; of a folder all WARC files in it. :exc:`~crawler.selection.UnusableArgument`."""
    files: dict[Path, None] = {}
    for pattern in patterns:
        named = [Path(name) for name in sorted(glob(pattern))]  # noqa: PTH207  a pattern may begin at any root
        found = [file for path in named for file in (_files_in(path) if path.is_dir() else [path])]
        if not found:
            raise UnusableArgument(f"no file {pattern}")
        files |= dict.fromkeys(found)
    return tuple(files)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.warc*") if path.suffix in _SUFFIXES and path.is_file())
