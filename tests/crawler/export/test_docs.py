"""Everything that ``docs/exports.md`` says to type is typed here."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import chdir, closing
from pathlib import Path

import pytest

from crawler.export.every import SHEETS
from crawler.export.formats import FORMATS
from tests.crawler.crawling import PROJECT
from tests.crawler.export.sample import simulated, write_feed
from tests.crawler.export.test_export_command import run

DOCS = [PROJECT / "docs" / name for name in ("exports.md", "exports.zh-CN.md")]
_COMMAND = re.compile(r"^    scrapy export (.+?)(?:\s+#.*)?$", re.MULTILINE)
_BLOCK = re.compile(r"```(\w+(?: \w+)?)\n(.+?)```", re.DOTALL)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a feed, and with all that the commands of either language make of it."""
    for package in ("pandas", "duckdb", "pyarrow", "xlsxwriter"):
        pytest.importorskip(package, reason=f"{package} is not installed")
    folder = tmp_path_factory.mktemp("exported")
    write_feed(folder / "out.json", simulated())
    with chdir(folder):
        for arguments in _COMMAND.findall(DOCS[0].read_text("utf-8")):
            assert run(*arguments.split()) == 0
    return folder


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_sheets_formats_and_findings_are_all_explained(doc: Path) -> None:
    text = doc.read_text("utf-8")
    codes = set(re.findall(r'"(panel\.\w+)"', "".join(path.read_text("utf-8") for path in PANEL.glob("*.*"))))
    for name in [*SHEETS, *(FORMATS.keys() - {"parted"}), *codes]:
        assert f"`{name}`" in text, name


PANEL = PROJECT / "crawler" / "export" / "panel"


def test_both_languages_give_the_same_commands() -> None:
    english, chinese = (_COMMAND.findall(doc.read_text("utf-8")) for doc in DOCS)
    assert english == chinese


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_questions_about_what_was_exported_are_answered(
    doc: Path, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(exported)
    answers = {language: _answer(language, code) for language, code in _BLOCK.findall(doc.read_text("utf-8"))}
    assert [year for year, *_ in answers["sql duckdb"]] == [2019, 2020, 2021, 2021, 2022]
    assert answers.keys() == {"python", "sql", "sql duckdb", "r"}


def _answer(language: str, code: str) -> list[tuple[object, ...]]:
    match language:
        case "python":
            exec(compile(code, "docs/exports.md", "exec"), {})  # noqa: S102
            return []
        case "r":
            if shutil.which("Rscript"):
                subprocess.run(["Rscript", "-e", code], check=True, timeout=60)
            return []
        case "sql duckdb":
            import duckdb

            return duckdb.sql(code).fetchall()
        case _:
            with closing(sqlite3.connect("reports.sqlite")) as connection:
                return connection.execute(code).fetchall()
