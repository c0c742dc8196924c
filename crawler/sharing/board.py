"""The board in Redis on which the workers of a run see who of them lives, who has what, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from crawler.masking import mask
from extractors.errors import ConfigError

_KEYS = ("nianbao:run", "nianbao:waiting", "nianbao:held", "nianbao:alive")
"""The run that is laid out; groups that nobody has; group → worker; worker → milliseconds of Redis' clock until which it lives."""
_SCRIPTS = ("lay", "join", "turn")
_PATIENCE = 10.0
"""Seconds that Redis is given to answer, at most."""


class BoardError(ConfigError):
    """The board can't be had. Names its address without the password."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(mask(address), "shared", problem)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a worker is told."""

    left: int
    """Groups of the run that are not done."""
    own: tuple[str, ...]
    """Those that are the worker's."""


class Board:
    """The board as one worker sees it. Each method is one atomic script, and may be called from any thread. :exc:`BoardError` where Redis fails.

    ``run`` is what is laid out at most once; a lease is ``seconds`` long, from the last turn on.
    """

    def __init__(self, address: str, run: str, worker: str, seconds: float) -> None:
        self._address = address
        self._redis = _client(address, min(_PATIENCE, seconds / 4))
        folder = files(__package__)
        self._scripts = {
            name: self._redis.register_script((folder / f"{name}.lua").read_text("utf-8")) for name in _SCRIPTS
        }
        self._run = run
        self._worker = worker
        self._lease = round(seconds * 1_000)

    def check(self) -> None:
        """See whether Redis is there."""
        with self._telling():
            self._redis.ping()

    def lay(self, groups: Iterable[str]) -> float:
        """Lay out what is to be done, once. Gives 0, or the seconds until the last lease of a worker of another run ends."""
        return int(self._do("lay", *groups)) / 1_000

    def join(self) -> bool:
        """Begin to live; false where the run is not laid out."""
        return bool(self._do("join", self._worker, self._lease))

    def turn(self, done: Iterable[str] = (), at_once: int = 0) -> Turn | None:
        """Live on, give back what is done, and take groups until ``at_once`` are one's own, those of the dead first.

        ``None`` where the lease has run out.
        """
        answer = self._do("turn", self._worker, self._lease, at_once, *done)
        return None if answer is None else Turn(answer[0], tuple(answer[1]))

    def leave(self) -> None:
        """Live no more, when nothing is one's own."""
        with self._telling():
            self._redis.zrem(_KEYS[-1], self._worker)

    def close(self) -> None:
        """Give back the connections."""
        self._redis.close()

    def error(self, problem: str) -> BoardError:
        """Something that is wrong with this board."""
        return BoardError(self._address, problem)

    def _do(self, script: str, *arguments: str | int) -> Any:
        with self._telling():
            return self._scripts[script](keys=_KEYS, args=(self._run, *arguments))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        from redis.exceptions import RedisError

        try:
            yield
        except RedisError as error:
            raise self.error(str(error) or type(error).__name__) from error


def _client(address: str, seconds: float) -> Any:
    """Client that gives up after some seconds; what is tried again is tried by whoever asked."""
    if find_spec("redis") is None:
        raise BoardError(address, "needs the optional group 'redis', which is not installed")
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        return Redis.from_url(
            address,
            decode_responses=True,
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError as error:
        raise BoardError(address, "is no address of a Redis: redis://HOST/0, rediss://… or unix://PATH") from error
