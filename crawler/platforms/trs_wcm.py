"""TRS 拓尔思 WCM: static lists with relative links; a script writes the pager, counting from zero."""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import TextResponse

from crawler.platforms.base import Platform, same_site_request
from crawler.platforms.pagers import script_pager


class TrsWcm(Platform):
    """``…/zfxxgknb/`` lists ``./202101/t20210107_123.html``; page 2 is ``index_1.html``."""

    name = "trs_wcm"
    body = (".TRS_Editor", ".trs_editor_view", "#zoom", ".TRS_UEDITOR")
    markers = (
        re.compile(r"""\bt(?:19|20)\d{6}_\d{3,12}\.s?html?"""),
        re.compile(r"""createPageHTML\s{0,5}\(\s{0,5}\d{1,6}\s{0,5},"""),
        re.compile(r"""\bvar\s{1,5}countPage\b"""),
        re.compile(r"""\b(?:TRS_Editor|trs_editor_view|TRS_UEDITOR)\b"""),
    )
    article = re.compile(r"/t(?:(?:19|20)\d{6}_)?\d{3,12}\.s?html?(?:$|\?)")

    def next_pages(self, response: TextResponse) -> list[Request]:
        """``createPageHTML(total, current, "index", "html")``, or the variables of the older script."""
        address = script_pager(response.text, response.url)
        return same_site_request(response, address) if address else super().next_pages(response)
