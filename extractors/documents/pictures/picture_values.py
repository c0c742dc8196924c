"""Whether a number that was read from a picture is believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from extractors.documents.pictures.picture_rules import Box
from extractors.documents.pictures.recognise import RINGS, ZEROS, Reading
from extractors.numbers import DOUBT

_SURE, _SURE_AGAIN = 0.90, 0.60
"""Probability of each character from which a number is believed: in the first and in the second light. If it is read in
three, the first holds for two of them."""
_LOOKALIKES = frozenset("QDlI|丨口!")
"""Alone in a cell as likely a 0 or a 1 as themselves."""
_ZERO_AMONG_DIGITS = re.compile(f"[0-9{ZEROS}]{{1,12}}")
_AS_ZERO = dict.fromkeys(map(ord, ZEROS), "0")
_RINGS = frozenset(RINGS)
_NARROW, _ROUND = 0.89, 0.95
"""Width to height: a ring up to the first is a 0, one beyond the second may always be the letter. Fonts of any widths print
a 0 up to 0.85 and the letter from 0.94; those of one width print both alike."""
_FEW = 5
"""Rings on a page from which they tell how it prints a 0."""
UPRIGHT = 0.45
"""Ems that a lone 0 or 1 must be high: lower strokes are traces of a line, stops, quotation marks or dirt."""
_DASH_HEIGHT, _DASH_WIDTH = 0.22, 0.25
"""Ems: ink that is no higher and no narrower is a dash, which the model also reads as 一 or as an underscore."""
_DIGIT = re.compile("[0-9]")


class Line(NamedTuple):
    """One line of print in a cell."""

    box: Box
    parts: int
    """Pieces of ink that paper parts from left to right."""

    @property
    def width(self) -> int:
        """Pixels."""
        return self.box.x1 - self.box.x0

    @property
    def height(self) -> int:
        """Pixels."""
        return self.box.y1 - self.box.y0


class Value(NamedTuple):
    """A line, and what was read in it in two lights, or in three."""

    line: Line
    readings: tuple[Reading, ...]


def believed(read: Sequence[Value], em: float) -> list[str]:
    """Numbers of a page as read, each with doubt behind it unless everything speaks for it; ``em`` in pixels."""
    ring = _ring(read)
    return ["—" if _is_dash(value.line, em) else _with_doubt(value, em, ring) for value in read]


def _with_doubt(value: Value, em: float, ring: float) -> str:
    line, readings = value
    text, *others = (_number(reading.text) for reading in readings)
    if line.parts == 1 and line.width <= ring * line.height and {"0"} <= {*"".join([text, *others])} <= _RINGS:
        text, others = "0", []  # one ring, read as another or twice over by the model
    sure = (
        all(other == text for other in others)
        and _is_sure([reading.least for reading in readings])
        and text not in _LOOKALIKES
        and (text != "0" or line.width <= ring * line.height)
        and (text not in ("0", "1") or line.height >= UPRIGHT * em)
        and not (_DIGIT.search(text) and line.parts > len(text))  # else a digit was passed over
    )
    return text if sure else text + DOUBT


def _is_sure(least: Sequence[float]) -> bool:
    """Whether like readings, the least probability of each given, are sure together."""
    if len(least) == 2:
        return least[0] >= _SURE and least[1] >= _SURE_AGAIN
    return sum(one >= _SURE for one in least) >= 2


def _ring(read: Sequence[Value]) -> float:
    """Width to height up to which a ring by itself is a 0: the zeros of a page look alike, the letter is wider."""
    shapes = [line.width / line.height for line, readings in read if _number(readings[0].text) == "0"]
    return max(_NARROW, min(_ROUND, 1.2 * median(shapes))) if len(shapes) >= _FEW else _NARROW


def _number(text: str) -> str:
    """Text of a cell without spaces, what looks like a 0 among digits or by itself as one."""
    text = text.replace(" ", "")
    return text.translate(_AS_ZERO) if _ZERO_AMONG_DIGITS.fullmatch(text) else text


def _is_dash(line: Line, em: float) -> bool:
    return line.height <= _DASH_HEIGHT * em and line.width >= _DASH_WIDTH * em
