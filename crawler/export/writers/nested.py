"""Parquet of whole items, one row a report: lists and objects stay nested, under a schema made from the item's class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, BinaryIO, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow

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
        self._schema = _item_schema()
        self._file = ParquetFile(file, self._schema, _GROUP_ITEMS)

    def write(self, item: Item) -> None:
        """Take an item."""
        nested = {**item, "tables": list(_cells(item)), "evidence": list(_evidence(item))}
        nested["findings"] = [{**finding, **_sides(finding)} for finding in item["findings"]]
        self._file.write([tuple(nested[name] for name in self._schema.names)])

    def finish(self) -> None:
        """Write the file's end."""
        self._file.finish()


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
