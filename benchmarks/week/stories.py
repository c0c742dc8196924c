"""What befalls a portal in the week: how it is from which day on, and what must ring for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from benchmarks.week.editing import (
    Edit,
    as_planned,
    corrected,
    halved,
    latest_report,
    on_another_system,
    replaced,
    without_latest,
)
from crawler.books.outcome import State
from crawler.simulator.build import build_site
from crawler.simulator.faults import FAULTS
from crawler.simulator.plan import Portal
from crawler.simulator.site import NOT_FOUND, Handler, Request, Response, Site

DAYS = 7
LAST_YEAR = 2025
"""The year that the week's latest reports are on: those before are closed, and seldom asked for."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a portal is until it is otherwise."""

    edit: Edit = as_planned
    breaks: Callable[[Site, Portal], None] | None = None
    """What it does wrong; it leaves the site the truths that can still be read."""
    rings: str = ""
    """Kind of the alarm that rings for it all that time."""
    state: State = "read"
    unread: int = 0
    """Reports that its listings name, and that could never be read."""

    def build(self, portal: Portal) -> Site:
        """The portal's pages; its truths are those that a crawl must give."""
        planned = self.edit(portal)
        site = build_site(planned)
        if self.breaks is not None:
            self.breaks(site, planned)
        return site


@dataclass(frozen=True, slots=True)
class Story:
    """Of one portal."""

    looks: Mapping[int, Look] = field(default_factory=dict)
    """First day → look; as planned before."""
    begins: int = 1
    """Day from which on the portal is crawled."""
    ends: int = DAYS
    """Last day on which it is crawled."""
    moves_to: str = ""
    """Story of the portal whose address its pages lead to in the end."""

    def look(self, day: int) -> Look:
        """How the portal is on a day."""
        begun = [first for first in self.looks if first <= day]
        return self.looks[max(begun)] if begun else Look()

    def is_crawled(self, day: int) -> bool:
        """Whether the crawl of a day is told of the portal."""
        return self.begins <= day <= self.ends


def _fault(name: str, rings: str, state: State) -> Look:
    """A fault of the simulator that hides every report."""

    def breaks(site: Site, portal: Portal) -> None:
        FAULTS[name].breaks(site)
        site.truths.clear()

    return Look(breaks=breaks, rings=rings, state=state)


def _is_down(site: Site, portal: Portal) -> None:
    site.pages = _Everywhere(Response(b"", wire="reset"))
    site.truths.clear()


class _Everywhere(dict[str, Handler]):
    """Pages of which all answer the same."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.handler: Handler = lambda request: answer

    def get(self, path: str, default: object = None) -> Handler:
        return self.handler


def _latest_answers(response: Response) -> Callable[[Site, Portal], None]:
    """The page of the latest report, which listings name, answers this."""

    def breaks(site: Site, portal: Portal) -> None:
        title = latest_report(portal).truth["title"]
        (path,) = (path for path, truth in site.truths if truth.get("title") == title and truth["is_report"])
        site.pages[path] = lambda request: response
        site.truths = [(other, truth) for other, truth in site.truths if other != path]

    return breaks


def _pages_are_gone(site: Site, portal: Portal) -> None:
    """Listings name reports on the last year whose pages are not there."""
    gone = [path for path, truth in site.truths if truth.get("year") == LAST_YEAR]
    site.pages.update({path: lambda request: NOT_FOUND for path in gone})
    site.truths = [(path, truth) for path, truth in site.truths if path not in gone]


def _moved_within(site: Site, portal: Portal) -> None:
    """All pages lie in another folder. What was read is known by its old address, which leads to the same bytes."""
    truths = site.truths
    FAULTS["moved"].breaks(site)
    site.truths = truths


def _leads_to(host: str) -> Callable[[Site, Portal], None]:
    """All addresses lead to the same ones of another host."""

    def redirect(request: Request) -> Response:
        port = request.headers["host"].rpartition(":")[2]
        return Response(b"", status=301, headers=(("Location", f"http://{host}:{port}{request.path}"),))

    def breaks(site: Site, portal: Portal) -> None:
        site.pages.update({path: redirect for path in site.pages if path != "/robots.txt"})
        site.truths.clear()

    return breaks


_WHOLE = Look()
_DOWN = Look(breaks=_is_down, rings="failed", state="failed")
_ERROR = Response(b"<html><body>error</body></html>", status=500)

FOR_ALL: Mapping[str, Story] = {
    "steady": Story(),
    "publishes": Story({1: Look(without_latest), 3: _WHOLE}),
    "corrects": Story({4: Look(corrected)}),
    "replaces": Story({4: Look(replaced)}),
    "vanishing": Story({1: _WHOLE, 6: Look(without_latest)}),
}
"""Those that a portal of any family can have, without any alarm."""

OF_TROUBLE: Mapping[str, Story] = {
    "publishes_badly": Story(
        {1: Look(without_latest), 3: Look(breaks=_latest_answers(_ERROR), state="partly failed", unread=1), 4: _WHOLE}
    ),
    "down_a_day": Story({3: _DOWN, 4: _WHOLE}),
    "down_three_days": Story({3: _DOWN, 6: _WHOLE}),
    "down_from_the_first": Story({1: _DOWN, 5: _WHOLE}),
    "in_maintenance": Story({3: _fault("unavailable", "nothing", "failed"), 4: _WHOLE}),
    "errors": Story({3: _fault("server_error", "nothing", "failed"), 5: _WHOLE}),
    "slow": Story({4: _fault("slow", "nothing", "failed"), 5: _WHOLE}),
    "robots_close": Story({3: _fault("robots_closed", "nothing", "closed")}),
    "walled": Story({2: _fault("wall_521", "blocked", "blocked"), 5: _WHOLE}),
    "always_walled": Story({1: _fault("wall_412", "blocked", "blocked")}),
    "wants_cookies": Story({3: _fault("cookie_wall", "nothing", "blocked")}),
    "wants_a_login": Story({3: _fault("to_login", "nothing", "failed"), 6: _WHOLE}),
    "says_empty": Story({3: _fault("under_construction", "dropped", "read"), 6: _WHOLE}),
    "lists_nothing": Story({3: _fault("silent_column", "nothing", "failed"), 5: _WHOLE}),
    "column_gone": Story({2: _fault("gone", "nothing", "failed"), 4: _WHOLE}),
    "halved": Story({3: Look(halved, rings="dropped"), 5: _WHOLE}),
    "halved_for_good": Story({2: Look(halved, rings="dropped")}),
    "pages_gone": Story({3: Look(breaks=_pages_are_gone, rings="dropped"), 5: _WHOLE}),
    "other_system": Story({3: Look(on_another_system)}),
    "other_folder": Story({3: Look(breaks=_moved_within)}),
    "moves": Story(ends=4, moves_to="moved_here"),
    "moved_here": Story(begins=5),
    "new": Story(begins=4),
}
"""Those of one portal each."""


def stories_of(portals: Mapping[str, Portal]) -> dict[str, Story]:
    """Story of each portal, by its name; who moves leads to the host of another one."""
    stories = {}
    for name in portals:
        story = OF_TROUBLE[name] if name in OF_TROUBLE else list(FOR_ALL.values())[_number(name) % len(FOR_ALL)]
        if story.moves_to:
            breaks = _leads_to(portals[story.moves_to].host)
            story = replace(story, looks={3: Look(breaks=breaks, rings="nothing", state="failed")})
        stories[name] = story
    return stories


def _number(name: str) -> int:
    return int(name.rpartition("_")[2])
