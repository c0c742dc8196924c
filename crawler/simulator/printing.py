"""How numbers come out on the page: plain, or in the ways that clerks really write them, with the truth of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from crawler.simulator.figures import Figures
from extractors.tables.forms import Form

_FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@dataclass(frozen=True, slots=True)
class Habits:
    """What one clerk does; the defaults print plain numbers."""

    zero: str = "0"
    """Print of a zero in the applicants' columns of table 三: ``0``, empty, NBSP, a dash or a slash."""
    thousands: bool = False
    full_width: bool = False
    sign: str = "-"
    """Change against last year: ``-`` plain, ``减`` in words, ``+`` with a sign also when it grew."""
    money: str = ""
    """Unit written behind the amount of purchases: empty, ``万元`` or ``元``."""
    slip: str = ""
    """One cell of section 二 that is no plain number: empty, ``0 0``, ``无``, ``零`` or ``件`` (unit behind the number)."""


HABITS = (
    Habits(),
    Habits(zero="", thousands=True),
    Habits(sign="减", money="万元"),
    Habits(zero="\xa0", slip="0 0"),
    Habits(),
    Habits(zero="—", sign="+", slip="零"),
    Habits(zero="/", money="元", slip="件"),
    Habits(full_width=True),
    Habits(zero="-", thousands=True, slip="无"),
)
"""Taken in turn, so that a dozen reports show every one."""


@dataclass(slots=True)
class Printed:
    """A filled form as printed, and what a perfect reader makes of it."""

    raw: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """(table, row, column) → print."""
    tables: dict[str, dict[str, dict[str, float | None]]] = field(default_factory=dict)
    marks: list[dict[str, Any]] = field(default_factory=list)


_FREE_COLUMNS = ("newly_made", "decisions", "procurement_items", "issued")


@dataclass(frozen=True, slots=True)
class _Print:
    raw: str
    value: float | None
    status: tuple[str, ...] = ()
    unit: str | None = None


def print_form(rng: Random, form: Form, figures: Figures, habits: Habits) -> Printed:
    """Print every cell of ``figures`` after one clerk's habits."""
    printed = Printed()
    slip = _slip_place(rng, figures) if habits.slip else None
    for place, number in _cells(figures):
        cell = _print_slip(number, habits.slip) if place == slip else _print_number(number, place, habits)
        table, row, column = place
        printed.raw[place] = cell.raw
        printed.tables.setdefault(table, {}).setdefault(row, {})[column] = cell.value
        if cell.status:
            mark = {"table": table, "row": row, "column": column, "raw": cell.raw.strip(), "status": list(cell.status)}
            printed.marks.append(mark | ({"unit": cell.unit} if cell.unit else {}))
    return printed


def _cells(figures: Figures) -> Iterator[tuple[tuple[str, str, str], float]]:
    for table, rows in figures.items():
        for row, columns in rows.items():
            for column, number in columns.items():
                yield (table, row, column), number


def _slip_place(rng: Random, figures: Figures) -> tuple[str, str, str]:
    """Pick a cell of section 二 that has no habit of its own and that no relation between cells rests on."""
    return rng.choice([place for place, _ in _cells(figures) if place[2] in _FREE_COLUMNS])


def _print_slip(number: float, slip: str) -> _Print:
    match slip:
        case "0 0":
            return _Print("0 0", None, ("multiple",))
        case "无":
            return _Print("无", None, ("text",))
        case "零":
            return _Print("零", 0, ("numeral",))
        case "件":
            return _Print(f"{number}件", number, ("unit",), "件")
    raise ValueError(f"unknown slip {slip!r}")


def _print_number(number: float, place: tuple[str, str, str], habits: Habits) -> _Print:
    table, _, column = place
    if table == "t3_requests" and column != "total" and number == 0 and habits.zero != "0":
        status = {"": "blank", "\xa0": "blank", "/": "slash"}.get(habits.zero, "dash")
        return _Print(habits.zero, None, (status,))
    if column == "change_this_year" and number and habits.sign != "-":
        if habits.sign == "减" and number < 0:
            return _Print(f"减{-number}", number, ("sign",))
        if habits.sign == "+" and number > 0:
            return _Print(f"+{number}", number, ("sign",))
    if column == "procurement_amount" and number and habits.money:
        return _Print(f"{number}{habits.money}", number, ("unit",), habits.money)
    if habits.thousands and number >= 1000:
        return _Print(f"{number:,}", number, ("format",))
    if habits.full_width:
        return _Print(str(number).translate(_FULL_WIDTH), number, ("format",))
    return _Print(str(number), number)
