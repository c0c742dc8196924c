"""Pages that show a document: whose address is a parameter of theirs."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from extractors.vocabulary import load_vocabulary

DOCUMENT = re.compile(
    r"\.(pdf|doc[xm]?|wps|rtf|xls[xmb]?|et|ofd|mht(?:ml)?|tiff?|zip|rar|7z)(?:$|[?#&])", re.IGNORECASE
)
"""How the address or the name of a document ends."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,4000}={0,2}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]|//?[^\s/<>\"]", re.IGNORECASE)
_URL_SAFE = str.maketrans("-_", "+/")
_MAX_PARAMETERS = 50


def shown_address(url: str) -> str | None:
    """Address of the document that a viewer's address names; ``None`` for the address of anything else.

    >>> shown_address("http://a.example/pdfjs/web/viewer.html?file=%2Fupload%2F2020.pdf#page=1")
    'http://a.example/upload/2020.pdf'
    >>> shown_address("http://kk.example/onlinePreview?url=aHR0cDovL2EuZXhhbXBsZS9uYi5kb2M%3D")
    'http://a.example/nb.doc'
    >>> shown_address("http://a.example/down.jsp?file=2020.pdf"), shown_address("http://a.example/2020.pdf?v=1.pdf")
    (None, None)
    """
    if "?" not in url and "#" not in url:
        return None
    try:
        parts = urlsplit(url)
        value = None if DOCUMENT.search(parts.path) else _document(parts)
        return None if value is None else urljoin(url, value)
    except ValueError:  # http://[
        return None


def _document(parts: SplitResult) -> str | None:
    """Value of the parameter that names a document."""
    viewers = load_viewers()
    names = {name for viewer in viewers.known if viewer.path.search(parts.path) for name in viewer.parameters}
    other = viewers.other.search(parts.path) is not None
    if not names and not other:
        return None
    for name, value in (*_pairs(parts.query), *_pairs(parts.fragment)):
        known = name in names and _ADDRESS.match(value)  # there it need not end like a document
        if known or ((other or name in names) and DOCUMENT.search(value)):
            return value
    return None


class _Viewer(NamedTuple):
    """One kind of viewer."""

    path: re.Pattern[str]
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Viewers:
    known: tuple[_Viewer, ...]
    other: re.Pattern[str]


@cache
def load_viewers() -> _Viewers:
    """Read ``viewers.toml``: :exc:`~extractors.errors.ConfigError` where it is wrong."""
    return load_vocabulary("viewers", _build)


def _build(data: Mapping[str, Any]) -> _Viewers:
    known = [_Viewer(re.compile(entry["path"], re.IGNORECASE), tuple(entry["parameters"])) for entry in data["viewer"]]
    return _Viewers(tuple(known), re.compile(data["other"]["path"], re.IGNORECASE))


def _pairs(query: str) -> Iterable[tuple[str, str]]:
    """Parameters by name; a value that is encoded once more, or in base64, as what it says."""
    for name, value in parse_qsl(query)[:_MAX_PARAMETERS]:
        plain = unquote(value) if "%" in value else value
        yield name.lower(), _from_base64(plain.replace(" ", "+")) or plain


def _from_base64(value: str) -> str | None:
    """Text that base64 stands for, if that is an address; else ``None``.

    >>> _from_base64("L3VwbG9hZC9uYi5wZGY"), _from_base64("/upload/nb")
    ('/upload/nb.pdf', None)
    """
    if not _BASE64.fullmatch(value):
        return None
    digits = value.rstrip("=").translate(_URL_SAFE)
    try:
        address = base64.b64decode(digits + "=" * (-len(digits) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return address if _ADDRESS.match(address) else None
