"""Which portals there are: county, platform family, columns and what they hold. The same seed gives the same plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from crawler.simulator.articles import Article, near_miss, news
from crawler.simulator.places import Agency, County, agencies, county
from crawler.simulator.reports import write_reports
from crawler.simulator.vocabulary import words

SAMPLE_SEED = "sample"
SAMPLE_YEARS = range(2018, 2023)
SAMPLE_PORT = 18231
"""Below the range from which systems hand out ports, so that it is seldom taken."""
_AGENCIES = 3


@dataclass(frozen=True, slots=True)
class Traits:
    """How a portal differs from others of its family."""

    encoding: str = "utf-8"
    declared: str = "utf-8"
    """Charset that its pages claim."""
    charset_header: bool = False
    """Whether Content-Type claims it too."""
    meta: bool = True
    """Whether articles carry the meta tags of the national guide."""
    info_box: bool = False
    """Whether articles carry the box with 索引号 and 发布机构; titles may then leave out the agency."""
    precision: str = "second"
    """Of the time of publication: date, minute or second."""
    folders: str = ""
    """How the column of reports is divided: not at all, by ``year`` or by kind of ``unit``."""
    pager: str = ""
    """Variant of the family's pager."""
    short_links: bool = False
    """Whether listings cut long titles in the link and keep them whole in its title attribute."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column 栏目: its articles, newest first, or its sub-columns."""

    name: str
    path: str
    number: int
    articles: tuple[Article, ...] = ()
    children: tuple[Column, ...] = ()

    def walk(self) -> Iterator[Column]:
        """Give the column and everything below."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Portal:
    """A simulated portal, before it has pages."""

    id: str
    host: str
    place: County
    family: str
    traits: Traits
    reports: Column
    """The column of annual reports."""
    news: Column


VARIANTS = (
    ("trs_wcm", Traits(folders="year", charset_header=True)),
    ("hanweb_jcms", Traits(info_box=True, precision="minute")),
    ("vsb", Traits(folders="unit", precision="minute")),
    ("generic", Traits(encoding="gb18030", declared="gb2312", meta=False, precision="date")),
    ("trs_wcm", Traits(pager="count_page", meta=False, short_links=True)),
    ("hanweb_jcms", Traits(pager="next_group", meta=False, precision="date")),
)
"""Dealt out in turn."""


def sample_portals() -> list[Portal]:
    """Portals of ``crawler/portals/sample.toml``: one of every variant."""
    ids = [
        f"sample_{family}" if [name for name, _ in VARIANTS[:index]].count(family) == 0 else f"sample_{family}_2"
        for index, (family, _) in enumerate(VARIANTS)
    ]
    return [_plan_portal(index, id_, "127.77.0", SAMPLE_YEARS, SAMPLE_SEED) for index, id_ in enumerate(ids)]


def plan_portals(count: int, years: Sequence[int], seed: str) -> list[Portal]:
    """Plan ``count`` portals whose agencies report on ``years``."""
    return [
        _plan_portal(index, f"simulated_{index + 1:03}", f"127.88.{index // 200}", years, seed)
        for index in range(count)
    ]


def _plan_portal(index: int, id_: str, network: str, years: Sequence[int], seed: str) -> Portal:
    family, traits = VARIANTS[index % len(VARIANTS)]
    place = county(index)
    seed = f"{seed}/{index}"
    rng = Random(f"{seed}/plan")
    first_number = 10_000 * (index + 1)
    bodies = agencies(place, _AGENCIES, rng, rare=traits.encoding == "gb18030")
    published = _write(place, bodies, years, first_number, seed, rng, traits)
    return Portal(
        id=id_,
        host=f"{network}.{index % 200 + 1}",
        place=place,
        family=family,
        traits=traits,
        reports=_reports_column(published, traits, 1000 + index),
        news=_news_column(place, years, first_number + 5000, rng, 2000 + index),
    )


def _write(
    place: County,
    bodies: Sequence[Agency],
    years: Sequence[int],
    number: int,
    seed: str,
    rng: Random,
    traits: Traits,
) -> list[tuple[Agency, Article]]:
    """Everything in the columns of reports. Of the agencies, each begins to report a year after the one before."""
    written: list[tuple[Agency, Article]] = []
    for place_in_line, agency in enumerate(bodies):
        own_years = sorted(years)[min(place_in_line, len(years) - 1) :]
        nameless = traits.info_box and agency.kind == "bureau"
        articles = write_reports(place, agency, own_years, number, seed, nameless=nameless)
        written += [(agency, article) for article in articles]
        number += len(articles)
    for offset, kind in enumerate(words()["near_misses"]):
        year, agency = sorted(years)[offset % len(years)], bodies[offset % len(bodies)]
        published = datetime(year + 1, 1, 5, 10) + timedelta(days=rng.randint(0, 60), seconds=rng.randint(1, 20_000))
        written.append((agency, near_miss(kind, number + offset, place, agency, published, rng)))
    return written


def _reports_column(written: Sequence[tuple[Agency, Article]], traits: Traits, number: int) -> Column:
    name, path = "政府信息公开年报", "zwgk/zfxxgknb"
    if not traits.folders:
        return Column(name, path, number, articles=_newest_first([article for _, article in written]))
    folders: dict[tuple[str, str], list[Article]] = {}
    for agency, article in written:
        folders.setdefault(_folder(agency, article, traits.folders), []).append(article)
    children = [
        Column(child, f"{path}/{slug}", number * 10 + offset, articles=_newest_first(articles))
        for offset, ((slug, child), articles) in enumerate(sorted(folders.items(), reverse=True))
    ]
    return Column(name, path, number, children=tuple(children))


def _folder(agency: Agency, article: Article, division: str) -> tuple[str, str]:
    """(path word, name) of the sub-column that an article belongs in."""
    if division == "year":
        year = article.published.year - 1
        return f"{year}n", f"{year}年"
    return {
        "county": ("xzfnb", "县政府信息公开年报"),
        "bureau": ("bmxxgknb", "部门信息公开年报"),
    }.get(agency.kind, ("xzxxgknb", "乡镇（街道）信息公开年报"))


def _newest_first(articles: Sequence[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: (article.published, article.number), reverse=True))


def _news_column(place: County, years: Sequence[int], number: int, rng: Random, column_number: int) -> Column:
    start = datetime(max(years) + 1, 2, 1, 8)
    pieces = [news(number + i, place, start + timedelta(days=3 * i, minutes=7 * i), rng) for i in range(6)]
    return Column("政务要闻", "xwzx/zwyw", column_number, articles=_newest_first(pieces))
