"""SQLite: a table a sheet, indexes for the questions that are asked, views, and labels of every column."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from crawler.export.sheets import Row, Sheet

_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}
_INDEXED = ("id", "agency", "division", "year", "table", "code")


class DatabaseWriter:
    """All sheets in one file, made in one transaction."""

    def __init__(self, path: Path, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            self._begin()
        except BaseException:
            self._connection.close()
            raise

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Insert rows."""
        places = ", ".join("?" * len(sheet.columns))
        with _system_errors():
            self._connection.executemany(f"INSERT INTO {quoted(sheet.name)} VALUES ({places})", rows)

    def finish(self) -> None:
        """Make indexes and views, which is quicker over rows that are there."""
        with _system_errors():
            self._add_indexes()
            self._add_views()
            self._connection.execute("COMMIT")
        self._connection.close()

    def discard(self) -> None:
        """Leave the file to whoever named it."""
        self._connection.close()

    def _begin(self) -> None:
        with _system_errors():
            self._connection.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("BEGIN")
            for sheet in self._sheets:
                self._connection.execute(_table(sheet))
            self._write_labels()

    def _add_indexes(self) -> None:
        for sheet in self._sheets:
            for code in [code for code in _INDEXED if code in sheet.codes]:
                name = quoted(f"{sheet.name}_{code}")
                self._connection.execute(f"CREATE INDEX {name} ON {quoted(sheet.name)} ({quoted(code)})")

    def _add_views(self) -> None:
        names = {sheet.name for sheet in self._sheets}
        for view, (needs, select) in _views().items():
            if needs <= names:
                self._connection.execute(f"CREATE VIEW {view} AS {select}")

    def _write_labels(self) -> None:
        self._connection.execute(
            'CREATE TABLE "columns" (sheet TEXT, code TEXT, chinese TEXT, english TEXT, PRIMARY KEY (sheet, code))'
        )
        labels = [
            (sheet.name, column.code, column.chinese, column.english)
            for sheet in self._sheets
            for column in sheet.columns
        ]
        self._connection.executemany('INSERT INTO "columns" VALUES (?, ?, ?, ?)', labels)


@contextmanager
def _system_errors() -> Iterator[None]:
    """A full disk is an :exc:`OSError` here as with every other kind of file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error


def quoted(name: str) -> str:
    """A name as SQL writes it whatever it holds.

    >>> quoted('t3.total')
    '"t3.total"'
    """
    return '"' + name.replace('"', '""') + '"'


def _table(sheet: Sheet) -> str:
    columns = [f"{quoted(column.code)} {_TYPES[column.kind]}" for column in sheet.columns]
    key = [f"PRIMARY KEY ({', '.join(map(quoted, sheet.key))})"] if sheet.key else []
    return f"CREATE TABLE {quoted(sheet.name)} ({', '.join(columns + key)})"


def _views() -> dict[str, tuple[set[str], str]]:
    """View → the sheets that it needs, and its SELECT; from ``views.sql``."""
    views = {}
    for block in (files("crawler.export.writers") / "views.sql").read_text("utf-8").split("\n-- view ")[1:]:
        head, select = block.split("\n", 1)
        name, _, needs = head.partition(": ")
        views[name] = (set(needs.split(", ")), select.strip().removesuffix(";"))
    return views
