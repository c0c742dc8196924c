"""A real Redis, which the tests start themselves, beside the ledgers' PostgreSQL."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.sharing.board import Board, BoardError
from tests.crawler.ledger.conftest import postgres  # noqa: F401
from tests.crawler.test_resume import wait_for


@contextmanager
def redis_server() -> Iterator[str]:
    """Address of a Redis that keeps nothing on disk, reachable by a socket in its folder and by nothing else."""
    pytest.importorskip("redis", reason="needs the optional group 'redis'")
    if (program := shutil.which("redis-server")) is None:
        pytest.skip("Redis is not installed")
    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    options = ("--port", "0", "--unixsocket", str(folder / "socket"), "--save", "", "--dir", str(folder))
    process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    address = f"unix://{folder}/socket"
    try:
        wait_for(lambda: answers(address))
        yield address
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def answers(address: str) -> bool:
    board = Board(address, "", "", 20)
    try:
        board.check()
    except BoardError:
        return False
    finally:
        board.close()
    return True


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    with redis_server() as address:
        yield address


@pytest.fixture
def empty_redis(redis: str) -> str:
    from redis import Redis

    with Redis.from_url(redis) as client:
        client.flushall()
    return redis


MakeBoard = Callable[..., Board]


@pytest.fixture
def board(empty_redis: str) -> Iterator[MakeBoard]:
    """That of a worker by its name, of a run that is to be laid out once."""
    boards: list[Board] = []

    def make(worker: str, run: str = "1", seconds: float = 60) -> Board:
        boards.append(Board(empty_redis, run, worker, seconds))
        return boards[-1]

    yield make
    for each in boards:
        each.close()
