"""What the commands share that read feeds or the ledger: ``export``, ``site``, ``browse``.

Scrapy imports every command whenever one runs. What they need is imported when they run: it loads all forms, and a form that is
wrong must not take the other commands with it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.preparation import use_own_settings
from crawler.terminal import printable
from extractors.errors import ConfigError

FEEDS = "Reads feeds (JSON or JSON Lines, also .gz), or the ledger (`ledger`, its file or its database's address), and "
"""How their help begins."""


class SourcesCommand(ScrapyCommand):
    """Ends with 2 where something is used wrongly, with 1 where something can't be read or written."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options; outside of any project the settings are ours."""
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)

    @property
    def ledger(self) -> str:
        """Address of the ledger that the source ``ledger`` means; empty where there is none."""
        assert self.settings is not None
        return self.settings.get("LEDGER") or ""

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what goes wrong in the block."""
        from crawler.export.formats import UnusableTarget
        from crawler.export.sources import UnreadableFeed

        try:
            yield
        except (UnusableTarget, ConfigError, OverflowError) as error:
            raise UsageError(str(error), print_help=False) from error
        except OSError as error:
            self._fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        except UnreadableFeed as error:
            self._fail(str(error))

    def _fail(self, what: str) -> None:
        print(f"error: {printable(what)}", file=sys.stderr)
        self.exitcode = 1
