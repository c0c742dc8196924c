"""``scrapy ledger``: what the ledger holds: portals, coverage, the history of a report, runs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, ClassVar

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.books.outcome import ALL_READ, NOTHING_READ
from crawler.ledger import KeptReport, Ledger
from crawler.portal_tables import print_rows
from crawler.preparation import use_own_settings
from crawler.terminal import printable, speak_utf8, to_standard_output
from crawler.years import parse_years
from extractors.errors import ConfigError

_NARROW = {
    "status": ("portal", "reports", "outcome"),
    "coverage": ("agency", "year", "state"),
    "runs": ("id", "begun_at", "state", "exit_status"),
}
"""What is left of each table on the narrowest terminal."""
_MAX_VALUE = 60
"""Characters of a value that a line of a history shows."""


class Command(ScrapyCommand):
    """Its first argument says what to show."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Arguments."""
        return "status | coverage | history KEY|ID | runs"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show what the ledger holds: portals, coverage, history of a report, runs"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "status: portals with their reports and how the last run ended. coverage: agency by year whether the report is "
            "there, and if not, why. history: editions of a report with their differences, by its id or by its report key "
            "(division/agency/year). runs: the last ones. Exit status: 0, 1 where there is no such report, 2 wrong usage."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options to Scrapy's."""
        speak_utf8()
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        group = parser.add_argument_group("ledger")
        group.add_argument("--ledger", metavar="ADDRESS", help="file or database (default: the setting LEDGER)")
        group.add_argument("--json", action="store_true", help="machine-readable")
        group.add_argument("--portals", metavar="ID,...", help="coverage: of these portals")
        group.add_argument("--years", metavar="2019-2024", help="coverage: these years (default: those that are known)")
        group.add_argument("--limit", type=int, default=20, help="runs: how many (default 20)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show what the first argument names."""
        assert self.settings is not None
        actions: dict[str, Callable[[Ledger, list[str], argparse.Namespace], int]] = {
            "status": _status, "coverage": _coverage, "history": _history, "runs": _runs,
        }  # fmt: skip
        what, *rest = args or [""]
        if what not in actions or len(rest) != (what == "history"):
            raise UsageError(f"say what to show: {self.syntax()}", print_help=False)
        address = opts.ledger or self.settings.get("LEDGER")
        if not address:
            raise UsageError("name the ledger with --ledger, or in the setting LEDGER", print_help=False)
        try:
            with Ledger.open(address, create=False) as ledger:
                self.exitcode = to_standard_output(lambda _: actions[what](ledger, rest, opts))
        except (ConfigError, ValueError) as error:
            raise UsageError(str(error), print_help=False) from error


def _status(ledger: Ledger, _: list[str], opts: argparse.Namespace) -> int:
    return _print("status", map(asdict, ledger.status()), opts)


def _coverage(ledger: Ledger, _: list[str], opts: argparse.Namespace) -> int:
    portals = opts.portals.split(",") if opts.portals else None
    years = parse_years(opts.years) if opts.years else None
    return _print("coverage", map(asdict, ledger.coverage(portals=portals, years=years)), opts)


def _runs(ledger: Ledger, _: list[str], opts: argparse.Namespace) -> int:
    rows = (asdict(run) for run in ledger.runs(opts.limit))
    if not opts.json:
        rows = ({name: value for name, value in row.items() if name != "statistics"} for row in rows)
    return _print("runs", rows, opts)


def _history(ledger: Ledger, args: list[str], opts: argparse.Namespace) -> int:
    reports = ledger.history(args[0])
    if not reports:
        print(f"the ledger holds no report {printable(args[0])}: name its id, or its report_key", file=sys.stderr)
    if opts.json:
        print(json.dumps([asdict(report) for report in reports], ensure_ascii=False, indent=1))
    else:
        console = Console(highlight=False, markup=False, soft_wrap=True)
        for report in reports:
            for line in _tell(report):
                console.print(printable(line))
    return ALL_READ if reports else NOTHING_READ


def _print(what: str, rows: Iterable[dict[str, Any]], opts: argparse.Namespace) -> int:
    print_rows(rows, as_json=opts.json, narrow=_NARROW[what])
    return ALL_READ


def _tell(report: KeptReport) -> Iterable[str]:
    """Lines on a report and its editions."""
    yield f"{report.id}{' (current)' if report.is_current else ''}  {report.report_key or 'no key'}  {report.title or ''}"
    yield f"  {report.document_url or report.url or ''}  published {report.published or 'not stated'}, {report.reading}"
    for edition in report.editions:
        yield f"  {edition.number}. {edition.made_at}  {edition.cause}, run {edition.run}"
        for each in edition.difference:
            before, after = (_shorten(each[side]) if side in each else "absent" for side in ("before", "after"))
            yield f"     {each['path']}: {before} -> {after}"


def _shorten(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_VALUE else f"{text[: _MAX_VALUE - 1]}…"
