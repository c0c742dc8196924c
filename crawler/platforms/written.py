"""Pagers that a script writes from variables: how many pages, which one this is, and how their addresses begin and end."""

from __future__ import annotations

import re
from itertools import islice

_TOTAL = re.compile(
    r"""\b(?:total_?pages?|page_?counts?|count_?page|max_?pages?|all_?pages?|page_?total|pages)["']?\s{0,5}[:=]\s{0,5}["']?(\d{1,5})\b""",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"""\b(?:cur(?:r|rent)?_?(?:page|index)|curr|now_?page|page_?(?:now|no|index|num|number))["']?\s{0,5}[:=]\s{0,5}["']?(\d{1,5})\b""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"""["']([^"'\s<>]{0,200}(?:\w[_-]|[?&](?:\w{0,15}page\w{0,10}|pn?|index)=))\\?["']\s{0,5}\+\s{0,5}(?:\([^()"';\n]{1,40}\)|[\w.$]{1,40})\s{0,5}(?:\+\s{0,5}["']([^"'\s<>\\]{0,60}))?""",
    re.IGNORECASE,
)
_FROM_ZERO = re.compile(r"==\s{0,3}0\b|>\s{0,3}0\b|-\s{0,3}1\s{0,3}\)")
_FILE = re.compile(r"\.\w{1,6}(?:$|\?)")
_NEAR = 3_000
"""Characters around the number of pages that belong to the pager."""
_MAX_TOTALS = 10


def written_page(source: str) -> str | None:
    r"""Address of the next page, as the script would write it; ``None`` on the last one, or where anything is missing.

    >>> written_page('var totalPage=5,curPage=1;document.write("<a href=\\"list_"+(curPage+1)+".html\\">下一页</a>")')
    'list_2.html'
    >>> written_page("laypage({pages: 5, curr: 4, jump: function(o) { location.href = '?id=7&page=' + o.curr; }})")
    '?id=7&page=5'
    """
    for total in islice(_TOTAL.finditer(source), _MAX_TOTALS):
        near = source[max(total.start() - _NEAR, 0) : total.end() + _NEAR]
        current, address = _CURRENT.search(near), _written_address(near)
        if current is not None and address is not None:
            page, pages = int(current[1]), int(total[1])
            last = pages - 1 if page == 0 or _FROM_ZERO.search(near) else pages
            return f"{address[0]}{page + 1}{address[1]}" if page < last else None
    return None


def _written_address(near: str) -> tuple[str, str] | None:
    """Beginning and end of an address around a page's number."""
    for match in _ADDRESS.finditer(near):
        before, after = match[1], match[2] or ""
        if before.endswith("=") or _FILE.match(after):
            return before, after
    return None
