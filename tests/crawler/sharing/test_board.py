"""Who of the workers has what: whatever happens to them, no group is two workers', and none is lost."""

from __future__ import annotations

import threading

import pytest

from crawler.sharing.board import Board, BoardError, Turn
from tests.crawler.sharing.conftest import MakeBoard
from tests.crawler.test_resume import wait_for

MOMENT = 0.2
"""Seconds of a lease that is to run out."""


def join(board: Board, *groups: str) -> Board:
    assert board.lay(groups) == 0
    assert board.join()
    return board


def lease_has_run_out(address: str, worker: str) -> bool:
    from redis import Redis

    with Redis.from_url(address) as client:
        seconds, fraction = client.time()
    return lease_ends(address, worker) <= seconds * 1_000 + fraction // 1_000


def lease_ends(address: str, worker: str) -> float:
    from redis import Redis

    with Redis.from_url(address) as client:
        return client.zscore("nianbao:alive", worker)


def test_each_takes_as_many_as_it_has_room_for(board: MakeBoard) -> None:
    first, second = join(board("1"), "a", "b", "c"), join(board("2"))
    assert first.turn(at_once=2) == Turn(3, ("a", "b"))
    assert second.turn(at_once=2) == Turn(3, ("c",))


def test_what_is_done_is_nobodys_and_makes_room(board: MakeBoard) -> None:
    worker = join(board("1"), "a", "b")
    worker.turn(at_once=1)
    assert worker.turn(["a"], at_once=1) == Turn(1, ("b",))
    assert worker.turn(["b"], at_once=1) == Turn(0, ())


def test_saying_it_twice_changes_nothing(board: MakeBoard) -> None:
    """As one does whom no answer has reached."""
    worker = join(board("1"), "a", "b", "c")
    worker.turn(at_once=1)
    assert worker.turn(["a"], at_once=1) == worker.turn(["a"], at_once=1) == Turn(2, ("b",))


def test_others_can_not_give_back_what_is_not_theirs(board: MakeBoard) -> None:
    first, second = join(board("1"), "a"), join(board("2"))
    first.turn(at_once=1)
    assert second.turn(["a"]) == Turn(1, ())
    assert first.turn() == Turn(1, ("a",))


def test_what_a_dead_worker_had_comes_first(board: MakeBoard, redis: str) -> None:
    first, second = join(board("1", seconds=MOMENT), "a", "b"), join(board("2"))
    first.turn(at_once=1)
    wait_for(lambda: lease_has_run_out(redis, "1"))
    assert second.turn(at_once=1) == Turn(2, ("a",))
    assert second.turn(at_once=2) == Turn(2, ("a", "b"))


def test_one_whose_lease_has_run_out_gets_nothing_and_changes_nothing(board: MakeBoard, redis: str) -> None:
    late, other = join(board("1", seconds=MOMENT), "a"), join(board("2"))
    late.turn(at_once=1)
    wait_for(lambda: lease_has_run_out(redis, "1"))
    assert late.turn(["a"], at_once=1) is None
    assert other.turn(at_once=1) == Turn(1, ("a",))


def test_turn_makes_the_lease_run_anew(board: MakeBoard, redis: str) -> None:
    worker = join(board("1"), "a")
    before = lease_ends(redis, "1")
    wait_for(lambda: worker.turn() is not None and lease_ends(redis, "1") > before)


def test_run_is_laid_out_once(board: MakeBoard) -> None:
    first = join(board("1"), "a", "b")
    first.turn(at_once=1)
    assert board("2").lay(["a", "b"]) == 0
    assert first.turn(at_once=1) == Turn(2, ("a",))


def test_run_that_is_not_laid_out_can_not_be_joined(board: MakeBoard) -> None:
    join(board("1"), "a")
    assert not board("2", run="2").join()


def test_next_run_waits_until_no_worker_of_the_last_one_can_be_alive(board: MakeBoard) -> None:
    last, next_ = join(board("1"), "a"), board("2", run="2")
    last.turn(at_once=1)
    assert 0 < next_.lay(["b"]) <= 60
    last.leave()
    assert next_.lay(["b"]) == 0
    assert next_.join()
    assert last.turn() is None
    assert next_.turn(at_once=2) == Turn(1, ("b",))


def test_redis_that_has_forgotten_all_lets_no_one_go_on(board: MakeBoard, redis: str) -> None:
    from redis import Redis

    worker = join(board("1"), "a")
    with Redis.from_url(redis) as client:
        client.flushall()
    assert worker.turn() is None
    assert not board("2").join()


def test_many_at_once_share_all_of_it(board: MakeBoard) -> None:
    groups = [f"g{number}" for number in range(200)]
    workers = [join(board(f"{number}"), *groups) for number in range(4)]
    done: list[str] = []

    def work(worker: Board) -> None:
        turn = worker.turn(at_once=3)
        while turn is not None and turn.left:
            done.extend(turn.own)
            turn = worker.turn(turn.own, at_once=3)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(groups)


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "unix:///nowhere/socket"])
def test_redis_that_is_not_there_is_told(address: str) -> None:
    pytest.importorskip("redis", reason="needs the optional group 'redis'")
    with pytest.raises(BoardError, match=r"shared: Error|shared: .*[Cc]onnect"):
        Board(address, "1", "1", 60).check()


def test_no_password_is_told() -> None:
    pytest.importorskip("redis", reason="needs the optional group 'redis'")
    with pytest.raises(BoardError) as told:
        Board("http://:hush@127.0.0.1/", "1", "1", 60)
    assert "hush" not in str(told.value)
