import os
import signal
import subprocess
import sys

import pytest

from crawler.ledger import Ledger, LedgerLocked

SCOPE = {"portals": "pingshan", "years": "2020"}
OTHER = {"portals": "haibei"}


def begin_again(ledger, address, scope=SCOPE, **options):
    """As the next process would."""
    ledger.close()
    ledger = Ledger.open(address)
    return ledger, ledger.begin(scope, "2026-01-02T00:00:00Z", **options)


def test_a_run_is_begun_and_ended(ledger):
    run = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    ledger.end(run, "finished", 3, {"requests": 7}, "2026-01-01T01:00:00Z")
    (kept,) = ledger.runs()
    assert (kept.state, kept.exit_status, kept.statistics) == ("finished", 3, {"requests": 7})
    assert (kept.begun_at, kept.ended_at, kept.resumed) == ("2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", 0)


def test_what_was_interrupted_is_resumed_whatever_order_its_arguments_have(ledger, address):
    first = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    ledger.end(first, "interrupted", 1, {}, "2026-01-01T00:10:00Z")
    again, run = begin_again(ledger, address, dict(reversed(SCOPE.items())))
    with again:
        assert (run.id, run.resumed, run.state, run.exit_status, run.ended_at) == (first.id, 1, "running", None, None)


@pytest.mark.parametrize("state", ["finished", "failed"])
def test_what_has_ended_is_not(ledger, address, state):
    first = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    ledger.end(first, state, 0, {}, "2026-01-01T00:10:00Z")
    again, run = begin_again(ledger, address)
    with again:
        assert (run.id != first.id, run.resumed) == (True, 0)


def test_a_run_of_another_scope_leaves_the_unfinished_one_to_be_resumed(ledger, address):
    first = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    ledger, other = begin_again(ledger, address, OTHER)
    assert other.id != first.id
    ledger, run = begin_again(ledger, address)
    with ledger:
        assert run.id == first.id


def test_what_began_too_long_ago_is_not_resumed(ledger, address):
    first = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    again, run = begin_again(ledger, address, resume_from="2026-01-01T00:00:01Z")
    with again:
        assert run.id != first.id


def test_a_second_run_is_told_who_has_the_ledger(ledger, address):
    ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    with (
        Ledger.open(address) as second,
        pytest.raises(LedgerLocked, match=f"process {os.getpid()}, since 2026") as caught,
    ):
        second.begin(OTHER, "2026-01-01T00:00:01Z")
    assert caught.value.since == "2026-01-01T00:00:00Z"


def test_who_only_reads_needs_no_lock(ledger, address):
    ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
    with Ledger.open(address) as second:
        assert [run.state for run in second.runs()] == ["running"]


_HOLDER = """
import sys
from crawler.ledger import Ledger
ledger = Ledger.open(sys.argv[1])
ledger.begin({"portals": "pingshan", "years": "2020"}, "2026-01-01T00:00:00Z")
print("has it", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_frees_the_ledger_and_its_run_is_resumed(address):
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "has it\n"
        with Ledger.open(address) as ledger, pytest.raises(LedgerLocked, match=f"process {process.pid}"):
            ledger.begin(SCOPE, "2026-01-02T00:00:00Z")
        process.send_signal(signal.SIGKILL)
    with Ledger.open(address) as ledger:
        for _ in range(100):  # PostgreSQL notices the end of a connection a little later
            try:
                run = ledger.begin(SCOPE, "2026-01-02T00:00:00Z")
                break
            except LedgerLocked:
                continue
        else:
            pytest.fail("the lock outlived its process")
        assert (run.resumed, run.begun_at) == (1, "2026-01-01T00:00:00Z")


def test_a_resumed_run_knows_the_portals_that_it_is_done_with(ledger, run):
    with ledger.writing() as connection:
        for portal in ("pingshan", "haibei"):
            ledger.portal_begun(connection, run, portal, "2026-01-01T00:00:00Z")
        ledger.portal_done(connection, run, "haibei", "read", {"pages": 3}, {"faults": []}, "2026-01-01T00:05:00Z")
    done = ledger.portals_done(run)
    assert list(done) == ["haibei"]
    assert (done["haibei"].outcome, done["haibei"].counts) == ("read", {"pages": 3})


def test_a_portal_that_is_begun_again_is_open_again(ledger, run):
    with ledger.writing() as connection:
        ledger.portal_begun(connection, run, "haibei", "2026-01-01T00:00:00Z")
        ledger.portal_done(connection, run, "haibei", "read", {"pages": 3}, {}, "2026-01-01T00:05:00Z")
        ledger.portal_begun(connection, run, "haibei", "2026-01-01T00:06:00Z")
    assert ledger.portals_done(run) == {}


def test_no_portal_is_done_that_was_not_begun(ledger, run):
    with pytest.raises(LookupError, match="haibei"), ledger.writing() as connection:
        ledger.portal_done(connection, run, "haibei", "read", {}, {}, "2026-01-01T00:05:00Z")


def test_previous_counts_are_those_of_the_last_run_that_was_done_with_the_portal(ledger):
    counted = {}
    for number, portals in enumerate([("pingshan", "haibei"), ("pingshan",), ()], start=1):
        counted[number] = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
        with ledger.writing() as connection:
            for portal in portals:
                ledger.portal_begun(connection, counted[number], portal, "2026-01-01T00:00:00Z")
                ledger.portal_done(
                    connection, counted[number], portal, "read", {"reports": number}, {}, "2026-01-01T00:01:00Z"
                )
        ledger.end(counted[number], "finished", 0, {}, "2026-01-01T00:02:00Z")
    assert ledger.previous(counted[3]) == {"pingshan": {"reports": 2}, "haibei": {"reports": 1}}
    assert ledger.previous(counted[1]) == {}


def test_previous_counts_go_back_to_a_run_that_had_what_is_looked_for(ledger):
    for counts in ({"reports": 5}, {"listings": 1}, {"listings": 2}):
        run = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
        with ledger.writing() as connection:
            for portal in ("pingshan", "haibei"):
                told = counts if portal == "pingshan" else {"listings": 3}
                ledger.portal_begun(connection, run, portal, "2026-01-01T00:00:00Z")
                ledger.portal_done(connection, run, portal, "read", told, {}, "2026-01-01T00:01:00Z")
        ledger.end(run, "finished", 0, {}, "2026-01-01T00:02:00Z")
    last = ledger.begin(SCOPE, "2026-01-02T00:00:00Z")
    assert ledger.previous(last, ("reports",)) == {"pingshan": {"reports": 5}, "haibei": {"listings": 3}}


def test_most_counts_are_the_largest_of_the_last_runs(ledger):
    for reports in (9, 5, 3, 4):
        run = ledger.begin(SCOPE, "2026-01-01T00:00:00Z")
        with ledger.writing() as connection:
            ledger.portal_begun(connection, run, "pingshan", "2026-01-01T00:00:00Z")
            counts = {"reports": reports - 1, "kept_back": 1, "pages": 99}
            ledger.portal_done(connection, run, "pingshan", "read", counts, {}, "2026-01-01T00:01:00Z")
        ledger.end(run, "finished", 0, {}, "2026-01-01T00:02:00Z")
    last = ledger.begin(SCOPE, "2026-01-02T00:00:00Z")
    assert [ledger.most(last, ("reports", "kept_back"), back) for back in (4, 3, 2, 0)] == [
        {"pingshan": 9}, {"pingshan": 5}, {"pingshan": 4}, {},
    ]  # fmt: skip


def test_what_fails_within_a_transaction_leaves_nothing(ledger, run):
    def begin_and_break_off():
        with ledger.writing() as connection:
            ledger.portal_begun(connection, run, "haibei", "2026-01-01T00:00:00Z")
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        begin_and_break_off()
    assert ledger.status() == []
