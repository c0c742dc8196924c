"""Text of pages must not steer a terminal, forge a line of the log, or run in a spreadsheet."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from crawler.logs.log import JsonFormatter, LineFormatter
from crawler.terminal import printable, printable_json
from tests.crawler.crawling import FAST, PROJECT, scrapy
from tests.crawler.fault_server import Answer, listing, report, serve

COLUMN = "/zfxxgknb/"
STEERING = {
    "colour": "\x1b[31m",
    "title of the window": "\x1b]0;root\x07",
    "C1 sequence": "\x9b2J",
    "backspace": "ab\b\b",
    "carriage return": "read\rfailed",
    "bidi override": "\u202egnp.exe",
    "bidi isolate": "\u2066x",
    "nothing to see": "\u200b\ufeff",
    "line separator": "\u2028forged",
    "delete": "\x7f",
    "surrogate": "\ud800",
}
TITLE = "松汀镇人民政府2020年政府信息公开工作年度报告"


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("yearly_reports", logging.WARNING, "", 0, message, args, None)


@pytest.mark.parametrize("text", STEERING.values(), ids=STEERING)
def test_line_of_the_log_steers_no_terminal(text: str) -> None:
    line = LineFormatter("%(levelname)s: %(message)s", None).format(record("%s: failed", text))
    assert all(each.isprintable() for each in line.split("\n"))


@pytest.mark.parametrize("text", STEERING.values(), ids=STEERING)
def test_line_of_json_steers_no_terminal(text: str) -> None:
    line = JsonFormatter().format(record("%s: failed", text))
    assert line.isprintable()
    assert json.loads(line)["message"].endswith("failed")


def test_page_writes_no_line_of_its_own_into_the_log() -> None:
    forged = "x\n2026-01-01 00:00:00 [yearly_reports] INFO: all is well"
    line = LineFormatter("%(levelname)s: %(message)s", None).format(record("%s", forged))
    assert line.split("\n")[1].startswith("    2026")
    assert "\n" not in JsonFormatter().format(record("%s", forged))


@pytest.mark.parametrize("text", STEERING.values(), ids=STEERING)
def test_what_is_printed_steers_no_terminal(text: str) -> None:
    assert printable(text).isprintable()
    line = json.dumps(text, ensure_ascii=False)
    assert printable_json(line).isprintable()
    assert json.loads(printable_json(line)) == text


@pytest.mark.parametrize("logged", ["LOG_JSON=False", "LOG_JSON=True"])
def test_crawl_of_a_hostile_portal_prints_nothing_that_steers(logged: str, tmp_path: Path) -> None:
    hostile = "".join(text for name, text in STEERING.items() if name != "surrogate")
    pages = {
        COLUMN: listing({"/a/1.html": TITLE + hostile, "/a/2.html": TITLE, "/a/3.html": TITLE}, title=f"年报{hostile}"),
        "/a/1.html": report(TITLE + hostile),
        "/a/2.html": Answer("x", headers={"Content-Encoding": "\x1b[31mgzip"}),
        "/a/3.html": Answer("", 302, {"Location": "/\x1b[31m"}),
    }
    with serve(pages) as server:
        options = ("-s", logged, "-s", "LOG_LEVEL=DEBUG", "-O", str(tmp_path / "out.json"))
        run = scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={server.home[:-1]}{COLUMN}", *options)
    assert "unsupported encoding" in run.stderr  # else the test would hold nothing off
    assert [line for line in run.stderr.split("\n") if not line.isprintable()] == []


def test_extract_prints_nothing_that_steers(tmp_path: Path) -> None:
    page = (PROJECT / "tests/forms/cn_2021.html").read_text("utf-8")
    (tmp_path / "a.html").write_text(page.replace("</p>", "\x9b2J\u202ex\x1b[31m</p>"), "utf-8")
    run = scrapy("extract", str(tmp_path / "a.html"))
    assert "\u202e" in json.dumps(json.loads(run.stdout), ensure_ascii=False)  # else the test would hold nothing off
    assert run.stdout.removesuffix("\n").isprintable()
