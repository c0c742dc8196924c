"""``scrapy portals``: what portals there are, what an unknown one is, whether the known ones still are what they were."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import TextResponse

from crawler.books.outcome import ALL_READ, NOTHING_READ, CrawlOutcome
from crawler.books.survey import Findings
from crawler.extensions.run_report import portal_reports
from crawler.overrides import check_overrides
from crawler.platforms import platforms
from crawler.portal_tables import (
    CHECK_COLUMNS,
    RECORD_COLUMNS,
    check_row,
    exit_status,
    print_rows,
    record_row,
    tell,
)
from crawler.portals import load_portals, select_portals
from crawler.portals.records import add_record, draft_record, find_place
from crawler.preparation import load_data_files, name_hosts, open_log, use_own_settings
from crawler.selection import UnusableArgument, select
from crawler.single_page import SinglePageSpider, describe_page
from crawler.spiders.yearly_reports import YearlyReportsSpider
from crawler.terminal import printable, speak_utf8
from extractors.errors import ConfigError

_PAGES = Path("tests/crawler/pages")


class Command(ScrapyCommand):
    """Its first argument says what to do."""

    def syntax(self) -> str:
        """Arguments."""
        return "list|check [ID|GROUP]... | detect URL... | add URL | savepage URL"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "List, detect, check and add portals; save a page for tests"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "list: the records. detect: family, evidence and columns of annual reports of sites, and a record for each. "
            "check: whether recorded portals answer, are what their record says, and list reports. add: detect, and write "
            "the record into the file of its province. savepage: store a page for tests. Walks fetch listings only and obey "
            "robots.txt and delays. Exit status: 0 all is well, 1 nothing answered, 2 wrong usage, 3 something is amiss."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options to Scrapy's."""
        speak_utf8()
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        group = parser.add_argument_group("portals")
        group.add_argument("--json", action="store_true", help="list, check, detect: machine-readable")
        group.add_argument("--province", help="list, check: records of this province")
        group.add_argument("--id", help="add: id of the record (default: from the host)")
        group.add_argument("--name", help="add: name (default: what the site calls itself)")
        group.add_argument("--division", metavar="CODE", help="add: six digits (default: from SiteIDCode or name)")
        group.add_argument("--file", metavar="NAME.toml", help="add: file for a province that has none yet")
        group.add_argument(
            "--registry", type=Path, metavar="DIR", help="add: folder of the files (default: the project's)"
        )
        group.add_argument("--folder", type=Path, metavar="DIR", help=f"savepage: where (default {_PAGES}/<family>)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log to what matters, unless asked for more."""
        assert self.settings is not None
        super().process_options(args, opts)
        if not opts.loglevel:
            # What `detect` prints has every fault in it; a log of them would say it twice.
            level = "ERROR" if args[:1] == ["detect"] else "WARNING"
            self.settings.set("LOG_LEVEL", level, priority="cmdline")
        self.settings.set("FETCH_REPORTS", False, priority="cmdline")
        open_log(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says."""
        actions: dict[str, Callable[[list[str], argparse.Namespace], int]] = {
            "list": self._list, "detect": self._detect, "check": self._check, "add": self._add, "savepage": self._save,
        }  # fmt: skip
        if not args or args[0] not in actions:
            raise UsageError(f"say what to do: {', '.join(actions)}", print_help=False)
        assert self.settings is not None
        try:
            check_overrides(self.settings)
            load_data_files()
            self.exitcode = actions[args[0]](args[1:], opts)
        except (UnusableArgument, ConfigError, LookupError) as error:
            raise UsageError(
                str(error.args[0]) if isinstance(error, LookupError) else str(error), print_help=False
            ) from error

    def _list(self, names: list[str], opts: argparse.Namespace) -> int:
        registry = load_portals(platforms=platforms())
        chosen = select_portals(registry, names, opts.province) if names or opts.province else registry
        rows = [record_row(portal) for portal in chosen.values()]
        print_rows(rows, as_json=opts.json, narrow=RECORD_COLUMNS)
        return ALL_READ

    def _detect(self, urls: list[str], opts: argparse.Namespace) -> int:
        if not urls:
            raise UsageError("name at least one address", print_help=False)
        spider, outcome, reports = self._walk({"url": ",".join(urls)})
        for portal, report in zip(spider.portals.values(), reports, strict=True):
            draft = draft_record(portal, spider.books.findings[portal.id])
            report["record"] = draft.toml() if report["columns"] else None
            if not opts.json:
                print("\n".join([*tell(portal, report), "", report["record"] or ""]))
        if opts.json:
            print(json.dumps(reports, ensure_ascii=False, indent=1))
        return exit_status(outcome, reports)

    def _check(self, names: list[str], opts: argparse.Namespace) -> int:
        arguments = {"portals": ",".join(names)} if names else {}
        if opts.province:
            arguments["province"] = opts.province
        _, outcome, reports = self._walk(arguments)
        shown = [check_row(report) for report in reports]
        if opts.json:
            print(
                json.dumps(
                    [row | {"report": it} for row, it in zip(shown, reports, strict=True)], ensure_ascii=False, indent=1
                )
            )
        else:
            print_rows(shown, as_json=False, narrow=CHECK_COLUMNS)
        return exit_status(outcome, reports)

    def _add(self, urls: list[str], opts: argparse.Namespace) -> int:
        if len(urls) != 1:
            raise UsageError("name one address", print_help=False)
        folder = opts.registry or Path(str(files("crawler.portals")))
        given = {key: value for key in ("id", "name", "division") if (value := getattr(opts, key))}
        (portal,) = select({"url": urls[0]}).portals.values()
        if portal.recorded:
            raise UnusableArgument(f"that site is recorded as {portal.id}")
        # Whatever can be wrong before the walk is told before it.
        find_place(replace(draft_record(portal, Findings()), **given), folder, opts.file)
        spider, outcome, reports = self._walk({"url": urls[0]})
        draft = replace(draft_record(portal, spider.books.findings[portal.id]), **given)
        if not reports[0]["columns"]:
            print(
                f"{urls[0]}: no column of annual reports found ({reports[0]['state']}); nothing written",
                file=sys.stderr,
            )
            return NOTHING_READ
        try:
            path = add_record(draft, folder, opts.file)
        except OSError as error:
            print(f"error: {folder}: {error.strerror or error}", file=sys.stderr)
            return NOTHING_READ
        print(f"{path}:\n\n{draft.toml()}")
        return exit_status(outcome, reports)

    def _save(self, urls: list[str], opts: argparse.Namespace) -> int:
        if len(urls) != 1:
            raise UsageError("name one address", print_help=False)
        spider = self._crawl(SinglePageSpider, {"url": urls[0]}).spider
        assert isinstance(spider, SinglePageSpider)
        response = spider.response
        if not isinstance(response, TextResponse):
            reason = spider.failure or "it is no page of text"
            print(f"{urls[0]}: {printable(reason)}; nothing saved", file=sys.stderr)
            return NOTHING_READ
        family, kind, expected = describe_page(response)
        folder = opts.folder or _PAGES / family
        page = folder / f"{kind}.html"
        if page.exists():
            raise UnusableArgument(f"{page} is there already; remove it first, or name another --folder")
        folder.mkdir(parents=True, exist_ok=True)
        page.write_bytes(response.body)
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in expected.items()]
        target = folder / "expected.toml"
        if kind == "listing" and not target.exists():
            target.write_text("\n".join(lines) + "\n", "utf-8")
        print(
            f"{page}: {family}, {kind}. Replace real text by your own words, and hold this against the page by eye:\n"
        )
        print("\n".join(lines))
        return ALL_READ

    def _walk(self, arguments: dict[str, str]) -> tuple[YearlyReportsSpider, CrawlOutcome, list[dict[str, Any]]]:
        """Walk the columns of portals: the spider with its books, how it ended, and the same for JSON."""
        crawler = self._crawl(YearlyReportsSpider, arguments)
        spider, stats = crawler.spider, crawler.stats
        assert isinstance(spider, YearlyReportsSpider)
        assert stats is not None
        outcome = CrawlOutcome.from_stats(stats.get_stats(), spider.portals.values())
        return spider, outcome, portal_reports(spider.portals, outcome, spider.books)

    def _crawl(self, spider: type[Spider], arguments: dict[str, str]) -> Crawler:
        assert self.settings is not None
        assert self.crawler_process is not None
        portals = select(arguments).portals.values()
        name_hosts(self.settings, portals)
        crawler = self.crawler_process.create_crawler(spider)
        self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            raise UsageError("the walk could not begin; the log says why", print_help=False)
        return crawler
