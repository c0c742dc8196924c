"""Names of files as servers send them. A name is something to show; nothing here or elsewhere uses one as a path."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

_EXTENDED = re.compile(rb"filename\*\s{0,3}=\s{0,3}([\w-]{1,20})'[\w-]{0,10}'([^;\s]{1,1000})", re.IGNORECASE)
_PLAIN = re.compile(rb'filename\s{0,3}=\s{0,3}(?:"([^"]{1,1000})"|([^;]{1,1000}))', re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_LONGEST = 200


def stated_name(disposition: bytes | None) -> str | None:
    """Name that a ``Content-Disposition`` states (RFC 6266), or servers' own ways of it; ``None`` if it states none.

    >>> stated_name(b"attachment; filename=x.pdf; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf")
    '年报.pdf'
    >>> stated_name(b'attachment; filename="%C4%EA%B1%A8.pdf"'), stated_name("attachment; filename=../../年报.doc".encode())
    ('年报.pdf', '年报.doc')
    """
    if disposition is None:
        return None
    if (match := _EXTENDED.search(disposition)) is not None:
        charset = match[1].decode("ascii", "replace").lower()
        return _shown(_decode(unquote_to_bytes(match[2]), "gb18030" if charset.startswith("gb") else "utf-8"))
    if (match := _PLAIN.search(disposition)) is not None:
        return _shown(_decode(unquote_to_bytes((match[1] or match[2]).strip()), "utf-8"))
    return None


def _decode(name: bytes, first: str) -> str:
    for encoding in (first, "utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")


def _shown(name: str) -> str | None:
    """The last part of what may be a path, without what can't be seen."""
    last = _UNSEEN.sub("", re.split(r"[/\\]", name)[-1]).strip(" .\"'")
    return last[:_LONGEST] or None
