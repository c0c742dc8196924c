"""Make ``blank.ttf`` anew: ``python -m extractors.documents.paper.make_blank``; needs fontTools."""

from __future__ import annotations

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from extractors.documents.paper.pdf_fonts import BLANK

_EM = 1000
_BOX = (50, -100, 450, 750)
"""Of every glyph: within a digit's half width too, or a digit would reach into the next."""
_MEANT = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x20000, 0x3FFFF))
_CHINESE_PAGES = 1 << 17 | 1 << 18 | 1 << 19 | 1 << 20
"""Bits of OS/2 for the code pages of Japanese, both kinds of Chinese, and Korean."""


def main() -> None:
    """Write a font of one glyph for every character."""
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "any"])
    builder.setupGlyf(dict.fromkeys((".notdef", "any"), _glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "any"), (_EM, _BOX[0])))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    many_to_one = CmapSubtable.newSubtable(13)  # a group of characters for one glyph: 688 bytes, not a million
    many_to_one.platformID, many_to_one.platEncID, many_to_one.language = 3, 10, 0
    many_to_one.cmap = {code: "any" for first, last in _MEANT for code in range(first, last + 1)}
    builder.setupCharacterMap({})
    builder.font["cmap"].tables = [many_to_one]
    builder.setupNameTable({"familyName": "Blank", "styleName": "Regular"})
    builder.setupOS2(ulCodePageRange1=_CHINESE_PAGES)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)  # the same bytes each time
    builder.font.recalcTimestamp = False
    builder.save(BLANK)


def _glyph() -> object:
    """Two dots that nobody sees, in corners of the box: it has a size and shows nothing."""
    pen = TTGlyphPen(None)
    for x, y, size in ((*_BOX[:2], 1), (*_BOX[2:], -1)):
        pen.moveTo((x, y))
        pen.lineTo((x, y + size))
        pen.lineTo((x + size, y))
        pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    main()
