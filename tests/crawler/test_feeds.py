from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.extensions.feeds import WholeFeedExporter
from crawler.feedstorage import WholeFileStorage
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


class Slot:
    """A feed that collects, or breaks."""

    def __init__(self, *, breaks: bool) -> None:
        self.breaks = breaks
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
        if self.breaks:
            raise ValueError("broken exporter")
        self.items.append(item)

    def discard(self) -> None:
        self.discarded = True


def test_broken_feed_is_given_up_and_the_others_get_every_item(caplog: pytest.LogCaptureFixture) -> None:
    counted: list[str] = []
    exporter = WholeFeedExporter.__new__(WholeFeedExporter)
    exporter.crawler = SimpleNamespace(stats=SimpleNamespace(inc_value=counted.append))  # type: ignore[assignment]
    exporter.feeds = {"out": {"batch_item_count": 0}}
    broken, fine = Slot(breaks=True), Slot(breaks=False)
    exporter.slots = [broken, fine]  # type: ignore[list-item]
    for item in (1, 2):
        exporter.item_scraped(item, None)  # type: ignore[arg-type]
    assert fine.items == [1, 2]
    assert broken.discarded
    assert counted == ["feedexport/failed_count/Slot"]
    assert "given up" in caplog.text
