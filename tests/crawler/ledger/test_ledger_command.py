"""``scrapy ledger``, in this process."""

import json
from argparse import ArgumentParser

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.commands.ledger import Command
from tests.crawler.ledger.samples import make_item, settle

KEY = "990101001/平山县柳河镇人民政府/2020"


def scrapy_ledger(*arguments):
    command = Command()
    command.settings = Settings()
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, rest = parser.parse_known_args(arguments)
    command.exitcode = 0
    command.run(rest, opts)
    return command.exitcode


@pytest.fixture
def kept(ledger, run, address):
    """A report that was corrected, one that is missing, one that could not be fetched."""
    settle(ledger, run, make_item())
    tables = {"t3_requests": {"new_received": {"natural_person": 1, "total": 4}}}
    settle(ledger, run, make_item(tables=tables, title="柳河镇\x1b[31m2020年政府信息公开工作年度报告（更正）"))
    settle(ledger, run, address="b", outcome="timeout", link_text="柳河镇2021年政府信息公开工作年度报告")
    with ledger.writing() as connection:
        ledger.portal_begun(connection, run, "pingshan", "2026-01-01T00:00:00Z")
        ledger.portal_done(connection, run, "pingshan", "partly failed", {"pages": 1}, {}, "2026-01-01T00:09:00Z")
    ledger.end(run, "finished", 3, {"requests": 7}, "2026-01-01T00:10:00Z")
    return address


def shown(capsys, *arguments):
    assert scrapy_ledger(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_status_counts_portal_by_portal(kept, capsys):
    (row,) = shown(capsys, "status", "--ledger", kept)
    assert row == {
        "portal": "pingshan", "reports": 1, "pages": 2, "failing": 1, "last_run": 1, "state": "done",
        "outcome": "partly failed", "ended_at": "2026-01-01T00:09:00Z",
    }  # fmt: skip


def test_coverage_is_a_row_an_agency_and_year(kept, capsys):
    rows = shown(capsys, "coverage", "--ledger", kept, "--years", "2020-2022")
    assert [(row["year"], row["state"]) for row in rows] == [(2020, "changed"), (2021, "failed"), (2022, "missing")]
    assert shown(capsys, "coverage", "--ledger", kept, "--portals", "haibei") == []


def test_runs_tell_how_they_ended(kept, capsys):
    (row,) = shown(capsys, "runs", "--ledger", kept)
    assert (row["state"], row["exit_status"], row["statistics"]) == ("finished", 3, {"requests": 7})


@pytest.mark.parametrize("name", [KEY, "0" * 16])
def test_history_shows_each_difference_and_no_control_characters(kept, capsys, name):
    assert scrapy_ledger("history", name, "--ledger", kept) == 0
    out = capsys.readouterr().out
    assert "tables.t3_requests.new_received.total: 3 -> 4" in out
    assert "\x1b" not in out
    assert shown(capsys, "history", name, "--ledger", kept)[0]["editions"][1]["cause"] == "changed"


def test_no_history_is_said_and_status_1(kept, capsys):
    assert scrapy_ledger("history", "990101001/平山县柳河镇人民政府/1999", "--ledger", kept) == 1
    assert "no report 990101001/平山县柳河镇人民政府/1999" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["status", "coverage", "runs"])
def test_tables_are_for_people_too(kept, capsys, what):
    assert scrapy_ledger(what, "--ledger", kept) == 0
    assert "pingshan" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "say what to show"),
        (("everything",), "say what to show"),
        (("history",), "say what to show"),
        (("status", "--ledger", "nowhere.sqlite"), "no such file"),
        (("coverage", "--ledger", "nowhere.sqlite", "--years", "soon"), "no such file"),
    ],
)
def test_wrong_usage_is_told(arguments, problem):
    with pytest.raises(UsageError, match=problem):
        scrapy_ledger(*arguments)


def test_wrong_years_are_told(kept):
    with pytest.raises(UsageError, match="years are 2021"):
        scrapy_ledger("coverage", "--ledger", kept, "--years", "soon")
