"""A worker that was not heard of asks for nothing more."""

from __future__ import annotations

from typing import NoReturn

import pytest

from crawler.sharing.lease import Lease


class Ended(Exception):
    """In place of the end of the process."""


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def end() -> NoReturn:
    raise Ended


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lease(clock: Clock) -> Lease:
    return Lease(60, clock, end)


def test_it_runs_from_when_it_was_asked_for(lease: Lease, clock: Clock) -> None:
    lease.renew(clock.now)
    clock.now += 50
    assert 0 < lease.left < 10
    lease.check()


def test_it_ends_before_another_can_have_the_portals(lease: Lease, clock: Clock) -> None:
    lease.renew(clock.now)
    clock.now += 59
    with pytest.raises(Ended):
        lease.check()


def test_who_has_nothing_loses_nothing(lease: Lease, clock: Clock) -> None:
    lease.renew(clock.now)
    lease.give_back()
    clock.now += 1_000
    lease.check()
