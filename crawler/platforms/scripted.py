"""Pagers whose links call a function of the page: what the function would do is read, never run."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.forms import form_around, form_request
from crawler.platforms.markup import absolute
from crawler.platforms.pagers import NEXT, links_saying, numbered_links

_CALL = re.compile(r"(?:^|[;:\s])([A-Za-z_$][\w$]{0,40})\s{0,3}\(([^()]{0,300})\)")
_WENT = re.compile(r"""\blocation(?:\.href)?\s{0,5}=\s{0,5}["']([^"'\s]{1,300})["'](?!\s{0,5}\+)""")
_ARGUMENT = re.compile(r"""["']([^"']{1,250})["']|(\d{1,5})""")
_ADDRESS = re.compile(r"/|^\?|\.(?:s?html?|jhtml|aspx?|jsp|php|do)(?:$|\?)", re.IGNORECASE)
_OPERAND = re.compile(r"""["'][^"'\n]{0,300}["']|[A-Za-z_$][\w$]{0,40}""")
_LOCATION = re.compile(
    rf"""(?:\blocation(?:\.href)?\s{{0,5}}=|\blocation\.(?:replace|assign)\(|\bopen\()\s{{0,5}}"""
    rf"""((?:{_OPERAND.pattern})(?:\s{{0,5}}\+\s{{0,5}}(?:{_OPERAND.pattern})){{1,8}})"""
)
_FILLED = re.compile(r"""([\w$]{1,40})["')\]]{0,3}\.(?:value\s{0,3}=\s{0,3}|val\(\s{0,3})([A-Za-z_$][\w$]{0,40})""")
_CODE = 1_500
"""Characters of a function that are read."""
_OTHERS = frozenset(("if", "return", "function", "while", "for", "void", "__doPostBack"))
"""Words before a bracket that are no functions of ours; ASP.NET's is read by its platform."""


class Call(NamedTuple):
    """A call in a link: ``goto(2)``, ``goto('index_2.html')``."""

    function: str
    arguments: tuple[str, ...]


def call_of(link: etree._Element) -> Call | None:
    """Function that a link calls; to set ``location`` is like a call."""
    for code in (link.get("href") or "", link.get("onclick") or ""):
        if went := _WENT.search(code[:1_000]):
            return Call("location", (went[1],))
        for match in _CALL.finditer(code[:1_000]):
            if match[1] not in _OTHERS:
                return Call(match[1], tuple(text or number for text, number in _ARGUMENT.findall(match[2])))
    return None


def next_call(response: TextResponse) -> Call | None:
    """What the link 下一页, or else the link with the next number, calls."""
    root = response.selector.root
    current, numbered = numbered_links(root, response)
    candidates = [*links_saying(root, NEXT), *([numbered[current + 1]] if current + 1 in numbered else [])]
    return next((call for link in candidates if (call := call_of(link)) is not None), None)


def scripted_page(response: TextResponse) -> Request | None:
    """Request that the next page's link would make.

    Its argument is an address, or a number that its function puts into an address or into a field of a form.
    """
    call = next_call(response)
    if call is None:
        return None
    for argument in call.arguments:
        if _ADDRESS.search(argument):
            url = absolute(response, argument)
            return Request(url) if url is not None and url != response.url else None
    if not any(argument.isascii() and argument.isdigit() for argument in call.arguments):
        return None
    function = _definition(call, response.text)
    return function and (_opened(*function, response) or _sent(*function, response))


def _definition(call: Call, source: str) -> tuple[str, dict[str, str]] | None:
    """Beginning of the called function's code, and its parameters with the values they are given."""
    head = re.search(rf"\bfunction\s{{1,5}}{re.escape(call.function)}\s{{0,3}}\(([\w$,\s]{{1,200}})\)", source)
    if head is None:
        return None
    code = re.split(r"\bfunction\s", source[head.end() : head.end() + _CODE], maxsplit=1)[0]
    return code, dict(zip((name.strip() for name in head[1].split(",")), call.arguments, strict=False))


def _opened(code: str, values: dict[str, str], response: TextResponse) -> Request | None:
    """Request of the address that a function puts together."""
    written = _LOCATION.search(code)
    if written is None:
        return None
    parts = [text[1:-1] if text[0] in "\"'" else values.get(text) for text in _OPERAND.findall(written[1])]
    address = "".join(part for part in parts if part is not None)
    url = absolute(response, address) if None not in parts else None
    return Request(url) if url is not None and url != response.url else None


def _sent(code: str, values: dict[str, str], response: TextResponse) -> Request | None:
    """Request of the form that a function fills and sends."""
    filled = {field: values[name] for field, name in _FILLED.findall(code) if name in values}
    if not filled or "submit" not in code:
        return None
    named: dict[str, str] = {}
    form: etree._Element | None = None
    for element in response.selector.root.iter("input", "select"):
        field = next((text for text in (element.get("name"), element.get("id")) if text in filled), None)
        if field is not None and (form is None or form_around(element) is form):
            form = form_around(element)
            named[element.get("name") or field] = filled[field]
    return form_request(form, response, named) if form is not None else None
