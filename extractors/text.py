"""Text in the shapes that comparison needs; stored text is never one of these."""

from __future__ import annotations

import re
import unicodedata

from extractors.remember import Remembered

_WHITE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")


_USUAL = re.compile(r"[\x00-\x7f\xa0\u2012-\u2016\u2018-\u2023\u2026\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*")
"""Texts of characters that never join with their neighbours; nearly all texts are such."""
_FORMS = {
    char: unicodedata.normalize("NFKC", char) for char in "\xa0\u2026\u3000" + "".join(map(chr, range(0xFF01, 0xFF5F)))
}
"""Those of these characters that have another form."""
_FORMED = re.compile(f"[{re.escape(''.join(_FORMS))}]")


def fold(text: str) -> str:
    """Compatibility forms folded (NFKC): full-width digits, letters and punctuation become ASCII.

    >>> fold("２０２０年（一）：")
    '2020年(一):'
    """
    if text.isascii():
        return text
    if _USUAL.fullmatch(text):  # the same, in a fifth of the time
        return _FORMED.sub(_form, text)
    return unicodedata.normalize("NFKC", text)


def _form(match: re.Match[str]) -> str:
    return _FORMS[match[0]]


@Remembered
def squeeze(text: str) -> str:
    r"""Folded, and without any white space or invisible character.

    >>> squeeze("（ 三） 不予公\n开\u200b")
    '(三)不予公开'
    """
    folded = fold(text)
    bare = "".join(folded.split())
    return bare if bare.isprintable() else _WHITE.sub("", folded)  # nearly all are printable, and found so much faster


def tidy(text: str) -> str:
    r"""Ends trimmed, each run of white space one space; nothing else changed.

    >>> tidy("  太平镇　 2020 年\n")
    '太平镇 2020 年'
    """
    spaced = " ".join(text.split())
    return spaced if spaced.isprintable() else _WHITE.sub(" ", text).strip()


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0xFFE5: "¥"}


def narrow(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII; other compatibility forms stay: ``5①`` is no 51.

    >>> narrow("１，２０３　件"), narrow("5①")
    ('1,203 件', '5①')
    """
    return text if text.isascii() else text.translate(_WIDE)
