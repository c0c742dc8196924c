"""``scrapy reextract``: archives read again with all cores, or many machines."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from crawler.archive.replay import Replay, find_files, replay_of
from crawler.overrides import check_overrides
from crawler.preparation import check_warcio, load_data_files, use_own_settings
from crawler.selection import UnusableArgument
from crawler.terminal import printable, speak_utf8
from crawler.wholefile import WholeFile
from extractors.errors import ConfigError

if TYPE_CHECKING:
    from crawler.reextract.run import Reread

_ENGINES = ("processes", "daft", "ray")


class Command(ScrapyCommand):
    """Items are those of ``scrapy crawl archive``, in the archive's order, the same bytes whoever does the work."""

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Arguments."""
        return "ARCHIVE... -O OUT [--engine ENGINE] [--workers N]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Read archives again, with several processes or machines"

    def long_desc(self) -> str:
        """Text of the help."""
        return (
            "Reads WARC files (paths with wildcards, or folders), of crawls of ours or of other people's, without any network, and "
            "writes OUT (.jsonl, .json, .parquet): the items of `scrapy crawl archive`, in the archive's order. -a portals=, "
            "-a province= and -a years= choose as there. Exit status: 0 all was read, 1 nothing could be read or a page was "
            "lost, 2 wrong usage, 3 some pages or files could not be read."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, what to write, and who does the work."""
        assert self.settings is not None
        use_own_settings(self.settings)
        super().add_options(parser)
        group = parser.add_argument_group("reextract")
        group.add_argument("-O", "--output", metavar="OUT", help="file to write: .jsonl, .json or .parquet")
        group.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="portals, province or years"
        )
        engine = "processes of this machine, or Daft here or on a Ray cluster (default %(default)s)"
        group.add_argument("--engine", choices=_ENGINES, default=_ENGINES[0], help=engine)
        workers = "pages that are read at once (default: as many as there are cores)"
        group.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N", help=workers)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, read, conclude."""
        from crawler.export.formats import UnusableTarget

        speak_utf8()
        assert self.settings is not None
        if not args or not opts.output:
            raise UsageError("name at least one archive, and with -O what to write", print_help=False)
        if opts.workers < 1:
            raise UsageError("--workers is at least 1", print_help=False)
        try:
            check_overrides(self.settings)
            load_data_files()
            check_warcio()
            replay = replay_of(find_files(args), _arguments(opts.spargs))
            with _ended_by_signals():
                found = self._reread(replay, Path(opts.output), opts)
        except (UnusableArgument, UnusableTarget, ConfigError) as error:
            raise UsageError(str(error), print_help=False) from error
        except OSError as error:
            print(f"error: {printable(str(error))}", file=sys.stderr)
            self.exitcode = 1
            return
        self.exitcode = found.outcome.exit_status

    def _reread(self, replay: Replay, target: Path, opts: argparse.Namespace) -> Reread:
        """Write the feed, which stays as it was if nothing could be read."""
        from crawler.reextract.engines import open_engine
        from crawler.reextract.outputs import form_of, open_output
        from crawler.reextract.run import reread
        from crawler.reextract.summary import summary_lines

        assert self.settings is not None
        form = form_of(target)
        with open_engine(opts.engine, opts.workers) as engine:
            whole = WholeFile(target)
            try:
                output = open_output(form, whole.file)
                found = reread(replay, form, self.settings, engine, output, _watch)
                output.finish()
            except BaseException:
                whole.discard()
                raise
        if found.outcome.nothing_read:
            whole.discard()
        else:
            whole.commit()
        for line in summary_lines(found):
            print(line, file=sys.stderr)
        return found


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Have SIGTERM and SIGINT end the block: what it has begun on disk goes, and the old output stays.

    SIGINT, too, since a shell's background process is begun deaf to it.
    """

    def end(signum: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + signum)

    handlers = {signal.SIGTERM: end, signal.SIGINT: signal.default_int_handler}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _arguments(given: list[str]) -> dict[str, str]:
    """Of the options ``-a``; :exc:`~crawler.selection.UnusableArgument`."""
    try:
        return dict(arglist_to_dict(given))
    except ValueError as error:
        raise UnusableArgument("-a takes NAME=VALUE") from error


def _watch(things: Iterable[Any], count: int, what: str) -> Iterable[Any]:
    """Things, with a bar on a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(file=sys.stderr)
    return track(things, what, count, console=console, disable=not console.is_terminal, transient=True)
