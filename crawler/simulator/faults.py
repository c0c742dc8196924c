"""What portals do wrong, each a trait that any simulated portal can have: ``Traits(fault="redirect_loop")``.

A fault takes a site that is whole and breaks it. ``reported`` is the name under which a crawl must report it
(:data:`crawler.books.faults.FAULTS`), empty where it must not matter; ``reads`` whether every report must still come.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from crawler.simulator.site import NOT_FOUND, Handler, Request, Response, Site, constant

_CLOSED = b"User-agent: *\nDisallow: /\n"
_LIST_ITEM = re.compile(rb"<li><a href=\"([^\"]{1,300})\" title=.{1,2000}?</li>")
_LIST = re.compile(rb"<div class=\"news_list\">.{1,200000}?</div></div>", re.DOTALL)
_TABLE = re.compile(rb"<table.{1,200000}?</table>", re.DOTALL)
_PICTURE = b'<p><img src="/images/table.png" width="600" height="400" /></p>'


@dataclass(frozen=True, slots=True)
class Fault:
    """One of them."""

    breaks: Callable[[Site], None]
    reported: str = ""
    reads: bool = False


def break_site(site: Site, fault: str) -> None:
    """Give a site a fault. :exc:`KeyError` for one that there isn't."""
    FAULTS[fault].breaks(site)


def _answer(response: Response) -> Callable[[Site], None]:
    """The column of reports answers this."""
    return lambda site: _column(site, lambda handler: lambda request: response)


def _column(site: Site, change: Callable[[Handler], Handler]) -> None:
    """Change the first page of the column of reports."""
    for path in (site.listings[0], site.listings[0] + "index.html"):
        if path in site.pages:
            site.pages[path] = change(site.pages[path])


def _everywhere(response: Response) -> Callable[[Site], None]:
    """Every page but robots.txt answers this."""

    def breaks(site: Site) -> None:
        site.pages.update({path: lambda request: response for path in site.pages if path != "/robots.txt"})

    return breaks


def _robots(response: Response) -> Callable[[Site], None]:
    return lambda site: site.pages.update({"/robots.txt": lambda request: response})


def _page(text: str, status: int = 200, *headers: tuple[str, str]) -> Response:
    return Response(f"<html><body>{text}</body></html>".encode(), "text/html; charset=utf-8", status, headers)


def _redirect(to: str, *headers: tuple[str, str]) -> Response:
    return Response(b"", status=302, headers=(("Location", to), *headers))


def _redirect_loop(site: Site) -> None:
    _column(site, lambda handler: lambda request: _redirect(f"{request.path}?again=1"))


def _cookie_wall(site: Site) -> None:
    """Whoever brings no cookie of the last minute is sent to get one: to the same address."""

    def change(handler: Handler) -> Handler:
        def respond(request: Request) -> Response:
            if "session=" in request.headers.get("cookie", ""):
                return handler(request)
            query = f"?{request.query}" if request.query else ""
            return _redirect(request.path + query, ("Set-Cookie", "session=1; Max-Age=60"))

        return respond

    _column(site, change)


def _login(site: Site) -> None:
    site.pages["/login.jsp"] = constant(
        '<html><head><title>用户登录</title></head><form>用户名<input>密码<input type="password"></form></html>'.encode(),
        "text/html; charset=utf-8",
    )
    _answer(_redirect("/login.jsp"))(site)


def _without_entries(instead: str) -> Callable[[Site], None]:
    """The column keeps its frame, with the menu that names the column itself, and lists nothing."""

    def bare(response: Response) -> Response:
        return replace(response, body=_LIST.sub(instead.encode(), response.body))

    return lambda site: _column(site, lambda handler: lambda request: bare(handler(request)))


def _first(answer: Response) -> Callable[[Site], None]:
    """The column answers this once, then as it should."""

    def breaks(site: Site) -> None:
        asked = count()
        _column(site, lambda handler: lambda request: handler(request) if next(asked) else answer)

    return breaks


def _endless_pager(site: Site) -> None:
    """Behind the column's first page there is always another, with an article that nobody has seen."""
    path = site.listings[0]

    def respond(request: Request) -> Response:
        page = int(request.parameters.get("page", "2"))
        return _page(
            f'<title>政府信息公开年报</title><ul><li><a href="/gone/{page}.html">某镇2020年政府信息公开工作年度报告</a>'
            f'<span>2021-01-07</span></li></ul><a href="{path}more?page={page + 1}">下一页</a>'
        )

    site.pages[path + "more"] = respond
    _more(site, f'<a href="{path}more?page=2">下一页</a>')


def _self_linking(site: Site) -> None:
    """The next page of the column's last one is that page itself, again and again."""
    path = max(_further_pages(site), default=site.listings[0])
    handler = site.pages[path]

    def respond(request: Request) -> Response:
        page = int(request.parameters.get("page", "1"))
        return _with(handler(request), f'<a href="{request.path}?page={page + 1}">下一页</a>')

    site.pages[path] = respond


def _further_pages(site: Site) -> list[str]:
    """Paths of the pages behind the column's first, as the family ``generic`` names them."""
    folder, _, name = site.listings[0].rpartition("/")
    return [path for path in site.pages if path.startswith(f"{folder}/{name.partition('.')[0]}_")]


def _more(site: Site, markup: str) -> None:
    _column(site, lambda handler: lambda request: _with(handler(request), markup))


def _with(response: Response, markup: str) -> Response:
    """A page with something in front of all its content, so that its own pager comes second."""
    return replace(response, body=response.body.replace(b"<body>", b"<body>" + markup.encode(), 1))


def _duplicate_columns(site: Site) -> None:
    """The same reports stand in a second column, which the home page names as well."""
    for path in (*_further_pages(site), site.listings[0]):
        twin = "/zwgk/ndbg/" + path.rpartition("/")[2]
        site.pages[twin] = site.pages[path]
    home = site.pages["/"]
    site.pages["/"] = lambda request: _with(home(request), f'<p><a href="{twin}">年度报告</a></p>')


def _mobile_twins(site: Site) -> None:
    """Every entry of a listing is there twice more, for telephones."""
    for path, handler in list(site.pages.items()):
        site.pages.setdefault("/mobile" + path, handler)

    def change(handler: Handler) -> Handler:
        return lambda request: _doubled(handler(request))

    for path in {*site.listings}:
        site.pages[path] = change(site.pages[path])


def _doubled(response: Response) -> Response:
    def double(match: re.Match[bytes]) -> bytes:
        address = match[1]
        entry = match[0]
        return (
            entry + entry.replace(address, address + b"?isMobile=true") + entry.replace(address, b"/mobile" + address)
        )

    return replace(response, body=_LIST_ITEM.sub(double, response.body))


def _moved(site: Site) -> None:
    """Everything has moved to another folder of the same host; the old addresses lead there one by one."""

    def mover(path: str) -> Handler:
        return lambda request: _redirect("/new" + path)

    for path, handler in list(site.pages.items()):
        if path in ("/robots.txt", "/"):
            continue
        site.pages["/new" + path] = handler
        site.pages[path] = mover(path)
    site.truths = [("/new" + path, truth) for path, truth in site.truths]


def _one_report(change: Callable[[Response], Response]) -> Callable[[Site], None]:
    """One report answers otherwise."""

    def breaks(site: Site) -> None:
        path = next(path for path, truth in site.truths if truth["is_report"])
        handler = site.pages[path]
        site.pages[path] = lambda request: change(handler(request))

    return breaks


def _truncated_gzip(response: Response) -> Response:
    packed = gzip.compress(response.body, mtime=0)
    return replace(response, body=packed[: len(packed) // 2], headers=(("Content-Encoding", "gzip"),))


def _table_pictures(site: Site) -> None:
    """The tables of every report are pictures."""

    def pictured(handler: Handler) -> Handler:
        def respond(request: Request) -> Response:
            response = handler(request)
            return replace(response, body=_TABLE.sub(_PICTURE, response.body))

        return respond

    for path, truth in site.truths:
        if truth["is_report"]:
            site.pages[path] = pictured(site.pages[path])


def _without(site: Site) -> None:
    """Nothing changes: the fault lies in other traits."""


FAULTS: Mapping[str, Fault] = {
    "wrong_charset": Fault(_without, "wrong_charset", reads=True),
    "redirect_loop": Fault(_redirect_loop, "redirect_loop"),
    "endless_pager": Fault(_endless_pager, "cut_pages"),
    "self_linking": Fault(_self_linking, "repeating_pager", reads=True),
    "to_login": Fault(_login, "login"),
    "to_mirror": Fault(_answer(_redirect("http://mirror.invalid/")), "offsite"),
    "wall_412": Fault(_everywhere(_page("<script>$_ts=window['$_ts'];</script>", 412)), "wall"),
    "wall_521": Fault(_everywhere(_page("", 521, ("Set-Cookie", "__jsluid_s=1"))), "wall"),
    "wall_493": Fault(_everywhere(_page("", 493, ("WZWS-Ray", "1"))), "wall"),
    "stub": Fault(_everywhere(_page("<script src='/a.js'></script>")), "stub"),
    "cookie_wall": Fault(_cookie_wall, "cookie_wall"),
    "slow": Fault(_answer(replace(_page("年报" * 500), wire="drip")), "timeout"),
    "short": Fault(_answer(replace(_page("年报" * 500), wire="short")), "truncated"),
    "reset": Fault(_answer(replace(_page(""), wire="reset")), "reset"),
    "truncated_gzip": Fault(_one_report(_truncated_gzip), "truncated"),
    "wait_429": Fault(_first(_page("请稍候", 429, ("Retry-After", "1"))), reads=True),
    "long_wait_429": Fault(_answer(_page("请明天再来", 429, ("Retry-After", "86400"))), "too_many_requests"),
    "wait_503": Fault(_first(_page("维护中", 503, ("Retry-After", "1"))), reads=True),
    "unavailable": Fault(_answer(_page("维护中", 503)), "unavailable"),
    "server_error": Fault(_answer(_page("错误", 500)), "server_error"),
    "soft_404": Fault(_answer(_page("<p>您访问的页面不存在</p>")), "soft_404"),
    "gone": Fault(_answer(NOT_FOUND), "gone"),
    "under_construction": Fault(_without_entries("<p>栏目建设中</p>"), "empty_column"),
    "silent_column": Fault(_without_entries("<div class='list'></div>"), "silent_column"),
    "robots_closed": Fault(_robots(Response(_CLOSED, "text/plain")), "robots_closed"),
    "robots_error": Fault(_robots(_page("错误", 500)), "robots_unavailable"),
    "robots_missing": Fault(_robots(NOT_FOUND), reads=True),
    "robots_forbidden": Fault(_robots(_page("禁止", 403)), reads=True),
    "robots_page": Fault(_robots(_page("User-agent: *<br>Disallow: /")), reads=True),
    "robots_garbage": Fault(_robots(Response(bytes(range(256)) * 40, "text/plain")), reads=True),
    "robots_of_others": Fault(_robots(Response(b"User-agent: Other\nDisallow: /\n", "text/plain")), reads=True),
    "duplicate_columns": Fault(_duplicate_columns, reads=True),
    "mobile_twins": Fault(_mobile_twins, "twin", reads=True),
    "moved": Fault(_moved, reads=True),
    "table_pictures": Fault(_table_pictures),
}
"""Name → fault."""
