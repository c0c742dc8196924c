from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.export.formats import UnusableTarget, format_of
from crawler.export.sheets import Item
from tests.crawler.export.sample import export, item, simulated

TARGETS = [
    ("a.csv", None), ("a.json", None), ("a.jsonl", None), ("a.sqlite", None), ("a.parquet", None), ("a.xlsx", None),
    ("package", None), ("parted", "parquet"),
]  # fmt: skip


def need(target: str) -> None:
    """Skip the test where the packages of a format are missing."""
    module = {"a.xlsx": "xlsxwriter", "a.parquet": "pyarrow", "parted": "pyarrow"}.get(target)
    if module:
        pytest.importorskip(module, reason=f"{module} is not installed")


def contents(target: Path) -> dict[str, bytes]:
    files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
    return {str(path.relative_to(target)): path.read_bytes() for path in files}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("target", "format_name"), TARGETS)
def test_same_items_give_the_same_bytes(tmp_path: Path, target: str, format_name: str | None) -> None:
    need(target)
    what = ["all"] if "." not in target or target in ("a.sqlite", "a.xlsx") else ["cells"]
    first, second = (
        contents(export(tmp_path / number / target, simulated()[:12], what, format_name)) for number in "12"
    )
    assert first == second


def failing() -> Iterator[Item]:
    yield item()
    raise RuntimeError("the feed ends here")


@pytest.mark.parametrize(("target", "format_name"), TARGETS)
def test_export_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, format_name: str | None
) -> None:
    need(target)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with pytest.raises(RuntimeError, match="ends here"):
        export(tmp_path / "out" / target, failing(), ["reports"], format_name)
    assert names(tmp_path / "out") == names(tmp_path / "temporary") == []


@pytest.mark.parametrize(("target", "format_name"), TARGETS)
def test_full_disk_is_an_error_of_the_system_and_leaves_nothing_behind(
    tmp_path: Path, target: str, format_name: str | None
) -> None:
    need(target)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))  # bytes of a file, and no more
    try:
        with pytest.raises(OSError, match=r"large|disk"):
            export(tmp_path / target, simulated(), ["sections"], format_name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(tmp_path) == []


def test_old_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    target = export(tmp_path / "a.csv", [item("old")], ["reports"])
    with pytest.raises(RuntimeError):
        export(target, failing(), ["reports"])
    assert "old" in target.read_text("utf-8-sig")
    export(target, [item("new")], ["reports"])
    assert "new" in target.read_text("utf-8-sig")


def test_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    export(tmp_path / "package", [item()], ["reports"])
    with pytest.raises(UnusableTarget, match="exists"):
        export(tmp_path / "package", [item()], ["reports"])
    assert names(tmp_path / "package") == ["datapackage.json", "reports.csv"]


def test_ending_that_means_no_format_is_refused() -> None:
    with pytest.raises(UnusableTarget, match=r"\.ods is none of \.csv, "):
        format_of(None, Path("a.ods"))


def test_missing_group_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    monkeypatch.delitem(sys.modules, "crawler.export.writers.workbook", raising=False)
    with pytest.raises(UnusableTarget, match=r"nianbao\[xlsx\]"):
        export(tmp_path / "a.xlsx", [item()])
    assert names(tmp_path) == []
