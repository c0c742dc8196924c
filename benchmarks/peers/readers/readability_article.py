"""readability-lxml: title and body; it knows no dates."""

from lxml import html
from protocol import Answer, Page, serve
from readability import Document


def read(page: Page) -> Answer:
    """Article."""
    document = Document(page.text)
    summary = html.fromstring(document.summary(html_partial=True))
    return {"title": document.short_title(), "body": "\n".join(summary.itertext())}


serve("readability-lxml", read)
