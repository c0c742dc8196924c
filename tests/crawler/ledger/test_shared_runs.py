"""Workers that share a run: who begins it, who may join it, and who may write of a portal."""

from __future__ import annotations

import pytest

from crawler.ledger import Ledger, LedgerError, LedgerLocked, PortalTakenOver

SCOPE = {"portals": "pingshan"}
NOW, LATER = "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"


@pytest.fixture
def database(postgres) -> str:
    return postgres.empty_database()


def test_first_worker_begins_the_run_and_others_join_it(database: str) -> None:
    with Ledger.open(database) as first, Ledger.open(database) as second:
        begun, leads = first.share(SCOPE, NOW)
        joined, follows = second.share(SCOPE, LATER)
        assert (begun.id, leads) == (joined.id, True) != (joined.id, follows)
        assert len(first.runs()) == 1


def test_run_that_all_its_workers_left_is_resumed_by_the_next_one(database: str) -> None:
    with Ledger.open(database) as ledger:
        begun, _ = ledger.share(SCOPE, NOW)
    with Ledger.open(database) as ledger:
        run, leads = ledger.share(SCOPE, LATER)
        assert (run.id, run.resumed, leads) == (begun.id, 1, True)


def test_neither_another_run_nor_workers_of_one_can_have_it_meanwhile(database: str) -> None:
    with Ledger.open(database) as worker, Ledger.open(database) as other:
        worker.share(SCOPE, NOW)
        with pytest.raises(LedgerLocked):
            other.begin(SCOPE, LATER)
        with pytest.raises(LedgerLocked):
            other.share({"portals": "haibei"}, LATER)


def test_run_of_one_process_can_not_be_joined(database: str) -> None:
    with Ledger.open(database) as alone, Ledger.open(database) as worker:
        alone.begin(SCOPE, NOW)
        with pytest.raises(LedgerLocked):
            worker.share(SCOPE, LATER)


def test_file_can_not_be_shared(tmp_path) -> None:
    with (
        Ledger.open(tmp_path / "ledger.sqlite") as ledger,
        pytest.raises(LedgerError, match="in PostgreSQL, not a file"),
    ):
        ledger.share(SCOPE, NOW)


def test_portal_is_its_last_workers(ledger: Ledger, run) -> None:
    for worker in ("1", "2"):
        with ledger.writing() as connection:
            ledger.portal_begun(connection, run, "pingshan", NOW, worker)
    with ledger.writing() as connection:
        ledger.check_worker(connection, run, "pingshan", "2")
        with pytest.raises(PortalTakenOver, match="pingshan"):
            ledger.check_worker(connection, run, "pingshan", "1")


def test_portal_stays_its_workers_until_what_it_tells_is_written(database: str) -> None:
    from sqlalchemy.exc import OperationalError

    with Ledger.open(database) as first, Ledger.open(database) as second:
        run, _ = first.share(SCOPE, NOW)
        with first.writing() as connection:
            first.portal_begun(connection, run, "pingshan", NOW, "1")
        with first.writing() as connection, second.writing() as other:
            first.check_worker(connection, run, "pingshan", "1")
            other.exec_driver_sql("SET LOCAL lock_timeout = '1ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                second.portal_begun(other, run, "pingshan", LATER, "2")
            other.rollback()


def test_portal_of_a_worker_that_stands_still_in_a_transaction_can_be_had(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.ledger.runs._STANDSTILL", "50ms")
    with Ledger.open(database) as late, Ledger.open(database) as other:
        run, _ = late.share(SCOPE, NOW)
        with late.writing() as connection:
            late.portal_begun(connection, run, "pingshan", NOW, "1")

        def stand_still() -> None:
            with late.writing() as connection:
                late.check_worker(connection, run, "pingshan", "1")
                with other.writing() as taking:
                    taking.exec_driver_sql("SET LOCAL lock_timeout = '30s'")
                    other.portal_begun(taking, run, "pingshan", LATER, "2")
                late.portal_done(connection, run, "pingshan", "read", {}, {}, LATER)

        with pytest.raises(LedgerError, match="idle-in-transaction"):
            stand_still()
