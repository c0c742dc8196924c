"""Charts of one indicator over years, as geometry that the template ``chart.svg`` draws.

Drawn by a template and not by a plotting library: a site has tens of thousands of charts, a library takes 50 to 100 ms and
tens of kilobytes for each, and the words in ours follow the page's language. Columns, since each year is a count of its own;
from zero; each with its number above it; a year without a number has the reason in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10

from crawler.site.shown import figure

WIDTH = 360
"""As wide as a phone shows it, and a third of a page: so the letters are as large as they are said to be."""
_RIGHT, _BOTTOM = 4, 28
_PLOT = 150
"""Height of the plot with the numbers above it."""
_FORMS = 38
"""Room for the line above it that tells the forms."""
_CHARACTER = 7.2
"""Width of a digit, font size 12."""
_YEAR = 34
"""Room that a year takes, and as two digits two thirds of it."""
_MAX_COLUMN = 36


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a series."""

    year: int
    value: float | None = None
    gap: str | None = None
    """Why there is no value: a word of the group ``gap``."""
    form: str | None = None
    """Form that its report is on; ``None`` without a report or without tables."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands over a year."""

    point: Point
    x: float
    """Middle."""
    left: float
    top: float
    width: float
    height: float
    label: float
    """Base line of its number."""
    year: str
    """What stands below it: shorter, or for some of the years only, where they are many."""


@dataclass(frozen=True, slots=True)
class Span:
    """Years on one form."""

    form: str
    left: float
    right: float
    begins: bool
    """Whether another form was there before."""


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn; lengths in units of the view box."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[str, float], ...]
    spans: tuple[Span, ...]
    zero: float
    slot: float
    upright: bool
    """Whether the numbers are too long to stand side by side."""
    height: int
    left: float
    width: int = WIDTH


def draw(points: Sequence[Point]) -> Chart:
    """Chart of the points of consecutive years, of which one has a number at least."""
    values = [point.value for point in points if point.value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    ticks = _ticks(low, high)
    names = [figure(int(tick) if tick == int(tick) else tick) for tick in ticks]
    left = round(max(map(len, names)) * _CHARACTER + 10, 1)
    slot = (WIDTH - left - _RIGHT) / len(points)
    upright = max(len(figure(value)) for value in values) * _CHARACTER > slot - 2
    spans = _spans(points, left, slot)
    top = (_FORMS if spans else 0) + (50 if upright else 18)
    bottom = (_FORMS if spans else 0) + _PLOT
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    scale = (bottom - top) / ((high - low) or 1)

    def y(value: float) -> float:
        return round(top + (high - value) * scale, 1)

    columns = tuple(
        _column(point, left + (place + 0.5) * slot, slot, y, year)
        for place, (point, year) in enumerate(zip(points, _years(points, slot), strict=True))
    )
    marks = tuple(zip(names, map(y, ticks), strict=True))
    return Chart(columns, marks, spans, y(0), round(slot, 1), upright, bottom + _BOTTOM, left)


def _column(point: Point, x: float, slot: float, y: Callable[[float], float], year: str) -> Column:
    width = min(_MAX_COLUMN, slot * 0.64)
    value = point.value or 0
    top, base = min(y(value), y(0)), max(y(value), y(0))
    return Column(
        point, round(x, 1), round(x - width / 2, 1), top, round(width, 1), round(base - top, 1), round(top - 5, 1), year
    )  # fmt: skip


def _years(points: Sequence[Point], slot: float) -> list[str]:
    """Years as they stand below the columns; where they are many only every second or so, with the last one.

    >>> points = [Point(year) for year in (2019, 2020, 2021)]
    >>> _years(points, 40), _years(points, 25), _years(points, 20)
    (['2019', '2020', '2021'], ["'19", "'20", "'21"], ["'19", '', "'21"])
    """
    if slot >= _YEAR:
        return [str(point.year) for point in points]
    # ASCII, since a Chinese font draws ’ as wide as a character
    step = ceil(_YEAR * 2 / 3 / slot)
    last = len(points) - 1
    return [f"'{point.year % 100:02}" if (last - place) % step == 0 else "" for place, point in enumerate(points)]


def _ticks(low: float, high: float) -> list[float]:
    """Round values from the lowest to the highest, four steps at most.

    >>> _ticks(0, 37), _ticks(0, 0), _ticks(-3, 5)
    ([0.0, 10.0, 20.0, 30.0], [0.0], [-2.0, 0.0, 2.0, 4.0])
    """
    reach = high - low
    if reach == 0:
        return [0.0]
    unit = 10.0 ** floor(log10(reach / 4))
    step = next(unit * each for each in (1, 2, 5, 10) if reach / (unit * each) <= 4)
    step = max(step, 1.0) if high == int(high) and low == int(low) else step
    first, last = -int(-low // step) if low < 0 else 0, int(high // step)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _spans(points: Sequence[Point], start: float, slot: float) -> tuple[Span, ...]:
    """Runs of years on one form; years without one between two years on the same form belong to the run."""
    stated = [(place, point.form) for place, point in enumerate(points) if point.form is not None]
    spans: list[Span] = []
    for form, group in groupby(stated, key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        left, right = start + places[0] * slot, start + (places[-1] + 1) * slot
        spans.append(Span(form or "", round(left, 1), round(right, 1), begins=bool(spans)))
    return tuple(spans)
