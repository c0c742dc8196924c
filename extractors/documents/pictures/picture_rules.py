"""Pictures of pages: made straight, their ruling lines found, and the cells that the lines enclose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy
from numpy.typing import NDArray

from extractors.documents.layout.printed import Rule

Picture: TypeAlias = "NDArray[Any]"
"""Bytes: rows × columns × RGB, or rows × columns of grey or of ink (0 or 255)."""

_PAPER_WIDTH = 595.0
"""Points across an upright A4 page: what tells how large print is on a picture of unknown resolution."""
_MAX_SKEW = 4.0
"""Degrees; a page that lies further askew is a photograph, not a scan."""
_LEVEL = 0.03
"""Degrees of skew that change nothing."""
_CONTRAST = 14
"""Grey levels by which ink is darker than the paper around it."""
_NOISE = 2.5
"""The same, in standard deviations of the noise."""
_DIRT = 1.2
"""Square points; smaller ink is dirt."""
_FAINT = 7
"""The same for ruling lines, which their length tells from noise."""
_SEED = 10.0
"""Points that a line must run straight to be looked at."""
_THIN, _LETTER = 2.5, 30.0
"""Points: ink thicker than the first and smaller than the second is a letter."""
_LETTERED = 0.35
"""Share of a line that runs along letters from which it is made of their traces."""
_HALO = 1.5
"""Points around letters to which blur and compression carry their ink."""
_DENSE = 0.2
"""Share of its rectangle that the ink of letters fills which touch each other; less is a row of a table."""
_RUN, _CROSSING = 20.0, 0.75
"""Points that ink of a letter seldom runs straight; share of ink on such runs from which it is rules that cross."""
_SMOOTH = 5.0
"""Points along which a line is smoothed."""
_GAP, _CLOSE = 8.0, 2.0
"""Points between pieces of one line; between short ones, which may be strokes of letters."""
_PIECE = 20.0
"""Points from which a piece is not short."""
_LONG = 60.0
"""Points from which a line is a rule by its length alone."""
_SHORT = 10.0
"""Points; a shorter rule is part of a letter. Shorter than ``_LONG``, it must end at rules across it."""
_THICK = 3.5
"""Points; a thicker line is a bar."""
_STEP = 2.5
"""Points of a short line over which its darkness is compared."""
_EVEN = 0.45
"""Share of its usual darkness that a short line keeps all along."""
_BROKEN = 0.3
"""Share of a rule's last part that is paper from which it is a stroke of a letter."""
_SEVERAL = 3
"""Rules that begin or end at one place from which they are those of a table."""
_ASKEW = 0.005
"""Share of its length by which a line may still lie askew."""
_MEET = 4.0
"""Points by which the two ends of a rule together may miss the middles of the rules across it."""
_MAX_RULES = 3_000


class Box(NamedTuple):
    """Rectangle in pixels, the lower and right ends exclusive."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """Ruling lines of a page and what they enclose."""

    rules: list[Rule]
    cells: list[Box]
    """Insides of the cells, lines not included, from top to bottom."""


def point_of(picture: Picture) -> float:
    """Pixels a point, taking the picture for an A4 page."""
    return float(min(picture.shape[:2])) / _PAPER_WIDTH


def paper_of(picture: Picture) -> tuple[float, float, float]:
    """Colour of the paper: the usual one."""
    red, green, blue = map(_median, cv2.split(picture))
    return red, green, blue


def straightened(picture: Picture) -> Picture:
    """The picture turned by the few degrees that its lines lie askew."""
    angle = _skew(_ink(_grey(picture), _CONTRAST))
    if abs(angle) < _LEVEL:
        return picture
    height, width = picture.shape[:2]
    paper = paper_of(picture)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level: Picture = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return level


def ink_of(picture: Picture) -> Picture:
    """Where a picture is darker than the paper around, dirt left out: 255 for ink, else 0."""
    grey = _grey(picture)
    ink = _ink(grey, max(_CONTRAST, round(_NOISE * _grain(grey))))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    dirt = stats[:, cv2.CC_STAT_AREA] < _DIRT * point_of(picture) ** 2
    ink[dirt[labels]] = 0
    return ink


def find_rules(picture: Picture) -> Ruled:
    """Ruling lines of a straight page, and the cells between them."""
    point = point_of(picture)
    grey, letters = _without_letters(_grey(picture), point)
    turned = numpy.ascontiguousarray(grey.T)
    across = _lines(grey, letters, point)
    down = [_turned(box) for box in _lines(turned, letters.T, point)]
    across, down = _meeting(across, down, point)
    beside = [_turned(box) for box in across]
    across = [_cut(box, down, grey, point) for box in across]
    down = [_turned(_cut(_turned(box), beside, turned, point)) for box in down]
    if not across or not down or len(across) + len(down) > _MAX_RULES:
        return Ruled([_rule(box) for box in across[:_MAX_RULES]], [])
    walls = [*down, *_missing_borders(across, down, point)]
    return Ruled([_rule(box) for box in (*across, *down)], _cells(picture.shape[:2], across, walls, point))


def without_rules(picture: Picture, rules: Sequence[Rule]) -> Picture:
    """The picture with its ruling lines painted over by paper."""
    clean = picture.copy()
    paper = [int(level) for level in paper_of(picture)]
    reach = max(1, round(1.2 * point_of(picture)))
    for rule in rules:
        x0, x1 = sorted((round(rule.x0), round(rule.x1)))
        y0, y1 = sorted((round(rule.y0), round(rule.y1)))
        clean[max(0, y0 - reach) : y1 + reach + 1, max(0, x0 - reach) : x1 + reach + 1] = paper
    return clean


def _median(levels: Picture) -> float:
    """Median of bytes; to count them takes less than to sort them."""
    before = numpy.cumsum(numpy.bincount(levels.ravel(), minlength=256))
    low, high = numpy.searchsorted(before, [(levels.size - 1) // 2, levels.size // 2], side="right")
    return float(low + high) / 2


def _grey(picture: Picture) -> Picture:
    grey: Picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    return grey


def _grain(grey: Picture) -> float:
    """Standard deviation of the noise, in grey levels: by the middle of all differences, which print does not reach."""
    part = grey[::3]
    return _median(cv2.absdiff(part[:, 1:], part[:, :-1])) * 1.05


def _ink(grey: Picture, contrast: int) -> Picture:
    """Pixels darker than the mean around them; a mean over some lines of print follows shadows of the scan."""
    around = max(15, round(18 * point_of(grey))) | 1
    ink: Picture = cv2.adaptiveThreshold(
        cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, contrast
    )
    return ink


def _skew(ink: Picture) -> float:
    """Degrees by which to turn the page so that its rows of ink are sharpest, coarsely first."""
    scale = min(1.0, 900 / max(ink.shape))
    # smooth, so that noise, which turning blurs, does not speak for leaving the page as it is
    small = cv2.GaussianBlur(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), (5, 5), 0)

    def sharpness(angle: float) -> float:
        height, width = small.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        profile = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=numpy.float64)
        return float(numpy.square(numpy.diff(profile)).sum())

    best = 0.0
    for step, reach in ((0.5, _MAX_SKEW), (0.1, 0.4), (0.02, 0.08)):
        count = round(reach / step)
        angles = [best + step * number for number in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (sharpness(angle), -abs(angle)))
    return best


def _without_letters(grey: Picture, point: float) -> tuple[Picture, Picture]:
    """The page without ink that is too small for a table and too thick for a line; where such letters and traces are."""
    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(quarter, max(5, round(4 * point)) | 1), grey.shape[::-1])
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_ink(grey, _CONTRAST), connectivity=8)
    width, height, area = (stats[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    low, long = numpy.minimum(width, height), numpy.maximum(width, height)
    run_together = (low < _LETTER * point) & (area > _DENSE * width * height)
    straight = numpy.bincount(labels[_straight(grey, point)], minlength=len(area))
    letters = (low > _THIN * point) & ((long < _LETTER * point) | run_together) & (straight < _CROSSING * area)
    letters[0] = False
    ink = letters[labels].astype(numpy.uint8)
    halo = round(_HALO * point) * 2 + 1
    blank: Picture = numpy.where(cv2.dilate(ink, numpy.ones((3, 3), numpy.uint8)), paper, grey)
    return blank, cv2.dilate(ink, numpy.ones((halo, halo), numpy.uint8))


def _straight(grey: Picture, point: float) -> NDArray[numpy.bool_]:
    """Where ink runs on straight for longer than letters do, across or down: faint rules, too, that noise breaks up."""
    length, near = round(_RUN * point), numpy.ones((3, 3), numpy.uint8)
    across = cv2.morphologyEx(_smoothed_ink(grey, point), cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8))
    turned = _smoothed_ink(numpy.ascontiguousarray(grey.T), point)
    down = cv2.morphologyEx(turned, cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8)).T
    both: Picture = cv2.dilate(cv2.bitwise_or(across, numpy.ascontiguousarray(down)), near)
    return both > 0


def _smoothed_ink(grey: Picture, point: float) -> Picture:
    """Ink of lines across the page, smoothed along them first, so that faint ones stand out of the noise of the scan."""
    smooth = cv2.blur(grey, (max(3, round(_SMOOTH * point)), 1))
    ink: Picture = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(9, round(8 * point)) | 1, _FAINT
    )
    return ink


def _lines(grey: Picture, letters: Picture, point: float) -> list[Box]:
    """Straight horizontal runs of ink, pieces of one line joined."""
    seed = max(12, round(_SEED * point))
    spread = max(3, round(_SMOOTH * point)) // 2
    runs = cv2.morphologyEx(
        _smoothed_ink(grey, point), cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (seed, 1))
    )
    runs = cv2.dilate(runs, cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, round(3 * point)) | 1, 3)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    grown = max(3, round(3 * point)) // 2
    if count > _MAX_RULES:  # a drawing or a photograph
        return []
    pieces = [
        Box(x + grown, y + 1, x + width - grown, max(y + height - 1, y + 2))
        for x, y, width, height, _ in stats[1:].tolist()
    ]
    thin = [box for box in pieces if box.y1 - box.y0 <= max(4.0, _THICK * point) + _ASKEW * (box.x1 - box.x0)]
    lines = [box._replace(x0=box.x0 + spread, x1=box.x1 - spread) for box in _joined(thin, point)]
    return [
        box
        for box in lines
        if box.x1 - box.x0 >= _SHORT * point
        and letters[box.y0 : box.y1, box.x0 : box.x1].max(axis=0).mean() < _LETTERED
        and (box.x1 - box.x0 >= _LONG * point or _is_even(grey, box, point))
    ]


def _is_even(grey: Picture, box: Box, point: float) -> bool:
    """Whether a line is about as dark all along: not a stroke of a letter that smoothing carried to rules at its ends."""
    steps = _darkness(grey, box, point)
    return bool(steps.min() >= _EVEN * numpy.median(steps))


def _darkness(grey: Picture, box: Box, point: float) -> NDArray[numpy.float64]:
    """How much darker than the paper around it a horizontal line is, by steps from left to right."""
    around = grey[max(0, box.y0 - round(_HALO * point)) : box.y1 + round(_HALO * point), box.x0 : box.x1]
    dark = numpy.percentile(around, 90) - grey[box.y0 : box.y1, box.x0 : box.x1].min(axis=0).astype(numpy.float64)
    count = max(2, round((box.x1 - box.x0) / (_STEP * point)))
    return numpy.array([step.mean() for step in numpy.array_split(dark, count)])


def _joined(boxes: list[Box], point: float) -> list[Box]:
    """Pieces that go on from each other as one line."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        for place, line in enumerate(joined):
            shorter = min(box.x1 - box.x0, line.x1 - line.x0)
            near = _GAP if shorter >= _PIECE * point else _CLOSE
            if (
                box.x0 - line.x1 <= near * point
                and abs(box.y0 + box.y1 - line.y0 - line.y1) <= 3 * point
                and box.x1 > line.x1
            ):
                joined[place] = Box(line.x0, min(line.y0, box.y0), box.x1, max(line.y1, box.y1))
                break
        else:
            joined.append(box)
    return joined


def _turned(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def _meeting(across: list[Box], down: list[Box], point: float) -> tuple[list[Box], list[Box]]:
    """Lines that are rules: long ones, and short ones whose two ends stand at rules across them."""
    kept_across = [box for box in across if box.x1 - box.x0 >= _LONG * point]
    kept_down = [box for box in down if box.y1 - box.y0 >= _LONG * point]
    for _ in range(2):
        kept_down = [
            box
            for box in down
            if box.y1 - box.y0 >= _LONG * point or _held(_turned(box), map(_turned, kept_across), point)
        ]
        kept_across = [box for box in across if box.x1 - box.x0 >= _LONG * point or _held(box, kept_down, point)]
    return kept_across, kept_down


def _held(line: Box, others: Iterable[Box], point: float) -> bool:
    """Whether rules across a horizontal line stand at both of its ends."""
    near = _MEET * point
    crossing = [other for other in others if other.y0 - near <= line.y0 and line.y1 <= other.y1 + near]
    middles = [(other.x0 + other.x1) / 2 for other in crossing]
    before = min((abs(middle - line.x0) for middle in middles), default=near)
    behind = min((abs(middle - line.x1) for middle in middles), default=near)
    return before + behind <= near


def _cut(line: Box, others: Iterable[Box], grey: Picture, point: float) -> Box:
    """A horizontal rule without ends that go on to the next rule across it by strokes of letters alone."""
    near = _MEET * point
    stops = sorted(
        (other.x0 + other.x1) // 2
        for other in others
        if other.y0 - near <= line.y0 <= other.y1 + near and line.x0 - near <= other.x0 <= line.x1 + near
    )
    usual = float(numpy.median(_darkness(grey, line, point)))

    def is_broken(start: int, end: int) -> bool:
        part = _darkness(grey, line._replace(x0=max(start, line.x0), x1=min(end, line.x1)), point)
        return float(numpy.mean(part < _EVEN * usual)) > _BROKEN

    while len(stops) > 2 and is_broken(stops[0], stops[1]):
        del stops[0]
        line = line._replace(x0=stops[0])
    while len(stops) > 2 and is_broken(stops[-2], stops[-1]):
        del stops[-1]
        line = line._replace(x1=stops[-1] + 1)
    return line


def _missing_borders(across: list[Box], down: list[Box], point: float) -> list[Box]:
    """Left and right sides of tables that print none: where several rules begin or end and nothing stands."""
    borders = []
    near = 2 * _MEET * point
    for end in (0, 2):
        groups: list[list[Box]] = []
        for box in sorted(across, key=lambda box: box[end]):
            if groups and box[end] - groups[-1][-1][end] <= _MEET * point:
                groups[-1].append(box)
            else:
                groups.append([box])
        for group in groups:
            x, top, bottom = group[0][end], min(box.y0 for box in group), max(box.y1 for box in group)
            beside = [line for line in down if line.y0 < bottom and line.y1 > top]
            if len(group) >= _SEVERAL and beside and all(abs(line.x0 - x) > near for line in beside):
                borders.append(Box(max(1, x - 1), top, x + 1, bottom))
    return borders


def _rule(box: Box) -> Rule:
    if box.x1 - box.x0 >= box.y1 - box.y0:
        middle = (box.y0 + box.y1 - 1) / 2
        return Rule(box.x0, middle, box.x1 - 1, middle)
    middle = (box.x0 + box.x1 - 1) / 2
    return Rule(middle, box.y0, middle, box.y1 - 1)


def _cells(shape: tuple[int, ...], across: list[Box], down: list[Box], point: float) -> list[Box]:
    """Rectangles of paper that lines close in on every side: connected areas when the lines are drawn."""
    walls = numpy.full(shape, 255, dtype=numpy.uint8)
    meet = round(_MEET * point)
    for box in across:
        walls[box.y0 : box.y1, max(0, box.x0 - meet) : box.x1 + meet] = 0
    for box in down:
        walls[max(0, box.y0 - meet) : box.y1 + meet, box.x0 : box.x1] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(walls, connectivity=4)
    cells = []
    for x, y, width, height, area in stats[1:count]:
        outside = x == 0 or y == 0 or x + width == shape[1] or y + height == shape[0]
        if not outside and min(width, height) >= 5 * point and area >= 0.85 * width * height:
            cells.append(Box(int(x), int(y), int(x + width), int(y + height)))
    return sorted(cells, key=lambda box: (box.y0, box.x0))
