"""Nothing from outside is run: no pickles, no eval, no shell, and of programs their arguments are lists."""

from __future__ import annotations

import ast
import re
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from scrapy.exceptions import NotConfigured

from crawler import settings
from tests.crawler.crawling import PROJECT

SOURCES = [path for package in ("crawler", "extractors") for path in sorted((PROJECT / package).rglob("*.py"))]
RUNNING = re.compile(
    r"(?:builtins\.)?(?:eval|exec|compile|__import__)|(?:c?pickle|marshal|shelve|dill|joblib|jsonpickle)\..*|yaml\..*"
    r"|os\.(?:system|popen|exec\w*|spawn\w*)|subprocess\.(?:getoutput|getstatusoutput)|asyncio\.create_subprocess_shell"
)
BOUNDED = Path("crawler/extraction/packing.py")
"""The one module with pickles: they name nothing but data (``test_extraction.py``), and pass between our own processes."""


Nodes = list[tuple[Path, ast.AST]]


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    """Calls and imports of every module."""
    trees = {path.relative_to(PROJECT): ast.parse(path.read_text("utf-8")) for path in SOURCES}
    kinds = ast.Call | ast.Import | ast.ImportFrom
    return [(path, node) for path, tree in trees.items() for node in ast.walk(tree) if isinstance(node, kinds)]


def calls(nodes: Nodes) -> list[tuple[Path, str, ast.Call]]:
    return [(path, ast.unparse(node.func), node) for path, node in nodes if isinstance(node, ast.Call)]


def test_nothing_that_runs_what_it_reads_is_called(nodes: Nodes) -> None:
    bounded = [(BOUNDED, name) for name in ("pickle.dumps", "pickle.UnpicklingError")]
    running = [(path, name) for path, name, _ in calls(nodes) if RUNNING.fullmatch(name)]
    assert [each for each in running if each not in bounded] == []


def test_no_pickle_is_imported(nodes: Nodes) -> None:
    pickling = {"pickle", "marshal", "shelve", "dill", "joblib", "yaml", "jsonpickle"}
    imports = [(path, node) for path, node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {(path, alias.name) for path, node in imports for alias in node.names}
    assert [each for each in named if each[1] in pickling] == [(BOUNDED, "pickle")]


def test_no_program_is_started_through_a_shell(nodes: Nodes) -> None:
    started = [it for it in calls(nodes) if it[1] in ("subprocess.run", "subprocess.Popen", "Popen")]
    assert started
    for path, _, call in started:
        words, where = {word.arg for word in call.keywords}, f"{path}, line {call.lineno}"
        assert "shell" not in words, where
        assert not isinstance(call.args[0], ast.Constant | ast.JoinedStr), where
        assert "env" in words, where


def test_scrapy_reads_no_pickles_unless_told_to() -> None:
    """Its cache and its queues on disk hold pickles: who can write there can run what they like."""
    assert not getattr(settings, "HTTPCACHE_ENABLED", False)
    assert not getattr(settings, "JOBDIR", None)
    assert not settings.TELNETCONSOLE_ENABLED


# --- Regular expressions: time must not grow with the power of the text ------------------------------------------------------

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
_LARGE = 1_000


def patterns() -> list[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every compiled expression that a module of ours holds, by its name."""
    found = {}
    for path in (path for path in SOURCES if "migrations" not in path.parts):  # those are run, not imported
        name = ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")
        with suppress(ModuleNotFoundError, NotConfigured):  # of an optional group
            module = import_module(name)
            found |= {f"{name}.{key}": value for key, value in vars(module).items() if isinstance(value, re.Pattern)}
    return sorted(found.items())


def nested(tree: Any, *, within: bool = False) -> bool:
    """Whether a repetition without end holds another one, so that a text can be split in exponentially many ways."""
    for code, value in tree:
        if code in _REPEATS:
            endless = value[1] is _constants.MAXREPEAT or value[1] >= _LARGE
            if (endless and within) or nested(value[2], within=within or endless):
                return True
        elif (
            (code is _constants.SUBPATTERN and nested(value[3], within=within))
            or (code is _constants.BRANCH and any(nested(branch, within=within) for branch in value[1]))
            or (code in (_constants.ASSERT, _constants.ASSERT_NOT) and nested(value[1], within=within))
        ):
            return True
    return False


DELIMITED = {
    "extractors.numbers._MULTIPLE": "0 " * 50_000 + "x",
    "extractors.tables.stream._SEPARATOR": "--|" * 30_000 + "x",
}
"""Those whose every turn must begin or end with what it repeats nowhere else, and the text that would take them longest."""


def test_no_expression_repeats_a_repetition_without_end() -> None:
    repeating = [name for name, pattern in patterns() if nested(_parser.parse(pattern.pattern, pattern.flags))]
    assert repeating == sorted(DELIMITED)


@pytest.mark.parametrize("name", DELIMITED)
def test_delimited_repetitions_take_no_time(name: str) -> None:
    start = time.process_time()
    assert dict(patterns())[name].fullmatch(DELIMITED[name]) is None  # type: ignore[arg-type]
    assert time.process_time() - start < 0.5


def test_nested_repetitions_are_seen() -> None:
    assert nested(_parser.parse("(a+)+"))
    assert nested(_parser.parse("(?:x|a*b)*"))
    assert not nested(_parser.parse("(?:ab{1,3})+"))
