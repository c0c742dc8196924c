"""GeneralNewsExtractor: title, date and body."""

from typing import Any

from gne import GeneralNewsExtractor
from protocol import Answer, Page, serve

EXTRACTOR = GeneralNewsExtractor()


def read(page: Page) -> Any:
    """Article."""
    return EXTRACTOR.extract(page.text)


def tell(_page: Page, found: Any) -> Answer:
    """Under our names."""
    return {"title": found["title"], "date": found["publish_time"], "body": found["content"]}


serve("gne", read, tell)
