"""Page → :class:`~crawler.items.ReportPage`: the bytes, and what the way to them says."""

from __future__ import annotations

from scrapy.http import Response

from crawler.books.books import NOTED
from crawler.items import ReportPage
from crawler.network.redirects import ARRIVED
from crawler.platforms import Platform
from crawler.portals import Portal
from crawler.visit import Visit
from extractors.report import Hints


def offer_page(response: Response, visit: Visit, portal: Portal, platform: Platform | None) -> ReportPage:
    """What the pipelines get; what a listing says counts only for the page that it names."""
    header = response.headers.get("Content-Type")
    link = visit.link if visit.role == "report" else None
    meta = response.request.meta if response.request is not None else {}
    return ReportPage(
        url=response.url,
        body=response.body,
        content_type=header.decode("latin-1") if header else None,
        portal=portal,
        hints=Hints(
            agency=portal.agency,
            division=portal.division,
            body=(*portal.body, *(platform.body if platform else ())),
            link_text=link.text if link else None,
            listing_date=link.date if link else None,
            listing_agency=(link.agency if link else None) or visit.agency,
        ),
        fetched_at=meta.get(ARRIVED),
        noted=list(meta.get(NOTED, ())),
    )
