"""Both languages say the same things in the same order, and give the same commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.reading import CHINESE, PROJECT, TRANSLATED, commands, headings, split_page

SUMMARY = "architecture.zh-CN.md"
"""Says the same in fewer words: its tables are shorter."""

both = pytest.mark.parametrize(("english", "chinese"), TRANSLATED, ids=lambda page: page.name)


@both
def test_there_is_a_page_in_english(english: Path, chinese: Path) -> None:
    assert english.exists()


@both
def test_each_names_the_other(english: Path, chinese: Path) -> None:
    assert f"[中文]({chinese.name})" in english.read_text(
        "utf-8"
    ) or f"[中文说明]({chinese.name})" in english.read_text("utf-8")
    assert f"[English]({english.name})" in chinese.read_text("utf-8")


@both
def test_headings_have_the_same_levels(english: Path, chinese: Path) -> None:
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]


@both
def test_commands_are_the_same(english: Path, chinese: Path) -> None:
    assert commands(english) == commands(chinese)


@pytest.mark.parametrize(
    ("english", "chinese"), [pair for pair in TRANSLATED if pair[1].name != SUMMARY], ids=lambda page: page.name
)
def test_tables_have_the_same_rows(english: Path, chinese: Path) -> None:
    """By their first cells, where these are names: of settings, statuses, files."""
    assert first_cells(english) == first_cells(chinese)


def first_cells(page: Path) -> list[str]:
    cells = re.findall(r"^\| ?([^|]*?) ?\|", split_page(page)[1], re.MULTILINE)
    return [", ".join(re.findall(r"`[^`]+`|^\d$", cell)) for cell in cells]


def test_readers_of_data_find_everything_in_chinese() -> None:
    translated = {chinese.name.removesuffix(CHINESE) for _, chinese in TRANSLATED}
    assert translated >= {
        "README", "CONTRIBUTING", "analysis", "architecture", "archive", "dictionary", "exports", "faq", "findings", "ledger", "operations",
        "security", "site", "tutorial",
    }  # fmt: skip


def test_headline_figures_are_those_of_the_benchmarks() -> None:
    """In both languages; the benchmarks' own page is in English alone."""
    measured = (PROJECT / "docs" / "benchmarks.md").read_text("utf-8").replace(",", "")
    told = [headline(PROJECT / name) for name in ("README.md", "README.zh-CN.md")]
    assert sorted(told[0]) == sorted(told[1])  # languages have orders of their own
    assert len(told[0]) > 15
    assert [figure for figure in told[0] if figure not in measured] == []


def headline(page: Path) -> list[str]:
    """Figures of the table whose last column names commands."""
    rows = re.findall(r"^\|[^|]+\|([^|]+)\| `(?:make|python) [^|]+\|$", page.read_text("utf-8"), re.MULTILINE)
    return [figure.replace(",", "") for row in rows for figure in re.findall(r"\d[\d.,]*\d|\d", row)]
