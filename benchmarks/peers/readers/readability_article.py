"""readability-lxml: title and body; it knows no dates."""

from lxml import html
from protocol import Answer, Page, serve
from readability import Document


def read(page: Page) -> tuple[str, str]:
    """Title and HTML of the article."""
    document = Document(page.text)
    return document.short_title(), document.summary(html_partial=True)


def tell(_page: Page, found: tuple[str, str]) -> Answer:
    """Under our names, the body as text."""
    title, summary = found
    return {"title": title, "body": "\n".join(html.fromstring(summary).itertext())}


serve("readability-lxml", read, tell)
