"""Every command of the documentation is typed here, in a folder that holds what its reader has by then.

What would ask a public portal asks a small one on loopback instead; the rest of the command stays as it is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl.utils import column_index_from_string

from crawler.export.every import SHEETS
from crawler.simulator import SAMPLE_PORT
from tests.crawler import forks
from tests.crawler.crawling import FAST
from tests.crawler.export.sample import report as sample_report
from tests.crawler.export.sample import write_ledger
from tests.crawler.fault_server import Answer, listing, report, serve
from tests.crawler.test_resume import wait_for
from tests.docs.reading import PAGES, PROJECT, commands, split_page

KEY = "532325105/姚安县太平镇人民政府/2020"
_NETWORK = ("-a portals=", "-a province=", "-a url=")
_ELSEWHERE = {
    ("scrapy", "portals", "check"): "asks recorded portals; tests/crawler/test_portals_command.py",
    ("scrapy", "portals", "add"): "writes into the registry; tests/crawler/test_portals_command.py",
    ("scrapy", "reextract", "CC-MAIN-….warc.gz"): "another's archive; tests/crawler/reextract",
    ("python", "-m", "benchmarks"): "takes minutes; tests/test_benchmarks.py",
    ("make",): "sets up an environment, or runs this suite; `make demo` has its test below",
}
"""Beginnings of commands that run elsewhere, and where."""
_TYPED_ELSEWHERE = ("exports.md", "exports.zh-CN.md")
"""Pages of which tests/crawler/export/test_docs.py types every command."""
_NEEDS = {
    r"\.xlsx": "xlsxwriter",
    r"parquet": "pyarrow",
    r"\.pdf": "pypdfium2",
    r"^scrapy site": "jinja2",
    r"^scrapy browse": "datasette",
    r"--engine daft": "daft",
}
"""What is typed → the package of an optional group that it needs."""
_SERVERS = ("simulate", "browse")
"""Commands that serve until they are interrupted."""


def runs_elsewhere(command: tuple[str, ...]) -> bool:
    return any(" ".join(command).startswith(" ".join(start)) for start in _ELSEWHERE)


def printing(command: tuple[str, ...]) -> tuple[str, ...]:
    """A command without the file that its output goes to."""
    return command[: command.index(">")] if ">" in command else command


_PAGES = [page for page in PAGES if page.name not in _TYPED_ELSEWHERE]
HERE = [
    command
    for command in dict.fromkeys(printing(command) for page in _PAGES for command in commands(page))
    if not runs_elsewhere(command)
]


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=environment(), capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def scrapy(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return forks.run(arguments, cwd, environment(), timeout=300)


def environment() -> dict[str, str]:
    """As in the project's own environment, whatever folder it is."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    settings = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONPATH": str(PROJECT), "MPLBACKEND": "agg"}
    return kept | settings | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    """Address of a portal with two reports."""
    titles = {f"/a/{year}.html": f"松汀镇人民政府{year}年政府信息公开工作年度报告" for year in (2019, 2020)}
    pages = {url: report(title) for url, title in titles.items()}
    with serve({**pages, "/": listing(titles), "/robots.txt": Answer("", 404)}) as server:
        yield server.home


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Feed of ``make demo``, by the command that the Makefile has for it."""
    assert "\ndemo: $(READY)\n\t$(BIN)/python -m crawler.simulator.demo\n" in (PROJECT / "Makefile").read_text("utf-8")
    folder = tmp_path_factory.mktemp("demo")
    for _ in range(30):
        done = run(sys.executable, "-m", "crawler.simulator.demo", cwd=folder)
        if f"using port {SAMPLE_PORT}?" not in done.stdout:
            break
        time.sleep(1)  # another demo on this machine, or the test that takes its port
    else:
        pytest.skip(f"port {SAMPLE_PORT} is taken")
    assert done.returncode == 0, done.stderr
    assert "144 of 144 reports found" in done.stdout
    return folder / "out.json"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, portal: str) -> Path:
    """What a reader has who has followed the pages so far."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    pytest.importorskip("warcio", reason="warcio is not installed")
    folder = tmp_path_factory.mktemp("reader")
    kept = (
        "-s",
        "ARCHIVE=archive",
        "-s",
        "RUN_REPORT=run.json",
        "-s",
        "LOG_JSON=True",
        "-s",
        "LOG_FILE=log.jsonl",
        "-O",
        "out.json",
    )
    done = scrapy("crawl", "yearly_reports", "-a", f"url={portal}", *kept, *FAST, "-s", "LEDGER=", cwd=folder)
    assert done.returncode == 0, done.stderr
    write_ledger(
        folder / "ledger.sqlite", [sample_report("a", "姚安县太平镇人民政府", 2020, report_key=KEY, url=portal)]
    )
    (folder / "reports").mkdir()
    (folder / "reports" / "a.html").write_text(report().body, "utf-8")
    page = canvas.Canvas(str(folder / "reports" / "b.pdf"))
    page.drawString(72, 720, "2020")
    page.save()
    return folder


@pytest.fixture
def folder(tmp_path: Path, prepared: Path) -> Path:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path


def on_loopback(command: tuple[str, ...], portal: str) -> list[str]:
    """A crawl of the small portal in place of the portals that are named, and any address in its place."""
    arguments = [re.sub(r"^https?://\S+", portal, argument) for argument in command[1:]]
    if arguments[:2] != ["crawl", "yearly_reports"]:
        return arguments
    pairs = [(arguments[place], arguments[place + 1]) for place in range(2, len(arguments), 2)]
    kept = [pair for pair in pairs if not " ".join(pair).startswith(_NETWORK)]
    return [*arguments[:2], "-a", f"url={portal}", *(part for pair in kept for part in pair), *FAST]


def expanded(arguments: list[str], folder: Path) -> list[str]:
    """Arguments as a shell gives them: patterns that match files are their names."""
    found = [sorted(map(str, folder.glob(argument))) if "*" in argument else [] for argument in arguments]
    return [name for argument, names in zip(arguments, found, strict=True) for name in names or [argument]]


@pytest.mark.parametrize("command", HERE, ids=" ".join)
def test_command_does_what_the_page_says(command: tuple[str, ...], folder: Path, portal: str) -> None:
    program, *arguments = command
    skip_without(command)
    if arguments[0] in _SERVERS:
        assert serves(folder, *arguments)
        return
    if arguments[:2] == ["crawl", "yearly_reports"]:
        (folder / "ledger.sqlite").unlink()  # of the other portals; the alarms would miss them
    if program == "scrapy":
        done = scrapy(*expanded(on_loopback(command, portal), folder), cwd=folder)
    else:
        done = run(*command, cwd=folder)
    assert done.returncode == 0, done.stderr
    for option, value in pairwise(arguments):
        assert option != "-O" or (folder / value).exists()


def skip_without(command: tuple[str, ...]) -> None:
    """Skip where an optional group, or a program, is not installed."""
    if command[0] == "jq" and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    for typed, package in _NEEDS.items():
        if re.search(typed, " ".join(command)):
            pytest.importorskip(package, reason=f"{package} is not installed")


def serves(folder: Path, *arguments: str) -> bool:
    """Whether a command serves until it is interrupted; on a port that is free."""
    log = folder / "server.log"
    with log.open("wb") as out, forks.Fork([*arguments, "--port", "0"], folder, environment(), out, out) as server:
        wait_for(lambda: b"serving" in log.read_bytes())
        server.send_signal(signal.SIGINT)
        return server.wait(60) == 0


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_item_that_is_shown_in_full_is_the_demos(name: str, demo: Path) -> None:
    (shown,) = [json.loads(block.code) for block in split_page(PROJECT / name)[0] if block.language == "json"]
    items = {item["id"]: item for item in json.loads(demo.read_text("utf-8"))}
    assert shown == {**items[shown["id"]], "fetched_at": shown["fetched_at"]}


@pytest.mark.parametrize("name", ["tutorial.md", "tutorial.zh-CN.md"])
def test_tutorial_gives_what_it_shows(name: str, tmp_path: Path, demo: Path) -> None:
    for package in ("pandas", "matplotlib"):
        pytest.importorskip(package, reason=f"{package} is not installed")
    blocks, _ = split_page(PROJECT / "docs" / name)
    shutil.copy(demo, tmp_path / "out.json")
    typed = [line for block in blocks if block.language == "sh run" for line in block.code.splitlines()]
    assert typed[0] == "make demo"
    for line in typed[1:]:
        assert scrapy(*line.split()[1:], cwd=tmp_path).returncode == 0
    script = "\n".join(block.code for block in blocks if block.language == "python run")
    done = run(sys.executable, "-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (shown,) = [block.code for block in blocks if block.language == "text"]
    assert " ".join(done.stdout.split()).startswith(" ".join(shown.split()))
    assert (tmp_path / "applications.svg").stat().st_size > 10_000


@pytest.mark.parametrize("name", ["analysis.md", "analysis.zh-CN.md"])
def test_questions_are_answered_as_shown(name: str, tmp_path: Path, demo: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    blocks, _ = split_page(PROJECT / "docs" / name)
    shutil.copy(demo, tmp_path / "out.json")
    (typed,) = (block.code.splitlines() for block in blocks if block.language == "sh run")
    for line in typed[1:]:
        assert scrapy(*line.split()[1:], cwd=tmp_path).returncode == 0
    script = "\n".join(block.code for block in blocks if block.language == "python run")
    done = run(sys.executable, "-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for shown in (block.code for block in blocks if block.language == "text"):
        assert " ".join(shown.split()) in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", ["analysis.md", "analysis.zh-CN.md"])
def test_formulas_name_columns_of_the_workbook(name: str) -> None:
    blocks, _ = split_page(PROJECT / "docs" / name)
    formulas = "".join(block.code for block in blocks if block.language == "text excel")
    named = re.findall(r"'\w+ (\w+)'!\$?([A-Z]+)", formulas)
    assert {(sheet, SHEETS[sheet].codes[column_index_from_string(letters) - 1]) for sheet, letters in named} == {
        ("panel", "series"), ("panel", "year"), ("panel", "requests_received"), ("wide", "id"),
        ("reports", "year"), ("reports", "agency_level"), ("reports", "published"),
    }  # fmt: skip
    (last,) = set(re.findall(r":\$(\w+)\$1", formulas))
    assert column_index_from_string(last) == len(SHEETS["wide"].codes)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize("name", ["tutorial.md", "tutorial.zh-CN.md"])
def test_tutorial_gives_the_same_in_r(name: str, tmp_path: Path, demo: Path) -> None:
    blocks, _ = split_page(PROJECT / "docs" / name)
    (script,) = [block.code for block in blocks if block.language == "r run"]
    assert scrapy("export", str(demo), "-O", "panel.csv", "--what", "panel", cwd=tmp_path).returncode == 0
    done = run("env", "LC_ALL=C.UTF-8", "Rscript", "-e", script, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, '[1] "鹭汀区䶮汀镇人民政府"\n'), done.stderr
