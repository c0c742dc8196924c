from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import crawler.archive.writer
from crawler.archive.folder import OPEN, recover, whole_bytes
from tests.crawler.archive.warcs import PAGE, URL, exchange, is_valid, records_of, writer


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz*"))


def kinds(path: Path) -> list[str]:
    return [record["WARC-Type"] for record in records_of(path)]


def test_an_exchange_is_a_response_and_the_request_that_caused_it(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    name = archive.write_exchange(exchange())
    archive.close()
    (file,) = files(tmp_path)
    info, response, request = records_of(file)
    assert (info["WARC-Type"], response["WARC-Type"], request["WARC-Type"]) == ("warcinfo", "response", "request")
    assert b"software: nianbao/0.1" in info["block"]
    assert (response["WARC-Record-ID"], request["WARC-Concurrent-To"]) == (name, name)
    assert response["block"].endswith(b"\r\n\r\n" + PAGE)
    assert response["WARC-Payload-Digest"].startswith("sha1:")
    assert is_valid(file)


def test_the_same_bytes_are_stored_once_also_by_the_next_run(tmp_path: Path) -> None:
    for run in range(2):
        archive = writer(tmp_path)
        archive.write_exchange(exchange(url=f"{URL}?{run}"))
        archive.write_exchange(exchange(url=f"{URL}?again{run}"))
        archive.close()
    first, second = files(tmp_path)
    assert kinds(first) == ["warcinfo", "response", "request", "revisit", "request"]
    assert kinds(second) == ["warcinfo", "revisit", "request", "revisit", "request"]
    revisit = records_of(second)[1]
    assert revisit["WARC-Refers-To-Target-URI"] == f"{URL}?0"
    assert revisit["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert is_valid(first, second)


def test_a_304_revisits_the_page_that_the_address_gave_last(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    archive.write_exchange(exchange())
    archive.write_exchange(exchange(b"<p>down</p>", status=500))
    archive.write_exchange(exchange(b"", status=304, date="2026-02-02T00:00:00Z"))
    archive.write_exchange(exchange(b"", url=f"{URL}?new", status=304))
    archive.close()
    records = [record for record in records_of(files(tmp_path)[0]) if record["WARC-Type"] != "request"]
    assert [record["WARC-Type"] for record in records] == ["warcinfo", "response", "response", "revisit", "response"]
    assert records[3]["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert records[3]["WARC-Payload-Digest"] == records[1]["WARC-Payload-Digest"]


def test_heads_are_kept_byte_by_byte(tmp_path: Path) -> None:
    name = "Content-Disposition: attachment; filename=年报.doc".encode("gb18030")
    archive = writer(tmp_path)
    archive.write_exchange(exchange(PAGE, URL, 200, "2026-01-02T03:04:05Z", name))
    archive.close()
    assert name in records_of(files(tmp_path)[0])[1]["block"]
    assert is_valid(*files(tmp_path))


def test_files_are_rotated_by_size_and_each_begins_with_warcinfo(tmp_path: Path) -> None:
    archive = writer(tmp_path, file_size=2_000)
    for number in range(6):
        archive.write_exchange(exchange(os.urandom(900), url=f"{URL}?{number}"))
    archive.close()
    assert [file.suffix for file in files(tmp_path)] == [".gz"] * 3
    assert {kinds(file)[0] for file in files(tmp_path)} == {"warcinfo"}
    assert is_valid(*files(tmp_path))


def test_run_that_fetches_nothing_leaves_no_file(tmp_path: Path) -> None:
    writer(tmp_path).close()
    assert files(tmp_path) == []


def test_record_that_the_disk_does_not_take_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(file: BinaryIO, data: bytes) -> None:
        file.write(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    archive = writer(tmp_path)
    archive.write_exchange(exchange())
    (before,) = files(tmp_path)
    size = before.stat().st_size
    with monkeypatch.context() as patch:
        patch.setattr(crawler.archive.writer, "_write_all", half)
        with pytest.raises(OSError, match="No space"):
            archive.write_exchange(exchange(b"another"))
    assert before.stat().st_size == size
    archive.close()
    assert is_valid(*files(tmp_path))


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    first = writer(tmp_path)
    with pytest.raises(OSError, match="in use"):
        writer(tmp_path)
    first.close()
    writer(tmp_path).close()


def test_run_that_gets_no_folder_keeps_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(sqlite3.Connection(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", connect)
    first = writer(tmp_path)
    with pytest.raises(OSError, match="in use"):
        writer(tmp_path)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[1].execute("SELECT 1")
    first.close()


# --- after a kill -----------------------------------------------------------------------------------------------------


@pytest.fixture
def torn(tmp_path: Path) -> tuple[Path, list[int]]:
    """A file that is still open, and where its records end."""
    archive = writer(tmp_path / "running")
    archive.write_exchange(exchange())
    archive.write_note(URL, "2026-01-02T03:04:05Z", b"{}")
    shutil.copytree(tmp_path / "running", tmp_path / "killed")
    archive.close()
    (path,) = (tmp_path / "killed").glob(f"*{OPEN}")
    data = path.read_bytes()
    ends = [end for end in range(1, len(data) + 1) if data[end : end + 3] in (b"\x1f\x8b\x08", b"")]
    return path, ends


def test_torn_file_keeps_every_whole_record_wherever_it_was_cut(torn: tuple[Path, list[int]]) -> None:
    path, ends = torn
    data = path.read_bytes()
    assert len(ends) == 4
    for cut in sorted({*range(0, len(data), 29), *(end + by for end in ends for by in (-1, 0))}):
        path.write_bytes(data[:cut])
        assert whole_bytes(path) == max((end for end in ends if end <= cut), default=0)


@pytest.mark.parametrize("tail", [b"\0" * 5_000, b"rubbish", b"\x1f\x8b\x08rubbish"])
def test_what_is_no_record_behind_the_last_one_is_cut_off(torn: tuple[Path, list[int]], tail: bytes) -> None:
    path, ends = torn
    with path.open("ab") as file:
        file.write(tail)
    assert recover(path.parent) == {path.name.removesuffix(OPEN): ends[-1]}
    assert is_valid(*files(path.parent))


def test_file_without_a_whole_record_goes(tmp_path: Path) -> None:
    (tmp_path / f"nianbao-1.warc.gz{OPEN}").write_bytes(b"\x1f\x8b\x08")
    assert recover(tmp_path) == {}
    assert files(tmp_path) == []


def test_payload_that_was_cut_off_or_deleted_is_stored_again(torn: tuple[Path, list[int]]) -> None:
    path, ends = torn
    path.write_bytes(path.read_bytes()[: ends[0] + 10])
    archive = writer(path.parent)
    archive.write_exchange(exchange())
    archive.close()
    recovered, second = files(path.parent)
    assert (kinds(recovered), kinds(second)) == (["warcinfo"], ["warcinfo", "response", "request"])
    second.unlink()
    archive = writer(path.parent)
    archive.write_exchange(exchange())
    archive.close()
    assert kinds(files(path.parent)[-1]) == ["warcinfo", "response", "request"]
