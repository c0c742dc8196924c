"""Processes of ``scrapy`` for the price of a fork: most runs of the tests take less time than what they import.

A process of its own imports it all once and forks for each command, which then finds everything as a fresh one does: its
arguments, folder, environment and outputs, no reactor, and random numbers of its own.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Self

from scrapy.cmdline import execute
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

from crawler.platforms import platforms
from crawler.portals import load_portals
from crawler.preparation import load_data_files

PROJECT = Path(__file__).parents[2]


def run(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, whatever its exit status; :exc:`TimeoutError`."""
    with TemporaryFile("w+", encoding="utf-8") as out, TemporaryFile("w+", encoding="utf-8") as err:
        with Fork(arguments, cwd, env, out, err) as process:
            status = process.wait(timeout)
        for each in (out, err):
            each.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


class Fork:
    """A running command; as much of :class:`subprocess.Popen` as the tests need."""

    def __init__(self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], out: IO[Any], err: IO[Any]) -> None:
        self._told, teller = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with teller:
            asked = json.dumps([arguments, str(cwd), env]).encode()
            socket.send_fds(_server(), [asked], [out.fileno(), err.fileno(), teller.fileno()])
        self.pid = int(self._hear(None))
        self.returncode: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no process behind."""
        self.kill()
        self.wait()

    def wait(self, timeout: float | None = None) -> int:
        """Exit status, negative for a signal; :exc:`TimeoutError`."""
        if self.returncode is None:
            self.returncode = int(self._hear(timeout))
            self._told.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):  # it has just ended
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _hear(self, timeout: float | None) -> bytes:
        self._told.settimeout(timeout)
        if not (told := self._told.recv(64)):
            raise RuntimeError("the process that forks has ended; its last words are on standard error")
        return told


@cache
def _server() -> socket.socket:
    """The connection to the process that forks, which ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, __file__, str(theirs.fileno())]
        env = {**os.environ, "PYTHONPATH": str(PROJECT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
        process = subprocess.Popen(command, env=env, pass_fds=[theirs.fileno()], stdout=subprocess.DEVNULL)
    atexit.register(process.wait)
    atexit.register(ours.close)  # before it
    return ours


# --- in the process that forks ----------------------------------------------------------------------------------------


def load() -> None:
    """Load what a crawl loads: the commands, the spiders, what the settings name, and the data files."""
    with suppress(SystemExit):
        execute(["scrapy", "list"])  # looks at every command and spider
    sys.stdout.flush()  # or each fork would print what is still in the buffer
    settings = get_project_settings()
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS"):
        for path in settings.get_component_priority_dict_with_base(kind):
            load_object(path)
    load_object(settings["DOWNLOAD_HANDLERS_BASE"]["http"])
    for path in settings.getwithbase("FEED_EXPORTERS").values():
        with suppress(NotConfigured):  # needs an optional group
            load_object(path)
    import_module("crawler.ledger.migrate")  # what opens a ledger loads it
    load_portals(platforms=platforms())
    load_data_files()
    gc.collect()
    gc.freeze()  # shared with the forks


def serve(connection: socket.socket) -> list[str] | None:
    """In each fork, the arguments of its command; ``None`` in the server, when nobody is left to ask."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    while True:
        asked, descriptors, _, _ = socket.recv_fds(connection, 1 << 20, 3)
        if not asked:
            return None
        if os.fork() == 0:
            connection.close()
            return begin(json.loads(asked), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def begin(asked: tuple[list[str], str, dict[str, str]], out: int, err: int, tells: int) -> list[str]:
    """Fork again, and be the command; this process waits for it and tells how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(fileno=tells) as teller:
        if pid := os.fork():
            teller.send(str(pid).encode())
            teller.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
            os._exit(0)
    arguments, folder, environment = asked
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:1] = [folder, environment["PYTHONPATH"]]
    for source, target in ((out, 1), (err, 2)):
        os.dup2(source, target)
        os.close(source)
    # Python has looked at the server's outputs: into a pipe it writes otherwise than into a file.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    return arguments


def end(status: object) -> None:
    """End as Python does, but do not take apart what is shared: that takes longer than many a command."""
    code = 0 if status is None else status if isinstance(status, int) else 1
    if code is not status and status is not None:
        print(status, file=sys.stderr)
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120
    os._exit(code & 0xFF)


if __name__ == "__main__":
    load()
    if (given := serve(socket.socket(fileno=int(sys.argv[1])))) is not None:
        try:
            execute(["scrapy", *given])
        except SystemExit as error:
            end(error.code)
