"""Which links lead on to disclosure columns from pages that are none: menus, townships and departments, site maps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from crawler.platforms import PageLink
from crawler.walking.columns import load_words
from extractors.text import squeeze

_MAX_NAME = 20
"""Characters; longer texts are titles."""


def choose_ways(
    links: Sequence[PageLink], page_url: str, *, at_home: bool, allows: Callable[[str], bool] = lambda url: True
) -> tuple[PageLink, ...]:
    """Links that are worth a look although they name no annual reports.

    Directories of townships or departments anywhere; the disclosure menu and the site map only ``at_home``; elsewhere
    also lists of townships or departments, on the page's own host.
    """
    menu = [link for link in links if _is_menu(link) and allows(link.url) and link.url != page_url]
    chosen = [link for link in menu if leads_to_units(link)]
    if at_home:
        words = load_words()
        chosen += [link for link in menu if squeeze(link.text) in words["gateways"] | words["sitemaps"]]
    else:
        chosen += _listed_units(menu, urlsplit(page_url).netloc)
    return tuple({link.url: link for link in chosen}.values())


def leads_to_units(link: PageLink) -> bool:
    """Whether a link leads to a list of townships or departments with what each discloses.

    >>> leads_to_units(PageLink("http://a.example/x/", "乡镇信息公开")), leads_to_units(PageLink("http://a.example/", "乡镇"))
    (True, False)
    """
    words, text = load_words(), squeeze(link.text)
    if any(word in text for word in words["unit_kinds"]) and "公开" in text:
        return not any(word in text for word in words["other"])
    parts = (part.partition(".")[0].lower() for part in urlsplit(link.url).path.split("/"))
    return any(part in words["unit_paths"] for part in parts) and any(word in text for word in words["unit_kinds"])


def _is_menu(link: PageLink) -> bool:
    return not link.article and not link.date and len(link.text) <= _MAX_NAME


def _listed_units(links: Iterable[PageLink], host: str) -> list[PageLink]:
    """Links of lists in which most entries are names of townships or departments."""
    groups: dict[int, list[PageLink]] = {}
    for link in links:
        groups.setdefault(link.group, []).append(link)
    endings = tuple(load_words()["agency_endings"])
    chosen: list[PageLink] = []
    for group in groups.values():
        units = [link for link in group if squeeze(link.text).endswith(endings) and urlsplit(link.url).netloc == host]
        if len(units) >= 2 and len(units) * 2 > len(group):
            chosen += units
    return chosen
