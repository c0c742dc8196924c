"""Where items come from: feeds on disk, one line at a time, and the ledger."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import BinaryIO, cast

from crawler.export.sheets import Item
from crawler.items import AnnualReport
from crawler.ledger import Coverage, KeptReport, Ledger

_FIELDS = frozenset(field.name for field in fields(AnnualReport))
_GZIP = b"\x1f\x8b"


_SQLITE = b"SQLite format 3"
LEDGER = "ledger"
"""Name of the ledger that the settings name."""


class UnreadableFeed(ValueError):
    """A feed that holds something else than reports; names file and line."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported."""

    items: Iterable[Item]
    coverage: Iterable[Coverage] | None = None
    """Only a ledger knows what is missing."""
    history: Callable[[str], list[KeptReport]] | None = None
    """Editions of the report of an id; only a ledger has them."""


@contextmanager
def open_source(names: Sequence[str], ledger: str) -> Iterator[Source]:
    """Feeds, or one ledger: ``ledger`` for that of the settings, its file, or the address of its database.

    Raises :exc:`UnreadableFeed`, :exc:`OSError`, or :exc:`~extractors.errors.ConfigError` for a ledger.
    """
    ledgers = [name for name in names if name == LEDGER or "://" in name or _begins(Path(name), _SQLITE)]
    if not ledgers:
        yield Source(read_feeds([Path(name) for name in names]))
        return
    if len(names) > 1:
        raise UnreadableFeed(f"{ledgers[0]} is a ledger, which is exported by itself")
    with Ledger.open(ledger if ledgers[0] == LEDGER else ledgers[0], create=False) as opened:
        yield Source(opened.items(), opened.coverage(), opened.history)


def read_feeds(paths: Sequence[Path]) -> Iterator[Item]:
    """Items of feeds in order, JSON or JSON Lines, also compressed by gzip; one line in memory at a time.

    Of an item that stands there more than once, crawled again, only the one fetched last is given: feeds are read twice, so
    they have to be files. What ``scrapy extract`` rejected is left out. Raises :exc:`UnreadableFeed`, or :exc:`OSError`.
    """
    last: dict[str, tuple[str, int]] = {}
    for number, item in enumerate(_read_all(paths)):
        fetched = (item["fetched_at"] or "", number)
        last[item["id"]] = max(fetched, last.get(item["id"], fetched))
    wanted = {number for _, number in last.values()}
    return (item for number, item in enumerate(_read_all(paths)) if number in wanted)


def _read_all(paths: Sequence[Path]) -> Iterator[Item]:
    for path in paths:
        yield from _read_feed(path)


def _read_feed(path: Path) -> Iterator[Item]:
    with _open(path) as file:
        try:
            for number, line in enumerate(file, start=1):
                text = line.strip().removesuffix(b",")
                if text not in (b"", b"[", b"]", b"[]"):
                    item = _parse(text, f"{path}, line {number}")
                    if "rejected" not in item:
                        yield item
        except (EOFError, zlib.error) as error:
            raise UnreadableFeed(f"{path}: the compressed file is cut short or broken") from error


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if _begins(path, _GZIP) else path.open("rb")


def _begins(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _parse(text: bytes, place: str) -> Item:
    hint = "a JSON feed has one report a line, as `scrapy crawl -O out.json` writes it; `jq -c .[]` makes such lines of any"
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFeed(f"{place}: no report; {hint}") from error
    if not isinstance(item, dict):
        raise UnreadableFeed(f"{place}: no report; {hint}")
    if "rejected" not in item and (missing := sorted(_FIELDS - item.keys())):
        raise UnreadableFeed(f"{place}: no report of this version: it lacks {', '.join(missing)}")
    return _without_surrogates(item) if rb"\ud" in text.lower() else item


def _without_surrogates(item: Item) -> Item:
    """The same, with ``?`` for halves of characters, which no file can hold."""
    return cast(Item, json.loads(json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")))
