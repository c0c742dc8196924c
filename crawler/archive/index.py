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
"""
_ANSWER = """
INSERT INTO answers (file, byte, kind, record, uri, date, moment, status, digest, earlier_uri, earlier_moment)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PAGES = """
SELECT answers.id, uri, date, site, note FROM pages LEFT JOIN answers ON answers.id = pages.answer
WHERE CASE WHEN note IS NULL THEN NOT EXISTS (
    SELECT 1 FROM answers AS same
    WHERE same.uri = answers.uri AND same.digest = answers.digest AND same.id < answers.id AND same.kind = 'response'
) ELSE NOT EXISTS (
    SELECT 1 FROM answers AS later JOIN pages AS again ON again.answer = later.id
    WHERE later.uri = answers.uri AND again.site = pages.site AND again.note IS NOT NULL
        AND (later.moment, later.id) > (answers.moment, answers.id)
) END
ORDER BY file, byte, pages.id
"""
"""Of our archives, each page of a portal as it was last; of another's, an address that was met again with the same bytes is one
page."""
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
WHERE kind = 'response' AND (digest = ?1 OR (uri = ?2 AND moment = ?3)) ORDER BY digest = ?1 DESC LIMIT 1
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
        self._base.executescript(_FINISH)

    def pages(self) -> Iterator[ArchivedPage]:
        """Pages in the order in which they lie in the files."""
        for answer, uri, date, site, note in self._base.execute(_PAGES):
            known = json.loads(note) if note else None
            url, fetched = (known["url"], known.get("fetched_at") or "") if known else (uri, date)
            yield ArchivedPage(url, fetched, site, answer, known)

    def find(self, url: str, date: str | None) -> int | None:
        """Number of what an address answered nearest to that time; passing troubles only if there is nothing else."""
        row = self._base.execute(_NEAREST, (url, _moment(date or ""))).fetchone()
        return row[0] if row else None

    def missed(self, document: str, page: str, fetched_at: str | None) -> Missed | None:
        """Why a page's document did not come, if the crawl noted that."""
        query = "SELECT page, date, fault, detail FROM missed WHERE document = ? AND page = ? AND date IS ?"
        row = self._base.execute(query, (document, page, fetched_at)).fetchone()
        return Missed(*row) if row else None

    def read(self, answer: int) -> Record:
        """An answer with its body, also where another record holds that. :exc:`BadArchive`; :exc:`LookupError` if none does."""
        path, byte, kind, *earlier = self._base.execute(_PLACE, (answer,)).fetchone()
        record = read_record(Path(path), byte, self.max_body)
        if kind != "revisit":
            return record
        original = self._base.execute(_ORIGINAL, earlier).fetchone()
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
        match record.kind:
            case "request":
                about = record.fields.get("warc-concurrent-to", "")
                self._base.execute("INSERT INTO methods VALUES (?, ?)", (about, record.method))
            case "metadata" if record.own:
                self._take_note(record)
            case "conversion" if record.own:
                self._take_answer(record, file)
            case "response" | "revisit" if record.status:
                answer = self._take_answer(record, file)
                if not record.own and record.body is not None and may_be_report(record):
                    self._take_page(record, answer)
                return True
        return False

    def _take_answer(self, record: Record, file: int | None) -> int | None:
        fields = record.fields
        earlier = _address(fields.get("warc-refers-to-target-uri", "").strip("<>"))
        row = (
            file,
            record.offset,
            record.kind,
            fields.get("warc-record-id"),
            _address(record.uri),
            record.date,
            _moment(record.date),
            record.status,
            fields.get("warc-payload-digest"),
            earlier,
            _moment(fields.get("warc-refers-to-date", "")[:19] + "Z"),
        )
        return self._base.execute(_ANSWER, row).lastrowid

    def _take_page(self, record: Record, answer: int | None) -> None:
        try:
            site = site_of(safe_url_string(record.uri))
        except ValueError:
            return  # no address that a browser would go to
        self._base.execute("INSERT INTO pages (answer, site) VALUES (?, ?)", (answer, site))

    def _take_note(self, record: Record) -> None:
        match read_note(record.body or b""):
            case Missed() as missed:
                known = (_address(record.uri), missed.page, missed.fetched_at, missed.fault, missed.detail)
                self._base.execute("INSERT INTO missed VALUES (?, ?, ?, ?, ?)", known)
            case None:
                return
            case page:
                site = page["portal"]["id"] if page["portal"] else ""
                row = (record.fields.get("warc-refers-to"), site, json.dumps(page))
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
    except (ValueError, OverflowError):
        return 0
