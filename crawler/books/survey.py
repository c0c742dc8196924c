"""What a walk through a portal shows: its family, its columns of reports, and what went wrong, by name.

Every crawl keeps one, so that a portal that has moved is noticed; ``scrapy portals`` prints it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrapy.http import TextResponse

from crawler.books.faults import Fault
from crawler.platforms import FALLBACK, platforms
from crawler.portals import Portal
from crawler.urls import bare_host, page_key
from extractors.text import tidy

_MAX_EVIDENCE = 5
_MAX_FAULTS = 200
"""Kept one by one for a portal; the counts go on."""
_MAX_NAME = 100
_COLUMN_WEIGHT = 10


@dataclass(slots=True)
class FoundColumn:
    """A column of annual reports."""

    url: str
    name: str
    reports: int = 0
    """Links on its pages that may be reports and that no column before it named."""
    entrance: bool = True
    """Whether the way to it led through no other such column."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"url": self.url, "name": self.name, "reports": self.reports, "entrance": self.entrance}


@dataclass(slots=True)
class Findings:
    """What was found at one portal."""

    families: Counter[str] = field(default_factory=Counter)
    """Family → pages that show it, those of columns several times."""
    evidence: dict[str, list[str]] = field(default_factory=dict)
    """Family → what shows it, as printed in pages."""
    columns: dict[str, FoundColumn] = field(default_factory=dict)
    """By :func:`~crawler.urls.page_key` of the first page."""
    faults: list[Fault] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    """As robots.txt names them."""
    _pages: dict[str, FoundColumn] = field(default_factory=dict)
    """The same by every page of it."""
    site_name: str | None = None
    """``SiteName`` of the home page, else its title."""
    site_code: str | None = None
    """``SiteIDCode`` of the home page."""

    @property
    def family(self) -> str:
        """The family of most of its listing pages; the generic one where none shows any."""
        return max(self.families, key=lambda name: (self.families[name], name), default=FALLBACK)

    def moved_from(self, recorded: str | None) -> bool:
        """Whether its pages show another family than the record pins, or list reports and show none.

        Columns count most: a single link to news on another system says nothing of them.
        """
        if recorded is None or recorded == FALLBACK or platforms()[recorded].module:
            return False
        most = max(self.families.values(), default=0)
        return most > self.families[recorded] or (not most and self.reports > 0)

    @property
    def reports(self) -> int:
        """Links that may be reports."""
        return sum(column.reports for column in self.columns.values())

    @property
    def entrances(self) -> list[FoundColumn]:
        """Columns that lead to all the others."""
        return [column for column in self.columns.values() if column.entrance]

    def saw_family(self, name: str, evidence: Sequence[str], *, in_column: bool = False) -> None:
        """Note what a page shows of its family; home pages link all kinds of systems, so a column's own pages count more."""
        if not evidence:
            return
        self.families[name] += _COLUMN_WEIGHT if in_column else 1
        known = self.evidence.setdefault(name, [])
        known += [piece for piece in dict.fromkeys(evidence) if piece not in known][: _MAX_EVIDENCE - len(known)]

    def saw_column(
        self, url: str, name: str, reports: int, parent: str | None, *, page: str | None = None, entrance: bool = True
    ) -> None:
        """Note a page of a column, and how many reports it is the first to name.

        ``url`` is its first page, ``parent`` the page that led to it. What no crawl can begin with is no ``entrance``.
        """
        column = self.columns.get(page_key(url))
        if column is None:
            entrance = entrance and self._column_of(parent) is None
            column = self.columns[page_key(url)] = FoundColumn(url, tidy(name)[:_MAX_NAME], entrance=entrance)
        self._pages[page_key(page or url)] = column
        column.reports += reports

    def saw_single(self, url: str, name: str, parent: str | None) -> None:
        """Note a page that turned out to be one report: one more of the column that led to it."""
        column = self._column_of(parent)
        if column is None:
            self.saw_column(url, name, 1, None, entrance=False)
        else:
            column.reports += 1

    def _column_of(self, page: str | None) -> FoundColumn | None:
        return self._pages.get(page_key(page)) if page is not None else None

    def saw_home(self, response: TextResponse) -> None:
        """Note the name and the code that a home page gives its site."""
        name = meta_content(response, "sitename") or response.xpath("//title/text()").get()
        self.site_name = self.site_name or (tidy(name)[:_MAX_NAME] if name else None)
        domain = bare_host((meta_content(response, "sitedomain") or "").lower())
        if not domain or domain in response.url:  # a copied template has another site's code, too
            self.site_code = self.site_code or meta_content(response, "siteidcode")

    def saw_fault(self, fault: Fault) -> None:
        """Keep a fault, unless there are too many."""
        if len(self.faults) < _MAX_FAULTS:
            self.faults.append(fault)

    def as_dict(self, portal: Portal) -> dict[str, Any]:
        """For JSON, beside what the record says."""
        return {
            "family": self.family,
            "recorded_family": portal.platform,
            "family_changed": self.moved_from(portal.platform),
            "evidence": self.evidence.get(self.family, []),
            "columns": [column.as_dict() for column in self.columns.values()],
            "reports": self.reports,
            "faults": [_fault_dict(fault) for fault in self.faults],
        }


def meta_content(response: TextResponse, name: str) -> str | None:
    """Content of a meta tag, its name in lower case; ``None`` if it is missing or empty."""
    lower = "translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    content = response.xpath(f"//meta[{lower}=$name]/@content", name=name).get()
    return (tidy(content) or None) if content else None


def count_found(columns: int, reports: int) -> str:
    """How many columns there are, and links in them.

    >>> count_found(1, 12), count_found(2, 1)
    ('1 column with 12 links that may be reports', '2 columns with 1 link that may be a report')
    """
    links = "1 link that may be a report" if reports == 1 else f"{reports} links that may be reports"
    return f"{columns} column{'' if columns == 1 else 's'} with {links}"


def _fault_dict(fault: Fault) -> Mapping[str, Any]:
    shown: dict[str, Any] = {"name": fault.name, "url": fault.url, "detail": fault.detail}
    return shown if fault.evidence is None else shown | {"evidence": fault.evidence}
