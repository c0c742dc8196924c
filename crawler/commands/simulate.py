"""``scrapy simulate``: serve simulated portals, or a folder of documents as one, until interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.simulator import (
    SAMPLE_PORT,
    Simulator,
    build_sites,
    documents_site,
    plan_faulty_portals,
    plan_portals,
    sample_portals,
)
from crawler.simulator.faults import FAULTS
from crawler.simulator.site import Site
from crawler.terminal import speak_utf8
from crawler.years import parse_years

_MAX_PORTALS = 2000


class Command(ScrapyCommand):
    """Serve portals on loopback whose content is known."""

    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Give the arguments."""
        return "[options]"

    def short_desc(self) -> str:
        """Give the line that ``scrapy`` lists."""
        return "Serve simulated portals on loopback, or a folder of documents as a portal"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options to Scrapy's."""
        super().add_options(parser)
        what = parser.add_argument_group("what to serve")
        what.add_argument("--portals", type=int, metavar="N", help="this many simulated portals (default 3)")
        what.add_argument("--years", default="2018-2024", metavar="A-B", help="report years (default %(default)s)")
        what.add_argument(
            "--seed", default="1", metavar="S", help="the same seed gives the same bytes (default %(default)s)"
        )
        what.add_argument("--sample", action="store_true", help="the portals of the registry's group sample")
        what.add_argument("--faults", action="store_true", help="one portal of each fault that portals have")
        what.add_argument("--documents", type=Path, metavar="DIR", help="a folder of text or HTML files, at 127.0.0.1")
        where = parser.add_argument_group("where")
        where.add_argument(
            "--port", type=int, default=SAMPLE_PORT, metavar="P", help="0 picks a free one (default %(default)s)"
        )
        where.add_argument("--truth", type=Path, metavar="FILE", help="write what a perfect crawl finds, as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until SIGINT or SIGTERM."""
        speak_utf8()
        if args:
            raise UsageError(f"unexpected argument: {args[0]}")
        simulator = Simulator(requested_sites(opts), opts.port)
        try:
            with simulator:
                stopped = _stopped_by_signal()  # before anybody is told to interrupt
                _announce(simulator, opts.truth)
                stopped.wait()
        except OSError as error:
            print(f"scrapy simulate: {_explain(error, opts.port)}", file=sys.stderr)
            self.exitcode = 1


def requested_sites(opts: argparse.Namespace) -> Sequence[Site]:
    """Sites that the options ask for; several kinds may be served together."""
    if not 0 <= opts.port <= 65_535:
        raise UsageError(f"--port must be between 0 and 65535, not {opts.port}")
    try:
        years = sorted(parse_years(opts.years))
        documents = [documents_site(opts.documents)] if opts.documents is not None else []
    except (ValueError, OSError) as error:
        raise UsageError(str(error), print_help=False) from error
    if opts.portals is not None and not 1 <= opts.portals <= _MAX_PORTALS:
        raise UsageError(f"--portals must be between 1 and {_MAX_PORTALS}, not {opts.portals}", print_help=False)
    count = opts.portals or (0 if documents or opts.sample or opts.faults else 3)
    sample = build_sites(sample_portals()) if opts.sample else []
    faulty = build_sites(plan_faulty_portals(FAULTS, years, opts.seed)) if opts.faults else []
    return [*documents, *sample, *faulty, *build_sites(plan_portals(count, years, opts.seed))]


def _announce(simulator: Simulator, truth_file: Path | None) -> None:
    truth = [entry for portal in simulator.portals for entry in portal.truth]
    if truth_file is not None:
        truth_file.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for portal in simulator.portals:
        reports = sum(bool(entry["is_report"]) for entry in portal.truth)
        known = f"{reports} reports among {len(portal.truth)} pages" if portal.truth else "truth unknown"
        print(f"{portal.home}  {portal.id}  {portal.name}  {known}")
    # Whoever waits for this line through a pipe must not wait for the buffer to fill.
    print("serving; interrupt to stop", flush=True)


def _stopped_by_signal() -> threading.Event:
    """Event that SIGINT and SIGTERM set from now on."""
    stopped = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return stopped


def _explain(error: OSError, port: int) -> str:
    hint = f"; is another simulator running on port {port}? --port picks another" if port else ""
    return f"{error.strerror or error}{hint}"
