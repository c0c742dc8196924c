from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler.network.delays import set_delays
from crawler.portals import Portal


@pytest.mark.parametrize("delay", [0.0, 2.0])
def test_no_host_goes_without_a_delay(delay: float) -> None:
    settings = Settings({"DOWNLOAD_DELAY": delay})
    set_delays(settings, [])
    assert settings.getfloat("DOWNLOAD_DELAY") == (delay or 0.001)


def test_delay_of_a_record_is_its_hosts_own() -> None:
    settings = Settings({"DOWNLOAD_DELAY": 2.0})
    portals = [
        Portal(id=str(delay), name="松汀", urls=(f"http://127.0.0.{n}:8000/",), delay=delay)
        for n, delay in ((1, 0.0), (2, 0.5), (3, None))
    ]
    set_delays(settings, portals)
    slots = settings.getdict("DOWNLOAD_SLOTS")
    assert {host: slot["delay"] for host, slot in slots.items()} == {"127.0.0.1": 0.001, "127.0.0.2": 0.5}
    assert {slot["concurrency"] for slot in slots.values()} == {1}
