"""The site of many reports: seconds per 1,000 reports, peak memory, files, and the largest page.

    python -m benchmarks.site [--reports N] [--keep FOLDER]

Reports are those of ``benchmarks.exports``: 30 agencies a county, five years each. Times are CPU seconds of one process from
reading the feed to the finished folder, without downloads; memory is the largest resident size. In FOLDER the feed and the
site stay, for ``benchmarks.questions``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.exports import many_items


def build(feed: Path, folder: Path) -> None:
    """Build in this process and print what it cost."""
    from crawler.export.formats import new_folder
    from crawler.export.sources import open_source
    from crawler.site.build import build_site

    begun = time.process_time()
    with open_source([str(feed)], "") as source, new_folder(folder) as room:
        built = build_site(source, room, [])
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{built.reports} reports, {built.agencies} agencies, {built.pages} files, {size / 1e6:.0f} MB")
    print(f"{1000 * seconds / built.reports:.2f} s per 1,000 reports, {memory:.0f} MB of memory")
    print(f"largest file {built.largest / 1e6:.2f} MB", flush=True)


def main() -> None:
    """Make a feed, and build its site in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="new folder for the feed and the site")
    parser.add_argument("--feed", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.feed:
        build(options.feed, options.feed.parent / "site")
        return
    if options.keep:
        options.keep.mkdir(parents=True)
    with nullcontext(options.keep) if options.keep else TemporaryDirectory(prefix="nianbao-site-") as folder:
        feed = Path(folder) / "feed.jsonl.gz"
        with gzip.open(feed, "wt", compresslevel=1, encoding="utf-8") as file:
            for item in many_items(options.reports):
                file.write(json.dumps(item, ensure_ascii=False) + "\n")
        subprocess.run([sys.executable, "-m", "benchmarks.site", "--feed", str(feed)], check=True)


if __name__ == "__main__":
    main()
