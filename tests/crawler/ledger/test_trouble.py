"""Full disks and killed processes."""

import signal
import subprocess
import sys
from pathlib import Path

from crawler.ledger import Ledger
from crawler.ledger.engine import driver_connection

ROOT = Path(__file__).parents[3]

FULL_DISK = """
import resource, sys
from concurrent.futures import wait
from crawler.ledger import Ledger, LedgerError, LedgerWriter
from tests.crawler.ledger.samples import make_item, make_visit

ledger = Ledger.open(sys.argv[1])
run = ledger.begin({}, "2026-01-01T00:00:00Z")

def settle(name):
    item = make_item(id=name, title="题" * 20_000)
    return writer.submit(lambda connection: ledger.settle(connection, run, make_visit(address=name), item))

_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
with LedgerWriter(ledger) as writer:
    settle("before").result()
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))  # as a full disk: files grow to here
    futures = {f"{number:03}": settle(f"{number:03}") for number in range(200)}
    wait(futures.values())
    errors = {name: future.exception() for name, future in futures.items()}
    assert all(error is None or isinstance(error, LedgerError) for error in errors.values()), errors
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))  # somebody made room
    settle("later").result()
ledger.close()
print(*sorted(name for name, error in errors.items() if error is None))
print(next(error for error in errors.values() if error))
"""


def run_script(script, address):
    return subprocess.Popen(
        [sys.executable, "-c", script, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


def check_file(ledger):
    with ledger.reading() as connection:
        (said,) = driver_connection(connection).execute("PRAGMA integrity_check").fetchone()
    return said


def test_a_full_disk_costs_what_it_did_not_take_and_nothing_else(tmp_path):
    with run_script(FULL_DISK, str(tmp_path / "ledger.sqlite")) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    written, problem = out.splitlines()
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        assert check_file(ledger) == "ok"
        assert [item["id"] for item in ledger.items()] == sorted([*written.split(), "before", "later"])
    assert "full" in problem or "I/O" in problem
    assert err.count("nothing can be written") == 1


BUSY = """
import sys
from pathlib import Path
from crawler.ledger import Ledger, LedgerWriter
from tests.crawler.ledger.samples import make_item, make_visit

ledger = Ledger.open(sys.argv[1])
run = ledger.begin({}, "2026-01-01T00:00:00Z")

def done(name):
    return lambda future: print(name, flush=True)

with LedgerWriter(ledger) as writer:
    for number in range(1_000_000):
        name = f"{number:07}"
        writer.submit(
            lambda connection, name=name: ledger.settle(connection, run, make_visit(address=name), make_item(id=name))
        ).add_done_callback(done(name))
"""


def test_a_killed_process_loses_nothing_that_was_said_to_be_done(address):
    with run_script(BUSY, address) as process:
        said = [process.stdout.readline().strip() for _ in range(100)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().split("\n")[:-1]
    with Ledger.open(address) as ledger:
        kept = [item["id"] for item in ledger.items()]
        assert set(said) <= set(kept)
        assert kept == [f"{number:07}" for number in range(len(kept))]  # in order, none left out
        assert all(ledger.page("pingshan", name) is not None for name in said[-10:])
        if address.endswith("sqlite"):
            assert check_file(ledger) == "ok"
