"""This project, from the bytes as served: what ``extract`` does, stage by stage, in a process set up as a crawl's."""

from protocol import Answer, Page, serve

from crawler.garbage import collect_seldom
from extractors import Rejection, Report
from extractors.documents import Paragraph
from extractors.page import Page as Read
from extractors.stages import check_report, load_data, read_page, read_report


def read(page: Page) -> tuple[Read | None, Report | Rejection]:
    """The item, and the page with the blocks that were chosen as its body."""
    found = read_page(page.data, url=page.url)
    if isinstance(found, Rejection):
        return None, found
    report = read_report(found)
    if isinstance(report, Report):
        check_report(report)
    return found, report


def tell(_page: Page, found: tuple[Read | None, Report | Rejection]) -> Answer:
    """Title, date and tables of the item, and the text of the body, which the item holds in parts."""
    page, report = found
    text = body(page) if page is not None else ""
    if isinstance(report, Rejection):
        return {"rejected": report.reason, "body": text}
    cells = [
        [table, row, column, value]
        for table, rows in report.tables.items()
        for row, columns in rows.items()
        for column, value in columns.items()
    ]
    return {"title": report.title, "date": report.published, "cells": cells, "body": text}


def body(page: Read) -> str:
    """Paragraphs and cells of the body."""
    blocks = [page.document.blocks[index] for index in page.body]
    texts = [[block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells] for block in blocks]
    return "\n".join(text for part in texts for text in part)


load_data()
collect_seldom()
serve("nianbao", read, tell)
