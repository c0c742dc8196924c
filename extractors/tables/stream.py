"""Tables flattened to text: lines to tokens, tokens to labels each with the run of values behind it, labels to tables.

Converters leave a table as one cell a line (blank cells kept as lines of NBSP, as empty lines, or dropped), as cells
between pipes that may break over lines, or as a label and its values on one line. Rows that are cut by tabs, and pipe
tables of one row a line, keep their columns and are read as grids instead (:func:`cut_line`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractors.numbers import is_value
from extractors.tables.labels import MAX_LABEL, UNITS, core
from extractors.tables.match import Kind, Matcher

Break = Literal["line", "pipe", "space"]


@dataclass(frozen=True, slots=True)
class Token:
    """One printed cell, line or part of a line. A blank one between pipes has the text ``""``."""

    text: str
    line: int
    """Index of the block that it stands in."""
    cut: Break = "line"
    """What stands before it."""
    gap: int = 0
    """Empty lines before it."""
    blank: Literal["", "nbsp", "cell", "fill", "edge"] = ""
    """``nbsp``: a line of NBSP only; ``cell``: nothing between two pipes; ``fill``: that where bare pipes end a line;
    ``edge``: nothing between pipe and line end."""


@dataclass(slots=True)
class Anchor:
    """A label found among the tokens, with the tokens that follow it as its run."""

    kind: Kind
    text: str
    first: int
    """Index of its first token."""
    last: int
    lines: set[int]
    run: list[Token] = field(default_factory=list)
    next_gap: int = 0
    """Empty lines between the run and what follows."""
    adjacent: bool = False
    """Whether it follows the anchor before it without other text between."""
    unknown: tuple[str, ...] = ()
    """Short texts between it and the anchor before, which no form knows."""
    before_header: bool = False
    """Whether a caption or a label of columns follows, with nothing but the run between."""


_SEPARATOR = re.compile(r"[ \xa0\u3000]*\|?(?:[ :]*-{2,}[ :]*[|\t])*[ :]*-{2,}[ :]*\|?[ \t]*")
_PAGE_NUMBER = re.compile(
    r"[-—–]{1,2}\s{0,3}\d{1,3}\s{0,3}[-—–]{1,2}|第\s{0,3}\d{1,3}\s{0,3}页(?:[,，]?共\s{0,3}\d{1,3}\s{0,3}页)?|\d{1,3}\s{0,2}/\s{0,2}\d{1,3}页"
)
_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3})(?=[^\s*_])(.*?)(?<=[^\s*_])\1$")
"""Markdown's marks of bold and italic around a whole cell: the converter's, not the page's."""
_WIDE_GAP = re.compile(r"\s{2,}")
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,4}")
MAX_LINE = 4000
"""Characters; the largest table of a form fits in, prose of more is not cut into words."""
_LABEL_WORDS = 12
_COMMA_ROWS = 5
_NEAR = 3
"""Lines before and behind a row that its width is compared with."""
_SERIALS = 8
"""Rows that must end in running numbers before these are taken for such."""
_UNKNOWN = 20
"""Labels side by side in a header that no form has, at most …"""
_SHORT = 40
"""… and the characters of one."""
_GAP = 3
"""Steps between them: headings have numbers too."""
_THOUSAND = re.compile(r"\d,\d{3}(?!\d)")
_COLON = re.compile(r"[:：](?=[\s\d—/-])")


def is_separator(text: str) -> bool:
    r"""Whether a line is the rule under a markdown header.

    >>> is_separator("|---|:--:|"), is_separator("-------\t---"), is_separator("—")
    (True, True, False)
    """
    return "--" in text and len(text) < 2000 and _SEPARATOR.fullmatch(text) is not None


MAX_CELLS = 400
"""Cells of one line; the widest form needs 16."""


def cut_line(text: str, *, markdown: bool = False, commas: bool = False) -> list[str] | None:
    """Cells of a line that is a whole row: cut by tabs, or by pipes or commas in a file that cuts its rows so."""
    if "\t" in text and text.count("\t") < MAX_CELLS:
        cells = [cell.strip() for cell in text.split("\t")]
        if len(cells) > 2 or (len(cells[0]) <= 60 and (not cells[1] or is_value(cells[1]))):
            return cells
    if markdown and "|" in text:
        inner = text.strip().removeprefix("|").removesuffix("|")
        return [_EMPHASIS.sub(r"\2", cell.strip()) for cell in inner.split("|")]
    if commas and "," in text and "。" not in text and len(text) < MAX_LINE:
        return [cell.strip() for cell in text.split(",")]
    return None


def is_comma_cut(lines: Iterable[str]) -> bool:
    """Whether rows are cut by commas: several lines are a label and values.

    ``5,120`` may be two cells or one number: a row that holds such is as wide as one near it that does not, since a
    separator of thousands would make it wider.
    """
    rows = [line.split(",") for line in lines if "," in line and "。" not in line and len(line) < MAX_LINE]
    values = [_is_row(cells) for cells in rows]
    if sum(values) < _COMMA_ROWS:
        return False
    clear = [i for i, cells in enumerate(rows) if not _THOUSAND.search(",".join(cells))]
    for index, cells in enumerate(rows):
        place = bisect(clear, index)
        near = clear[max(place - _NEAR, 0) : place + _NEAR]
        if values[index] and index not in near and all(len(rows[other]) != len(cells) for other in near):
            return False
    return True


def _is_row(cells: Sequence[str]) -> bool:
    """Whether cells are a label and values."""
    rest = [cell.strip() for cell in cells[1:]]
    return not is_value(cells[0]) and all(not cell or is_value(cell) or cell in UNITS for cell in rest)


def is_markdown(lines: Iterable[str]) -> bool:
    """Whether pipe lines are whole rows: nearly all of them begin and end with a pipe and hold a cell."""
    piped = [line.strip() for line in lines if "|" in line]
    rows = [line for line in piped if line.startswith("|") and line.endswith("|") and line.strip("| \xa0\u3000")]
    return len(rows) >= 2 and len(rows) >= 0.8 * len([line for line in piped if len(line) < 400])


def tokenise(lines: Sequence[tuple[int, str]]) -> list[Token]:
    """Cut lines into tokens at pipes; ``lines`` are (block index, text). Empty lines are counted as gaps.

    A cell between pipes may hold line breaks, so what ends a line behind a pipe is only an ``edge``: a blank cell for
    converters that end rows without a pipe, nothing for the others.
    """
    tokens: list[Token] = []
    gap = 0
    pending = False  # behind a pipe, nothing printed yet
    pipe_line = 0
    for index, text in lines:
        if "|" not in text and not text.strip():
            if not pending and ("\xa0" in text or "\u3000" in text):
                tokens.append(Token("", index, "line", gap, "nbsp"))
                gap = 0
            elif not pending:
                gap += 1
            continue
        if _PAGE_NUMBER.fullmatch(text.strip()):
            continue
        first, *rest = text.split("|")
        fill = len(rest) - _bare_pipes(text) if rest else 0
        if first.strip():
            if pending:
                tokens.append(Token("", pipe_line, "pipe", 0, "edge"))
            tokens.append(Token(first.strip(), index, "line", gap))
        elif rest:
            tokens.append(Token("", index, "pipe", 0, "edge" if not pending else "cell" if fill else "fill"))
        gap = 0
        for position, chunk in enumerate(rest):
            if chunk.strip():
                tokens.append(Token(chunk.strip(), index, "pipe"))
            elif position < len(rest) - 1:
                tokens.append(Token("", index, "pipe", 0, "cell" if position < fill else "fill"))
        pending, pipe_line = (not rest[-1].strip() if rest else False), index
    return tokens


def _bare_pipes(text: str) -> int:
    """How many pipes that touch end a line of cells set apart by spaces, or make it up: they fill up a row.

    >>> [_bare_pipes(text) for text in ("规章 | 0 |  |||", "||", "规章|0|||", "规章 | 0 |")]
    [3, 2, 0, 0]
    """
    line = text.strip()
    if not line.endswith("||"):
        return 0
    before = line.rstrip("|")
    return len(line) - len(before) if not before or " |" in line else 0


def split_words(tokens: Iterable[Token], matcher: Matcher) -> list[Token]:
    """Cut lines that hold labels and values side by side, of one row (``行政许可 0 0 0``) or of a whole table.

    Every word of the line must be known.
    """
    result: list[Token] = []
    for token in tokens:
        words = _words(_COLON.sub(" ", token.text)) if token.cut == "line" and len(token.text) < MAX_LINE else []
        texts = _side_by_side(words, matcher) if len(words) > 1 else None
        if texts is None:
            result.append(token)
            continue
        result.append(Token(texts[0], token.line, "line", token.gap))
        result.extend(Token(text, token.line, "space") for text in texts[1:])
    return result


def _words(line: str) -> list[str]:
    """Words of a line; where wide gaps part its cells, a number with a space for every thousand is one."""
    words = line.split()
    if len(words) < 2 or not _WIDE_GAP.search(line):
        return words
    parts = (part.strip() for part in _WIDE_GAP.split(line))
    return [word for part in parts for word in ([part] if _SPACED.fullmatch(part) else part.split())]


def _side_by_side(words: Sequence[str], matcher: Matcher) -> list[str] | None:
    """Labels and values that a line's words are, ``None`` if a word is neither or nothing would be cut."""
    texts: list[str] = []
    labels = start = 0
    while start < len(words):
        numbering = words[start + 1 : start + 2] and words[start + 1].startswith((".", "．", "、"))
        if not numbering and (is_value(words[start]) or words[start] in UNITS):
            texts.append(words[start])
            start += 1
            continue
        ends = range(min(len(words), start + _LABEL_WORDS), start, -1)
        end = next((end for end in ends if matcher.kind("".join(words[start:end]))), None)
        if end is None:
            return None
        texts.append(" ".join(words[start:end]))
        labels += 1
        start = end
    return texts if len(texts) > (1 if labels else 2) else None


def find_anchors(tokens: list[Token], matcher: Matcher) -> list[Anchor]:
    """Every label of the form among the tokens, in order, each with its run of values."""
    tokens = split_words(tokens, matcher)
    anchors: list[Anchor] = []
    position = 0
    clean = False
    unknown: list[str] = []
    while position < len(tokens):
        anchor = _match_at(tokens, position, matcher)
        if anchor is None:
            clean = clean and bool(tokens[position].blank)
            if not tokens[position].blank:
                unknown.append(tokens[position].text)
            position += 1
            continue
        anchor.adjacent = clean
        if len(unknown) <= _UNKNOWN and all(len(text) <= _SHORT for text in unknown):
            anchor.unknown = tuple(unknown)
        unknown.clear()
        if clean and anchor.kind in ("caption", "column"):
            anchors[-1].before_header = True
        position = anchor.last + 1
        while position < len(tokens) and _continues(tokens, position, anchor, matcher):
            anchor.run.append(tokens[position])
            position += 1
        anchor.next_gap = tokens[position].gap if position < len(tokens) else 0
        if clean and anchors[-1].text == anchor.text and not any(token.text for token in anchors[-1].run):
            several = len(matcher.find_rows(anchor.text)) > 1  # then what stood between two rows of one wording is lost
            anchor.lines |= set() if several else anchors.pop().lines  # one line printed twice
        anchors.append(anchor)
        clean = True
    return anchors


def _continues(tokens: list[Token], position: int, anchor: Anchor, matcher: Matcher) -> bool:
    """Whether a token belongs to the run of the label before it."""
    token = tokens[position]
    if token.blank or is_value(token.text):
        return True
    if anchor.kind == "row" and token.text in UNITS and not any(before.text for before in anchor.run):
        return True
    if anchor.kind != "row" or _match_at(tokens, position, matcher) is not None:
        return False
    return token.cut == "pipe" and len(token.text) <= 12 and bool(anchor.run)


def _match_at(tokens: list[Token], position: int, matcher: Matcher) -> Anchor | None:
    """Label that begins at a token: the longest exact one over wrapped lines, else a near one with values behind it."""
    token = tokens[position]
    if token.blank or len(token.text) > MAX_LABEL:
        return None
    best: tuple[Kind, str, int] | None = None
    text = ""
    for end in range(position, min(position + 12, len(tokens))):
        if tokens[end].blank or (end > position and tokens[end].cut != "line"):
            break
        if best is not None and (is_value(tokens[end].text) or matcher.kind(tokens[end].text)):
            break  # a bracket that nothing closes would take all that follows for an explanation
        text += tokens[end].text
        if kind := matcher.kind(text):
            best = kind, text, end
            if kind == "caption":
                break
        joined = core(text)
        if joined and joined not in matcher.prefixes and not (best and best[2] == end):
            break
    if best is not None:
        kind, text, end = best
        return Anchor(kind, text, position, end, {t.line for t in tokens[position : end + 1]})
    return _near_label(tokens, position, matcher)


def _near_label(tokens: list[Token], position: int, matcher: Matcher) -> Anchor | None:
    """A row label cut short or with an explanation behind it, if values follow it directly."""
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is None or not (following.blank or is_value(following.text)):
        return None
    if len(token.text) > 80 or len(matcher.find_rows(token.text)) != 1:
        return None
    return Anchor("row", token.text, position, position, {token.line})


def find_tables(anchors: Sequence[Anchor], matcher: Matcher) -> list[list[Anchor]]:
    """Anchors that make tables: those that follow each other with nothing but values between; a word in prose is none."""
    _drop_serials(anchors, matcher)
    return [cluster for cluster in _clusters(anchors) if _is_table(cluster)]


def _drop_serials(anchors: Sequence[Anchor], matcher: Matcher) -> None:
    """Take the running number 序号 of the next row off the end of each run, where a column of them stands before the labels.

    Told from values by their steps of one, and by their being one too many.
    """
    rows = []
    for anchor in anchors:
        refs = matcher.find_rows(anchor.text) if anchor.kind == "row" else []
        values = [token for token in anchor.run if token.text and token.text not in UNITS]
        coded = refs and any(column.key == "code" for column in refs[0].table.columns)
        if refs and not coded and refs[0].row.data and len(values) == len(refs[0].table.data_columns) + 1:
            rows.append(anchor)
    ends = [anchor.run[-1].text for anchor in rows]
    steps = sum(b.isdecimal() and a.isdecimal() and 0 < int(b) - int(a) <= _GAP for a, b in itertools.pairwise(ends))
    if len(rows) >= _SERIALS and steps == len(rows) - 1:
        for anchor in rows:
            anchor.run.pop()


def _clusters(anchors: Sequence[Anchor]) -> list[list[Anchor]]:
    """Anchors that follow each other with nothing but values between."""
    clusters: list[list[Anchor]] = []
    for anchor in anchors:
        if anchor.adjacent and clusters:
            clusters[-1].append(anchor)
        else:
            clusters.append([anchor])
    return clusters


def _is_table(cluster: Sequence[Anchor]) -> bool:
    """Whether labels that stand together are a table, and not a word of the form that prose uses as a heading."""
    if any(anchor.kind == "row" and any(token.text for token in anchor.run) for anchor in cluster):
        return True
    return len(cluster) >= 3 or (len(cluster) == 2 and any(anchor.kind in ("caption", "column") for anchor in cluster))
