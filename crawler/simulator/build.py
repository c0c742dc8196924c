"""Portals → sites: every page of a portal under its address, composed when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from crawler.simulator.articles import Article, stated_time
from crawler.simulator.enclosed import enclose
from crawler.simulator.families import families
from crawler.simulator.families.base import Family, Listing, fixed
from crawler.simulator.faults import break_site
from crawler.simulator.frame import Link, article_bottom, article_head, article_top, crumbs, frame
from crawler.simulator.plan import Column, Portal
from crawler.simulator.site import NOT_FOUND, Handler, Request, Response, Site, constant

_HUB = "/zwgk/index.html"
_SITE_MAP = "/wzdt/index.html"
_UNITS = "/zwgk/xzbm"
_BESIDE = {"/zmhd/index.html": "政民互动", "/zwgk/zcwj/index.html": "政策文件"}
"""Columns that hold nothing."""
_ROBOTS = b"User-agent: *\nDisallow: /admin/\nAllow: /\n"


def build_site(portal: Portal) -> Site:
    """Give a portal its pages."""
    site = _Builder(portal).build()
    if portal.traits.fault:
        break_site(site, portal.traits.fault)
    return site


class _Builder:
    """Holds what all pages of one portal share."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.family: Family = families()[portal.family]
        self.columns = [*portal.reports.walk(), *portal.news.walk()]
        self.site = Site(id=portal.id, name=portal.place.government, host=portal.host)
        column_path = self.family.column_path
        self.links: list[Link] = [
            ("/", "首页"),
            (column_path(portal.news), portal.news.name),
            (_HUB, "政府信息公开"),
            ("/zwgk/zcwj/index.html", "政策文件"),
            ("/zmhd/index.html", "政民互动"),
        ]
        if not portal.traits.entrance:  # most menus name the column of the reports itself
            self.links.insert(3, (column_path(portal.reports), portal.reports.name))

    def build(self) -> Site:
        pages = self.site.pages
        pages["/robots.txt"] = constant(_ROBOTS, "text/plain")
        pages["/"] = pages["/index.html"] = self._page(self.portal.place.government, lambda request: self._home())
        pages[_HUB] = self._page("政府信息公开", lambda request: self._hub())
        self._add_ways()
        for path, name in _BESIDE.items():
            pages[path] = self._page(name, fixed("<p>栏目建设中</p>"), crumbs(name))
        for column in self.columns:
            self._add_column(column)
        for column in self.portal.reports.walk():
            self.site.listings.append(self.family.column_path(column))
            self.site.truths += [self._truth(column, article) for article in column.articles]
        return self.site

    def _add_column(self, column: Column) -> None:
        for path, content in self.family.listings(self.portal, column):
            handler = self._page(column.name, content, crumbs("政府信息公开", column.name))
            self.site.pages[path] = _first_found(self.site.pages.get(path), handler)
        for article in column.articles:
            paths = (self.family.article_path(column, article), *self.family.twins(column, article))
            enclosed = enclose(self.portal, article, paths[0])
            body = article.body if enclosed is None else enclosed.body
            self.site.pages.update(dict.fromkeys(paths, self._article(column, article, body)))
            self.site.pages.update(enclosed.files if enclosed is not None else {})

    def _page(self, title: str, content: Listing, top: str = "") -> Handler:
        """Put content into the site's frame; a content that is a whole response already stays one."""

        def respond(request: Request) -> Response:
            inner = content(request)
            if isinstance(inner, Response):
                return inner
            return self._respond(frame(self.portal, title, top + inner, head=self.family.head, links=self.links))

        return respond

    def _article(self, column: Column, article: Article, body: Callable[[], str]) -> Handler:
        def respond(request: Request) -> Response:
            portal = self.portal
            opening, closing = self.family.body
            before, after = self.family.around(portal, column, article)
            content = "\n".join(
                [
                    crumbs("政府信息公开", column.name, "正文"),
                    f'{before}<div class="article">{article_top(portal, article)}',
                    f"{opening}{body()}{closing}</div>{after}",
                    article_bottom(self._latest(article)),
                ]
            )
            head = article_head(portal, column, article) + self.family.head
            title = f"{article.title}_{column.name}_{portal.place.government}"
            return self._respond(frame(portal, title, content, head=head, links=self.links))

        return respond

    def _respond(self, page: str) -> Response:
        traits = self.portal.traits
        content_type = f"text/html; charset={traits.declared}" if traits.charset_header else "text/html"
        return Response(page.encode(traits.encoding), content_type)

    def _home(self) -> str:
        boxes = [
            f'<div class="box"><h3>{escape(name)}</h3><ul>{_items(links)}</ul></div>'
            for name, links in (
                ("要闻", self._articles(self.portal.news)),
                ("政府信息公开", self._disclosure_links("")),
                ("友情链接", [(self.portal.place.website, "岚江省人民政府")]),
            )
        ]
        return '<div class="home">' + "\n".join(boxes) + "</div>"

    def _hub(self) -> str:
        return f'{crumbs("政府信息公开")}<div class="menu"><ul>{_items(self._disclosure_links("", "menu"))}</ul></div>'

    def _disclosure_links(self, *entrances: str) -> list[Link]:
        """Disclosure's columns; that of the reports only on portals with one of these entrances."""
        entrance, reports = self.portal.traits.entrance, self.portal.reports
        links = [("/zwgk/zcwj/index.html", "政策文件")]
        if entrance in entrances:
            links.append((self.family.column_path(reports), reports.name))
        return [*links, (f"{_UNITS}/index.html", "乡镇（街道）和部门信息公开")] if entrance == "units" else links

    def _add_ways(self) -> None:
        """Pages that lead to the reports where neither home page nor menu does."""
        pages, reports, column_path = self.site.pages, self.portal.reports, self.family.column_path
        if self.portal.traits.entrance == "site_map":
            self.links.append((_SITE_MAP, "网站地图"))
            columns = _items([*self.links, (column_path(reports), reports.name)])
            pages[_SITE_MAP] = self._page("网站地图", fixed(f'<div class="map"><ul>{columns}</ul></div>'))
        if self.portal.traits.entrance == "units":
            units = [(f"{_UNITS}/{number}/index.html", unit) for number, unit in enumerate(reports.children)]
            listed = _items([(path, unit.name) for path, unit in units])
            pages[f"{_UNITS}/index.html"] = self._page("乡镇和部门", fixed(f'<ul class="units">{listed}</ul>'))
            for path, unit in units:
                menu = _items([(path.replace("index", "jgzn"), "机构职能"), (column_path(unit), "政府信息公开年报")])
                pages[path] = self._page(unit.name, fixed(f'<ul class="menu">{menu}</ul>'), crumbs(unit.name))

    def _articles(self, column: Column) -> list[Link]:
        return [(self.family.article_path(column, article), article.title) for article in column.articles]

    def _latest(self, shown: Article) -> list[Link]:
        """Links of the sidebar: other reports and news."""
        reports = [link for column in self.portal.reports.walk() for link in self._articles(column)]
        others = [link for link in reports if link[1] != shown.title]
        return others[:5] + self._articles(self.portal.news)[:2]

    def _truth(self, column: Column, article: Article) -> tuple[str, dict[str, object]]:
        path = self.family.article_path(column, article)
        enclosed = enclose(self.portal, article, path)
        published = stated_time(article.published, self.portal.traits.precision)
        truth = {"published": published, "document_url": enclosed and enclosed.url}
        return path, article.truth | truth


def _items(links: list[Link]) -> str:
    return "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for url, text in links)


def _first_found(before: Handler | None, handler: Handler) -> Handler:
    """Two columns may answer under one path (a script that takes the column as a parameter)."""
    if before is None:
        return handler

    def respond(request: Request) -> Response:
        response = before(request)
        return handler(request) if response is NOT_FOUND else response

    return respond


def build_sites(portals: Iterable[Portal]) -> list[Site]:
    """Build all."""
    return [build_site(portal) for portal in portals]
