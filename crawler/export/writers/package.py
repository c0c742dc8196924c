"""Data package: a folder of CSV files and ``datapackage.json``, after the Frictionless Data Package and Table Schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from crawler.export.sheets import Row, Sheet
from crawler.export.writers.delimited import DelimitedWriter

NAME = "datapackage.json"
_PROFILES = {"profile": "tabular-data-package", "name": "annual-reports"}
_TITLE = "政府信息公开工作年度报告 · Government information disclosure annual reports"


class PackageWriter:
    """Text in the files is exact: programs read them by their schema. For Excel there is the workbook."""

    def __init__(self, folder: Path, sheets: Sequence[Sheet]) -> None:
        self._folder = folder
        self._sheets = sheets
        self._paths = {sheet.name: f"{sheet.name}.csv" for sheet in sheets}
        self._files = {sheet.name: (folder / self._paths[sheet.name]).open("wb") for sheet in sheets}
        self._writers = {
            sheet.name: DelimitedWriter(self._files[sheet.name], sheet, for_spreadsheets=False) for sheet in sheets
        }

    def write(self, sheet: Sheet, rows: Iterable[Row]) -> None:
        """Write rows to the sheet's file."""
        self._writers[sheet.name].write(sheet, rows)

    def finish(self) -> None:
        """Close the files and describe them."""
        for name, writer in self._writers.items():
            writer.finish()
            self._files[name].close()
        resources = [self._resource(sheet) for sheet in self._sheets]
        description = {**_PROFILES, "title": _TITLE, "resources": resources}
        text = json.dumps(description, ensure_ascii=False, indent=2)
        (self._folder / NAME).write_text(text + "\n", "utf-8")

    def discard(self) -> None:
        """Close the files."""
        for name, writer in self._writers.items():
            writer.discard()
            with suppress(OSError):
                self._files[name].close()

    def _resource(self, sheet: Sheet) -> dict[str, Any]:
        path = self._folder / self._paths[sheet.name]
        return {
            "profile": "tabular-data-resource",
            "name": sheet.name,
            "path": path.name,
            "title": f"{sheet.chinese} · {sheet.english}",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{_digest(path)}",
            "schema": self._schema(sheet),
        }

    def _schema(self, sheet: Sheet) -> dict[str, Any]:
        """Table Schema; every sheet of reports refers to ``reports``, if that is in the package."""
        schema: dict[str, Any] = {
            "fields": [
                {"name": column.code, "type": column.kind, "title": column.chinese, "description": column.english}
                for column in sheet.columns
            ],
            "missingValues": [""],
        }
        if sheet.key:
            schema["primaryKey"] = list(sheet.key)
        if "id" in sheet.codes and sheet.name != "reports" and "reports" in self._paths:
            reference = {"resource": "reports", "fields": ["id"]}
            schema["foreignKeys"] = [{"fields": ["id"], "reference": reference}]
        return schema


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
