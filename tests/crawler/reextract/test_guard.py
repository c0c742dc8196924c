"""What breaks a process costs one piece of its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.reextract.engines import Processes
from crawler.reextract.guard import Guard, Limits, Lost

PIECES = 7


@dataclass(frozen=True)
class Square:
    """Squares numbers; goes wrong at one of them."""

    wrong: str
    at: int = 3

    def open(self) -> Callable[[int], int]:
        return self.work

    def work(self, number: int) -> int:
        if number == self.at:
            WRONGS[self.wrong]()
        return number * number


def compute_for_ever() -> None:
    while True:
        pass


def raise_error() -> None:
    raise ValueError("a bug")


WRONGS: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "raises": raise_error,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "crashes": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "exits": lambda: os._exit(3),
    "computes": compute_for_ever,
    "fills memory": lambda: bytearray(3_000_000_000),
}
REASONS = {
    "raises": "ValueError: a bug",
    "killed": "the process that read it ended: SIGKILL",
    "crashes": "the process that read it ended: SIGSEGV",
    "exits": "the process that read it ended: status 3",
    "computes": "the process that read it ended: SIGPROF",
    "fills memory": "MemoryError: ",
}


@pytest.fixture
def guard() -> Iterator[Guard]:
    guard = Guard(Limits(seconds=0.5, megabytes=2_000))
    yield guard
    guard.close()


@pytest.mark.parametrize("wrong", REASONS)
def test_only_the_piece_that_goes_wrong_is_lost(wrong: str, guard: Guard) -> None:
    done = list(guard.run(Square(wrong), range(PIECES)))
    assert done[3] == Lost(REASONS[wrong])
    assert [it for it in done if it != done[3]] == [0, 1, 4, 16, 25, 36]


def test_several_tasks_share_a_process_and_are_told_apart(guard: Guard) -> None:
    assert list(guard.run(Square("nothing"), range(3))) == [0, 1, 4]
    assert list(guard.run(Square("raises", at=0), range(2))) == [Lost("ValueError: a bug"), 1]
    assert list(guard.run(Square("nothing"), range(1))) == [0]


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_order_whoever_does_the_work(workers: int) -> None:
    engine = Processes(workers)
    found = list(engine.map(Square("exits", at=50), 100, 3))
    engine.close()
    assert found == [Lost("the process that read it ended: status 3") if n == 50 else n * n for n in range(100)]


def test_engine_that_is_closed_early_leaves_nobody_at_work() -> None:
    engine = Processes(2)
    first = next(engine.map(Square("computes", at=20), 100, 2))
    engine.close()
    assert first == 0
    assert all(guard._pipe is None for guard in engine._guards)


def test_guards_end_with_whoever_made_them(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, signal\n"
        "from tests.crawler.reextract.test_guard import Guard, Square\n"
        "if __name__ == '__main__':\n"
        "    guard = Guard()\n"
        "    list(guard.run(Square('nothing'), range(1)))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    # The guard has its parent's standard error, too: reading that to its end waits for both, or fails when the time is up.
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
