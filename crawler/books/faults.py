"""What goes wrong at portals, each under a name of its own: the run's report and the summary count by these names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.network.errors import RefusedRequest

FAULTS: Mapping[str, str] = {
    # no page came
    "dns": "the host's name leads nowhere, or into a private network",
    "refused": "nothing listens at the address",
    "reset": "the connection broke before the answer was there",
    "timeout": "the answer was not whole when the time was up",
    "truncated": "the answer ended before its end: less than announced, or a compressed body that is cut off",
    "too_large": "the answer is larger than any page",
    "too_many_requests": "status 429, also after the wait that it asked for",
    "unavailable": "status 503, also after the wait that it asked for",
    "server_error": "another status from 500 up",
    "gone": "status 404 or 410",
    "bad_status": "another status that is no page",
    "redirect_loop": "redirects without end",
    "misled": "a redirect from a report, or from a further page of a listing, to a page that is none of its own",
    "offsite": "a redirect off the portal's hosts, or a column or report that lies there",
    "robots_closed": "robots.txt closes the address",
    "crawl_delay": "robots.txt asks for more time between requests than a run can give (CRAWL_DELAY_MAX)",
    "robots_unavailable": "robots.txt could not be read, which closes the host for now",
    # something came instead of the page
    "wall": "a wall answered instead of the portal",
    "stub": "a small page without any Chinese: a script's work",
    "cookie_wall": "only who brings a cookie is let in",
    "login": "a page to log in",
    "soft_404": "a page that says it does not exist, with status 200",
    "bad_answer": "what a listing's script would get is not what its family answers",
    "empty_page": "a listing page without a single byte",
    "bad_sitemap": "what robots.txt names as a sitemap is none",
    "needs_browser": "a listing that only its own script writes, and no browser here to run it in",
    "not_shown": "a listing that only its own script writes, over which the browser broke off",
    "silent_column": "a column that lists nothing and does not say that it is empty",
    "document_unread": "an attachment that came and could not be read; the item says why",
    # archives
    "not_kept": "an answer that the archive's disk could not take; the crawl ends",
    "not_archived": "an answer that the archive lacks",
    "bad_archive": "an archive file that can't be read, or only up to some byte",
    # a bound of ours
    "cut_requests": "more requests than the portal's budget",
    "cut_pages": "more listing pages than the portal's bound",
    "cut_reports": "more reports than any portal has",
    "cut_ways": "more townships and departments than any county has",
    "cut_depth": "columns below columns below columns",
    "cut_url": "an address longer than that of any page",
    "cut_links": "more links on a page than any listing has",
    # nothing is missing for these
    "empty_column": "a column that says it is empty",
    "repeating_pager": "pages of a listing that show the same again and again",
    "twin": "another address of a page that was asked for already: mobile, www, https …",
    "wrong_charset": "pages in another encoding than their header claims; they are read in the one that they are in",
    "shared": "pages that another portal of the crawl has asked for; what they hold is listed with that",
    "family_changed": "pages of another family than the record says",
}
"""Name → meaning."""
TOLD_ONCE = frozenset(("wrong_charset",))
"""What every page of a portal may have: each one is counted, and the first one told."""

LASTING = frozenset(("gone", "offsite", "robots_closed", "too_large"))
"""Of them those that the next run will meet again, unless the portal is changed."""

_STATUS = {429: "too_many_requests", 503: "unavailable", 404: "gone", 410: "gone"}
_ERRORS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "truncated"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A trouble, where it was met."""

    name: str
    """A key of :data:`FAULTS`."""
    url: str
    detail: str = ""
    """What was said: a status, an error, a wall's name."""
    evidence: Mapping[str, object] | None = None
    """What a wall answered: ``status``, ``headers``, ``begins`` (the first kB)."""


def name_fault(error: BaseException) -> str:
    """Name of what ended a request."""
    if isinstance(error, RefusedRequest):
        return error.fault
    if isinstance(error, HttpError):
        status = error.response.status
        return _STATUS.get(status, "server_error" if status >= 500 else "bad_status")
    if isinstance(error, IgnoreRequest):
        # Scrapy's own: redirects beyond the bound, a body beyond the bound when it is decompressed.
        return "redirect_loop" if "redirection" in str(error) else "too_large"
    return next((name for kind, name in _ERRORS if isinstance(error, kind)), "reset")
