"""How long each host is left alone between two requests."""

from __future__ import annotations

from collections.abc import Iterable

from scrapy.core.downloader import Downloader
from scrapy.settings import BaseSettings

from crawler.portals import Portal
from crawler.urls import bare_host, endpoint

_LEAST = 0.001
"""Seconds. Without any delay Scrapy 2.19 lets all that waits for a host go at once: its one connection would be many."""


def set_delays(settings: BaseSettings, portals: Iterable[Portal]) -> None:
    """Set the delays that portals on this machine have for themselves; no host goes without."""
    settings.set("DOWNLOAD_DELAY", max(settings.getfloat("DOWNLOAD_DELAY"), _LEAST), priority="cmdline")
    slots = settings.getdict("DOWNLOAD_SLOTS")
    for portal in portals:
        if portal.delay is not None:
            own = {"delay": max(portal.delay, _LEAST), "jitter": 0.0, "concurrency": 1}
            for url in portal.urls:
                slots.setdefault(bare_host(endpoint(url)[0]), own)
    settings.set("DOWNLOAD_SLOTS", slots, priority="spider")


def slow_down(downloader: Downloader, name: str, seconds: float) -> None:
    """Let a host's queue wait so long between two requests, never less; also when it is made anew after a pause."""
    known = downloader.per_slot_settings.get(name, {})
    if known.get("delay", 0.0) >= seconds:
        return
    delay = max(seconds, downloader.settings.getfloat("DOWNLOAD_DELAY"))
    downloader.per_slot_settings[name] = {**known, "delay": delay, "jitter": 0.0}
    if (slot := downloader.slots.get(name)) is not None:
        slot.delay, slot.jitter = delay, 0.0
