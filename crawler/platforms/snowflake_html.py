"""陕西's static lists: ``/{path}/1.html``, then ``/{path}/2.html``; articles are named by a long id."""

from __future__ import annotations

import re

from crawler.platforms.base import USUAL_BODIES, Platform


class SnowflakeHtml(Platform):
    """Articles are ``/{path}/{19 digits}.html``, or ``{24 hexadecimal digits}.html`` in 西安 and 西咸."""

    name = "snowflake_html"
    body = USUAL_BODIES
    markers = (
        re.compile(r"""/\d{19}\.html["'?#]"""),
        re.compile(r"""/[0-9a-f]{24}\.html["'?#]"""),
        re.compile(r"""href=["'][\w./:-]{0,200}/zfx{1,2}gk[\w/]{0,120}/1\.html["']"""),
    )
    article = re.compile(r"/(?:\d{19}|[0-9a-f]{24})\.html(?:$|\?)")
    counted = "{}.html"
