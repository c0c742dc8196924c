from importlib.util import find_spec
from pathlib import Path

import pytest

from crawler.ledger import Ledger, LedgerError
from crawler.ledger.engine import file_system_of, make_engine, parse_address


def test_the_folders_of_a_file_are_made(tmp_path):
    with Ledger.open(tmp_path / "state" / "crawl" / "ledger.sqlite"):
        assert (tmp_path / "state" / "crawl" / "ledger.sqlite").is_file()


needs_postgres = pytest.mark.skipif(not find_spec("psycopg"), reason="needs the optional group 'postgres'")


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("mysql://user:secret@host/name", "SQLite file or lies in PostgreSQL"),
        ("sqlite://", "name a file"),
        ("sqlite:///:memory:", "name a file"),
        ("postgresql://user:secret@host:port/name", "no address"),
        pytest.param(
            "postgresql://user:secret@127.0.0.1:1/name?connect_timeout=2", "(?i)connection", marks=needs_postgres
        ),
    ],
)
def test_a_wrong_address_is_told_without_its_password(address, problem):
    with pytest.raises(LedgerError, match=problem) as caught:
        Ledger.open(address)
    assert "secret" not in str(caught.value)


def test_a_file_in_the_place_of_its_folder_is_told(tmp_path):
    (tmp_path / "state").write_text("")
    with pytest.raises(LedgerError, match="folder can't be made"):
        Ledger.open(tmp_path / "state" / "ledger.sqlite")


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(LedgerError, match="unable to open"):
        Ledger.open(tmp_path)


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path):
    (tmp_path / "feed.json").write_bytes(b"[]" * 1_000)
    with pytest.raises(LedgerError, match="not a database"):
        Ledger.open(tmp_path / "feed.json")
    assert (tmp_path / "feed.json").read_bytes() == b"[]" * 1_000


def test_who_only_looks_makes_no_file(tmp_path):
    with pytest.raises(LedgerError, match="no such file"):
        Ledger.open(tmp_path / "ledger.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_no_lock_is_told(tmp_path):
    (tmp_path / "ledger.sqlite.lock").mkdir()
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger, pytest.raises(LedgerError, match="no lock can be had"):
        ledger.begin({}, "2026-01-01T00:00:00Z")


def test_a_server_that_is_gone_is_told(mortal_postgres):
    with Ledger.open(mortal_postgres.empty_database()) as ledger:
        mortal_postgres.stop()
        for use in (lambda: ledger.begin({}, "2026-01-01T00:00:00Z"), ledger.status, lambda: ledger.page("a", "b")):
            with pytest.raises(LedgerError):
                use()


MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
server:/export /mnt/shared\\040files nfs4 rw 0 0
tmpfs /mnt/shared\\040files/fast tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/x", "ext4"),
        ("/mnt/shared files/a", "nfs4"),
        ("/mnt/shared files/fast/a", "tmpfs"),
        ("/mnt/shared", "ext4"),
    ],
)
def test_the_innermost_mount_tells_what_a_file_lies_on(tmp_path, folder, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert file_system_of(Path(folder), mounts) == kind


def test_a_network_file_system_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.ledger.engine.file_system_of", lambda folder: "nfs4")
    with pytest.raises(LedgerError, match=r"network file system \(nfs4\)"):
        Ledger.open(tmp_path / "ledger.sqlite")


@needs_postgres
def test_a_server_that_does_not_answer_is_given_up_after_a_while_which_the_address_may_set():
    url = parse_address("postgresql://a@/b?connect_timeout=2")
    engine = make_engine(url)
    try:
        _, options = engine.dialect.create_connect_args(engine.url)
    finally:
        engine.dispose()
    assert options["connect_timeout"] == "2"
    assert options["tcp_user_timeout"] == "60000"


@needs_postgres
def test_postgresql_is_reached_by_the_driver_that_is_installed():
    assert parse_address("postgresql://a@/b").drivername == "postgresql+psycopg"
