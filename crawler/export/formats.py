"""Formats of an export: how they are named, what each holds, and the file or folder that it makes."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.export.sheets import Sheet
from crawler.export.writers import Writer
from crawler.export.writers.database import DatabaseWriter
from crawler.export.writers.delimited import DelimitedWriter
from crawler.export.writers.objects import ObjectsWriter
from crawler.export.writers.package import PackageWriter
from crawler.wholefile import WholeFile


class UnusableTarget(ValueError):
    """An export that can't be written; says why."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of an export."""

    name: str
    suffixes: tuple[str, ...] = ()
    """Endings of files that mean it."""
    is_folder: bool = False
    holds_one: bool = False
    """Whether it holds a single sheet."""


FORMATS = {
    format_.name: format_
    for format_ in (
        Format("csv", (".csv",), holds_one=True),
        Format("json", (".json",), holds_one=True),
        Format("jsonl", (".jsonl", ".jl"), holds_one=True),
        Format("parquet", (".parquet",), holds_one=True),
        Format("parted", is_folder=True),
        Format("sqlite", (".sqlite", ".sqlite3", ".db")),
        Format("xlsx", (".xlsx",)),
        Format("package", is_folder=True),
    )
}


def format_of(name: str | None, target: Path) -> Format:
    """Format by its name, else by the target's ending; a folder is a data package, or parted Parquet if that is named.

    >>> [format_of(name, Path(target)).name for name, target in ((None, "a.xlsx"), (None, "a"), ("parquet", "a"))]
    ['xlsx', 'package', 'parted']
    """
    if name is None and not target.suffix:
        return FORMATS["package"]
    if name == "parquet" and target.suffix != ".parquet":
        return FORMATS["parted"]
    if name is not None:
        return FORMATS[name]
    for format_ in FORMATS.values():
        if target.suffix in format_.suffixes:
            return format_
    known = ", ".join(suffix for format_ in FORMATS.values() for suffix in format_.suffixes)
    raise UnusableTarget(f"{target}: {target.suffix} is none of {known}; name the format, or a folder")


@contextmanager
def open_writer(format_: Format, target: Path, sheets: Sequence[Sheet]) -> Iterator[Writer]:
    """Writer to a file or folder that appears whole under its name when the context ends without an error.

    An old file is replaced, a folder that holds anything is not. Raises :exc:`UnusableTarget` or :exc:`OSError`.
    """
    with (new_folder if format_.is_folder else WholeFile)(target) as place:
        try:
            writer = _make_writer(format_, place, sheets)
        except ImportError as error:
            group = "xlsx" if format_.name == "xlsx" else "parquet"
            raise UnusableTarget(f"{target} needs the group `{group}`: pip install 'nianbao[{group}]'") from error
        try:
            yield writer
            writer.finish()
        except BaseException:
            writer.discard()
            raise


def _make_writer(format_: Format, place: WholeFile | Path, sheets: Sequence[Sheet]) -> Writer:
    if isinstance(place, Path):
        if format_.name == "package":
            return PackageWriter(place, sheets)
        from crawler.export.writers.parquet import PartedParquetWriter  # optional, as below

        return PartedParquetWriter(place, sheets)
    match format_.name:
        case "csv":
            return DelimitedWriter(place.file, sheets[0])
        case "sqlite":
            return DatabaseWriter(place.beside, sheets)
        case "xlsx":
            from crawler.export.writers.workbook import WorkbookWriter

            return WorkbookWriter(place.file, sheets)
        case "parquet":
            from crawler.export.writers.parquet import ParquetWriter

            return ParquetWriter(place.file, sheets[0])
        case _:
            return ObjectsWriter(place.file, sheets[0], lines=format_.name == "jsonl")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder that appears whole under its name; :exc:`UnusableTarget` where there is one that holds anything."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UnusableTarget(f"{target} exists: name a new folder, or remove it first")
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    beside.mkdir(parents=True)
    try:
        yield beside
        beside.replace(target)
    except BaseException:
        shutil.rmtree(beside)
        raise
