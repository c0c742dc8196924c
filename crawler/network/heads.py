"""Heads of answers: what a server says before the body is bounded too, which neither Scrapy nor Twisted does by itself."""

from __future__ import annotations

from collections.abc import Callable

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from scrapy.exceptions import DownloadCancelledError
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web._newclient import Request as SentRequest
from twisted.web.client import ResponseFailed
from twisted.web.iweb import IResponse

MAX_HEAD = 256_000
"""Bytes of status lines and headers, those of interim answers (1xx) among them; real ones have below two thousand."""


class HeadTooLarge(DownloadCancelledError):
    """A server that goes on sending headers."""


class BoundedClientFactory(_LenientHTTP11ClientFactory):
    """Connections of Scrapy's whose heads are bounded, for ``HTTPConnectionPool._factory``.

    ``asking`` is called when one is there and a request is about to be written.
    """

    def __init__(self, asking: Callable[[], None], quiescent: Callable[[object], None], metadata: str) -> None:
        super().__init__(quiescent, metadata)  # type: ignore[no-untyped-call]
        self._asking = asking

    def buildProtocol(self, addr: IAddress | None) -> _BoundedClient:
        """Build one, as Twisted asks."""
        client = _BoundedClient(self._quiescentCallback)  # type: ignore[no-untyped-call]
        client.asking = self._asking
        return client


class _BoundedClient(_LenientHTTP11ClientProtocol):
    """Counts what comes until the body begins: each header would be kept, for as long as the answer may take."""

    asking: Callable[[], None]
    head = 0

    def request(self, request: SentRequest) -> Deferred[IResponse]:
        self.asking()
        self.head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if self._parser is None or self._parser.state not in (STATUS, HEADER):
            return
        self.head += len(data)
        if self.head > MAX_HEAD:
            error = HeadTooLarge(f"headers of more than {MAX_HEAD} bytes")
            self._giveUp(Failure(error))  # type: ignore[no-untyped-call]


def head_failure(error: BaseException) -> HeadTooLarge | None:
    """What ended an answer, if that was its head."""
    reasons = error.reasons if isinstance(error, ResponseFailed) else ()
    return next((reason.value for reason in reasons if isinstance(reason.value, HeadTooLarge)), None)
