"""What a crawl knew of a page beside its bytes, as the JSON of a ``metadata`` record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from crawler.items import ReportPage
from crawler.portals import Portal
from extractors.report import Division, Hints


@dataclass(frozen=True, slots=True)
class Missed:
    """A document that a page names, and that did not come."""

    page: str
    fetched_at: str | None
    """When the page came."""
    fault: str
    """A key of :data:`crawler.books.faults.FAULTS`."""
    detail: str


def page_note(page: ReportPage) -> bytes:
    """Note about a page that went into the pipelines."""
    portal = page.portal
    known = {
        "url": page.url,
        "content_type": page.content_type,
        "fetched_at": page.fetched_at,
        "portal": portal and {"id": portal.id, "name": portal.name, "recorded": portal.recorded},
        "hints": {name: value for name, value in asdict(page.hints).items() if value},
    }
    return json.dumps({"page": known}, ensure_ascii=False).encode()


def missed_note(missed: Missed) -> bytes:
    """Note about a document that did not come."""
    return json.dumps({"missed": asdict(missed)}, ensure_ascii=False).encode()


def read_note(note: bytes) -> Missed | Mapping[str, Any] | None:
    """What a note is about: a document that did not come, a page (see :func:`read_page_note`); ``None`` for another's."""
    try:
        data = json.loads(note)
    except ValueError:
        return None
    match data:
        case {"missed": {"page": str(page), "fetched_at": fetched, "fault": str(fault), "detail": str(detail)}}:
            return Missed(page, fetched if isinstance(fetched, str) else None, fault, detail)
        case {"page": {"url": str(), "portal": {"id": str(), "name": str()} | None, "hints": dict()} as page}:
            return page  # type: ignore[no-any-return]
        case _:
            return None


def noted_page(note: Mapping[str, Any], body: bytes, portal: Portal | None) -> ReportPage:
    """The page as it went into the pipelines. Hints that another version of ours knows are left out."""
    known = {field.name for field in fields(Hints)}
    hints = {name: value for name, value in note["hints"].items() if name in known}
    if hints.get("division"):
        hints["division"] = Division(**hints["division"])
    if hints.get("body"):
        hints["body"] = tuple(hints["body"])
    return ReportPage(
        url=note["url"],
        body=body,
        content_type=note.get("content_type"),
        portal=portal,
        hints=Hints(**hints),
        fetched_at=note.get("fetched_at"),
    )
