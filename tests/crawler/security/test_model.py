"""docs/security.md promises nothing that no test holds."""

from __future__ import annotations

import re

import pytest

from tests.crawler.crawling import PROJECT

_NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
MODEL = (PROJECT / "docs" / "security.md").read_text("utf-8")
THREATS = [line for line in MODEL.splitlines() if line.startswith("| ") and line.count("|") == 4]


@pytest.mark.parametrize(("path", "name"), sorted(set(_NAMED.findall(MODEL))))
def test_named_test_exists(path: str, name: str) -> None:
    file = PROJECT / path if "/" in path else PROJECT / "tests/crawler/security" / path
    assert f"\ndef {name}(" in file.read_text("utf-8")


@pytest.mark.parametrize("line", [line for line in THREATS if not re.search(r"\| \*\*|^\| threat", line)])
def test_every_threat_has_a_guard_and_a_test(line: str) -> None:
    threat, guard, test = line.strip("| ").split(" | ")
    assert threat
    assert guard
    assert _NAMED.search(test)


def test_both_languages_name_the_same_tests() -> None:
    chinese = (PROJECT / "docs" / "security.zh-CN.md").read_text("utf-8")
    assert _NAMED.findall(chinese) == _NAMED.findall(MODEL)


def test_table_is_read() -> None:
    assert len(THREATS) > 25


def test_modules_that_guard_exist() -> None:
    packages = [PROJECT, PROJECT / "crawler", PROJECT / "extractors"]
    for name in re.findall(r"`([\w/]+\.py)`", MODEL):
        assert any((package / name).exists() for package in packages), name
