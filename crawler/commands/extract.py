"""``scrapy extract``: what the pipelines do, over local files, without any request."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.serialize import ScrapyJSONEncoder

import extractors
from crawler.items import AnnualReport, ReadReport, ReportPage
from crawler.pipelines.checks import ChecksPipeline
from crawler.terminal import printable, printable_json, speak_utf8, to_standard_output
from crawler.wholefile import WholeFile
from extractors.documents.isolated import read_isolated
from extractors.errors import ConfigError
from extractors.report import Rejection
from extractors.tables.forms import load_forms


class Command(ScrapyCommand):
    """One JSON line for each file, in the order given."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Arguments."""
        return "FILE... [-O OUT.jsonl]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Read annual reports from local files"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "Reads each file, page or document, as a crawl would: one JSON line for each, the item or the reason for which it is "
            "none. A file that can't be read is an error on stderr and exit status 1; the others still come."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and where to write."""
        super().add_options(parser)
        parser.add_argument(
            "-O", "--output", metavar="FILE", help="JSON Lines file to write (default: standard output)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the files."""
        speak_utf8()
        if not args:
            raise UsageError("name at least one file", print_help=False)
        try:
            load_forms()
        except ConfigError as error:
            raise UsageError(str(error), print_help=False) from error
        if opts.output is None or opts.output == "-":
            self.exitcode = to_standard_output(partial(write_lines, args))
            return
        try:
            whole = WholeFile(Path(opts.output))
        except OSError as error:
            raise UsageError(f"{opts.output} can't be written: {error.strerror}", print_help=False) from error
        self.exitcode = _fill(whole, args)


def _fill(whole: WholeFile, files: Iterable[str]) -> int:
    """Exit status of writing the file; if it can't be written to its end, the old one stays and that is said."""
    try:
        with whole:
            return write_lines(files, whole.file)
    except OSError as error:
        print(f"error: {printable(str(whole.path))}: {error.strerror or error}", file=sys.stderr)
        return 1


def write_lines(files: Iterable[str], out: BinaryIO) -> int:
    """Write one line for each file that can be read; 1 if any could not, else 0."""
    encode = ScrapyJSONEncoder(ensure_ascii=False).encode
    status = 0
    for file in files:
        try:
            line = extract_file(Path(file))
        except OSError as error:
            print(f"error: {printable(file)}: {error.strerror or error}", file=sys.stderr)
            status = 1
        except Exception as error:  # noqa: BLE001  a bug of ours loses this file; it must not lose the others
            print(f"error: {printable(file)}: {type(error).__name__}: {printable(str(error))}", file=sys.stderr)
            status = 1
        else:
            out.write(printable_json(encode(line)).encode() + b"\n")
            out.flush()
    return status


def extract_file(file: Path) -> AnnualReport | dict[str, str]:
    """Item of one file, or ``url``, ``rejected`` and ``message``. :exc:`OSError` if it can't be read."""
    source = ReportPage(url=Path(file).absolute().as_uri(), body=file.read_bytes())
    page = extractors.read_page(source.body, url=source.url, document=read_isolated(source.body))
    report = page if isinstance(page, Rejection) else extractors.read_report(page)
    if isinstance(report, Rejection):
        return _rejected(source, report)
    return ChecksPipeline().process_item(ReadReport(source=source, report=report)).item


def _rejected(source: ReportPage, rejection: Rejection) -> dict[str, str]:
    return {"url": source.url, "rejected": rejection.reason, "message": rejection.message}
