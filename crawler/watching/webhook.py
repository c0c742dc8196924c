"""Tells alarms to an address: one POST of JSON, of which nothing but its status is taken."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, NoReturn, cast

from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.interfaces import IReactorTime
from twisted.web.client import Agent, FileBodyProducer
from twisted.web.http_headers import Headers
from twisted.web.iweb import IBodyProducer

from crawler.watching.alarms import Alarm

_MAX_ALARMS = 100
_KEYS = ("finished", "exit_status", "begun_at", "ended_at", "seconds", "requests", "counts")


class WebhookFailed(Exception):
    """The address did not take the alarms. The message never names it: it may hold a token."""


def message_of(health: Mapping[str, Any], new: Sequence[Alarm], recovered: Sequence[Alarm]) -> dict[str, Any]:
    """What is sent: ``text`` for people, the alarms that began to ring, those that ring no more, and the run in short."""
    places = {alarm.place for alarm in new}
    old = [alarm for it in health["alarms"] if (alarm := Alarm(**it)).place not in places]
    return {
        "text": "\n".join(_lines(new, recovered, old)),
        "alarms": [alarm.as_dict() for alarm in new[:_MAX_ALARMS]],
        "more": max(len(new) - _MAX_ALARMS, 0),
        "recovered": [alarm.as_dict() for alarm in recovered[:_MAX_ALARMS]],
        "still": len(old),
        "run": {key: health[key] for key in _KEYS},
    }


def _lines(new: Sequence[Alarm], recovered: Sequence[Alarm], old: Sequence[Alarm]) -> Iterator[str]:
    yield f"nianbao: {len(new)} new alarms, {len(recovered)} recovered, {len(old)} still ring"
    yield from (str(alarm) for alarm in new[:_MAX_ALARMS])
    yield from (f"recovered: {alarm}" for alarm in recovered[:_MAX_ALARMS])
    if old:
        kinds = ", ".join(f"{kind} {n}" for kind, n in Counter(alarm.kind for alarm in old).most_common())
        yield f"still ring: {kinds}; the oldest since {min(alarm.since or '' for alarm in old)}"


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
