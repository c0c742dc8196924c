"""``scrapy schema``: the JSON Schema of the item, and the guides that are made from the same sources."""

from __future__ import annotations

import argparse
import json
from typing import Any, BinaryIO, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.guide.words import LANGUAGES
from crawler.schema import item_schema
from crawler.terminal import to_standard_output


class Command(ScrapyCommand):
    """Prints to standard output."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print the JSON Schema of an annual report, the data dictionary or the guide to findings"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the guides to Scrapy's options."""
        super().add_options(parser)
        group = parser.add_argument_group("instead of the schema, as Markdown").add_mutually_exclusive_group()
        group.add_argument("--dictionary", choices=LANGUAGES, help="item, sheets and forms, field by field")
        group.add_argument("--findings", choices=LANGUAGES, help="what each finding means, and what to do")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print it."""
        self.exitcode = to_standard_output(lambda out: _write(out, _text(opts)))


def _text(opts: argparse.Namespace) -> str:
    # Not above: Scrapy imports every command whenever one runs, and the sheets are made from all forms.
    if opts.dictionary:
        from crawler.guide.dictionary import data_dictionary

        return data_dictionary(opts.dictionary)
    if opts.findings:
        from crawler.guide.findings import findings_guide

        return findings_guide(opts.findings)
    return json.dumps(item_schema(), ensure_ascii=False, indent=2) + "\n"


def _write(out: BinaryIO, text: str) -> int:
    out.write(text.encode())
    return 0
