"""``scrapy schema``: the JSON Schema of the item."""

from __future__ import annotations

import argparse
import json
from typing import Any, BinaryIO, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.schema import item_schema
from crawler.terminal import to_standard_output


class Command(ScrapyCommand):
    """Prints to standard output."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print the JSON Schema of an annual report"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print it."""
        text = json.dumps(item_schema(), ensure_ascii=False, indent=2) + "\n"
        self.exitcode = to_standard_output(lambda out: _write(out, text))


def _write(out: BinaryIO, text: str) -> int:
    out.write(text.encode())
    return 0
