"""GeneralNewsExtractor: title, date and body."""

from gne import GeneralNewsExtractor
from protocol import Answer, Page, serve

EXTRACTOR = GeneralNewsExtractor()


def read(page: Page) -> Answer:
    """Article."""
    found = EXTRACTOR.extract(page.text)
    return {"title": found["title"], "date": found["publish_time"], "body": found["content"]}


serve("gne", read)
