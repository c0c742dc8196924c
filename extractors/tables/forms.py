"""The official forms as data: tables, labels, columns and arithmetic, loaded from ``extractors/forms/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from extractors.errors import ConfigError
from extractors.tables.labels import caption, core

Strength = Literal["official", "structure", "expected", "soft"]
Relation = Literal["=", "<=", ">="]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``data`` is false for one that prints no value of its own (单位, 代码)."""

    key: str
    label: str
    under: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    data: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``data`` is false for a heading row."""

    key: str
    label: str
    under: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    number: str | None = None
    level: int = 1
    parent: str | None = None
    unit: str | None = None
    data: bool = True
    background: bool = False
    """Wording not seen on a real report; a finding says where a table was read by it."""
    optional: bool = False
    """A local addition: its absence is no finding."""


@dataclass(frozen=True, slots=True)
class Order:
    """Labels that are printed one behind the other; the same label may stand at several places."""

    places: Mapping[str, tuple[int, ...]]
    """Core of a label → its places, ascending."""
    length: int

    @classmethod
    def of(cls, labels: Sequence[Collection[str]]) -> Order:
        """Order of labels of which each may be printed in several wordings."""
        places: dict[str, tuple[int, ...]] = {}
        for place, names in enumerate(labels):
            for name in names:
                places[name] = (*places.get(name, ()), place)
        return cls(places, len(labels))


@dataclass(frozen=True, eq=False)
class FormTable:
    """One table of a form; there is one object of each."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    section: str | None = None
    caption: str | None = None
    unit: str | None = None
    stub: str | None = None

    @cached_property
    def data_columns(self) -> tuple[Column, ...]:
        """Columns that hold values, in order."""
        return tuple(column for column in self.columns if column.data)

    @cached_property
    def data_keys(self) -> tuple[str, ...]:
        """Keys of the columns that hold values, in order."""
        return tuple(column.key for column in self.data_columns)

    @cached_property
    def aside_keys(self) -> frozenset[str]:
        """Keys of the columns that print no value of their own."""
        return frozenset(column.key for column in self.columns if not column.data)

    @cached_property
    def column_labels(self) -> tuple[frozenset[str], ...]:
        """Cores of each data column's label and aliases."""
        return tuple(frozenset(core(text) for text in (column.label, *column.aliases)) for column in self.data_columns)

    @cached_property
    def column_groups(self) -> tuple[frozenset[str], ...]:
        """Cores of the headings over each data column."""
        return tuple(frozenset(core(text) for text in column.under) for column in self.data_columns)

    @cached_property
    def header_labels(self) -> frozenset[str]:
        """Cores of everything that its header prints: labels of all columns and the headings over them."""
        texts = (text for column in self.columns for text in (column.label, *column.aliases, *column.under))
        return frozenset(core(text) for text in texts)

    @cached_property
    def known_labels(self) -> frozenset[str]:
        """Cores of all its data columns' labels."""
        return frozenset().union(*self.column_labels)

    @cached_property
    def group_labels(self) -> frozenset[str]:
        """Cores of all headings over its data columns."""
        return frozenset().union(*self.column_groups)

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """The orders in which its column labels may be printed: column by column, and level by level of the header."""
        columns = self.data_columns
        across = sorted(range(len(columns)), key=lambda index: (len(columns[index].under), index))
        return Order.of([self.column_labels[index] for index in across]), Order.of(self.column_labels)

    @cached_property
    def heading_levels(self) -> tuple[Order, ...]:
        """The headings over its columns, each level from left to right."""
        levels: dict[int, dict[str, None]] = {}
        for column in self.data_columns:
            for depth, text in enumerate(column.under):
                levels.setdefault(depth, {})[core(text)] = None
        return tuple(Order.of([{text} for text in level]) for level in levels.values())

    @cached_property
    def unlabelled(self) -> bool:
        """Whether its one data row carries no label (section 四)."""
        return len(self.rows) == 1 and not core(self.rows[0].label)


@dataclass(frozen=True, slots=True)
class Identity:
    """``Σ left relation Σ right``, for every column (keys are rows) or for every row (keys are columns)."""

    id: str
    table: str
    over: Literal["columns", "rows"]
    left: tuple[str, ...]
    relation: Relation
    right: tuple[str, ...]
    strength: Strength

    @property
    def is_promised(self) -> bool:
        """Whether the form's text or its layout demands it; the others usually hold."""
        return self.strength in ("official", "structure")

    @property
    def code(self) -> str:
        """Code of the finding where it fails."""
        return f"{'check' if self.is_promised else 'expected'}.{self.id}"


@dataclass(frozen=True, slots=True)
class Form:
    """An official form 报告格式."""

    id: str
    name: str
    tables: tuple[FormTable, ...]
    identities: tuple[Identity, ...]
    detect: tuple[str, ...] = ()
    """Labels that tell this form from its predecessors; a successor may print them too."""
    document: str | None = None
    years: tuple[int, int] | None = None

    def table(self, table_id: str) -> FormTable:
        """Give the table of that id; :exc:`KeyError` if the form has none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def label(self, table: str, row: str, column: str) -> tuple[str, str, str]:
        """Chinese labels of table, row and column."""
        form_table = self.table(table)
        table_label = form_table.caption or _TABLE_NAMES.get(table, self.name)
        row_label = next(r.label for r in form_table.rows if r.key == row)
        column_ = next(c for c in form_table.columns if c.key == column)
        return table_label, row_label, " / ".join((*column_.under, column_.label))

    def unit(self, table: str, row: str, column: str) -> str | None:
        """Unit that the form gives a cell: of its row, its column or its table."""
        form_table = self.table(table)
        of_row = next(r.unit for r in form_table.rows if r.key == row)
        of_column = next(c.unit for c in form_table.columns if c.key == column)
        return of_row or of_column or form_table.unit


_TABLE_NAMES = {
    "t3_requests": "收到和处理政府信息公开申请情况",
    "t4_review_litigation": "政府信息公开行政复议、行政诉讼情况",
}

CORNERS = (
    "信息内容",
    "申请人情况",
    "法人或其他组织",
    "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
)
"""Texts in headers that are the label of nothing below them or over them all."""

_ROW_KEYS = {"key", "label", "under", "aliases", "number", "level", "parent", "unit", "data", "background", "optional"}
_COLUMN_KEYS = {"key", "label", "under", "aliases", "unit", "data"}
_TABLE_KEYS = {"id", "section", "caption", "unit", "stub", "columns", "rows"}
_IDENTITY_KEYS = {"id", "table", "over", "left", "relation", "right", "strength"}
_FORM_KEYS = {"id", "name", "document", "years", "detect", "identities", "tables"}


@cache
def load_forms() -> dict[str, Form]:
    """All forms by id, newest national form first. Raises :exc:`~extractors.errors.ConfigError`."""
    folder = files("extractors") / "forms"
    forms = [
        parse_form(entry.name, entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".toml")
    ]
    forms.sort(key=lambda form: (not form.id.startswith("cn_"), -(form.years or (0, 0))[0], form.id))
    return {form.id: form for form in forms}


def parse_form(file: str, text: str) -> Form:
    """Read one form file; :exc:`~extractors.errors.ConfigError` names ``file`` and the key that is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, "(file)", str(error)) from error
    _check_keys(file, "", data, _FORM_KEYS, {"id", "name", "tables"})
    if file.removesuffix(".toml") != data["id"]:
        raise ConfigError(file, "id", f"is {data['id']!r}, must be the file's name")
    tables = tuple(_parse_table(file, f"tables[{i}]", table) for i, table in enumerate(data["tables"]))
    identities = tuple(
        _parse_identity(file, f"identities[{i}]", entry, tables) for i, entry in enumerate(data.get("identities", []))
    )
    return Form(
        id=data["id"],
        name=data["name"],
        tables=tables,
        identities=identities,
        detect=tuple(core(label) for label in data.get("detect", [])),
        document=data.get("document"),
        years=tuple(data["years"]) if "years" in data else None,
    )


def _parse_table(file: str, place: str, data: Mapping[str, Any]) -> FormTable:
    _check_keys(file, place, data, _TABLE_KEYS, {"id", "columns", "rows"})
    columns = tuple(
        Column(**_entry(file, f"{place}.columns[{i}]", entry, _COLUMN_KEYS)) for i, entry in enumerate(data["columns"])
    )
    rows = tuple(Row(**_entry(file, f"{place}.rows[{i}]", entry, _ROW_KEYS)) for i, entry in enumerate(data["rows"]))
    for kind, keys in (("columns", [c.key for c in columns]), ("rows", [r.key for r in rows])):
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise ConfigError(file, f"{place}.{kind}", f"keys used twice: {sorted(repeated)}")
    if "caption" in data and caption(data["caption"]) is None:
        raise ConfigError(file, f"{place}.caption", f"{data['caption']!r} names no paragraph of Article 20")
    simple = {key: data[key] for key in ("id", "section", "caption", "unit", "stub") if key in data}
    return FormTable(columns=columns, rows=rows, **simple)


def _entry(file: str, place: str, data: Mapping[str, Any], allowed: set[str]) -> dict[str, Any]:
    _check_keys(file, place, data, allowed, {"key", "label"})
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _parse_identity(file: str, place: str, data: Mapping[str, Any], tables: Iterable[FormTable]) -> Identity:
    _check_keys(file, place, data, _IDENTITY_KEYS, _IDENTITY_KEYS)
    table = next((table for table in tables if table.id == data["table"]), None)
    if table is None:
        raise ConfigError(file, f"{place}.table", f"no table {data['table']!r}")
    choices = {
        "over": {"columns", "rows"},
        "relation": {"=", "<=", ">="},
        "strength": {"official", "structure", "expected", "soft"},
    }
    for key, allowed in choices.items():
        if data[key] not in allowed:
            raise ConfigError(file, f"{place}.{key}", f"{data[key]!r} is none of {sorted(allowed)}")
    known = {row.key for row in table.rows} if data["over"] == "columns" else {column.key for column in table.columns}
    if unknown := [key for key in (*data["left"], *data["right"]) if key not in known]:
        raise ConfigError(file, place, f"table {table.id} has no {unknown}")
    return Identity(
        id=data["id"],
        table=data["table"],
        over=data["over"],
        left=tuple(data["left"]),
        relation=data["relation"],
        right=tuple(data["right"]),
        strength=data["strength"],
    )


def _check_keys(file: str, place: str, data: Mapping[str, Any], allowed: set[str], required: set[str]) -> None:
    where = f"{place}." if place else ""
    if unknown := sorted(set(data) - allowed):
        raise ConfigError(file, where + unknown[0], f"unknown key; known are {sorted(allowed)}")
    if missing := sorted(required - set(data)):
        raise ConfigError(file, where + missing[0], "missing")
