"""A font for Chinese text whose PDF brings none and whose machine has none.

Programs may name a font (SimSun, STSong-Light) and leave it out. pdfium then takes one of the machine's; where there is none,
as in a bare system or a container, characters without a shape have no place, and those that are printed one by one are gone:
full-width digits too. A page's text must not depend on that. ``blank.ttf`` has a shape for every character, of a size and
without ink, and that is all that the reading of a text layer needs. A picture of a page (for OCR) shows such text only where
the machine has a font for it.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

from pypdfium2 import PdfSysfontBase

BLANK = Path(__file__).with_name("blank.ttf")
_CHINESE = frozenset({128, 129, 134, 136})
"""Charsets of Windows: Japanese, Korean, simplified and traditional Chinese."""
_HANDLE = 1
"""What pdfium knows our font by; those of the machine are addresses."""
_WHOLE_FILE = 0


@cache
def lend_font() -> None:
    """Have pdfium take ours where the machine has none. Once for the process; fonts that a caller has set up are left alone."""
    if PdfSysfontBase.SINGLETON is None:
        LentFont().setup()


class LentFont(PdfSysfontBase):  # type: ignore[misc]
    """The machine's fonts, and ours. The names of its methods are pdfium's."""

    def __init__(self, default: PdfSysfontBase | None = None) -> None:
        """``default`` is what is asked first, the machine's fonts if it is ``None``."""
        super().__init__(default)
        self._data = BLANK.read_bytes()

    def MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        """Handle of a font."""
        found: int | None = super().MapFont(_, weight, italic, charset, pitch, face, exact)
        return _HANDLE if not found and charset in _CHINESE else found

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:
        """Length of the font's file, or of one of its tables (0: there is none); filled in where the buffer takes it."""
        if font != _HANDLE:
            return int(super().GetFontData(_, font, table, buffer, size))
        if table != _WHOLE_FILE:
            return 0
        if size >= len(self._data):
            ctypes.memmove(buffer, self._data, len(self._data))
        return len(self._data)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:
        """Length of the font's name; ours needs none."""
        return 0 if font == _HANDLE else int(super().GetFaceName(_, font, buffer, size))

    def GetFontCharset(self, _: Any, font: int) -> int:
        """Charset of a font."""
        return 134 if font == _HANDLE else int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: Any, font: int) -> None:
        """Let go of a font."""
        if font != _HANDLE:
            super().DeleteFont(_, font)
