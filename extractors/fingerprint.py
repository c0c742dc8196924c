"""Which extractor this is: another one may read the same bytes otherwise."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

_SUFFIXES = (".py", ".toml", ".txt")


@cache
def extractor_fingerprint() -> str:
    """16 hex digits of the SHA-256 of the package's code and data.

    >>> len(extractor_fingerprint())
    16
    """
    digest = hashlib.sha256()
    _add(files("extractors"), "", digest)
    return digest.hexdigest()[:16]


def _add(folder: Traversable, path: str, digest: hashlib._Hash) -> None:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            _add(entry, name, digest)
        elif entry.name.endswith(_SUFFIXES):
            data = entry.read_bytes()
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
