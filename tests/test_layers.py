"""Imports run downhill, in the order that docs/architecture.md gives; functions and modules stay short."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FUNCTION, LONGEST_MODULE = 40, 400
"""Lines, from ``def`` to the last one."""

LONG_FUNCTIONS = {
    "crawler/ledger/migrations/versions/v0001_tables.py:upgrade": "a migration: never edited once it was run",
    "extractors/documents/web/html.py:_walk_lexbor": "the hot loop: calls for every element would be felt",
    "extractors/documents/web/html.py:_walk_libxml2": "the same steps over the other tree, to be read beside that",
    "extractors/tables/header.py:read_header": "one pass over the lines, whose results lean on each other",
}
"""Why a function may be longer. The list only shrinks."""

DOCUMENTS_IN_DOCUMENTS = {
    ("extractors.documents.archive", "extractors.documents"),
    ("extractors.documents.office.chunks", "extractors.documents"),
    ("extractors.documents.office.chunks", "extractors.documents.office.word"),
}
"""The one circle there is: archives and Word documents hold documents of any kind, so their readers call the reader of all."""


@cache
def modules() -> Mapping[str, Path]:
    """Dotted name → file, of both packages."""
    paths = [path for package in ("crawler", "extractors") for path in (ROOT / package).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def imported(path: Path) -> set[str]:
    """Every name that a module imports, in its functions too, but not what only a type checker reads."""
    names: set[str] = set()
    left = [ast.parse(path.read_text("utf-8"))]
    while left:
        node = left.pop()
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{path} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            left += node.orelse
            continue
        left += ast.iter_child_nodes(node)
    return names


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Module → modules of ours that it imports."""
    return {
        name: frozenset(
            target
            for full in imported(path)
            for target in [full if full in modules() else full.rpartition(".")[0]]
            if target in modules()
        )
        for name, path in modules().items()
    }


def loaded(name: str) -> set[str]:
    """Modules of ours that importing this one begins with: those that it imports, and the packages around them."""
    around = {
        ".".join(target.split(".")[:depth]) for target in imports()[name] for depth in range(1, target.count(".") + 1)
    }
    return imports()[name] | {package for package in around if not f"{name}.".startswith(f"{package}.")}


def layers() -> list[set[str]]:
    """Rows of the table of layers, the uppermost first: dotted names of packages and modules."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    section = text.partition("\n## Layers\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(crawler|extractors)` \| (.+?) \|", section, re.MULTILINE)
    return [{f"{package}.{name}" for name in re.findall(r"`([\w.]+)`", parts)} for package, parts in rows]


def layer_of(module: str) -> int:
    """Number of the row that names a module or the nearest package around it, 0 for the uppermost."""
    named = {name: number for number, row in enumerate(layers()) for name in row}
    while module not in named:
        module = module.rpartition(".")[0]
        assert module, "the table of layers in docs/architecture.md names every part"
    return named[module]


def test_every_part_has_one_layer():
    named = [name for row in layers() for name in row]
    assert len(named) == len(set(named))
    assert set(named) <= set(modules())
    assert all(layer_of(name) >= 0 for name in modules() if name not in ("crawler", "extractors"))


def test_imports_run_downhill():
    uphill = [
        f"{name} imports {target}"
        for name, targets in imports().items()
        for target in targets
        if name not in ("crawler", "extractors") and target not in ("crawler", "extractors")
        if layer_of(target) < layer_of(name)
    ]
    assert not uphill


def test_modules_import_in_no_circle():
    graph = {
        name: [target for target in loaded(name) if (name, target) not in DOCUMENTS_IN_DOCUMENTS] for name in modules()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_circles_that_are_excused_are_there():
    assert all(target in imports()[name] for name, target in DOCUMENTS_IN_DOCUMENTS)


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("extractors")])
def test_extractors_stand_alone(name):
    tops = {each.partition(".")[0] for each in imported(modules()[name])}
    assert not tops & {"scrapy", "twisted", "crawler", "tests", "benchmarks"}


def test_nothing_that_is_installed_imports_tests_or_benchmarks():
    tops = {each.partition(".")[0] for path in modules().values() for each in imported(path)}
    assert not tops & {"tests", "benchmarks"}


def test_no_module_is_a_drawer():
    drawers = {"utils", "util", "helpers", "common", "misc"}
    assert not drawers & {path.stem for path in modules().values()}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short_or_say_why_not():
    long = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in modules().values()
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert long == set(LONG_FUNCTIONS)


def test_modules_are_short():
    assert not [path for path in modules().values() if len(path.read_text("utf-8").splitlines()) > LONGEST_MODULE]


def test_commands_load_neither_forms_nor_alembic_before_they_run() -> None:
    """Scrapy imports them all whenever one runs: a wrong form must be told, and leave the others; few open a ledger."""
    commands = [name for name in modules() if name.startswith("crawler.commands.")]
    loaded = "forms.load_forms.cache_info().misses + ('alembic' in sys.modules)"
    look = f"import sys, {', '.join(commands)}; from extractors.tables import forms; sys.exit({loaded})"
    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
