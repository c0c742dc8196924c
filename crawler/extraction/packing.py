"""Messages between a crawl and the processes that read its pages: pickles of plain data, which can call nothing.

What pickles may name is bounded (https://docs.python.org/3/library/pickle.html#restricting-globals), so that a reader that hostile
bytes took over can give no more than a wrong outcome. JSON would take several times as long for the hundreds of small objects.
"""

from __future__ import annotations

import pickle
from dataclasses import is_dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

from crawler.extraction.page import AskedPage, PageOutcome

LENGTH = 8
"""Bytes before each message, which say how long it is, the highest first."""

Message = AskedPage | PageOutcome | str
_PARTS = ("extractors", "crawler.extraction.page")
"""Package and module whose classes of data messages are made of."""


def pack(message: Message) -> bytes:
    """A message, ready to be sent."""
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(packed).to_bytes(LENGTH, "big") + packed


def unpack(packed: bytes) -> Any:
    """What was packed, from the bytes behind its length. :exc:`pickle.UnpicklingError` where they name what is no data."""
    return _Unpickler(BytesIO(packed)).load()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        """The class of that name, if messages may hold it."""
        return _find_data(module, name)


@cache
def _find_data(module: str, name: str) -> type:
    if (module, name) == ("builtins", "range"):
        return range
    if any(module == part or module.startswith(f"{part}.") for part in _PARTS):
        kind = vars(import_module(module)).get(name)  # no name with dots, which might lead out of it
        if isinstance(kind, type) and kind.__module__ == module and (is_dataclass(kind) or issubclass(kind, tuple)):
            return kind
    raise pickle.UnpicklingError(f"{module}.{name} is no part of a page or its report")
