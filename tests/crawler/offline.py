"""The replay's spider, in a process that ends when it so much as looks for the network."""

from __future__ import annotations

import sys

from crawler.spiders.archive import ArchiveSpider

_LOOKS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _LOOKS:
        raise SystemExit(f"{event} {arguments[1:]}")


class OfflineSpider(ArchiveSpider):
    def __init__(self, **arguments: str) -> None:
        sys.addaudithook(_refuse)
        super().__init__(**arguments)


del ArchiveSpider  # Scrapy takes every spider of this name that the module has
