"""Parquet: one row per report, nested as the item is."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exceptions import NotConfigured
from scrapy.exporters import BaseItemExporter

if find_spec("pyarrow") is None:  # Scrapy then knows no such format, and the crawl command says why
    raise NotConfigured("a Parquet feed needs the group `parquet`: pip install 'nianbao[parquet]'")


class ParquetExporter(BaseItemExporter):
    """The schema is fixed, whatever the items hold."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._file = file

    def start_exporting(self) -> None:
        """Begin the file, also where no item follows."""
        from crawler.export.writers.nested import ItemsWriter  # half a second, which other feeds need not wait

        self._writer = ItemsWriter(self._file)

    def export_item(self, item: Any) -> None:
        """Take one item."""
        self._writer.write(ItemAdapter(item).asdict())

    def finish_exporting(self) -> None:
        """Write the rest."""
        self._writer.finish()
