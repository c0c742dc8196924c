"""Where in a set of archive files what lies: pages that may be reports, and what each address answered. A SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from w3lib.url import safe_url_string

from crawler.archive.candidates import is_wanted, may_be_report
from crawler.archive.notes import Missed, read_note
from crawler.archive.reading import BadArchive, Record, read_record, read_records
from crawler.archive.writer import JSON
from crawler.urls import site_of

_TABLES = """
CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY, file INTEGER, byte INTEGER, kind TEXT, record TEXT, uri TEXT, moment INTEGER, date TEXT,
    status INTEGER, method TEXT DEFAULT 'GET', digest TEXT, earlier_uri TEXT, earlier_date TEXT
);
CREATE TABLE methods (record TEXT, method TEXT);
CREATE TABLE pages (id INTEGER PRIMARY KEY, record TEXT, site TEXT, note TEXT);
CREATE TABLE missed (document TEXT, page TEXT, date TEXT, fault TEXT, detail TEXT);
"""
_INDEXES = """
UPDATE answers SET method = methods.method FROM methods WHERE methods.record = answers.record;
CREATE INDEX answers_record ON answers (record);
CREATE INDEX answers_uri ON answers (uri);
CREATE INDEX answers_digest ON answers (digest);
CREATE INDEX missed_document ON missed (document);
"""
_PAGES = """
SELECT pages.id, answers.id, answers.uri, answers.date, pages.note, pages.site
FROM pages LEFT JOIN answers ON answers.record = pages.record
WHERE pages.note IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM answers AS same
    WHERE same.uri = answers.uri AND same.digest = answers.digest AND same.id < answers.id AND same.kind = 'response'
)
ORDER BY answers.file, answers.byte, pages.id
"""
"""Of another's archive, one that was met again with the same bytes is one page."""
_AT = """
SELECT id FROM answers
WHERE uri = ? AND kind IN ('response', 'revisit') AND method = 'GET'
ORDER BY status >= 500 OR status = 429 OR status = 304, abs(moment - ?), id DESC LIMIT 1
"""
_ORIGINAL = """
SELECT path, byte FROM answers JOIN files ON files.id = answers.file
WHERE kind = 'response' AND (digest = :digest OR (uri = :earlier_uri AND date = :earlier_date))
ORDER BY digest = :digest DESC LIMIT 1
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

    def __init__(self, max_body: int) -> None:
        self.max_body = max_body
        self._folder = TemporaryDirectory(prefix="nianbao-")
        self._base = sqlite3.connect(Path(self._folder.name) / "index.sqlite")
        self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")

    def add(self, path: Path) -> Iterator[None]:
        """Take a file in, a step for each record. :exc:`BadArchive` behind the last one that could be read."""
        file = self._base.execute("INSERT INTO files (path) VALUES (?)", (str(path),)).lastrowid
        useful = False
        for record in read_records(path, _is_read, self.max_body):
            useful = self._take(record, file) or record.own or useful
            yield
        if not useful:
            raise BadArchive(
                "holds no answers: of Common Crawl's files those with responses are needed, not WET or WAT"
            )

    def finish(self) -> None:
        """Make it quick to ask, when all files are in."""
        self._base.executescript(_INDEXES)

    def pages(self) -> Iterator[ArchivedPage]:
        """Pages in the order in which they lie in the files."""
        for _, answer, uri, date, note, site in self._base.execute(_PAGES):
            known = json.loads(note) if note else None
            url, fetched = (known["url"], known.get("fetched_at") or "") if known else (uri, _seconds(date))
            yield ArchivedPage(url, fetched, site, answer, known)

    def find(self, url: str, date: str | None) -> int | None:
        """Number of what an address answered nearest to that time; passing troubles only if there is nothing else."""
        row = self._base.execute(_AT, (url, _moment(date or ""))).fetchone()
        return row[0] if row else None

    def missed(self, document: str, page: str, fetched_at: str | None) -> Missed | None:
        """Why a page's document did not come, if the crawl noted that."""
        query = "SELECT page, date, fault, detail FROM missed WHERE document = ? AND page = ? AND date IS ?"
        row = self._base.execute(query, (document, page, fetched_at)).fetchone()
        return Missed(*row) if row else None

    def read(self, answer: int) -> Record:
        """An answer with its body, also where another record holds that. :exc:`BadArchive`; :exc:`LookupError` if none does."""
        query = "SELECT path, byte, kind, digest, earlier_uri, earlier_date FROM answers JOIN files ON files.id = file WHERE answers.id = ?"
        path, byte, kind, *key = self._base.execute(query, (answer,)).fetchone()
        record = read_record(Path(path), byte, self.max_body)
        if kind != "revisit":
            return record
        names = ("digest", "earlier_uri", "earlier_date")
        original = self._base.execute(_ORIGINAL, dict(zip(names, key, strict=True))).fetchone()
        if original is None:
            raise LookupError("a revisit of what none of the files holds")
        whole = read_record(Path(original[0]), original[1], self.max_body)
        if record.status in (0, 304):
            return whole
        return replace(record, body=whole.body, problem=whole.problem)

    def close(self) -> None:
        """Remove it."""
        self._base.close()
        self._folder.cleanup()

    def _take(self, record: Record, file: int | None) -> bool:
        """Note what a record says; whether it is an answer."""
        fields, record_id = record.fields, record.fields.get("warc-record-id", "")
        if record.kind == "request":
            row = (fields.get("warc-concurrent-to", ""), record.method)
            self._base.execute("INSERT INTO methods VALUES (?, ?)", row)
        elif record.kind == "metadata" and record.own:
            self._take_note(record)
        elif record.kind == "conversion" or record.status:
            date = fields.get("warc-date", "")
            digest = fields.get("warc-payload-digest")
            earlier = (fields.get("warc-refers-to-target-uri", "").strip("<>"), fields.get("warc-refers-to-date"))
            row = (file, record.offset, record.kind, record_id, _address(record.uri), _moment(date), date)
            columns = "file, byte, kind, record, uri, moment, date, status, digest, earlier_uri, earlier_date"
            self._base.execute(
                f"INSERT INTO answers ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, record.status, digest, *earlier),
            )
            if not record.own and record.body is not None and may_be_report(record):
                self._base.execute("INSERT INTO pages (record, site) VALUES (?, ?)", (record_id, site_of(record.uri)))
            return bool(record.status)
        return False

    def _take_note(self, record: Record) -> None:
        match read_note(record.body or b""):
            case Missed() as missed:
                row = (_address(record.uri), missed.page, missed.fetched_at, missed.fault, missed.detail)
                self._base.execute("INSERT INTO missed VALUES (?, ?, ?, ?, ?)", row)
            case None:
                return
            case page:
                portal = page["portal"]
                row = (record.fields.get("warc-refers-to", ""), portal["id"] if portal else "", json.dumps(page))
                self._base.execute("INSERT INTO pages (record, site, note) VALUES (?, ?, ?)", row)


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


def _is_read(record: Record) -> bool:
    """Whether a record's body is looked at."""
    if record.own:
        return record.kind == "metadata" and record.content_type == JSON
    return is_wanted(record)


def _address(uri: str) -> str:
    """Address as requests have it."""
    try:
        return safe_url_string(uri).partition("#")[0]
    except ValueError:
        return uri


def _moment(date: str) -> int:
    """Seconds since 1970 of a date; 0 for what is none."""
    try:
        return int(datetime.fromisoformat(date).timestamp())
    except ValueError:
        return 0


def _seconds(date: str) -> str:
    """Date of a record without what is smaller than seconds."""
    return f"{date[:19]}Z" if len(date) > 20 else date
