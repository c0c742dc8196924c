"""Imports run downhill: extractors knows neither Scrapy nor the crawler."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


MODULES = sorted((ROOT / "extractors").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_extractors_stand_alone(path):
    tops = {name.partition(".")[0] for name in imported(path)}
    assert not tops & {"scrapy", "twisted", "crawler", "tests", "benchmarks"}


def test_documents_and_tables_do_not_know_the_fields():
    fields = {
        "extractors.extract",
        "extractors.agency",
        "extractors.contact",
        "extractors.classify",
        "extractors.title",
    }
    for folder in ("documents", "tables"):
        for path in (ROOT / "extractors" / folder).rglob("*.py"):
            assert not imported(path) & fields


def test_no_module_is_a_drawer():
    drawers = {"utils", "util", "helpers", "common", "misc"}
    assert not drawers & {path.stem for package in ("crawler", "extractors") for path in (ROOT / package).rglob("*.py")}


def test_no_command_reads_the_forms_before_it_runs() -> None:
    """Scrapy imports them all whenever one runs: a wrong form must be told, and leave the others."""
    commands = [f"crawler.commands.{file.stem}" for file in (ROOT / "crawler" / "commands").glob("[!_]*.py")]
    look = f"import sys, {', '.join(commands)}; from extractors.tables import forms; sys.exit(forms.load_forms.cache_info().misses)"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
