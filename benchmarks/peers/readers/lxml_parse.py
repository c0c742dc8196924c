"""lxml's bare parse: the measure of time."""

from lxml import etree
from protocol import Answer, Page, serve


def read(page: Page) -> etree._Element:
    """Parse the bytes as served."""
    return etree.fromstring(page.data, etree.HTMLParser(encoding="utf-8"))


def tell(_page: Page, _tree: etree._Element) -> Answer:
    """Nothing."""
    return {}


serve("lxml", read, tell)
