"""The data dictionary: the item's fields, the columns of every sheet, the keys and labels of every form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.export.every import SHEETS
from crawler.export.labels import labels
from crawler.export.sheets import Column, Sheet
from crawler.guide.markdown import code, table
from crawler.guide.words import Language, load_guide_words
from crawler.schema import item_schema
from extractors.tables.forms import Form, FormTable, load_forms

Frame = Mapping[str, str]


def data_dictionary(language: Language) -> str:
    """The dictionary as Markdown."""
    frame = load_guide_words()["frame"][language]
    return "\n".join(_lines(frame, language))


def _lines(frame: Frame, language: Language) -> Iterator[str]:
    yield from (f"# {frame['dictionary']}", "", frame["dictionary_intro"], "")
    yield from (f"## {frame['item']}", "", frame["item_intro"], "")
    fields = ((code(path), kind, meaning) for path, kind, meaning in _fields(frame, language))
    yield from table((frame["code"], frame["kind"], frame["meaning"]), fields)
    for part in ("statuses", "states", "reasons"):
        yield from (f"## {frame[part]}", "")
        if f"{part}_intro" in frame:
            yield from (frame[f"{part}_intro"], "")
        meanings = load_guide_words()[part].items()
        yield from table((frame["code"], frame["meaning"]), ((code(key), told[language]) for key, told in meanings))
    yield from (f"## {frame['sheets']}", "", frame["sheets_intro"], "")
    for sheet in SHEETS.values():
        yield from _sheet(sheet, frame)
    yield from (f"## {frame['forms']}", "", frame["forms_intro"], "")
    for form in load_forms().values():
        yield from _form(form, frame)


# --- the item ---------------------------------------------------------------------------------------------------------


def _fields(frame: Frame, language: Language) -> Iterator[tuple[str, str, str]]:
    """Path as it is shown, type and meaning of each field, an object's own fields behind it."""
    chinese = load_guide_words()["item"]
    for path, shown, schema in item_fields():
        english = schema.get("description", "").replace("``", "`").replace("\n", " ")
        yield shown, _kind(schema, frame), english if language == "en" else chinese[path]


def item_fields() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path of each field of the item, the path with the marks of lists and objects in it, and its JSON Schema."""
    yield from _below(item_schema(), "", "")


def _below(schema: dict[str, Any], path: str, shown: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        yield f"{path}{name}", f"{shown}{name}", field
        for inner, mark in _inner(field):
            yield from _below(inner, f"{path}{name}.", f"{shown}{name}{mark}.")


def _inner(field: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Schemas of objects below a field, with the mark of what holds them."""
    yield field, ""
    yield from ((alternative, "") for alternative in field.get("anyOf", ()))
    yield field.get("items", {}), "[]"
    if isinstance(field.get("additionalProperties"), dict):
        yield field["additionalProperties"], "{}"


def _kind(schema: dict[str, Any], frame: Frame) -> str:
    """Type in a few words: ``text, or null``, ``text[]``, ``"error" | "info"``."""
    if "enum" in schema:
        names = [code(value) for value in schema["enum"] if value is not None]
        return " · ".join([*names, *([frame["null"]] if None in schema["enum"] else [])])
    types = schema.get("type", [alternative.get("type") for alternative in schema.get("anyOf", ())])
    types = [types] if isinstance(types, str) else list(types)
    words = [_type_word(name, schema, frame) for name in types if name != "null"]
    return " · ".join([*words, *([frame["null"]] if "null" in types else [])])


def _type_word(name: str, schema: dict[str, Any], frame: Frame) -> str:
    match name:
        case "array":
            inner = schema["items"].get("type")
            return "[]" if inner == "object" else f"{_type_word(inner, schema['items'], frame)}[]"
        case "object":
            return "{}"
        case _:
            return frame["text" if name == "string" else name]


# --- sheets and forms -------------------------------------------------------------------------------------------------


def _sheet(sheet: Sheet, frame: Frame) -> Iterator[str]:
    yield from (f"### `{sheet.name}` {sheet.chinese}", "")
    cells = _cells_of_forms()
    columns = [column for column in sheet.columns if column.code not in cells]
    rows = (
        (f"{code(column.code)}{' *' * (column.code in sheet.key)}", _column_kind(column, frame), column.chinese, column.english)
        for column in columns
    )  # fmt: skip
    yield from table((frame["code"], frame["kind"], frame["label"], frame["english"]), rows)
    if len(columns) < len(sheet.columns):
        yield from (f"… {frame['cells_of_forms']}.", "")


def _cells_of_forms() -> frozenset[str]:
    """Codes of the columns that stand for a cell of a form."""
    tables = [table for form in load_forms().values() for table in form.tables]
    return frozenset(f"{it.id}.{row.key}.{key}" for it in tables for row in it.rows for key in it.data_keys)


def _column_kind(column: Column, frame: Frame) -> str:
    return frame["text" if column.kind == "string" else column.kind]


def _form(form: Form, frame: Frame) -> Iterator[str]:
    yield from (f"### `{form.id}` {form.name}", "")
    years = f"{frame['years']} {form.years[0]}–{form.years[1]}" if form.years else ""
    if told := frame["comma"].join(filter(None, (form.document, years))):
        yield from (told, "")
    for each in form.tables:
        yield from _form_table(form, each, frame)


def _form_table(form: Form, each: FormTable, frame: Frame) -> Iterator[str]:
    first = next(row for row in each.rows if row.data)
    named = labels(form.id, (each.id, first.key, each.data_keys[0]))
    unit = f"{frame['unit']} {each.unit}" if each.unit else ""
    yield from (f"#### `{each.id}` {named.table}", "", frame["comma"].join(filter(None, (named.table_en, unit))), "")
    columns, rows = [], []
    for column in each.data_columns:
        found = labels(form.id, (each.id, first.key, column.key))
        columns.append((code(column.key), found.column or "", found.column_en or "", column.unit or ""))
    for row in each.rows:
        if row.data:
            found = labels(form.id, (each.id, row.key, None))
            rows.append((code(row.key), " / ".join((*row.under, row.label)), found.row_en or "", row.unit or ""))
    for heading, lines in ((frame["columns"], columns), (frame["rows"], rows)):
        yield from _keys(heading, lines, frame)


def _keys(heading: str, lines: Sequence[tuple[str, str, str, str]], frame: Frame) -> Iterator[str]:
    """A table of keys, its last column left out where no key has a unit of its own."""
    width = 4 if any(unit for *_, unit in lines) else 3
    headings = (heading, frame["label"], frame["english"], frame["unit"])
    yield from table(headings[:width], (line[:width] for line in lines))
