"""Bytes to text: which encoding a page is really in.

Headers and meta tags of these portals are often wrong, so strict decoding speaks first: byte order mark, UTF-8, then a
declared Big5, then GB18030 (what pages that declare gb2312 or gbk really use), then what is declared, then detection.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""charset\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9_\-:]{1,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-:]{1,40})""", re.IGNORECASE)
_DETECT_BYTES = 64_000
_NO_PAGES = frozenset(("punycode", "idna", "utf-7", "unicode-escape", "raw-unicode-escape", "undefined"))
"""Codecs of Python's that no page is written in. A megabyte of punycode takes minutes; UTF-7 hides markup."""
_MAX_BROKEN = 0.002
"""Share of bytes that may be undecodable before another encoding is tried: pages cut by a CMS end inside a character."""


_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_DROP_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))


def visible(text: str) -> str:
    """Text without the characters that print nothing and take no room.

    >>> visible("规\u200b章\ufeff")
    '规章'
    """
    return text.translate(_DROP_INVISIBLE) if any(char in text for char in _INVISIBLE) else text


def decode(data: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Text of a page or file, and the name of the encoding that gave it. Never raises.

    >>> decode("规章".encode("gbk"), "text/html; charset=utf-8")
    ('规章', 'gb18030')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding.removesuffix("-sig")
    declared = _declared(data, content_type)
    for encoding in _candidates(declared):
        if (text := _strict(data, encoding)) is not None:
            return text, encoding
    return _best_effort(data, declared)


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """Encodings that the header and the first 2 kB name, as Python knows them."""
    names = []
    if content_type and (match := _HEADER.search(content_type)):
        names.append(match[1])
    if found := _DECLARED.search(data[:2048]):
        names.append(found[1].decode("ascii"))
    known = []
    for name in names:
        try:
            known.append(codecs.lookup(name).name)
        except LookupError:
            continue  # a made-up name is no declaration
    return [name for name in known if name not in _NO_PAGES]


def _candidates(declared: list[str]) -> list[str]:
    big5 = [name for name in declared if name.startswith("big5")]
    return ["utf-8", *big5, "gb18030"]


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _best_effort(data: bytes, declared: list[str]) -> tuple[str, str]:
    """Nothing decodes strictly: the candidate with the fewest broken characters, if few, else detection."""
    tried = []
    for encoding in dict.fromkeys(["utf-8", "gb18030", *declared]):
        try:
            text = data.decode(encoding, errors="replace")
        except (LookupError, UnicodeError):  # base64, idna: Python's codecs, but no encodings of pages
            continue
        tried.append((text.count("\ufffd"), encoding, text))
    broken, encoding, text = min(tried, key=lambda entry: entry[0])
    if broken <= max(2, _MAX_BROKEN * len(data)):
        return text, encoding
    best = from_bytes(data[:_DETECT_BYTES]).best()
    if best is not None:
        guess = data.decode(best.encoding, errors="replace")
        if guess.count("\ufffd") < broken:
            return guess, best.encoding
    return text, encoding
