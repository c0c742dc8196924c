"""``scrapy schema``: the JSON Schema of the item."""

from __future__ import annotations

import argparse
import json
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand

from crawler.schema import item_schema


class Command(ScrapyCommand):
    """Prints to standard output."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Print the JSON Schema of an annual report"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print it."""
        print(json.dumps(item_schema(), ensure_ascii=False, indent=2))
