"""What a portal publishes: reports with their truth, near misses, news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random
from typing import Any

from crawler.simulator.markup import Piece, Text, render_body
from crawler.simulator.places import Agency, County
from crawler.simulator.vocabulary import words

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Article:
    """A page of a portal, without its frame and address."""

    number: int
    title: str
    published: datetime
    source: str
    """来源, as the page's frame prints it."""
    pieces: tuple[Piece, ...]
    kind: str
    """``report``, ``news``, or the reason for which a near miss is to be rejected."""
    truth: Truth
    """What a perfect reader gives, in the keys of the truth files; the portal adds address and date of publication."""
    style: str = "clean"

    def body(self) -> str:
        """Markup of the text; the same at every call."""
        return render_body(self.pieces, self.style, Random(f"markup/{self.number}/{self.title}"))


def near_miss(kind: str, number: int, place: County, agency: Agency, published: datetime, rng: Random) -> Article:
    """Compose a page that stands in the reports' columns and is none; ``kind`` is a reason for rejection."""
    text = words()["near_misses"][kind]
    names: Mapping[str, Any] = {"name": agency.full, "county": place.name, "year": published.year - 1}
    return Article(
        number=number,
        title=rng.choice(text["titles"]).format_map(names),
        published=published,
        source=place.government,
        pieces=(
            *(Text(paragraph.format_map(names)) for paragraph in text["paragraphs"]),
            Text(agency.full, "right"),
            Text(f"{published.year}年{published.month}月{published.day}日", "right"),
        ),
        kind=kind,
        truth={"is_report": False, "reason": kind},
        style=rng.choice(("clean", "word")),
    )


def news(number: int, place: County, published: datetime, rng: Random) -> Article:
    """Compose a piece of news, for the columns beside."""
    text = words()["news"]
    return Article(
        number=number,
        title=rng.choice(text["titles"]).format(county=place.name),
        published=published,
        source=f"{place.name}融媒体中心",
        pieces=(Text(text["paragraph"].format(county=place.name)),),
        kind="news",
        truth={"is_report": False},
    )


def printed_time(moment: datetime, precision: str) -> str:
    """Moment as a page prints it; ``precision`` is ``date``, ``minute`` or ``second``."""
    return moment.strftime({"date": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}[precision])


def stated_time(moment: datetime, precision: str) -> str:
    """Moment as the item gives it for that print."""
    match precision:
        case "date":
            return moment.date().isoformat()
        case "minute":
            return moment.replace(second=0).isoformat()
        case _:
            return moment.isoformat()


def attribute(text: str) -> str:
    """Text inside a double-quoted attribute."""
    return escape(text, quote=True)
