"""Where in a set of archive files what lies: pages that may be reports, and what each address answered. A SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from crawler.archive.entries import Entry, entries_of, is_read, is_useful, moment
from crawler.archive.notes import Missed
from crawler.archive.reading import BadArchive, Record, read_record, read_records

_TABLES = """
CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY, file INTEGER, byte INTEGER, kind TEXT, record TEXT, uri TEXT, date TEXT, moment INTEGER,
    status INTEGER, digest TEXT, earlier_uri TEXT, earlier_moment INTEGER, method TEXT DEFAULT 'GET'
);
CREATE TABLE methods (record TEXT, method TEXT);
CREATE TABLE pages (id INTEGER PRIMARY KEY, answer INTEGER, record TEXT, site TEXT, note TEXT);
CREATE TABLE missed (document TEXT, page TEXT, date TEXT, fault TEXT, detail TEXT);
"""
_FINISH = """
CREATE INDEX answers_record ON answers (record);
CREATE INDEX answers_uri ON answers (uri);
CREATE INDEX pages_answer ON pages (answer);
CREATE INDEX answers_digest ON answers (digest);
CREATE INDEX missed_document ON missed (document);
UPDATE answers SET method = methods.method FROM methods WHERE methods.record = answers.record;
UPDATE pages SET answer = (SELECT id FROM answers WHERE answers.record = pages.record) WHERE answer IS NULL;
CREATE TABLE turns AS
SELECT answers.id AS answer, uri, date, site, note FROM pages LEFT JOIN answers ON answers.id = pages.answer
WHERE CASE WHEN note IS NULL THEN NOT EXISTS (
    SELECT 1 FROM answers AS same
    WHERE same.uri = answers.uri AND same.digest = answers.digest AND same.id < answers.id AND same.kind = 'response'
) ELSE NOT EXISTS (
    SELECT 1 FROM answers AS later JOIN pages AS again ON again.answer = later.id
    WHERE later.uri = answers.uri AND again.site = pages.site AND again.note IS NOT NULL
        AND (later.moment, later.id) > (answers.moment, answers.id)
) END
ORDER BY file, byte, pages.id;
"""
"""``turns`` are the pages by number, from 1. Of our archives, each page of a portal as it was last; of another's, an address that
was met again with the same bytes is one page."""
_INSERTS = {
    "answer": """
INSERT INTO answers (file, byte, kind, record, uri, date, moment, status, digest, earlier_uri, earlier_moment)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
""",
    "page": "INSERT INTO pages (answer, site) VALUES (last_insert_rowid(), ?)",
    "method": "INSERT INTO methods VALUES (?, ?)",
    "missed": "INSERT INTO missed VALUES (?, ?, ?, ?, ?)",
    "note": "INSERT INTO pages (record, site, note) VALUES (?, ?, ?)",
}
_NO_ANSWERS = "holds no answers: of Common Crawl's files those with responses are needed, not WET or WAT"
_NEAREST = """
SELECT id FROM answers WHERE uri = ? AND kind IN ('response', 'revisit') AND method = 'GET'
ORDER BY status >= 500 OR status IN (304, 429), abs(moment - ?), id DESC LIMIT 1
"""
_PLACE = """
SELECT path, byte, kind, digest, earlier_uri, earlier_moment FROM answers JOIN files ON files.id = file
WHERE answers.id = ?
"""
_ORIGINAL = """
SELECT path, byte FROM answers JOIN files ON files.id = file
WHERE kind = 'response' AND (digest = :digest OR (uri = :uri AND moment = :moment)) ORDER BY digest = :digest DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page that may be a report."""

    url: str
    fetched_at: str
    site: str
    """Id of its portal as the crawl had it; of another's archive, the host."""
    answer: int | None
    """Number of its answer in the index; ``None`` if none of the files holds it."""
    note: Mapping[str, Any] | None = None
    """What the crawl knew (:func:`crawler.archive.notes.noted_page`)."""


class ArchiveIndex:
    """Of some files; made anew for each run, in a temporary folder. ``max_body`` bytes of a body are read."""

    def __init__(self, max_body: int, made: Path | None = None) -> None:
        """``made`` is the path of one that is finished, to be read here, too."""
        self.max_body = max_body
        self._folder = None if made else TemporaryDirectory(prefix="nianbao-")
        self.path = made or Path(self._folder.name) / "index.sqlite"  # type: ignore[union-attr]
        self._base = sqlite3.connect(f"{self.path.absolute().as_uri()}{'?immutable=1' if made else ''}", uri=True)
        self.passed_over: Counter[str] = Counter()
        """Answers of other people's archives that can be no report: ``status``, ``medium``, ``words``, ``address``; and
        ``again``, reports that were met before."""
        if made is None:
            self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")

    def add(self, path: Path) -> Iterator[None]:
        """Take a file in, a step for each record. :exc:`BadArchive` behind the last one that could be read."""
        file = self.begin(path)
        useful = False
        for record in read_records(path, is_read, self.max_body):
            self.take(file, entries_of(record, self.passed_over))
            useful = is_useful(record) or useful
            yield
        self.end(useful=useful)

    def begin(self, path: Path) -> int:
        """Number of a file that is taken in from now on."""
        return self._base.execute("INSERT INTO files (path) VALUES (?)", (str(path),)).lastrowid or 0

    def take(self, file: int, entries: Iterable[Entry]) -> None:
        """Note what its records say."""
        for kind, row in entries:
            self._base.execute(_INSERTS[kind], (file, *row) if kind == "answer" else row)

    def end(self, *, useful: bool) -> None:
        """Be done with a file. :exc:`BadArchive` if no record of it was a useful one."""
        if not useful:
            raise BadArchive(_NO_ANSWERS)

    def finish(self) -> int:
        """Make it quick to ask, when all files are in; gives the number of pages."""
        self._base.executescript(_FINISH)
        count, met = self._base.execute("SELECT (SELECT count(*) FROM turns), (SELECT count(*) FROM pages)").fetchone()
        self.passed_over["again"] = met - count
        return int(count)

    def pages(self) -> Iterator[ArchivedPage]:
        """Pages in the order in which they lie in the files."""
        for row in self._base.execute("SELECT * FROM turns ORDER BY rowid"):
            yield _page(*row)

    def page(self, number: int) -> ArchivedPage:
        """The page of a number, from 0."""
        return _page(*self._base.execute("SELECT * FROM turns WHERE rowid = ?", (number + 1,)).fetchone())

    def place(self, answer: int) -> tuple[Path, int]:
        """File of an answer, and the byte where its record begins."""
        path, byte, *_ = self._base.execute(_PLACE, (answer,)).fetchone()
        return Path(path), byte

    def find(self, url: str, date: str | None) -> int | None:
        """Number of what an address answered nearest to that time; passing troubles only if there is nothing else."""
        row = self._base.execute(_NEAREST, (url, moment(date or ""))).fetchone()
        return row[0] if row else None

    def missed(self, document: str, page: str, fetched_at: str | None) -> Missed | None:
        """Why a page's document did not come, if the crawl noted that."""
        query = "SELECT page, date, fault, detail FROM missed WHERE document = ? AND page = ? AND date IS ?"
        row = self._base.execute(query, (document, page, fetched_at)).fetchone()
        return Missed(*row) if row else None

    def read(self, answer: int) -> Record:
        """An answer with its body, also where another record holds that. :exc:`BadArchive`; :exc:`LookupError` if none does."""
        path, byte, kind, digest, uri, at = self._base.execute(_PLACE, (answer,)).fetchone()
        record = read_record(Path(path), byte, self.max_body)
        if kind != "revisit":
            return record
        original = self._base.execute(_ORIGINAL, {"digest": digest, "uri": uri, "moment": at}).fetchone()
        if original is None:
            raise LookupError("a revisit of what none of the files holds")
        whole = read_record(Path(original[0]), original[1], self.max_body)
        if record.status in (0, 304):
            return whole
        return replace(record, body=whole.body, problem=whole.problem)

    def close(self) -> None:
        """Close it; what was made here is removed."""
        self._base.close()
        if self._folder is not None:
            self._folder.cleanup()


def read_pages(
    files: list[Path], max_body: int, failed: Callable[[Path, BadArchive], None]
) -> Iterator[tuple[ArchivedPage, Record]]:
    """Pages of some files that may be reports, with their answers; for programs without Scrapy.

    ``failed`` hears of each file that could not be read to its end; the rest goes on. Pages whose answer is missing or not
    whole are left out.
    """
    index = ArchiveIndex(max_body)
    try:
        for path in files:
            try:
                for _ in index.add(path):
                    pass
            except BadArchive as error:
                failed(path, error)
        index.finish()
        for page in index.pages():
            if page.answer is not None and (record := index.read(page.answer)).problem is None:
                yield page, record
    finally:
        index.close()


def _page(answer: int | None, uri: str, date: str, site: str, note: str | None) -> ArchivedPage:
    known = json.loads(note) if note else None
    url, fetched = (known["url"], known.get("fetched_at") or "") if known else (uri, date)
    return ArchivedPage(url, fetched, site, answer, known)
