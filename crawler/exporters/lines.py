"""Items as JSON: the bytes of Scrapy's exporters, made in less time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from scrapy.exporters import BaseItemExporter, JsonItemExporter, JsonLinesItemExporter

from crawler.items import AnnualReport

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def encode_item(item: AnnualReport) -> str:
    """One item as JSON, as ``scrapy.exporters.JsonLinesItemExporter`` writes it, without the end of the line."""
    return _ENCODER.encode(item.plain)


class _PlainFields(BaseItemExporter):
    """Asks no adapter for each field of an item that is a dict, unless the feed wants some of them only."""

    def get_serialized_fields(
        self, item: Any, default_value: Any = None, include_empty: bool | None = None
    ) -> Iterable[tuple[str, Any]]:
        """Names and values of the fields."""
        if self.fields_to_export is None and isinstance(item, dict):
            return item.items()
        return super().get_serialized_fields(item, default_value, include_empty)


class LinesExporter(_PlainFields, JsonLinesItemExporter):
    """JSON Lines."""


class ArrayExporter(_PlainFields, JsonItemExporter):
    """JSON."""
