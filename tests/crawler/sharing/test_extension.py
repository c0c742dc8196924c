"""A worker that can't take part ends its crawl, and never as one that is done."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from crawler.extensions.sharing import Sharing
from crawler.sharing.board import BoardError
from crawler.sharing.worker import Worker


async def closed_by(outcome: Exception | None) -> list[str]:
    """Why a crawl was closed, if it was, whose worker ends like this; it is never idle after a failure."""
    reasons: list[str] = []

    async def work() -> None:
        if outcome is not None:
            raise outcome

    async def close_spider_async(*, reason: str) -> None:
        reasons.append(reason)

    crawler: Any = SimpleNamespace(engine=SimpleNamespace(close_spider_async=close_spider_async))
    sharing = Sharing(cast(Crawler, crawler), cast(Worker, SimpleNamespace(work=work)))
    sharing.idle()  # it has not begun
    sharing.spider_opened()
    with pytest.raises(DontCloseSpider):
        sharing.idle()
    await asyncio.sleep(0)
    if outcome is None:
        sharing.idle()
    else:
        with pytest.raises(DontCloseSpider):
            sharing.idle()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return reasons


def test_crawl_whose_worker_is_done_may_end() -> None:
    assert asyncio.run(closed_by(None)) == []


def test_crawl_whose_board_fails_ends_as_failed_with_one_line(caplog: pytest.LogCaptureFixture) -> None:
    assert asyncio.run(closed_by(BoardError("redis", "gone"))) == ["sharing_failed"]
    (record,) = caplog.records
    assert (record.levelno, record.exc_info) == (logging.ERROR, None)


def test_crawl_whose_worker_breaks_ends_as_failed_with_the_place(caplog: pytest.LogCaptureFixture) -> None:
    error = ValueError("a bug")
    assert asyncio.run(closed_by(error)) == ["sharing_failed"]
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[1] is error
