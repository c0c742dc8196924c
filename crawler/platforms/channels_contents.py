"""昭通's platform: ``/channels/{id}.html`` lists ``/contents/{column}/{id}.html``."""

from __future__ import annotations

import re

from crawler.platforms.base import USUAL_BODIES, Platform


class ChannelsContents(Platform):
    """Counties have both trees in a folder of their own. Its paging was not seen: every pager of the base may serve."""

    name = "channels_contents"
    body = USUAL_BODIES
    markers = (
        re.compile(r"""/contents/\d{1,8}/\d{1,12}\.html"""),
        re.compile(r"""/channels/\d{1,8}(?:_\d{1,5})?\.html"""),
    )
    article = re.compile(r"/contents/\d{1,8}/\d{1,12}\.html")
