"""Which portals there are: county, platform family, columns and what they hold. The same seed gives the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    """How the column of reports is divided: not at all, by ``year``, by kind of ``unit``, or by ``agency``."""
    pager: str = ""
    """Variant of the family's pager."""
    short_links: bool = False
    """Whether listings cut long titles in the link and keep them whole in its title attribute."""
    entrance: str = ""
    """Where the column of reports is named: on the home page too, or only in the disclosure ``menu``, on the ``site_map``,
    or nowhere: each of its sub-columns by its agency's own page, which a directory of ``units`` lists."""
    document: str = ""
    """How some of its reports lie in documents (:mod:`crawler.simulator.enclosed`): behind a ``link``, a ``script``, in a
    ``viewer``, a ``download`` for readers of the page, or only their ``tables``."""
    fault: str = ""
    """What it does wrong: a name of :mod:`crawler.simulator.faults`, or nothing."""


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
    ("vsb", Traits(folders="unit", precision="minute", document="download")),
    ("generic", Traits(encoding="gb18030", declared="gb2312", meta=False, precision="date", document="tables")),
    ("trs_wcm", Traits(pager="count_page", meta=False, short_links=True, document="link")),
    ("hanweb_jcms", Traits(pager="next_group", meta=False, precision="date", document="viewer")),
    ("hanweb_jpaas", Traits(folders="year", info_box=True, precision="minute")),
    ("ucap", Traits(precision="minute")),
    ("gd_gkmlpt", Traits(folders="agency", info_box=True, meta=False)),
    ("lonsun", Traits(pager="json", folders="agency", info_box=True, meta=False)),
    ("aspnet", Traits(pager="post_back", meta=False, folders="unit")),
    ("jeecms", Traits(precision="minute", document="script")),
    ("snowflake_html", Traits(folders="year", info_box=True, precision="minute")),
    ("snowflake_html", Traits(pager="position", meta=False, short_links=True)),
    ("jeecms", Traits(pager="button", folders="unit", meta=False)),
    ("aspnet", Traits(meta=False, precision="second")),
    ("huahai", Traits(info_box=True, precision="minute")),
    ("channels_contents", Traits(folders="year")),
    ("query_id", Traits(encoding="gb18030", declared="gb2312", meta=False, precision="date")),
    ("query_id", Traits(encoding="gb18030", declared="gbk", pager="form", meta=False, folders="year")),
    ("numeric_tree", Traits(folders="unit", precision="minute")),
    ("numeric_leaf", Traits(meta=False, precision="date")),
    ("site_channel_doc", Traits(info_box=True)),
    ("epoint", Traits(folders="year", precision="minute")),
    ("dir_timestamp", Traits(meta=False)),
    ("cat_id_html", Traits(precision="date")),
    ("content_id", Traits(folders="unit", meta=False)),
    ("zwgk_view", Traits(info_box=True, precision="date")),
    ("ucap", Traits(pager="search_list", folders="year", meta=False, short_links=True)),
    ("ucap", Traits(pager="static", info_box=True, folders="unit")),
    ("gd_post", Traits(folders="unit", precision="minute")),
    ("gd_gkmlpt", Traits(pager="all_at_once", folders="agency", precision="minute")),
    ("lonsun", Traits(folders="agency", precision="date")),
    ("lonsun_years", Traits(folders="agency", meta=False, precision="minute")),
    ("ah_openness", Traits(folders="agency", precision="minute")),
    ("ah_openness_years", Traits(folders="agency", meta=False, precision="date")),
    ("hanweb_jpaas", Traits(pager="printed", folders="agency")),
    ("hanweb_jpaas", Traits(meta=False, precision="date", short_links=True)),
    ("hanweb_xxgk", Traits(info_box=True, precision="date")),
    ("hanweb_xxgk", Traits(pager="select", meta=False, precision="minute")),
    ("hanweb_jcms", Traits(pager="more_columns", precision="minute")),
    ("hanweb_jcms", Traits(pager="array", encoding="gb18030", declared="gbk", meta=False, precision="date")),
    ("hanweb_jcms", Traits(pager="search", info_box=True, precision="date")),
    ("hanweb_jcms", Traits(pager="get_only", folders="year")),
    ("vsb", Traits(pager="dynamic", precision="minute", short_links=True)),
    ("vsb", Traits(pager="dynamic", folders="year", meta=False)),
    ("generic", Traits(entrance="menu", folders="year", precision="date")),
    ("trs_wcm", Traits(entrance="site_map", folders="unit")),
    ("vsb", Traits(entrance="units", folders="agency", precision="minute")),
)
"""Dealt out in turn."""
SCRIPTED = (("own_script", Traits(meta=False, precision="date")), ("own_script", Traits(folders="year", info_box=True)))
"""Those that need a browser, dealt out in turn."""
SAMPLES = 12
"""How many of them, from the first, are the registry's samples: one at least of ten families."""


def sample_portals() -> list[Portal]:
    """Portals of ``crawler/portals/sample.toml``."""
    samples = [family for family, _ in VARIANTS[:SAMPLES]]
    ids = [
        f"sample_{family}_2" if family in samples[:index] else f"sample_{family}"
        for index, family in enumerate(samples)
    ]
    return [_plan_portal(index, id_, "127.77.0", SAMPLE_YEARS, SAMPLE_SEED) for index, id_ in enumerate(ids)]


def plan_portals(count: int, years: Sequence[int], seed: str) -> list[Portal]:
    """Plan ``count`` portals whose agencies report on ``years``."""
    return [
        _plan_portal(index, f"simulated_{index + 1:03}", f"127.88.{index // 200}", years, seed)
        for index in range(count)
    ]


def plan_scripted_portals(count: int, years: Sequence[int], seed: str) -> list[Portal]:
    """Plan ``count`` portals whose lists only a browser shows."""
    return [
        _plan_portal(
            index, f"scripted_{index + 1}", f"127.90.{index // 200}", years, seed, SCRIPTED[index % len(SCRIPTED)]
        )
        for index in range(count)
    ]


def plan_faulty_portals(faults: Iterable[str], years: Sequence[int], seed: str) -> list[Portal]:
    """Plan a portal for each of the faults named, with the fault's name as its id."""
    return [
        _plan_portal(index, fault, f"127.89.{index // 200}", years, seed, ("generic", _faulty(fault)))
        for index, fault in enumerate(faults)
    ]


def plan_named_portals(ids: Iterable[str], years: Sequence[int], seed: str) -> list[Portal]:
    """Plan a portal under each of these ids, of no known family and without a fault."""
    return [
        _plan_portal(index, id_, f"127.91.{index // 200}", years, seed, ("generic", _faulty("")))
        for index, id_ in enumerate(ids)
    ]


def _faulty(fault: str) -> Traits:
    """Traits of a portal with a fault; a charset that is claimed wrongly is one of them."""
    encoding = "gb18030" if fault == "wrong_charset" else "utf-8"
    return Traits(encoding=encoding, meta=False, precision="date", charset_header=True, fault=fault)


def _plan_portal(
    index: int, id_: str, network: str, years: Sequence[int], seed: str, variant: tuple[str, Traits] | None = None
) -> Portal:
    family, traits = variant or VARIANTS[index % len(VARIANTS)]
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
    if division == "agency":
        return agency.slug, agency.name
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
