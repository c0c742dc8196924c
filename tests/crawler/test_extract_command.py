from __future__ import annotations

import io
import json
import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest

import extractors
from crawler.commands.extract import write_lines
from crawler.simulator import plan_portals
from crawler.simulator.office import write_docx
from extractors.report import Rejection, Report
from tests.crawler.crawling import PROJECT, environment, scrapy, scrapy_command
from tests.crawler.forks import Fork


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that call a file a report if it says so."""

    def read_report(page: bytes) -> Report | Rejection:
        if page == b"BREAK":
            raise RuntimeError("a bug")
        return Report(title=page.decode()) if b"report" in page else Rejection(reason="notice", message="通知")

    monkeypatch.setattr(extractors, "read_page", lambda data, **more: data, raising=False)
    monkeypatch.setattr(extractors, "read_report", read_report, raising=False)
    monkeypatch.setattr(extractors, "check_report", lambda report: None, raising=False)


def lines(*files: Path) -> tuple[int, list[dict[str, object]]]:
    out = io.BytesIO()
    status = write_lines([str(file) for file in files], out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_line_for_each_file_in_order(tmp_path: Path) -> None:
    for name, text in (("b.txt", "report b"), ("a.txt", "other"), ("c.txt", "report c")):
        (tmp_path / name).write_text(text)
    status, found = lines(tmp_path / "b.txt", tmp_path / "a.txt", tmp_path / "c.txt")
    assert status == 0
    assert [line.get("title", line.get("rejected")) for line in found] == ["report b", "notice", "report c"]
    assert set(found[1]) == {"url", "rejected", "message"}


def test_address_of_a_file_is_absolute_and_encoded(tmp_path: Path) -> None:
    (tmp_path / "年报 1.txt").write_text("other")
    _, (line,) = lines(tmp_path / "年报 1.txt")
    assert line["url"] == (tmp_path / "年报 1.txt").as_uri()


def test_file_that_cannot_be_read_is_said_and_the_others_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("report")
    status, found = lines(tmp_path / "missing.txt", tmp_path, tmp_path / "a.txt")
    assert (status, len(found)) == (1, 1)
    assert capsys.readouterr().err.count("error: ") == 2


def test_bug_loses_its_file_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("BREAK")
    (tmp_path / "b.txt").write_text("report")
    status, found = lines(tmp_path / "a.txt", tmp_path / "b.txt")
    assert (status, len(found)) == (1, 1)
    assert "RuntimeError" in capsys.readouterr().err


def test_command_writes_the_file_whole_and_works_anywhere(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = scrapy("extract", "empty.txt", "missing.txt", "-O", "items.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "missing.txt" in done.stderr
    (line,) = (tmp_path / "items.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["rejected"] == "empty"


def writing_to(out: IO[Any], *arguments: str) -> tuple[int, bytes]:
    """Status of ``scrapy`` with its standard output sent to ``out``, and its last words."""
    with TemporaryFile() as err, Fork(arguments, PROJECT, environment(), out, err) as process:
        status = process.wait(60)
        err.seek(0)
        return status, err.read()


@pytest.mark.parametrize("command", [["extract", __file__, __file__], ["schema"]])
def test_reader_that_has_seen_enough_ends_it_quietly(command: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        assert writing_to(out, *command) == (0, b"")


@pytest.mark.parametrize("command", [["extract", __file__], ["schema"], ["extract", __file__, "-O", "/dev/full"]])
def test_full_disk_is_one_line_and_status_1(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        status, said = writing_to(full, *command)
    (line,) = said.splitlines()
    assert line.startswith(b"error: ")
    assert line.endswith(b"No space left on device")
    assert status == 1


@pytest.mark.parametrize("command", [["schema"], ["crawl", "-h"]])
@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}])
def test_output_is_utf8_whatever_the_locale(command: list[str], locale: dict[str, str]) -> None:
    done = subprocess.run(scrapy_command(*command), capture_output=True, env={**environment(), **locale}, check=True)
    assert done.stderr == b""
    assert re.search(r"[\u4e00-\u9fff]", done.stdout.decode("utf-8"))


def test_command_reads_documents_as_it_reads_pages(tmp_path: Path) -> None:
    (portal,) = plan_portals(1, range(2020, 2022), seed="extract")
    article = next(it for column in portal.reports.walk() for it in column.articles if it.truth.get("form"))
    whole = write_docx(article.title, article.pieces)
    (tmp_path / "a.wps").write_bytes(whole)
    (tmp_path / "b.docx").write_bytes(whole[:700])
    done = scrapy("extract", "a.wps", "b.docx", cwd=tmp_path)
    report, rejected = map(json.loads, done.stdout.splitlines())
    assert (report["title"], report["tables"]) == (article.title, article.truth["tables"])
    assert (done.returncode, rejected["rejected"]) == (0, "unreadable")


def test_command_without_files_is_wrong_usage() -> None:
    assert scrapy("extract").returncode == 2
