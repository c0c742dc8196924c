"""What a record of the log is about."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from scrapy import Request


def place_of(record: logging.LogRecord) -> tuple[str | None, str | None]:
    """Portal and address that a record is about, as far as it says so: by itself, in its arguments, or by their request."""
    said: Mapping[str, Any] = record.args if isinstance(record.args, Mapping) else {}
    request = said.get("request")
    if isinstance(request, Request):
        return request.meta.get("portal"), request.url
    portal, url = (said.get(name) or getattr(record, name, None) for name in ("portal", "url"))
    return portal, url
