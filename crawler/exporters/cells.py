"""CSV for spreadsheets: one row per cell of a report's tables."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter

from crawler.export.cells import CELLS
from crawler.export.writers.delimited import DelimitedWriter


class CellsCsvExporter(BaseItemExporter):
    """Rows of :data:`~crawler.export.cells.CELLS`, the same as ``scrapy export --what cells`` writes."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._file = file

    def start_exporting(self) -> None:
        """Write the heading, also where no item follows."""
        self._writer = DelimitedWriter(self._file, CELLS)

    def export_item(self, item: Any) -> None:
        """Write the rows of one item."""
        self._writer.write(CELLS, CELLS.rows(ItemAdapter(item).asdict()))

    def finish_exporting(self) -> None:
        """Leave the file to the feed's storage."""
        self._writer.finish()
