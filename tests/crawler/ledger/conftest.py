"""Every test of a ledger runs over SQLite and over a real PostgreSQL, which the tests start themselves."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from pwd import getpwnam

import pytest

from crawler.ledger import Ledger


class Server:
    """PostgreSQL in a folder of its own, reachable by a socket there and by nothing else."""

    def __init__(self, programs: Path, user: str | None) -> None:
        self.programs = programs
        self.user = user
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if user is not None:
            shutil.chown(self.folder, user)

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "data"), *arguments]
        group = getpwnam(self.user).pw_gid if self.user else None
        more = {"user": self.user, "group": group, "extra_groups": []} if self.user else {}
        # Not captured: the server would inherit the pipe, and keep it open.
        with (self.folder / "programs.log").open("ab") as log:
            subprocess.run(
                command, check=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **more
            )

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c max_wal_size=64MB -F"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    @property
    def runs(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def empty_database(self) -> str:
        """Address of its one database, without what the last test left: to make another takes longer than most tests."""
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            connection.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.address

    @property
    def address(self) -> str:
        return f"postgresql://owner@/postgres?host={self.folder}"


def _programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return folders[-1] if folders else Path(on_path).parent if on_path else None


def _user() -> str | None:
    """The one that PostgreSQL runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return getpwnam(name).pw_name
        except KeyError:
            continue
    pytest.skip("PostgreSQL does not run as root, and there is no other user")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="needs the optional group 'postgres'", exc_type=ImportError)
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    server = Server(programs, _user())
    try:
        server.run("initdb", "-U", "owner", "-A", "trust", "-N", "--locale=C.UTF-8", "-E", "UTF8")
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture
def mortal_postgres(postgres: Server) -> Iterator[Server]:
    """The same one, for a test that stops and starts it."""
    yield postgres
    if not postgres.runs:
        postgres.start()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    return request.getfixturevalue("postgres").empty_database()


@pytest.fixture
def ledger(address) -> Iterator[Ledger]:
    with Ledger.open(address) as opened:
        yield opened


@pytest.fixture
def run(ledger):
    return ledger.begin({"portals": "pingshan"}, NOW)


NOW = "2026-01-01T00:00:00Z"
