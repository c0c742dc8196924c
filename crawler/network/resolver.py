"""Name resolution that refuses private answers: a public name must not lead into somebody's own network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.urls import is_address, is_private


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver; a name that ``NAMED_HOSTS`` lacks may only resolve to public addresses."""

    def __init__(
        self, reactor: ReactorBase, cache_size: int, timeout: float, named: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.named = named

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> PublicResolver:
        """Build it as Scrapy does; ``crawler`` is the process, of which only settings are used."""
        settings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, settings.getfloat("DNS_TIMEOUT"), frozenset(settings.getlist("NAMED_HOSTS")))

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """Resolve a name, as the reactor asks."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if name not in self.named and not is_address(name) and is_private(address):
            raise DNSLookupError(f"{name} resolves to {address}, which is not public")
        return address
