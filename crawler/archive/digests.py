"""Which payloads an archive's folder holds, so that the same bytes are stored once; also the folder's lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

FILE = "digests.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS payloads (
    digest TEXT PRIMARY KEY, uri TEXT NOT NULL, date TEXT NOT NULL, file TEXT NOT NULL, "end" INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest (uri TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Payload:
    """The record that holds some bytes."""

    digest: str
    """``sha1:<base32>`` as in ``WARC-Payload-Digest``."""
    uri: str
    date: str


class Digests:
    """The payloads of one folder. Every trouble is an :exc:`OSError`: to the crawl it is one of the disk.

    It may be deleted at any time: then some payloads are stored a second time.
    """

    def __init__(self, folder: Path) -> None:
        with _disk(f"{folder} is in use by another crawl, or its {FILE} can't be used"), ExitStack() as opened:
            base = opened.enter_context(closing(sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)))
            # Exclusive: two crawls in one folder would mend each other's open files.
            base.execute("PRAGMA locking_mode = EXCLUSIVE")
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            opened.pop_all()
        self._base = base

    def forget_lost(self, folder: Path, recovered: Mapping[str, int]) -> None:
        """Forget payloads of files that are gone, or that lay behind the place where a recovered file was cut."""
        with _disk("digests"):
            for (name,) in self._base.execute("SELECT DISTINCT file FROM payloads").fetchall():
                if not (folder / name).exists():
                    self._base.execute("DELETE FROM payloads WHERE file = ?", (name,))
            for name, size in recovered.items():
                self._base.execute('DELETE FROM payloads WHERE file = ? AND "end" > ?', (name, size))

    def find(self, digest: str) -> Payload | None:
        """Where the same bytes are stored already."""
        return self._one("SELECT digest, uri, date FROM payloads WHERE digest = ?", digest)

    def latest(self, uri: str) -> Payload | None:
        """Which page an address gave last, for an answer that says it has not changed."""
        query = "SELECT digest, p.uri, date FROM payloads p JOIN latest USING (digest) WHERE latest.uri = ?"
        return self._one(query, uri)

    def add(self, payload: Payload, file: str, end: int) -> None:
        """Remember a record that ends at that byte of the file, once it is written."""
        with _disk("digests"):
            row = (payload.digest, payload.uri, payload.date, file, end)
            self._base.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?, ?)", row)

    def came(self, uri: str, digest: str) -> None:
        """Remember which page an address gave last."""
        with _disk("digests"):
            self._base.execute("INSERT OR REPLACE INTO latest VALUES (?, ?)", (uri, digest))

    def close(self) -> None:
        """Give the folder free."""
        with _disk("digests"):
            self._base.close()

    def _one(self, query: str, key: str) -> Payload | None:
        with _disk("digests"):
            row = self._base.execute(query, (key,)).fetchone()
        return Payload(*row) if row else None


@contextmanager
def _disk(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(f"{what}: {error}") from error
