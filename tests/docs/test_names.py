"""What the documentation names exists: files, links, commands, options, settings, exit statuses."""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.settings import Settings, default_settings

from crawler import settings
from crawler.books import outcome
from crawler.export.every import SHEETS
from crawler.portals import load_portals
from crawler.selection import ARGUMENTS
from tests.docs.reading import PAGES, PROJECT, anchor_of, commands, headings, inline_codes, links

COMMANDS = sorted(path.stem for path in (PROJECT / "crawler" / "commands").glob("[a-z]*.py"))
SPIDERS = {"yearly_reports": ARGUMENTS, "archive": ("warc", "portals", "province", "years")}
_FOLDERS = ("benchmarks", "crawler", "deploy", "docs", "extractors", "tests")
_SETTING = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+")
_NO_SETTINGS = {"NIANBAO_CONTACT", "NIANBAO_ALARM_WEBHOOK", "NIANBAO_LEDGER", "NIANBAO_SHARED"} | {
    "CRON_TZ",
    "RAY_ADDRESS",
    "TMPDIR",
}
"""Variables of the environment."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def parser_of(name: str) -> argparse.ArgumentParser:
    """Parser of one of our commands, as Scrapy makes it."""
    command = import_module(f"crawler.commands.{name}").Command()
    command.settings = Settings()
    parser = argparse.ArgumentParser(name, conflict_handler="resolve")
    command.add_options(parser)
    return parser


def scrapy_commands(page: Path) -> list[tuple[str, ...]]:
    """Arguments of ``scrapy``, in blocks and in the text."""
    inline = [tuple(code.replace("'", "").split()) for code in inline_codes(page) if code.startswith("scrapy ")]
    return [command[1:] for command in (*commands(page), *inline) if command[0] == "scrapy"]


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    for file, anchor in links(page):
        assert file.exists(), file
        assert not anchor or anchor in {anchor_of(text) for _, text in headings(file)}, anchor


@every_page
def test_files_exist(page: Path) -> None:
    for code in inline_codes(page):
        name = code.partition("::")[0]
        if name.startswith(tuple(f"{folder}/" for folder in _FOLDERS)) and not re.search(r"[<>…*\s{]", name):
            assert (PROJECT / name).exists(), code


@every_page
def test_commands_take_these_arguments(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, *arguments in scrapy_commands(page):
        assert name in COMMANDS
        try:
            options, rest = parser_of(name).parse_known_args(arguments)
        except SystemExit:
            pytest.fail(capsys.readouterr().err)
        assert not [argument for argument in rest if argument.startswith("-")]
        if name == "crawl":
            assert not rest or rest[0] in SPIDERS
            for argument in options.spargs:
                assert argument.partition("=")[0] in SPIDERS[rest[0]]
        if name == "export" and options.what:
            assert set(options.what.split(",")) <= {*SHEETS, "all"}


def test_portals_that_commands_name_are_in_the_registry() -> None:
    named = re.findall(r"-a portals=([\w,]+)", "\n".join(page.read_text("utf-8") for page in PAGES))
    registry = load_portals()
    known = registry.keys() | {portal.group for portal in registry.values()}
    example = {"qinghe"}  # the record that the guide to contributing writes
    assert {name for names in named for name in names.split(",")} - known <= example


@every_page
def test_options_in_the_text_exist(page: Path) -> None:
    known = {option for name in COMMANDS for option in parser_of(name)._option_string_actions}
    benchmarks = (path.read_text("utf-8") for path in (PROJECT / "benchmarks").rglob("*.py"))
    known |= {option for text in benchmarks for option in re.findall(r'"(--[\w-]+)"', text)}
    for code in inline_codes(page):
        if re.match(r"--\w", code):
            assert code.split()[0].partition("=")[0] in known, code


@every_page
def test_settings_exist(page: Path) -> None:
    named = {name for code in inline_codes(page) for name in _SETTING.findall(code) if not code.startswith("python ")}
    named |= set(re.findall(r"-s ([A-Z_]+)=", page.read_text("utf-8")))
    unknown = {
        name for name in named - _NO_SETTINGS if not hasattr(settings, name) and not hasattr(default_settings, name)
    }
    assert not unknown


@pytest.mark.parametrize("name", ["docs/operations.md", "docs/operations.zh-CN.md"])
def test_every_exit_status_is_explained(name: str) -> None:
    said = re.findall(r"^\| (\d) \|", (PROJECT / name).read_text("utf-8"), re.MULTILINE)
    statuses = (outcome.ALL_READ, outcome.NOTHING_READ, outcome.WRONG_USAGE, outcome.PARTLY_READ, outcome.ALARMED)
    assert [int(status) for status in said] == list(statuses)
