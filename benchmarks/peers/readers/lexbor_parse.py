"""lexbor's bare parse: what the parser that this project uses takes."""

from protocol import Answer, Page, serve
from selectolax.lexbor import LexborHTMLParser


def read(page: Page) -> LexborHTMLParser:
    """Parse the bytes as served."""
    return LexborHTMLParser(page.data)


def tell(_page: Page, _tree: LexborHTMLParser) -> Answer:
    """Nothing."""
    return {}


serve("selectolax", read, tell)
