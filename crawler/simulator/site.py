"""What the server serves: requests and responses, and a site as a mapping from paths to pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from crawler.simulator.articles import Truth


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived; ``path`` is percent-encoded as sent, ``at`` seconds of the monotonic clock."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    at: float = 0.0

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of the query and of a form in the body; the body's win."""
        pairs = parse_qsl(self.query, keep_blank_values=True)
        pairs += parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return dict(pairs)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Headers beyond type, length and connection are the page's own."""

    body: bytes
    content_type: str = "text/html"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    wire: str = ""
    """How it is sent: whole, or ``reset`` (not at all), ``short`` (less than announced), ``drip`` (byte by byte)."""


Handler = Callable[[Request], Response]

NOT_FOUND = Response("<html><body><h1>404</h1><p>您访问的页面不存在</p></body></html>".encode(), status=404)


@dataclass(slots=True)
class Site:
    """One portal as served: an address, its pages, and the truth about them."""

    id: str
    name: str
    host: str
    """Loopback address of its own; download slots are kept by host, not by port."""
    pages: dict[str, Handler] = field(default_factory=dict)
    listings: list[str] = field(default_factory=list)
    """Paths of the first page of each column that holds reports."""
    truths: list[tuple[str, Truth]] = field(default_factory=list)
    """(path, truth) of every page in those columns."""

    def respond(self, request: Request) -> Response:
        """Answer a request; unknown paths are 404. A page may be kept under its path with its query."""
        handler = self.pages.get(f"{request.path}?{request.query}") or self.pages.get(request.path)
        return NOT_FOUND if handler is None else handler(request)


def constant(body: bytes, content_type: str = "text/html") -> Handler:
    """Page that is always the same."""
    response = Response(body, content_type)
    return lambda request: response
