"""What a sheet is: named, labelled, typed columns, and the rows that one item gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Item = Mapping[str, Any]
"""A report as it stands in the JSON feed."""
Value = str | int | float | None
Row = tuple[Value, ...]
Kind = Literal["string", "integer", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    code: str
    """Stable; what programs read."""
    chinese: str
    english: str
    kind: Kind = "string"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rectangle of an export: a workbook's sheet, a CSV file, a table of a database."""

    name: str
    """Stable, as column codes are."""
    chinese: str
    english: str
    columns: tuple[Column, ...]
    rows: Callable[[Item], Iterable[Row]]
    """Rows of one item, values in the order of the columns. A sheet over many items (``panel``) gives none here."""
    key: tuple[str, ...] = ()
    """Columns that together name a row; empty where no columns do."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the columns, in order."""
        return tuple(column.code for column in self.columns)

    @property
    def has_year(self) -> bool:
        """Whether its rows can be parted by the report year."""
        return "year" in self.codes


REPORT_ID = Column("id", "报告编号", "report id")
YEAR = Column("year", "报告年度", "report year", "integer")
FORM = Column("form", "报告格式", "form")
URL = Column("url", "网页地址", "page address")
AGENCY_COLUMNS = (
    REPORT_ID,
    Column("agency", "发布机构", "agency"),
    Column("division", "行政区划代码", "division code"),
    YEAR,
)
"""What every sheet of reports begins with."""


def agency_values(item: Item) -> Row:
    """Values of :data:`AGENCY_COLUMNS`."""
    division = item["division"]
    return item["id"], item["agency"], division["code"] if division else None, item["year"]
