"""JEECMS: ``/{col}/index.jhtml`` lists ``/{col}/{id}.jhtml``; page 2 is ``index_2.jhtml``."""

from __future__ import annotations

import re

from crawler.platforms.base import USUAL_BODIES, Platform


class Jeecms(Platform):
    """Numbered from one; the pager is links, or a list to jump by, or a script with the position beside it."""

    name = "jeecms"
    body = USUAL_BODIES
    markers = (
        re.compile(r"""/\d{1,12}\.jhtml["'?#]"""),
        re.compile(r"""index(?:_\d{1,5})?\.jhtml["'?#]"""),
        re.compile(r"""["'][\w./:-]{0,200}/jeecms?[/_.]""", re.IGNORECASE),
    )
    article = re.compile(r"/\d{1,12}\.jhtml(?:$|\?)")
    counted = "index_{}.jhtml"
