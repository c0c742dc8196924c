"""One picture of a page to its words and rules: cells one by one, the rest by lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import fmean, median

import cv2
import numpy

from extractors.documents.layout.printed import PrintedPage, Rule, Word
from extractors.documents.pictures.picture_rules import (
    Box,
    Picture,
    find_rules,
    ink_of,
    paper_of,
    point_of,
    straightened,
    without_rules,
)
from extractors.documents.pictures.picture_values import UPRIGHT, Line, Value, believed
from extractors.documents.pictures.recognise import Reading, detect, recognise
from extractors.lookalikes import mended
from extractors.numbers import DOUBT, is_value

_LARGEST = 2.8
"""Pixels a point (200 dots an inch) that are enough to read; larger pages are made smaller."""
_SMALL = 60
"""Pixels; a smaller picture is no page."""
_SURE_PROSE = 0.80
_LINE = 1.15
"""Ems; ink that is taller is more than one line."""
_GLYPH = 0.25
"""Ems that ink must reach in one direction to be print."""
_PARTS = 0.7
"""Ems of paper that part words in a cell: a border between them may have been lost."""
_SLIVER = 0.2
"""Share of its height; a part of a line that is narrower holds no character."""
_CLOSE, _WIDE = 0.2, 0.35
"""Shares of a line's height: paper around it when it is first read, and later."""
_CJK = re.compile(r"[\u3400-\u9fff]")
_HARDLY = 0.75
"""Sureness below which a page may lie on its side or head."""
_DIGIT = re.compile(r"[0-9]")
_HIGH = re.compile(r"[^\W一]")
"""Letters, digits and Chinese characters: none but 一 is as low as a mark."""
_LOST_BRACKET = re.compile(r"^([一二三四五六七八九十]{1,2})\s?[)）]")

Found = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def read_page(picture: Picture) -> PrintedPage:
    """Words and rules of one picture. A page that hardly reads is also tried turned by quarters."""
    picture = _sized(picture)
    if min(picture.shape[:2]) < _SMALL:
        return PrintedPage(float(picture.shape[1]), float(picture.shape[0]))
    page, sure = _read(picture)
    for quarters in (2, 1, 3):
        if sure < _HARDLY and page.words:
            turned, turned_sure = _read(numpy.ascontiguousarray(numpy.rot90(picture, quarters)))
            if turned_sure > sure:
                page, sure = turned, turned_sure
    return page


def _read(picture: Picture) -> tuple[PrintedPage, float]:
    """A page as it lies, and how sure its print is."""
    picture = straightened(picture)
    ruled = find_rules(picture)
    clean = without_rules(picture, ruled.rules)
    printed = _cell_words(clean, ruled.cells) + _line_words(clean, ruled.cells, ruled.rules)
    height, width = picture.shape[:2]
    page = PrintedPage(float(width), float(height), [word for word, _ in printed], ruled.rules)
    return page, _sureness([reading for _, reading in printed])


def _sureness(readings: Sequence[Reading]) -> float:
    """Average probability of the Chinese print, 0 … 1. Lines that lie on their side come apart into lone characters: 0."""
    chinese = [reading for reading in readings if _CJK.search(reading.text)]
    return fmean([sure if len(reading.text) > 1 else 0.0 for reading in chinese for sure in reading.sure] or [0.0])


def _sized(picture: Picture) -> Picture:
    scale = min(1.0, _LARGEST / point_of(picture))
    if scale > 0.95:
        return picture
    smaller: Picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return smaller


# --- cells -----------------------------------------------------------------------------------------------------------


def _cell_words(picture: Picture, cells: Sequence[Box]) -> list[tuple[Word, Reading]]:
    """Words in cells, by lines, each with its first reading."""
    ink = ink_of(picture)
    runs = [_rows_of(ink, cell) for cell in cells]
    em = _em(runs, picture)
    found = [_lines_of(ink, cell, own, em) for cell, own in zip(cells, runs, strict=True)]
    lines = [line for own in found for line in own]
    readings = recognise([_crop(picture, line.box, em) for line in lines])
    texts = [_label(reading.text, line, em) for line, reading in zip(lines, readings, strict=True)]
    values = _values(found, readings)
    read = _read_again(picture, [Value(lines[index], (readings[index],)) for index in values], em)
    for index, text in zip(values, read, strict=True):
        texts[index] = text
    found_words = zip(lines, texts, readings, strict=True)
    return [(_word(line.box, text, em), reading) for line, text, reading in found_words if text]


def _read_again(picture: Picture, once: Sequence[Value], em: float) -> list[str]:
    """Values that were read once as they are believed after a second look, those still in doubt after a third one."""
    read = _with_another(picture, once, em, _in_black_and_white)
    doubtful = [index for index, text in enumerate(believed(read, em)) if text.endswith(DOUBT)]
    thrice = _with_another(picture, [read[index] for index in doubtful], em, _enlarged)
    for index, value in zip(doubtful, thrice, strict=True):
        read[index] = value
    return believed(read, em)


def _with_another(
    picture: Picture, read: Sequence[Value], em: float, light: Callable[[Picture], Picture]
) -> list[Value]:
    """The values, each with one more reading of it in that light."""
    others = recognise([light(_crop(picture, value.line.box, em, _WIDE)) for value in read])
    return [Value(value.line, (*value.readings, other)) for value, other in zip(read, others, strict=True)]


def _values(cells: Sequence[Sequence[Line]], readings: Sequence[Reading]) -> list[int]:
    """Which lines, counted over all cells, stand in cells that may hold a value: ones without Chinese words."""
    values: list[int] = []
    start = 0
    for lines in cells:
        own = range(start, start + len(lines))
        if all(_may_be_value(readings[index].text.strip()) for index in own):
            values += own
        start = own.stop
    return values


def _label(text: str, line: Line, em: float) -> str:
    """Text of a label, as the form prints it where only a look-alike stands in it.

    A number in brackets gets the thin one back that was not read, a mark by itself is no character.
    """
    if line.height < UPRIGHT * em and line.width < em and _HIGH.search(text):
        return _HIGH.sub("", text).strip()
    return mended(_LOST_BRACKET.sub(r"（\1）", text.strip())) or DOUBT


def _word(box: Box, text: str, em: float) -> Word:
    """A word as high as a line, however low its characters are."""
    middle, half = (box.y0 + box.y1) / 2, max(em, box.y1 - box.y0) / 2
    return Word(text, box.x0, middle - half, box.x1, middle + half)


def _may_be_value(text: str) -> bool:
    return not _CJK.search(text) or text == "一" or is_value(text)


def _rows_of(ink: Picture, cell: Box) -> list[tuple[int, int]]:
    """Runs of rows with ink, counted from the top of the picture."""
    rows = numpy.flatnonzero(ink[cell.y0 + 1 : cell.y1 - 1, cell.x0 + 1 : cell.x1 - 1].any(axis=1))
    if not rows.size:
        return []
    breaks = numpy.flatnonzero(numpy.diff(rows) > 1)
    starts = [int(rows[0]), *(int(rows[index + 1]) for index in breaks)]
    ends = [*(int(rows[index]) for index in breaks), int(rows[-1])]
    return [(cell.y0 + 1 + start, cell.y0 + 2 + end) for start, end in zip(starts, ends, strict=True)]


def _em(runs: Sequence[Sequence[tuple[int, int]]], picture: Picture) -> float:
    """Size of the print in cells: the usual height of a line there, or 10 points."""
    point = point_of(picture)
    heights = [end - start for found in runs for start, end in found if 5 * point <= end - start <= 24 * point]
    return 1.2 * median(heights) if len(heights) >= 3 else 10 * point


def _lines_of(ink: Picture, cell: Box, runs: Sequence[tuple[int, int]], em: float) -> list[Line]:
    """Lines of print in a cell, dirt left out; words far apart are lines of their own."""
    joined = list(runs)
    while len(joined) > 1:  # strokes of one line stand closer together than lines do
        gaps = [
            (below[0] - above[1], place)
            for place, (above, below) in enumerate(pairwise(joined))
            if below[1] - above[0] <= _LINE * em
        ]
        if not gaps:
            break
        _, place = min(gaps)
        joined[place : place + 2] = [(joined[place][0], joined[place + 1][1])]
    return [line for start, end in joined for line in _words_of(ink, Box(cell.x0 + 1, start, cell.x1 - 1, end), em)]


def _words_of(ink: Picture, band: Box, em: float) -> list[Line]:
    part = ink[band.y0 : band.y1, band.x0 : band.x1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    pieces = [
        Box(band.x0 + x, band.y0 + y, band.x0 + x + width, band.y0 + y + height)
        for x, y, width, height, _ in stats[1:].tolist()
    ]
    groups: list[list[Box]] = []
    reach = 0
    for piece in sorted(pieces):
        if not groups or piece.x0 - reach > _PARTS * em:
            groups.append([])
            reach = piece.x1
        groups[-1].append(piece)
        reach = max(reach, piece.x1)
    return [_line(group) for group in groups if _is_print(group, em)]


def _is_print(group: Sequence[Box], em: float) -> bool:
    return any(max(box.x1 - box.x0, box.y1 - box.y0) >= _GLYPH * em for box in group)


def _line(pieces: Sequence[Box]) -> Line:
    box = Box(
        min(piece.x0 for piece in pieces),
        min(piece.y0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.y1 for piece in pieces),
    )
    parts, reach = 0, box.x0 - 1
    for piece in sorted(pieces):
        parts += piece.x0 >= reach
        reach = max(reach, piece.x1)
    return Line(box, parts)


def _crop(picture: Picture, box: Box, em: float, around: float = _CLOSE) -> Picture:
    """The line with some paper around it, in shares of its height."""
    height = max(box.y1 - box.y0, round(0.7 * em))
    margin = round(around * height)
    middle = (box.y0 + box.y1) // 2
    top, bottom = max(0, middle - height // 2 - margin), middle + (height + 1) // 2 + margin
    return picture[top:bottom, max(0, box.x0 - 2 * margin) : box.x1 + 2 * margin]


def _in_black_and_white(crop: Picture) -> Picture:
    """A light in which shades of paper and colours are gone."""
    grey = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    low, high = int(grey.min()), int(max(level + 1, numpy.median(grey)))
    stretched = numpy.clip((grey.astype(numpy.float32) - low) * (255.0 / max(1, high - low)), 0, 255)
    return _in_colours(stretched.astype(numpy.uint8))


def _enlarged(crop: Picture) -> Picture:
    """A light in which edges run smoothly: the model's own enlarging leaves steps in small print."""
    grey = cv2.resize(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    return _in_colours(cv2.GaussianBlur(grey, (0, 0), 1.5))


def _in_colours(grey: Picture) -> Picture:
    picture: Picture = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    return picture


# --- lines outside cells ---------------------------------------------------------------------------------------------


def _line_words(picture: Picture, cells: Sequence[Box], rules: Sequence[Rule]) -> list[tuple[Word, Reading]]:
    """Words of what stands in no cell, each with its reading; a table may be open where a page ends."""
    rest = picture.copy()
    paper = [int(level) for level in paper_of(picture)]
    for cell in cells:
        rest[cell.y0 : cell.y1, cell.x0 : cell.x1] = paper
    band = _inked(ink_of(rest))
    if band is None:
        return []
    rest = rest[band.y0 : band.y1, band.x0 : band.x1]
    upright = [rule for rule in rules if abs(rule.x1 - rule.x0) < abs(rule.y1 - rule.y0)]
    boxes = [part for box in detect(rest) for part in _parted(box, upright, band)]
    crops = [rest[int(max(0, y0)) : int(y1) + 1, int(max(0, x0)) : int(x1) + 1] for x0, y0, x1, y1 in boxes]
    return [
        (Word(text, band.x0 + x0, band.y0 + y0, band.x0 + x1, band.y0 + y1), reading)
        for (x0, y0, x1, y1), reading in zip(boxes, recognise(crops), strict=True)
        if (text := _prose(reading))
    ]


def _parted(found: Found, upright: Sequence[Rule], band: Box) -> list[Found]:
    """A line of print in the band, cut where upright rules of the page run through it: its parts are cells' own."""
    x0, y0, x1, y1 = found
    middle = band.y0 + (y0 + y1) / 2
    through = [rule.x0 - band.x0 for rule in upright if min(rule.y0, rule.y1) <= middle <= max(rule.y0, rule.y1)]
    edges = [x0, *sorted(x for x in through if x0 < x < x1), x1]
    return [(left, y0, right, y1) for left, right in pairwise(edges) if right - left > _SLIVER * (y1 - y0)]


def _prose(reading: Reading) -> str:
    """Text of a line, with doubt in place of each digit that is not sure."""
    return "".join(
        DOUBT if sure < _SURE_PROSE and _DIGIT.match(char) else char
        for char, sure in zip(reading.text, reading.sure, strict=True)
    ).strip()


def _inked(ink: Picture) -> Box | None:
    """The part of a picture that holds its print, with some paper around it."""
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones((2, 2), numpy.uint8))
    rows, columns = numpy.flatnonzero(solid.any(axis=1)), numpy.flatnonzero(solid.any(axis=0))
    if not rows.size:
        return None
    margin = 24
    return Box(
        max(0, int(columns[0]) - margin),
        max(0, int(rows[0]) - margin),
        int(columns[-1]) + margin,
        int(rows[-1]) + margin,
    )
