"""大汉 disclosure lists: a column page whose script posts a form to ``/module/xxgk/search.jsp`` for each page."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlencode, urlsplit

from scrapy import FormRequest, Request
from scrapy.http import TextResponse

_CALL = re.compile(r"""loadDynamic\s{0,3}\(\s{0,3}["']([\w./:-]{0,120}/xxgk/search\.jsp)\?""")
_CALL_LENGTH = 1_500
_AREA = re.compile(r"\barea=([\w-]{1,40})")
_TYPE = re.compile(r"\binfotypeId=([\w.-]{1,40})")
_PLACE = re.compile(r"""["'](div\w{1,20})["']((?:\s{0,3},\s{0,3}["'][^"'\n]{0,40}["']){4})""")
"""The element that takes the list up, then four more arguments, the last of which is the number of the site."""
_PAGES = re.compile(r"共(?:\s|&nbsp;){0,3}(\d{1,5})(?:\s|&nbsp;){0,3}页")


def is_search(response: TextResponse) -> bool:
    """Whether a response is a page of such a list."""
    return urlsplit(response.url).path.endswith("/xxgk/search.jsp")


def first_search(response: TextResponse) -> Request | None:
    """Request for the first page of a column's list; ``None`` where the page has none, or says not of which column.

    Without a column the module lists everything that a unit has ever published.
    """
    found = _CALL.search(response.text)
    if found is None:
        return None
    call = html.unescape(response.text[found.start() : found.start() + _CALL_LENGTH])
    asked = {name: values[0] for name, values in parse_qs(urlsplit(response.url).query).items()}
    area, kind, place = _AREA.search(call), _TYPE.search(call), _PLACE.search(call)
    values = {
        "infotypeId": asked.get("number") or (kind[1] if kind else ""),
        "jdid": re.findall(r"""["']([^"']*)["']""", place[2])[-1] if place else "",
        "area": asked.get("vc_xxgkarea") or (area[1] if area else ""),
        "divid": place[1] if place else "",
        "standardXxgk": "1" if "standardXxgk=1" in call else "0",
    }
    if not values["infotypeId"]:
        return None
    return _search(response.urljoin(found[1]), values, 1)


def next_search(response: TextResponse) -> Request | None:
    """Request for the page behind an answer; ``None`` on the last one."""
    request, total = response.request, _PAGES.search(response.text)
    if request is None or total is None:
        return None
    values = {name: given[0] for name, given in parse_qs(request.body.decode("utf-8", "replace")).items()}
    page = values.pop("currpage", "")
    if not page.isdecimal() or not 0 < int(page) < int(total[1]):
        return None
    return _search(response.url, values, int(page) + 1)


def _search(url: str, values: dict[str, str], page: int) -> Request:
    """The form as the page's script sends it, with search words that are all empty; some of it stands in the address."""
    words = dict.fromkeys(("vc_title", "vc_number", "vc_filenumber", "vc_all", "texttype", "fbtime", "sortfield"), "")
    form = {**words, **values, "currpage": str(page)}
    query = urlencode(
        {name: form.get(name, "") for name in ("infotypeId", "area", "vc_title", "vc_number", "currpage")}
    )
    return FormRequest(f"{url.partition('?')[0]}?{query}", formdata=form)
