"""Markdown as far as the tests of the documentation need it: code, links, headings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PAGES = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").glob("*.md"))]
CHINESE = ".zh-CN.md"
TRANSLATED = [
    (page.with_name(page.name.replace(CHINESE, ".md")), page) for page in PAGES if page.name.endswith(CHINESE)
]
"""Pages that there are in both languages, the English one first."""

_FENCE = re.compile(r"^ *```(.*)$")
_PROGRAM = re.compile(r"(?:scrapy|make|jq|python -m) ")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_INDENTED = re.compile(r"^    (.+)$", re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands behind the fence, and the code."""

    language: str
    code: str


def split_page(page: Path) -> tuple[list[Block], str]:
    """Fenced blocks of a page, and the text around them."""
    blocks: list[Block] = []
    text: list[str] = []
    language, code = None, list[str]()
    for line in page.read_text("utf-8").splitlines():
        if fence := _FENCE.match(line):
            if language is None:
                language, code = fence[1], []
            else:
                blocks.append(Block(language, "\n".join(code) + "\n"))
                language = None
        else:
            (text if language is None else code).append(line)
    return blocks, "\n".join(text)


def commands(page: Path) -> list[tuple[str, ...]]:
    """Commands in code blocks, indented or fenced, in order, as a shell splits them."""
    blocks, text = split_page(page)
    indented = _INDENTED.findall(text)
    fenced = [line for block in blocks if block.language.split(" ")[0] == "sh" for line in block.code.splitlines()]
    return [tuple(shlex.split(line, comments=True)) for line in (*indented, *fenced) if _PROGRAM.match(line)]


def inline_codes(page: Path) -> list[str]:
    """What stands between backticks in the text."""
    return _INLINE.findall(split_page(page)[1])


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Relative links: the file and the anchor, which may be empty."""
    prose = _INLINE.sub("", _INDENTED.sub("", split_page(page)[1]))
    for target in _LINK.findall(prose):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            yield (page.parent / file).resolve() if file else page, anchor


def headings(page: Path) -> list[tuple[int, str]]:
    """Level and text of each heading."""
    found = re.findall(r"^(#+) (.+)$", split_page(page)[1], re.MULTILINE)
    return [(len(marks), text) for marks, text in found]


def anchor_of(heading: str) -> str:
    """Anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
