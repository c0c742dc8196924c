"""Parquet of whole items, one row a report: lists and objects stay nested, under a schema made from the item's class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, BinaryIO, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

from crawler.export.sheets import Item
from crawler.export.writers.parquet import ParquetFile
from crawler.items import AnnualReport
from extractors.report import Evidence

_GROUP_ITEMS = 500
"""Items of a row group; as many are held in memory."""
_PLAIN = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}


class ItemsWriter:
    """Items as in the JSON feed, except that ``tables`` is a list of cells and ``evidence`` one of fields."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = ParquetFile(file, _item_schema(), _GROUP_ITEMS)

    def write(self, item: Item) -> None:
        """Take an item."""
        self._file.write([_row(item)])

    def finish(self) -> None:
        """Write the file's end."""
        self._file.finish()


class PackedItemsWriter:
    """The same of items that were packed in another process, where most of the work was done."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = pyarrow.parquet.ParquetWriter(file, _item_schema(), compression="zstd")
        self._batches: list[pyarrow.RecordBatch] = []

    def write(self, packed: bytes) -> None:
        """Take what :func:`pack_item` gave."""
        self._batches.append(pyarrow.ipc.read_record_batch(pyarrow.py_buffer(packed), _item_schema()))
        if len(self._batches) >= _GROUP_ITEMS:
            self._flush()

    def finish(self) -> None:
        """Write the last items and the file's end."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._batches:
            table = pyarrow.Table.from_batches(self._batches).combine_chunks()
            self._file.write_table(table, row_group_size=_GROUP_ITEMS)
            self._batches.clear()


def pack_item(item: Item) -> bytes:
    """One item as a record batch of Arrow's, without its schema."""
    schema = _item_schema()
    arrays = [pyarrow.array([value], field.type) for value, field in zip(_row(item), schema, strict=True)]
    return bytes(pyarrow.record_batch(arrays, schema).serialize())


def _row(item: Item) -> tuple[Any, ...]:
    nested = {**item, "tables": list(_cells(item)), "evidence": list(_evidence(item))}
    nested["findings"] = [{**finding, **_sides(finding)} for finding in item["findings"]]
    return tuple(nested[name] for name in _item_schema().names)


def _cells(item: Item) -> Iterator[dict[str, Any]]:
    for table, rows in item["tables"].items():
        for row, cells in rows.items():
            for column, value in cells.items():
                yield {"table": table, "row": row, "column": column, "value": value}


def _evidence(item: Item) -> Iterator[dict[str, Any]]:
    for field, evidence in item["evidence"].items():
        yield {"field": field, **evidence}


def _sides(finding: Item) -> dict[str, str | None]:
    """Sides of a finding are numbers or text; a column has one type, so they are text."""
    return {side: None if finding[side] is None else str(finding[side]) for side in ("stated", "computed")}


@cache
def _item_schema() -> pyarrow.Schema:
    place = [(name, pyarrow.string()) for name in ("table", "row", "column")]
    special = {
        "tables": pyarrow.list_(pyarrow.struct([*place, ("value", pyarrow.float64())])),
        "evidence": pyarrow.list_(pyarrow.struct([("field", pyarrow.string()), *_fields(Evidence)])),
    }
    return pyarrow.schema(_fields(AnnualReport, special))


def _fields(cls: Any, special: Mapping[str, Any] = MappingProxyType({})) -> list[tuple[str, Any]]:
    """Name and Arrow type of each field of a dataclass; ``special`` has those whose types are not derived."""
    hints = get_type_hints(cls)
    return [(field.name, special.get(field.name) or _type(hints[field.name])) for field in fields(cls)]


def _type(hint: Any) -> Any:
    """Arrow type of an annotation; what may be null, and what is a number or text, as the latter."""
    if get_origin(hint) in (Union, UnionType):
        (*_, hint) = sorted((arg for arg in get_args(hint) if arg is not type(None)), key=lambda arg: arg is str)
    if get_origin(hint) is Literal:
        return pyarrow.string()
    if get_origin(hint) is list:
        return pyarrow.list_(_type(get_args(hint)[0]))
    return pyarrow.struct(_fields(hint)) if is_dataclass(hint) else _PLAIN[hint]
