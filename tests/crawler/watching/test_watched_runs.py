"""Whole runs, one after the other: what is written of each, what rings, whom it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.crawler.crawling import FAST, scrapy
from tests.crawler.fault_server import Answer, listing, report, serve

COLUMN = "/zfxxgknb/"
TOKEN = "t0ken-of-the-hook"


class Hook:
    """An address that alarms are posted to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.hangs = False
        self.over = Event()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.taken.append((self.path, json.loads(body)))
                if hook.hangs:
                    hook.over.wait(20)
                self.send_response(hook.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Silence."""

        class QuietServer(ThreadingHTTPServer):
            def handle_error(self, request: object, client_address: object) -> None:
                """Silence: who has had enough goes."""

        self.server = QuietServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?token={TOKEN}"


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    thread = Thread(target=hook.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield hook
    hook.over.set()
    hook.server.shutdown()
    hook.server.server_close()
    thread.join()


def column(reports: int) -> dict[str, Any]:
    """A column of so many reports, one a year."""
    titles = {
        f"/a/{year}.html": f"松汀镇人民政府{year}年政府信息公开工作年度报告" for year in range(2009, 2009 + reports)
    }
    pages: dict[str, Any] = {address: report(title) for address, title in titles.items()}
    return pages | {COLUMN: listing(titles) if titles else Answer("<title>政府信息公开年报</title><ul></ul>")}


class Watched:
    """A portal whose pages change between runs."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.options = options

    def crawl(self, home: str) -> tuple[int, dict[str, Any], str]:
        """Exit status, the run's report, the log."""
        options = ("-s", f"RUN_REPORT={self.folder / 'run.json'}", "-O", str(self.folder / "out.json"), *self.options)
        done = scrapy("crawl", "yearly_reports", *FAST, "-a", f"url={home.rstrip('/')}{COLUMN}", *options)
        return done.returncode, json.loads((self.folder / "run.json").read_text("utf-8")), done.stderr


@pytest.mark.parametrize("ledger", [False, True])
def test_reports_that_vanish_ring_and_recover(ledger: bool, hook: Hook, tmp_path: Path) -> None:
    kept = ("-s", f"LEDGER={tmp_path / 'ledger.sqlite'}") if ledger else ()
    watched = Watched(tmp_path, "-s", f"ALARM_WEBHOOK={hook.address}", *kept)
    pages: dict[str, Any] = column(6)
    with serve(pages) as server:
        first, told, _ = watched.crawl(server.home)
        assert (first, told["alarms"], hook.taken) == (0, [], [])
        pages[COLUMN] = column(3)[COLUMN]
        second, told, log = watched.crawl(server.home)
        assert (second, told["exit_status"], [alarm["kind"] for alarm in told["alarms"]]) == (4, 4, ["dropped"])
        assert "ALARM dropped" in log
        pages[COLUMN] = column(6)[COLUMN]
        third, told, _ = watched.crawl(server.home)
    assert (third, told["alarms"], [alarm["kind"] for alarm in told["recovered"]]) == (0, [], ["dropped"])
    assert [(len(it["alarms"]), len(it["recovered"])) for _, it in hook.taken] == [(1, 0), (0, 1)]
    assert "3 reports, and before 6" in hook.taken[0][1]["text"]
    assert "recovered: dropped" in hook.taken[1][1]["text"]


def test_portal_that_gives_nothing_rings_until_it_does_again(tmp_path: Path) -> None:
    watched = Watched(tmp_path, "-s", f"LEDGER={tmp_path / 'ledger.sqlite'}")
    pages: dict[str, Any] = column(3)
    rang = []
    with serve(pages) as server:
        for reports in (3, None, None, 3):
            pages[COLUMN] = (
                column(reports)[COLUMN] if reports else Answer("<title>政府信息公开年报</title><p>系统升级</p>")
            )
            _, told, _ = watched.crawl(server.home)
            rang.append(([alarm["kind"] for alarm in told["alarms"]], [alarm["kind"] for alarm in told["recovered"]]))
    assert [("nothing" in alarms, "nothing" in recovered) for alarms, recovered in rang] == [
        (False, False), (True, False), (True, False), (False, True),
    ]  # fmt: skip


def test_drop_that_stays_has_not_recovered(tmp_path: Path) -> None:
    pages: dict[str, Any] = column(6)
    watched = Watched(tmp_path)
    with serve(pages) as server:
        watched.crawl(server.home)
        pages[COLUMN] = column(3)[COLUMN]
        watched.crawl(server.home)
        _, told, _ = watched.crawl(server.home)
    assert (told["alarms"], told["recovered"]) == ([], [])


def test_alarm_and_recovery_are_told_once_and_again_only_where_nobody_took_them(hook: Hook, tmp_path: Path) -> None:
    watched = Watched(tmp_path, "-s", f"ALARM_WEBHOOK={hook.address}")
    pages: dict[str, Any] = {}
    with serve(pages) as server:
        for broken, hook.status in ((True, 500), (True, 200), (True, 200), (False, 500), (False, 200)):
            pages[COLUMN] = Answer("", 500) if broken else column(2)[COLUMN]
            _, report, _ = watched.crawl(server.home)
            assert [alarm["kind"] for alarm in report["alarms"]] == ["failed"] * broken
    told = [[[alarm["kind"] for alarm in it[key]] for key in ("alarms", "recovered")] for _, it in hook.taken]
    assert told == [[["failed"], []], [["failed"], []], [[], ["failed"]], [[], ["failed"]]]


def test_new_alarm_weighs_more_than_a_portal_that_failed(tmp_path: Path) -> None:
    """Not in a first run, in which everything is new, and not when it is known."""
    pages: dict[str, Any] = column(6)
    with serve(pages) as server, serve({COLUMN: Answer("", 500)}) as broken:
        watched = Watched(tmp_path, "-a", f"url={server.home[:-1]}{COLUMN},{broken.home[:-1]}{COLUMN}")
        statuses = [watched.crawl(server.home)[0]]
        pages[COLUMN] = column(3)[COLUMN]
        statuses += [watched.crawl(server.home)[0] for _ in range(2)]
    assert statuses == [3, 4, 3]


@pytest.mark.parametrize(("status", "said"), [(302, "status 302"), (500, "status 500"), (0, "no answer within 1 s")])
def test_webhook_that_fails_is_said_and_fails_nothing(status: int, said: str, hook: Hook, tmp_path: Path) -> None:
    """One that redirects, breaks or hangs."""
    hook.status, hook.hangs = status or 200, not status
    settings = (f"ALARM_WEBHOOK={hook.address}", "ALARM_WEBHOOK_TIMEOUT=1", "LOG_LEVEL=DEBUG")
    with serve({COLUMN: Answer("", 500)}) as server:
        watched = Watched(tmp_path, *(part for setting in settings for part in ("-s", setting)))
        exit_status, told, log = watched.crawl(server.home)
    assert [alarm["kind"] for alarm in told["alarms"]] == ["failed"]
    assert exit_status == 1  # what it is without a webhook
    assert f"The webhook did not take the alarms: {said}" in log
    assert len(hook.taken) == 1
    assert TOKEN not in log


def test_alarms_are_printed_where_the_log_goes_to_a_file(tmp_path: Path) -> None:
    """What cron puts into its mail."""
    with serve({COLUMN: Answer("", 500)}) as server:
        _, _, printed = Watched(tmp_path, "-s", f"LOG_FILE={tmp_path / 'log.txt'}").crawl(server.home)
    portal = server.home.removeprefix("http://").rstrip("/")
    assert "nianbao: 1 new alarms, 0 recovered, 0 still ring" in printed.splitlines()
    assert f"failed: {portal}: 1 of 1 failed, more than 20% (server_error)" in printed.splitlines()


def test_health_of_a_run_is_written(tmp_path: Path) -> None:
    with serve(column(2)) as server:
        status, told, _ = Watched(tmp_path).crawl(server.home)
    (portal,) = told["portals"]
    assert (status, told["finished"], told["exit_status"]) == (0, True, 0)
    assert told["counts"]["reports"] == portal["counts"]["reports"] == 2
    assert told["requests"] >= 4
    assert told["bytes"] > 500
    assert told["memory_peak"] > 20_000_000
    assert told["forms"]["no_form"]["reports"] == 2
    assert told["forms"]["no_form"]["contact"] == 0.0
    assert "agency" not in told["forms"]["no_form"]  # both have it
    assert portal["shares"] == {"blocked": 0.0, "failed": 0.0, "rejected": 0.0}
    assert portal["seconds"] >= 0


def test_last_report_that_is_broken_is_said_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    with serve(column(1)) as server:
        status, told, log = Watched(tmp_path).crawl(server.home)
    assert (status, told["alarms"]) == (0, [])
    assert "can't be read" in log


def test_thresholds_that_are_wrong_are_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "alarms.toml").write_text("[nonsense]")
    done = scrapy(
        "crawl", "yearly_reports", "-a", "url=http://127.0.0.1:9/", "-s", f"ALARMS={tmp_path / 'alarms.toml'}"
    )
    assert done.returncode == 2
    assert "no kind of alarm" in done.stderr


def test_report_and_log_that_the_disk_can_not_take_are_said_once_and_rung(hook: Hook, tmp_path: Path) -> None:
    options = ("-s", f"ALARM_WEBHOOK={hook.address}", "-s", "RUN_REPORT=/dev/full", "-s", "LOG_FILE=/dev/full")
    with serve(column(2)) as server:
        done = scrapy(
            "crawl",
            "yearly_reports",
            *FAST,
            "-a",
            f"url={server.home.rstrip('/')}{COLUMN}",
            *options,
            "-O",
            str(tmp_path / "out.json"),
        )
    assert done.returncode == 4
    assert done.stderr.count("The log /dev/full can't be written") == 1
    assert done.stderr.count("the run's report could not be written: No space left on device") == 1
    ((_, told),) = hook.taken
    assert [alarm["about"] for alarm in told["alarms"]] == ["RUN_REPORT"]
