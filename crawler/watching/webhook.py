"""Tells alarms to an address: one POST of JSON, of which nothing but its status is taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any, NoReturn, cast

from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.interfaces import IReactorTime
from twisted.web.client import Agent, FileBodyProducer
from twisted.web.http_headers import Headers
from twisted.web.iweb import IBodyProducer


class WebhookFailed(Exception):
    """The address did not take the alarms. The message never names it: it may hold a token."""


async def post(address: str, message: Mapping[str, Any], seconds: float) -> None:
    """Send a message, within so many seconds. Redirects are not followed. :exc:`WebhookFailed` says why it was not taken."""
    from twisted.internet import reactor

    agent = Agent(reactor, connectTimeout=seconds)  # type: ignore[no-untyped-call]
    body = FileBodyProducer(BytesIO(json.dumps(message, ensure_ascii=False).encode()))  # type: ignore[no-untyped-call]
    headers = Headers({"Content-Type": ["application/json; charset=utf-8"], "User-Agent": ["nianbao"]})
    try:
        sent = agent.request(b"POST", address.encode("ascii"), headers, cast(IBodyProducer, body))
        response = await maybe_deferred_to_future(sent.addTimeout(seconds, cast(IReactorTime, reactor), _give_up))
    except WebhookFailed:
        raise
    except Exception as error:  # noqa: BLE001  whatever keeps it from being sent must not fail the run
        raise WebhookFailed(type(error).__name__) from None  # its text may name the address
    if not 200 <= response.code < 300:
        raise WebhookFailed(f"status {response.code}")


def _give_up(_: object, seconds: float) -> NoReturn:
    raise WebhookFailed(f"no answer within {seconds:g} s")
