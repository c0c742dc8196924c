import threading

import pytest
from sqlalchemy import event, text

from crawler.ledger import Ledger, LedgerError, LedgerWriter
from tests.crawler.ledger.samples import make_item, make_visit


class Commits:
    """Counts the transactions that a ledger commits."""

    def __init__(self, ledger):
        self.number = 0
        event.listen(ledger._engine, "commit", self._count)

    def _count(self, connection):
        self.number += 1


@pytest.fixture
def writer(ledger):
    with LedgerWriter(ledger) as opened:
        yield opened


def hold(writer):
    """Keep the thread busy: what comes meanwhile waits together. Gives what lets it go on."""
    begun, go_on = threading.Event(), threading.Event()

    def operation(connection):
        begun.set()
        assert go_on.wait(30)

    writer.submit(operation)
    assert begun.wait(30)
    return go_on.set


def settling(ledger, run, name):
    return lambda connection: ledger.settle(connection, run, make_visit(address=name), make_item(id=name))


def test_what_is_submitted_is_committed_when_its_future_says_so(ledger, run, writer):
    assert writer.submit(settling(ledger, run, "a")).result(30) == "first"
    assert ledger.item("a")["id"] == "a"


def test_all_that_waits_shares_one_transaction(ledger, run, writer):
    go_on = hold(writer)
    commits = Commits(ledger)
    futures = [writer.submit(settling(ledger, run, str(number))) for number in range(50)]
    go_on()
    assert [future.result(30) for future in futures] == ["first"] * 50
    assert commits.number == 2  # what held the thread, and all the others


def test_operations_are_applied_in_the_order_in_which_they_came(ledger, run, writer):
    go_on = hold(writer)
    order = []
    futures = [writer.submit(lambda connection, number=number: order.append(number)) for number in range(20)]
    go_on()
    futures[-1].result(30)
    assert order == list(range(20))


def test_an_operation_that_fails_fails_alone(ledger, run, writer):
    def fail(connection):
        ledger.settle(connection, run, make_visit(address="c"), make_item(id="c"))
        raise ValueError("not this one")

    go_on = hold(writer)
    first, broken, last = (
        writer.submit(each) for each in (settling(ledger, run, "a"), fail, settling(ledger, run, "b"))
    )
    go_on()
    assert (first.result(30), last.result(30)) == ("first", "first")
    with pytest.raises(ValueError, match="not this one"):
        broken.result(30)
    assert [item["id"] for item in ledger.items()] == ["a", "b"]  # nothing of c


def test_a_wrong_value_fails_alone(ledger, run, writer):
    go_on = hold(writer)
    wrong = writer.submit(lambda connection: connection.execute(text("INSERT INTO run (id) VALUES (1)")))
    good = writer.submit(settling(ledger, run, "a"))
    go_on()
    assert good.result(30) == "first"
    assert wrong.exception(30) is not None


def test_who_submits_waits_while_too_many_wait(ledger):
    with LedgerWriter(ledger, waiting=1) as writer:
        go_on = hold(writer)
        writer.submit(lambda connection: None)
        third = threading.Thread(target=lambda: writer.submit(lambda connection: None))
        third.start()
        third.join(0.05)
        assert third.is_alive()
        go_on()
        third.join(30)
        assert not third.is_alive()


def test_closing_does_what_waits_and_takes_no_more(ledger, run):
    writer = LedgerWriter(ledger)
    go_on = hold(writer)
    future = writer.submit(settling(ledger, run, "a"))
    go_on()
    writer.close()
    assert future.result(0) == "first"
    with pytest.raises(RuntimeError, match="closed"):
        writer.submit(lambda connection: None)
    writer.close()


def test_what_is_cancelled_is_not_done(ledger, run, writer):
    go_on = hold(writer)
    cancelled, last = writer.submit(settling(ledger, run, "a")), writer.submit(settling(ledger, run, "b"))
    assert cancelled.cancel()
    go_on()
    last.result(30)
    assert [item["id"] for item in ledger.items()] == ["b"]


def test_a_server_that_goes_is_said_once_and_one_that_comes_back_is_used(mortal_postgres, caplog):
    with Ledger.open(mortal_postgres.empty_database()) as ledger, LedgerWriter(ledger) as writer:
        run = ledger.begin({}, "2026-01-01T00:00:00Z")
        writer.submit(settling(ledger, run, "a")).result(30)
        mortal_postgres.stop()
        for _ in range(3):
            with pytest.raises(LedgerError):
                writer.submit(settling(ledger, run, "b")).result(30)
        assert len(caplog.records) == 1
        mortal_postgres.start()
        assert writer.submit(settling(ledger, run, "b")).result(30) == "first"
        assert [item["id"] for item in ledger.items()] == ["a", "b"]
