"""trafilatura's text, title and date; then a regular expression for each row's label, and the values behind it."""

import re
from typing import Any

import trafilatura
from protocol import Answer, Page, number, serve

_FAR = 400
"""Characters behind a label in which its values may stand, where no pipes part them."""


def read(page: Page) -> Any:
    """Article."""
    return trafilatura.bare_extraction(page.text, url=page.url or None, with_metadata=True, favor_recall=True)


def tell(page: Page, found: Any) -> Answer:
    """Article and cells."""
    if found is None:
        return {"cells": []}
    text = found.text or ""
    return {"title": found.title, "date": found.date, "body": text, "cells": cells(text, page.form)}


def cells(text: str, form: dict[str, Any]) -> list[list[Any]]:
    """Rows by their labels, one behind the other, as the form has them."""
    result: list[list[Any]] = []
    place = 0
    for table, wanted in form.items():
        for key, row in wanted["rows"].items():
            match = re.compile(r"[\s|]*".join(map(re.escape, row["label"]))).search(text, place)
            if match is not None:
                place = match.end()
                values = piped(text, place, row["column"]) or bare(text, place, row["column"])
                result += [[table, key, column, value] for column, value in values.items()]
    return result


def piped(text: str, place: int, columns: dict[str, int]) -> dict[str, float | None]:
    """Values of a line of pipes, by their columns in the form; a row without a label is the line below."""
    start, end = text.rfind("\n", 0, place) + 1, len(text) if (found := text.find("\n", place)) < 0 else found
    if 0 in columns.values():
        start, end = end + 1, len(text) if (found := text.find("\n", end + 1)) < 0 else found
    line = text[start:end].strip()
    if not line.startswith("|"):
        return {}
    parts = line.strip("|").split("|")
    return {column: number(parts[index]) for column, index in columns.items() if index < len(parts)}


def bare(text: str, place: int, columns: dict[str, int]) -> dict[str, float | None]:
    """Values parted by white space, if as many follow as the row has columns; else nothing says which is which."""
    values = re.split(r"[^\d\s.,+-]", text[place : place + _FAR])[0].split()
    if len(values) != len(columns):
        return dict.fromkeys(columns)
    return {column: number(value) for column, value in zip(columns, values, strict=True)}


serve("trafilatura", read, tell)
