"""The spider, with portals whose pages may also lie on one host that all of them share."""

from __future__ import annotations

from dataclasses import replace

from crawler.spiders.yearly_reports import YearlyReportsSpider

SHARED = "127.64.0.100"


class SharedHostSpider(YearlyReportsSpider):
    """Its records name the shared host, as those of a prefecture's townships may."""

    def __init__(self, **arguments: str) -> None:
        super().__init__(**arguments)
        self.portals.update({id_: replace(portal, hosts=(SHARED,)) for id_, portal in self.portals.items()})


del YearlyReportsSpider  # Scrapy takes every spider of this name that the module has
