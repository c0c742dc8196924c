"""One page of a PDF to words and rules, the page turned so that its text is upright."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from ctypes import c_double, c_void_p, cast
from math import pi
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from extractors.documents.layout.printed import PrintedPage, Rule, Word
from extractors.documents.layout.ruled import DEFAULT_EM, whole_rules
from extractors.documents.paper.pdf_shapes import Shapes, is_seen, page_shapes
from extractors.documents.paper.pdf_words import Char, words_of
from extractors.errors import DocumentError
from extractors.numbers import DOUBT

MAX_CHARS = 200_000
"""Characters of one page; a page of a report prints about two thousand."""
_SLANT = 0.1
"""Radians off the nearest right angle from which text is a watermark."""
_GARBAGE = 0.2
"""Share of characters without a meaning from which the text layer is none."""
_FEW = 8
"""Characters; so few beside a picture are a stamp or a page number, and the picture is the page."""
_LETTERS = 20
"""Letters from which a page without a single Chinese one has a text layer that means something else."""
_PICTURE = 0.3
"""Share of the page that a picture of it covers."""
_HIDDEN = 0.9
"""Share of the page from which a picture behind the text in order hides it: the text is what a scanner's OCR guessed."""
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_UNMAPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_INVISIBLE = 3
"""Way of rendering that paints nothing: the layer that a scanner's OCR puts behind the picture."""

Box = tuple[float, float, float, float]


class _Printed(NamedTuple):
    text: str
    box: Box
    """Left, bottom, right, top in the page's own space, y upwards."""
    origin: tuple[float, float]
    """Where its baseline begins, in the same space."""
    turn: int
    """Quarter turns clockwise of its text."""
    piece: int
    """Which of the page's pieces of text it belongs to: an address."""
    order: int
    """Greater than those of what is printed before it; pdfium's own order goes along the lines of the page."""


def read_page(page: PdfPage) -> PrintedPage | None:
    """Read a page; ``None`` if only its picture tells what it prints."""
    frame = tuple(page.get_bbox())
    shapes = page_shapes(page)
    text = page.get_textpage()
    try:
        chars = _chars(text, frame, shapes)
    finally:
        text.close()
    area = max((frame[2] - frame[0]) * (frame[3] - frame[1]), 1.0)
    if shapes.picture_over_text / area >= _HIDDEN or _is_picture(chars, shapes.picture_area / area >= _PICTURE):
        return None
    turns = Counter(char.turn for char in chars).most_common(1)
    turn = turns[0][0] if turns else 0
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    if turn % 2:
        width, height = height, width
    em = median(
        [(box[2] - box[0]) if char_turn % 2 else (box[3] - box[1]) for _, box, _, char_turn, *_ in chars] or [0.0]
    )
    rules = whole_rules([_rule(_turned(box, frame, turn)) for box in shapes.rules], em or DEFAULT_EM)
    return PrintedPage(width, height, _words(chars, frame, turn, rules), rules)


def _chars(page: PdfTextPage, frame: Box, shapes: Shapes) -> list[_Printed]:
    """What the page prints, character by character; spaces that pdfium makes up are left out, and what nobody sees."""
    count = pdfium.FPDFText_CountChars(page)
    if count > MAX_CHARS:
        raise DocumentError("too_large", f"a page of {count} characters, more than {MAX_CHARS}")
    loose = pdfium.FS_RECTF()
    tight = [c_double() for _ in range(4)]
    origin = (c_double(), c_double())
    chars: list[_Printed] = []
    white: dict[int, bool] = {}
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if pdfium.FPDFText_IsGenerated(page, index) == 1 or code in (10, 13):
            continue
        angle = pdfium.FPDFText_GetCharAngle(page, index) / (pi / 2)
        turn = round(angle)
        item = pdfium.FPDFText_GetTextObject(page, index)
        if abs(angle - turn) > _SLANT or _is_invisible(item):
            continue
        pdfium.FPDFText_GetLooseCharBox(page, index, loose)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        if box[2] <= box[0] or box[3] <= box[1]:
            pdfium.FPDFText_GetCharBox(page, index, tight[0], tight[2], tight[1], tight[3])
            box = (tight[0].value, tight[1].value, tight[2].value, tight[3].value)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not (frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]):
            continue
        piece = cast(item, c_void_p).value or 0
        if piece and piece not in white:
            white[piece] = not is_seen(item, pdfium.FPDFPageObj_GetFillColor)
        if white.get(piece) and not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in shapes.dark):
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, *origin)
        place = (origin[0].value, origin[1].value)
        chars.append(
            _Printed(
                _meaning(page, index, code), box, place, turn % 4, piece, shapes.texts.get(piece, 0) * MAX_CHARS + index
            )
        )
    return chars


def _meaning(page: PdfTextPage, index: int, code: int) -> str:
    """Text of a character; ``DOUBT`` where its font does not say."""
    char = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else DOUBT
    if _UNMAPPED.match(char) or pdfium.FPDFText_HasUnicodeMapError(page, index) == 1:
        return DOUBT
    return _LIGATURES.get(char, char)


def _is_invisible(item: Any) -> bool:
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE


def _is_picture(chars: Sequence[_Printed], pictured: bool) -> bool:
    texts = "".join([char.text for char in chars if not char.text.isspace()])
    if not texts:
        return pictured
    if texts.count(DOUBT) > _GARBAGE * len(texts):
        return True
    if _CHINESE.search(texts) is None and (pictured or sum(map(str.isalpha, texts)) > _LETTERS):
        return True
    return pictured and len(texts) <= _FEW


def _turned(box: Box, frame: Box, turn: int) -> Box:
    """Box in the space of the page turned upright: from its upper left corner, y downwards."""
    left, bottom, right, top = box
    x0, y0, x1, y1 = frame
    match turn:
        case 0:
            return left - x0, y1 - top, right - x0, y1 - bottom
        case 1:  # the text runs down the page
            return y1 - top, x1 - right, y1 - bottom, x1 - left
        case 2:
            return x1 - right, bottom - y0, x1 - left, top - y0
        case _:
            return bottom - y0, left - x0, top - y0, right - x0


def _back(box: Box, frame: Box, turn: int) -> Box:
    """Inverse of :func:`_turned`."""
    a, b, c, d = box
    x0, y0, x1, y1 = frame
    match turn:
        case 0:
            return a + x0, y1 - d, c + x0, y1 - b
        case 1:
            return x1 - d, y1 - c, x1 - b, y1 - a
        case 2:
            return x1 - c, b + y0, x1 - a, d + y0
        case _:
            return b + x0, a + y0, d + x0, c + y0


def _rule(box: Box) -> Rule:
    """Middle line of a thin box."""
    a, b, c, d = box
    if c - a >= d - b:
        return Rule(a, (b + d) / 2, c, (b + d) / 2)
    return Rule((a + c) / 2, b, (a + c) / 2, d)


def _words(chars: Sequence[_Printed], frame: Box, upright: int, rules: Sequence[Rule]) -> list[Word]:
    """Words of the page; those turned against the rest are put together in their own direction."""
    words: list[Word] = []
    for turn in sorted({char.turn for char in chars}):
        own = [
            Char(
                char.text,
                *_turned(char.box, frame, turn),
                _turned(char.origin * 2, frame, turn)[1],
                char.piece,
                char.order,
            )
            for char in chars
            if char.turn == turn
        ]
        if turn == upright:
            words += words_of(own, rules)
        else:
            for word in words_of(own, ()):
                box = _turned(_back((word.x0, word.y0, word.x1, word.y1), frame, turn), frame, upright)
                words.append(Word(word.text, *box, word.order))
    return words
