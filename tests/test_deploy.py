"""What is installed for runs by themselves: units, cron line, container file."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from crawler import settings
from crawler.selection import ARGUMENTS
from tests.crawler.crawling import FAST, PROJECT, scrapy
from tests.crawler.fault_server import Answer, listing, report, serve

DEPLOY = PROJECT / "deploy"
ANALYZE = shutil.which("systemd-analyze")
systemd = pytest.mark.skipif(ANALYZE is None, reason="needs systemd-analyze")


def service_command() -> list[str]:
    (line,) = re.findall(r"^ExecStart=(.+)$", (DEPLOY / "nianbao.service").read_text("utf-8"), re.MULTILINE)
    return shlex.split(line)


def cron_command() -> list[str]:
    *_, line = (DEPLOY / "nianbao.cron").read_text("utf-8").strip().splitlines()
    return shlex.split(line.partition(" && nice ")[2])


def container_command() -> list[str]:
    parts = dict(
        re.findall(r"^(ENTRYPOINT|CMD) (\[.+\])$", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)
    )
    return [*json.loads(parts["ENTRYPOINT"]), *json.loads(parts["CMD"])]


@pytest.mark.parametrize("command", [service_command(), cron_command(), container_command()])
def test_options_of_a_run_are_ones_that_there_are(command: list[str]) -> None:
    assert command[1:3] == ["crawl", "yearly_reports"]
    scrapys = ("LOG_FILE",)
    for option, value in pairwise(command):
        name = value.partition("=")[0]
        assert option != "-s" or hasattr(settings, name) or name in scrapys
        assert option != "-a" or name in ARGUMENTS


def test_all_run_the_same() -> None:
    assert service_command()[1:] == container_command()[1:]
    assert cron_command()[: len(service_command())] == service_command()


def test_run_writes_into_its_own_folder(tmp_path: Path) -> None:
    """As the service does: a folder that holds nothing, the installed settings; then once more for what has changed."""
    pages = {
        "/zfxxgknb/": listing({"/a/1.html": "松汀镇人民政府2020年政府信息公开工作年度报告"}),
        "/a/1.html": report(),
        "/robots.txt": Answer("", 404),
    }
    with serve(pages) as server:
        options = [*service_command()[1:], *FAST, "-a", f"url={server.home}zfxxgknb/", "-s", "LEDGER=ledger.sqlite"]
        for _ in range(2):
            done = scrapy(*options, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert len((tmp_path / "reports.jsonl").read_text("utf-8").splitlines()) == 1
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["finished"]
    assert (tmp_path / "ledger.sqlite").exists()
    *log, _ = done.stderr.partition("+--")[0].splitlines()
    assert all(json.loads(line)["time"] for line in log)


def test_service_has_a_home() -> None:
    """Scrapy does not start without one, and a dynamic user has none of its own on a small system."""
    unit = dict(
        re.findall(
            r"^(WorkingDirectory|Environment)=(.+)$", (DEPLOY / "nianbao.service").read_text("utf-8"), re.MULTILINE
        )
    )
    assert unit["Environment"] == f"HOME={unit['WorkingDirectory']}"


@systemd
def test_units_are_well_formed(tmp_path: Path) -> None:
    for unit in ("nianbao.service", "nianbao.timer"):
        text = (DEPLOY / unit).read_text("utf-8").replace(service_command()[0], "/bin/true")
        (tmp_path / unit).write_text(text.replace("file:///opt/nianbao/docs", "file:///docs"))
    done = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@systemd
def test_timer_starts_by_night_in_china() -> None:
    (when,) = re.findall(r"^OnCalendar=(.+)$", (DEPLOY / "nianbao.timer").read_text("utf-8"), re.MULTILINE)
    done = subprocess.run([str(ANALYZE), "calendar", when], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Asia/Shanghai" in done.stdout


@systemd
def test_service_gives_up_what_it_does_not_need() -> None:
    """The exposure that systemd reckons: 9.6 for a service that says nothing, 10 for the worst."""
    done = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", "--threshold=40", str(DEPLOY / "nianbao.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unrecognized" in done.stderr:
        pytest.skip("a systemd before 250 can't tell offline")
    assert done.returncode == 0, done.stdout


def test_groups_of_the_container_are_ones_that_there_are() -> None:
    (groups,) = re.findall(r"'/opt/nianbao\[([\w,]+)\]'", (DEPLOY / "Containerfile").read_text("utf-8"))
    known = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(groups.split(",")) <= set(known)
