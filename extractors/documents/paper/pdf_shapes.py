"""What a page of a PDF draws beside its text: ruling lines, and how much of it pictures cover."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float, c_int, c_uint, c_void_p, cast
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from extractors.errors import DocumentError

MAX_SHAPES = 200_000
"""Parts of the drawings on one page; a page of tables has some hundreds."""
_DRAWN = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
_MAX_DEPTH = 8
"""Form objects inside form objects."""
_MAX_DARK = 500
"""Areas of one page that are looked at; white text on others is not seen."""
_THICK = 4.0
"""Points; what is thicker is no line."""
_DOT = 1.5
"""How many times as long as thick a line is at least; shorter marks are dots and count in both directions."""
_BRIGHT = 250
"""Lines of this brightness can't be seen on paper."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in the page's space, y upwards."""
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Shapes:
    """Thin boxes of the page, what is dark on it, and the area of its pictures."""

    rules: list[Box] = field(default_factory=list)
    dark: list[Box] = field(default_factory=list)
    """Filled areas and pictures, on which white text is seen."""
    texts: dict[int, int] = field(default_factory=dict)
    """Address of each piece of text → how many objects are printed before it."""
    picture_area: float = 0.0
    picture_over_text: float = 0.0
    """Area of those that hide what is printed before them: they are not transparent, and no text follows."""


def page_shapes(page: PdfPage) -> Shapes:
    """Shapes of a page, those in form objects too."""
    shapes = Shapes()
    left = [MAX_SHAPES]
    for number, (item, matrix) in enumerate(_objects(page.raw, _IDENTITY, 0, left)):
        match pdfium.FPDFPageObj_GetType(item):
            case pdfium.FPDF_PAGEOBJ_TEXT:
                shapes.picture_over_text = 0.0
                shapes.texts[cast(item, c_void_p).value or 0] = number
            case pdfium.FPDF_PAGEOBJ_IMAGE:
                _add_picture(shapes, item, matrix)
            case _:
                shapes.rules += _path_rules(item, matrix, left)
                if _is_filled(item) and len(shapes.dark) < _MAX_DARK:
                    shapes.dark += _bounds(item, matrix)
    return shapes


def _add_picture(shapes: Shapes, item: Any, matrix: Matrix) -> None:
    bounds = _bounds(item, matrix)
    shapes.dark += bounds if len(shapes.dark) < _MAX_DARK else []
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in bounds)
    shapes.picture_area += area
    if not pdfium.FPDFPageObj_HasTransparency(item):
        shapes.picture_over_text += area


def _objects(holder: Any, matrix: Matrix, depth: int, left: list[int]) -> Iterator[tuple[Any, Matrix]]:
    """Texts, paths and pictures with the matrix of the form that holds them."""
    if depth:
        count, get = pdfium.FPDFFormObj_CountObjects(holder), pdfium.FPDFFormObj_GetObject
    else:
        count, get = pdfium.FPDFPage_CountObjects(holder), pdfium.FPDFPage_GetObject
    for index in range(count):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        _spend(left)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            yield from _objects(item, _product(_matrix(item), matrix), depth + 1, left)
        elif kind in _DRAWN:
            yield item, matrix


def _spend(left: list[int]) -> None:
    left[0] -= 1
    if left[0] < 0:
        raise DocumentError("too_large", f"a page of more than {MAX_SHAPES} lines")


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix) -> list[Box]:
    """Box that an object covers; empty if it has none."""
    bounds = [c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *bounds):
        return []
    (x0, y0), (x1, y1) = (_moved(bounds[i].value, bounds[i + 1].value, matrix) for i in (0, 2))
    return [(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]


def _is_filled(item: Any) -> bool:
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(fill.value) and is_seen(item, pdfium.FPDFPageObj_GetFillColor)


def _path_rules(item: Any, outer: Matrix, left: list[int]) -> list[Box]:
    """Straight lines that a path strokes or fills, as thin boxes."""
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    stroked = bool(stroke.value) and is_seen(item, pdfium.FPDFPageObj_GetStrokeColor)
    filled = _is_filled(item)
    if not stroked and not filled:
        return []
    matrix = _product(_matrix(item), outer)
    width = c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    thick = width.value * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    found: list[Box] = []
    for points in _subpaths(item, matrix, left):
        if stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) <= 0.02 * max(abs(x1 - x0), abs(y1 - y0)):
                    found += _thin(_stroke_box(x0, y0, x1, y1, thick))
        elif len(points) > 2:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            found += _thin((min(xs), min(ys), max(xs), max(ys)))
    return found


def _stroke_box(x0: float, y0: float, x1: float, y1: float, thick: float) -> Box:
    """What a stroke with flat ends covers."""
    half = thick / 2
    if abs(x1 - x0) >= abs(y1 - y0):
        return min(x0, x1), min(y0, y1) - half, max(x0, x1), max(y0, y1) + half
    return min(x0, x1) - half, min(y0, y1), max(x0, x1) + half, max(y0, y1)


def _thin(box: Box) -> list[Box]:
    """The box if it is a line; a dot as a line in either direction."""
    wide, high = box[2] - box[0], box[3] - box[1]
    if min(wide, high) > _THICK or max(wide, high) <= 0:
        return []
    if max(wide, high) > _DOT * min(wide, high):
        return [box]
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return [(box[0], y, box[2], y), (x, box[1], x, box[3])]


def is_seen(item: Any, get_color: Any) -> bool:
    """Whether an object's colour is seen on paper."""
    parts = [c_uint() for _ in range(4)]
    if not get_color(item, *parts):
        return True
    red, green, blue, alpha = (part.value for part in parts)
    return bool(alpha) and min(red, green, blue) < _BRIGHT


def _subpaths(item: Any, matrix: Matrix, left: list[int]) -> Iterator[list[tuple[float, float]]]:
    """Corners of each part of a path, the first one again where it is closed; curves part it."""
    points: list[tuple[float, float]] = []
    x, y = c_float(), c_float()
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        _spend(left)
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            yield points
            points = []
        points.append(_moved(x.value, y.value, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
            yield points
            points = points[-1:]
    yield points
