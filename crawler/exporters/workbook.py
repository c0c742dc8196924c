"""Excel workbook: a sheet each for reports, cells, contacts, sections and findings, and a guide."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import Any

from itemadapter import ItemAdapter
from scrapy.exceptions import NotConfigured
from scrapy.exporters import BaseItemExporter

from crawler.export.codes import FINDING_CODES, finding_code_rows
from crawler.export.every import FEED_SHEETS

if find_spec("xlsxwriter") is None:  # Scrapy then knows no such format, and the crawl command says why
    raise NotConfigured("an Excel feed needs the group `xlsx`: pip install 'nianbao[xlsx]'")


class WorkbookExporter(BaseItemExporter):
    """Rows go to temporary files while the crawl runs; the workbook is put together at its end."""

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._file = file

    def start_exporting(self) -> None:
        """Begin the workbook, also where no item follows."""
        from crawler.export.writers.workbook import WorkbookWriter  # as a Parquet feed: for those who want it

        self._writer = WorkbookWriter(self._file, FEED_SHEETS)

    def export_item(self, item: Any) -> None:
        """Write the rows of one item."""
        values = ItemAdapter(item).asdict()
        for sheet in FEED_SHEETS:
            self._writer.write(sheet, sheet.rows(values))

    def finish_exporting(self) -> None:
        """Write what the codes mean, and put the workbook together."""
        self._writer.write(FINDING_CODES, finding_code_rows())
        self._writer.finish()
