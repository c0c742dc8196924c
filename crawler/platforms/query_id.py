"""Classic ASP, JSP and the like: one script for lists and one for articles, told apart by query parameters."""

from __future__ import annotations

import re

from crawler.platforms.base import USUAL_BODIES, Platform

_ARTICLE = (
    r"(?:ins|\w{0,20}(?:info|show|view|detail|article|content)\w{0,10})\.(?:asp|jsp|thtml|php|do)\?"
    r"(?:\w{1,20}=\w{0,20}&(?:amp;)?){0,3}(?:\w{0,10}id|i)=\d{1,12}"
)


class QueryId(Platform):
    """``ins.asp?s=624&i=22592``, ``zwinfo.jsp?id=15652``; lists are paged by one more parameter."""

    name = "query_id"
    body = USUAL_BODIES
    markers = (
        re.compile(rf"""["'/]{_ARTICLE}["'&#]""", re.IGNORECASE),
        re.compile(r"""["'/]\w{0,20}(?:list|class|more)\w{0,10}\.(?:asp|jsp|thtml)\?\w{1,20}=""", re.IGNORECASE),
    )
    article = re.compile(rf"/{_ARTICLE}(?:$|&)", re.IGNORECASE)
