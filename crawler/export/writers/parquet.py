"""Parquet: one file, or folders parted by the report year that DuckDB, pandas and Arrow read as one table."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow
import pyarrow.parquet

from crawler.export.sheets import Column, Row, Sheet

_GROUP_VALUES = 250_000
"""Values of a row group, so that wide sheets have fewer rows of it; as many are held for every open file, …"""
_HELD_VALUES = 5_000_000
"""… but no more than these for all files of a folder together, however many years there are."""
_TYPES = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
"""What readers of parted folders take for null."""


class ParquetFile:
    """One file of rows with a fixed schema; columns that stay empty keep their type."""

    def __init__(self, target: BinaryIO | Path, schema: pyarrow.Schema, group_rows: int | None = None) -> None:
        self._schema = schema
        self._writer = pyarrow.parquet.ParquetWriter(target, schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []
        self._group_rows = group_rows or _GROUP_VALUES // len(schema)

    @property
    def held(self) -> int:
        """Values that are held."""
        return len(self._rows) * len(self._schema)

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take rows."""
        for row in rows:
            self._rows.append(row)
            if len(self._rows) >= self._group_rows:
                self.flush()

    def finish(self) -> None:
        """Write the last rows and the file's end."""
        self.flush()
        self._writer.close()

    def discard(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            self._writer.close()

    def flush(self) -> None:
        """Write what is held as a row group."""
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pyarrow.array(values, field.type) for values, field in zip(columns, self._schema, strict=True)]
            self._writer.write_table(pyarrow.table(arrays, self._schema), row_group_size=self._group_rows)
            self._rows.clear()


class ParquetWriter:
    """One sheet in one file."""

    def __init__(self, file: BinaryIO, sheet: Sheet) -> None:
        self._file = ParquetFile(file, sheet_schema(sheet.columns))

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Take rows."""
        self._file.write(rows)

    def finish(self) -> None:
        """Write the file's end."""
        self._file.finish()

    def discard(self) -> None:
        """Let go of the file."""
        self._file.discard()


class PartedParquetWriter:
    """Sheets in folders: ``cells/year=2020/part-0.parquet``, and ``part-0.parquet`` of those that have no year.

    The year stands in the folder's name, not in the file, as readers of such folders expect. A sheet without rows has one
    empty file, so that it can be read.
    """

    def __init__(self, folder: Path, sheets: Iterable[Sheet], *, held_values: int = _HELD_VALUES) -> None:
        self._folder = folder
        self._sheets = tuple(sheets)
        self._files: dict[tuple[str, Any], ParquetFile] = {}
        self._held_values = held_values
        self._taken = 0

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Take rows, each into its year's file."""
        if not sheet.has_year:
            self._file(sheet, None).write(rows)
            return
        place = sheet.codes.index("year")
        for row in rows:
            self._file(sheet, row[place]).write([row[:place] + row[place + 1 :]])
            self._taken += len(row)
        if self._taken > self._held_values // 10:  # looked at now and then, since there are hundreds of files
            self._taken = 0
            self._let_go()

    def finish(self) -> None:
        """Write the ends of all files."""
        begun = {name for name, _ in self._files}
        for sheet in self._sheets:
            if sheet.name not in begun:
                self._file(sheet, None)
        for file in self._files.values():
            file.finish()

    def discard(self) -> None:
        """Let go of all files."""
        for file in self._files.values():
            file.discard()

    def _let_go(self) -> None:
        """Write what the fullest files hold, until no more is held than may be."""
        fullest = sorted(self._files.values(), key=lambda file: file.held, reverse=True)
        held = sum(file.held for file in fullest)
        for file in fullest:
            if held <= self._held_values:
                return
            held -= file.held
            file.flush()

    def _file(self, sheet: Sheet, year: Any) -> ParquetFile:
        if (sheet.name, year) not in self._files:
            folder = self._folder / sheet.name
            columns = sheet.columns
            if sheet.has_year:
                folder /= f"year={_NO_YEAR if year is None else year}"
                columns = tuple(column for column in columns if column.code != "year")
            folder.mkdir(parents=True)
            self._files[sheet.name, year] = ParquetFile(folder / "part-0.parquet", sheet_schema(columns))
        return self._files[sheet.name, year]


def sheet_schema(columns: Iterable[Column]) -> pyarrow.Schema:
    """Schema of a sheet; labels stand in the fields' metadata."""
    return pyarrow.schema(
        pyarrow.field(column.code, _TYPES[column.kind], metadata={"zh": column.chinese, "en": column.english})
        for column in columns
    )
