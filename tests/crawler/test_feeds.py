from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.exporters.feedstorage import WholeFileStorage
from crawler.extensions.feeds import WholeFeedExporter
from crawler.wholefile import WholeFile


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_file_appears_whole_at_the_end(tmp_path: Path) -> None:
    whole = WholeFile(tmp_path / "out.json")
    whole.file.write(b"[]")
    assert not (tmp_path / "out.json").exists()
    whole.commit()
    assert (tmp_path / "out.json").read_bytes() == b"[]"
    assert names(tmp_path) == ["out.json"]


def test_old_file_stays_until_then(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_bytes(b"old")
    whole = WholeFile(tmp_path / "out.json")
    whole.file.write(b"new")
    assert (tmp_path / "out.json").read_bytes() == b"old"
    whole.discard()
    assert names(tmp_path) == ["out.json"]
    assert (tmp_path / "out.json").read_bytes() == b"old"


def test_permissions_of_the_old_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    WholeFile(path).commit()
    assert path.stat().st_mode & 0o777 == 0o640


def test_link_keeps_pointing(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "out.json").symlink_to("real.json")
    WholeFile(tmp_path / "out.json").commit()
    assert (tmp_path / "out.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b""


def test_what_is_no_file_is_written_to_directly() -> None:
    whole = WholeFile(Path("/dev/null"))
    whole.file.write(b"x")
    whole.commit()
    assert not Path("/dev/null").is_file()


def test_missing_folders_are_made(tmp_path: Path) -> None:
    WholeFile(tmp_path / "a" / "b" / "out.json").commit()
    assert (tmp_path / "a" / "b" / "out.json").exists()


def test_storage_appends_to_a_copy(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"1\n")
    storage = WholeFileStorage(str(tmp_path / "out.jsonl"))
    file = storage.open(None)  # type: ignore[arg-type]
    file.write(b"2\n")
    assert (tmp_path / "out.jsonl").read_bytes() == b"1\n"
    storage.store(file)
    assert (tmp_path / "out.jsonl").read_bytes() == b"1\n2\n"


def test_interrupted_run_keeps_what_it_found_beside(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"old")
    storage = WholeFileStorage((tmp_path / "out.jsonl").as_uri(), feed_options={"overwrite": True})
    file = storage.open(None)  # type: ignore[arg-type]
    file.write(b"some")
    storage.interrupted = True
    storage.store(file)
    assert (tmp_path / "out.jsonl").read_bytes() == b"old"
    assert (tmp_path / "out.jsonl.partial").read_bytes() == b"some"


@pytest.fixture
def full_disk() -> Iterator[None]:
    """A disk that takes 4 kB of a file and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("full_disk")
def test_file_is_discarded_without_an_error_on_a_full_disk(tmp_path: Path) -> None:
    whole = WholeFile(tmp_path / "out.json")
    whole.file.write(b"x" * 6_000)
    whole.discard()
    assert whole.file.closed
    assert names(tmp_path) == []


@pytest.mark.usefixtures("full_disk")
def test_commit_that_fails_leaves_the_old_file_and_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_bytes(b"old")
    whole = WholeFile(tmp_path / "out.json")
    whole.file.write(b"x" * 6_000)
    with pytest.raises(OSError, match="File too large"):
        whole.commit()
    assert names(tmp_path) == ["out.json"]
    assert (tmp_path / "out.json").read_bytes() == b"old"


@pytest.mark.usefixtures("full_disk")
def test_partial_file_is_kept_as_far_as_the_disk_took_it(tmp_path: Path) -> None:
    whole = WholeFile(tmp_path / "out.jsonl")
    whole.file.write(b"x" * 6_000)
    with pytest.raises(OSError, match="File too large"):
        whole.keep_partial()
    assert names(tmp_path) == ["out.jsonl.partial"]


def test_old_content_that_cannot_be_copied_leaves_nothing_beside(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"x" * 10_000)
    request.getfixturevalue("full_disk")
    with pytest.raises(OSError, match="File too large"):
        WholeFile(tmp_path / "out.jsonl", append=True)
    assert names(tmp_path) == ["out.jsonl"]


@pytest.mark.usefixtures("full_disk")
def test_feed_that_the_disk_cannot_take_is_counted_and_the_others_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    exporter, counted = exporter_of()
    storage = WholeFileStorage(str(tmp_path / "out.csv"))
    file = storage.open(None)  # type: ignore[arg-type]
    full, fine = Slot(write=lambda: file.write(b"x" * 6_000)), Slot()
    full.storage = storage  # type: ignore[assignment]
    exporter.slots = [full, fine]  # type: ignore[list-item]
    for item in (1, 2, 3):
        exporter.item_scraped(item, None)  # type: ignore[arg-type]
    assert fine.items == [1, 2, 3]
    assert counted == ["feedexport/failed_count/WholeFileStorage"]
    assert names(tmp_path) == []
    assert "Traceback" not in caplog.text


class Slot:
    """A feed that collects, or breaks."""

    def __init__(self, write: Callable[[], object] = lambda: None) -> None:
        self.write = write
        self.uri = "out"
        self.uri_template = "out"
        self.itemcount = 0
        self.discarded = False
        self.items: list[Any] = []
        self.filter = SimpleNamespace(accepts=lambda item: True)
        self.exporter = self
        self.storage = self

    def start_exporting(self) -> None:
        """Nothing to open."""

    def export_item(self, item: Any) -> None:
        self.write()
        self.items.append(item)

    def discard(self) -> None:
        self.discarded = True


def exporter_of() -> tuple[WholeFeedExporter, list[str]]:
    """An exporter without feeds, and what it counts."""
    counted: list[str] = []
    exporter = WholeFeedExporter.__new__(WholeFeedExporter)
    exporter.crawler = SimpleNamespace(stats=SimpleNamespace(inc_value=counted.append))  # type: ignore[assignment]
    exporter.feeds = {"out": {"batch_item_count": 0}}
    return exporter, counted


def broken_exporter() -> None:
    raise ValueError("broken exporter")


def test_broken_feed_is_given_up_and_the_others_get_every_item(caplog: pytest.LogCaptureFixture) -> None:
    exporter, counted = exporter_of()
    broken, fine = Slot(broken_exporter), Slot()
    exporter.slots = [broken, fine]  # type: ignore[list-item]
    for item in (1, 2):
        exporter.item_scraped(item, None)  # type: ignore[arg-type]
    assert fine.items == [1, 2]
    assert broken.discarded
    assert counted == ["feedexport/failed_count/Slot"]
    assert "given up" in caplog.text
