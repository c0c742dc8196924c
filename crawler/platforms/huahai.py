"""曲靖's platform: ``/gov/public/special/{name}.html`` lists ``/gov/pub/description/{id}.html``."""

from __future__ import annotations

import re

from crawler.platforms.base import USUAL_BODIES, Platform


class Huahai(Platform):
    """Both trees also occur without ``/gov``. How its lists are paged was not seen: every pager of the base may serve."""

    name = "huahai"
    body = USUAL_BODIES
    markers = (
        re.compile(r"""/pub/description/\d{1,12}\.html"""),
        re.compile(r"""/public/special/[\w-]{1,60}\.html"""),
    )
    article = re.compile(r"/pub/description/\d{1,12}\.html")
