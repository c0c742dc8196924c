"""Templates into files: every value is escaped, and made fit to be shown, on its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.site import addresses
from crawler.site.shown import figure, shown, web_address
from crawler.site.words import both, group_words, known, known_pair, pair, plain_word, told, word

Each = TypeVar("Each")


class Pages:
    """Writes pages into a folder."""

    def __init__(self, folder: Path, *, day: str) -> None:
        """``day`` is when the data was fetched; the pages have no other time, so that the same data gives the same bytes."""
        self.folder = folder
        self.count = 0
        self.largest = 0
        self._environment = _environment()
        self._environment.globals["day"] = day
        self._templates: dict[str, Any] = {}

    def write(self, address: str, template: str, **values: object) -> None:
        """Write the page at an address (relative, with ``/``)."""
        if template not in self._templates:
            self._templates[template] = self._environment.get_template(template)
        text = self._templates[template].render(here=address, up="../" * address.count("/"), **values)
        self.write_text(address, text)

    def write_text(self, address: str, text: str) -> None:
        """Write a file as it is."""
        path = self.folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode()
        path.write_bytes(data)
        self.count += 1
        self.largest = max(self.largest, len(data))


def parts(rows: Sequence[Each], size: int) -> Iterator[tuple[int, int, Sequence[Each]]]:
    """Rows in pages of a size: number, count of pages, rows. One empty page where there are none.

    >>> list(parts("abcde", 2))
    [(1, 3, 'ab'), (2, 3, 'cd'), (3, 3, 'e')]
    """
    count = max(1, -(-len(rows) // size))
    for number in range(1, count + 1):
        yield number, count, rows[(number - 1) * size : number * size]


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": word, "plain": plain_word, "known": known, "known_pair": known_pair, "pair": pair, "both": both, "told": told,
        "group_words": group_words, "at": addresses,
    }  # fmt: skip
    environment.filters |= {"figure": figure, "web": web_address, "cut": shown}
    return environment
