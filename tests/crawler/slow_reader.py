"""Reads documents only when a server says so, where a test is about what the crawl does meanwhile."""

from __future__ import annotations

import urllib.request

from scrapy.crawler import Crawler

import crawler.documents
from crawler.pipelines.page import PagePipeline
from extractors.documents import Document, Paragraph, sniff
from extractors.documents.isolated import read_isolated
from extractors.documents.sniffing import TEXTS


class SlowPages(PagePipeline):
    """Its reader waits for the answer of the address ``WAIT_FOR``, and says what that was."""

    @classmethod
    def from_crawler(cls, crawling: Crawler) -> SlowPages:
        def read(data: bytes, *more: object, **stop: object) -> object:
            if sniff(data) in TEXTS:
                return read_isolated(data)
            with urllib.request.urlopen(crawling.settings["WAIT_FOR"], timeout=40) as response:
                said = response.read().decode()
            lines = [f"松陂镇2021年政府信息公开工作年度报告（{said}）", "一、总体情况", "全年公开政府信息9条。" * 30]
            lines += [
                "二、主动公开政府信息情况",
                "公开政府信息9条。",
                "三、收到和处理政府信息公开申请情况",
                "没有收到申请。",
            ]
            return Document("application/pdf", blocks=[Paragraph(line) for line in lines])

        crawler.documents.read_isolated = read
        return super().from_crawler(crawling)
