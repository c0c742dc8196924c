"""Reports as PDF, in the looks that word processors and printers give them; needs reportlab.

A :class:`Look` says how: what the rules of tables are made of, where pages break, how they are turned, what stands in
their margins. The renderer knows where everything belongs, the reader must find out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from crawler.simulator.layout import PhysicalTable
from crawler.simulator.markup import Piece, Text

TRUETYPE = (
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
)
RULES = ("lines", "thin", "boxes", "double", "dashed", "dotted", "open", "gaps", "sketchy")
"""Kinds of rules that bound every cell."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is printed; the defaults are a word processor's."""

    rules: str = "lines"
    """One of ``RULES``, ``rows`` (only between rows), ``none``."""
    truetype: bool = False
    """Embed a TrueType font instead of naming a built-in one."""
    size: tuple[float, float] = (595.0, 842.0)
    turn: int = 0
    """Quarter turns clockwise of the text."""
    turned_back: bool = True
    """Whether /Rotate shows a turned page upright."""
    repeat_header: bool = False
    columns: int = 1
    """Of prose."""
    head: str = ""
    """Running head of every page."""
    number: str = ""
    """Format of the page number, with ``{page}`` and ``{pages}``."""
    stub: float = 0.25
    """Share of the width for the innermost column of labels: a narrow one wraps them."""
    middle: bool = True
    """Text in the middle of its cell, or else at its top."""
    align: str = "center"
    """Of values: ``left``, ``center`` or ``right``."""
    font_size: float = 9.0
    in_form: bool = False
    """Whether the page's content stands in a form object."""
    margin: float = 60.0
    real_spaces: bool = False
    """Whether words are padded with spaces."""
    password: str = ""


@dataclass(slots=True)
class _Cell:
    """A cell of the table as it is placed: text lines, columns and rows."""

    lines: list[str]
    column: int
    columns: int
    row: int
    rows: int
    label: bool


def render_pdf(title: str, pieces: Sequence[Piece], look: Look = Look()) -> bytes:
    """The report, title first."""
    pages = 1
    for _ in range(2):  # how many pages there are is known after the first run
        printer = _Printer(look, pages)
        printer.title(title)
        printer.pieces(pieces)
        data, pages = printer.close()
    return data


@cache
def _font(truetype: bool) -> str:
    if truetype:
        path = next(path for path in TRUETYPE if path.exists())
        pdfmetrics.registerFont(TTFont("embedded", str(path), subfontIndex=0))
        return "embedded"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def wrapped(text: str, width: float, font: str, size: float) -> list[str]:
    """Lines of a text, broken between any two characters but not inside numbers that fit a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for part in _unbreakable(paragraph):
            if line and stringWidth(line + part, font, size) > width:
                lines.append(line)
                line = ""
            line += part
        lines.append(line)
    return lines


def _unbreakable(text: str) -> Iterator[str]:
    held = ""
    for char in text:
        if held and not (_in_number(held[-1]) and _in_number(char)):
            yield held
            held = ""
        held += char
    if held:
        yield held


def _in_number(char: str) -> bool:
    return char.isascii() and (char.isdigit() or char in ".,-")


class _Printer:
    def __init__(self, look: Look, pages: int) -> None:
        self.look = look
        self.pages = pages
        self.font = _font(look.truetype)
        self.width, self.height = look.size
        self.buffer = io.BytesIO()
        # reportlab itself swaps the sides of pages that /Rotate turns
        size = (self.height, self.width) if look.turn % 2 and not look.turned_back else (self.width, self.height)
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=1, encrypt=look.password or None)
        self.page = 0
        self.rng = Random(7)
        self._start_page()

    # --- pages ---

    def _start_page(self) -> None:
        self.page += 1
        canvas, look = self.canvas, self.look
        if look.in_form:
            canvas.beginForm(f"page{self.page}", 0, 0, 1000, 1000)
        w, h = self.width, self.height
        canvas.transform(
            *((1, 0, 0, 1, 0, 0), (0, -1, 1, 0, 0, w), (-1, 0, 0, -1, w, h), (0, 1, -1, 0, h, 0))[look.turn]
        )
        if look.head:
            self._text(look.head, self.margin, 36, 9)
            self._line(self.margin, 50, self.width - self.margin, 50)
        if look.number:
            text = look.number.format(page=self.page, pages=self.pages)
            self._text(text, (self.width - stringWidth(text, self.font, 9)) / 2, self.height - 40, 9)
        self.y = self.margin

    @property
    def margin(self) -> float:
        return self.look.margin

    @property
    def bottom(self) -> float:
        return self.height - self.margin - 10

    def _end_page(self) -> None:
        if self.look.in_form:
            self.canvas.endForm()
            self.canvas.doForm(f"page{self.page}")
        if self.look.turned_back and self.look.turn:
            self.canvas.setPageRotation(-90 * self.look.turn % 360)
        self.canvas.showPage()

    def break_page(self) -> None:
        self._end_page()
        self._start_page()

    def close(self) -> tuple[bytes, int]:
        self._end_page()
        self.canvas.save()
        return self.buffer.getvalue(), self.page

    # --- drawing, y downwards ---

    def _text(self, text: str, x: float, y: float, size: float) -> None:
        """Text whose line begins at height y."""
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.height - y - 0.85 * size, text)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def _fill(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    # --- prose ---

    def title(self, title: str) -> None:
        for line in wrapped(title, self.width - 2 * self.margin, self.font, 18):
            self._text(line, (self.width - stringWidth(line, self.font, 18)) / 2, self.y, 18)
            self.y += 28
        self.y += 8

    def pieces(self, pieces: Sequence[Piece]) -> None:
        prose: list[Text] = []
        for piece in pieces:
            if isinstance(piece, Text):
                prose.append(piece)
            else:
                self._prose(prose)
                prose = []
                self._table(piece)
        self._prose(prose)

    def _prose(self, texts: Sequence[Text]) -> None:
        size, leading = 12.0, 20.0
        gap = 24.0
        columns = self.look.columns if len(texts) > 3 else 1
        width = (self.width - 2 * self.margin - gap * (columns - 1)) / columns
        lines: list[tuple[float, str]] = []
        for text in texts:
            if text.place == "right":
                lines.append((max(width - stringWidth(text.text, self.font, size), 0.0), text.text))
                continue
            for number, line in enumerate(wrapped("　　" + text.text, width, self.font, size)):
                lines.append((0.0, line) if number else (2 * size, line.removeprefix("　　")))
        while lines:
            if self.y + 2 * leading > self.bottom:
                self.break_page()
            room = int((self.bottom - self.y) // leading)
            height = min(room, -(-len(lines) // columns))
            for column in range(columns):
                for number, (indent, line) in enumerate(lines[:height]):
                    self._text(line, self.margin + column * (width + gap) + indent, self.y + number * leading, size)
                lines = lines[height:]
            self.y += height * leading
        self.y += 6

    # --- tables ---

    def _table(self, table: PhysicalTable) -> None:
        look = self.look
        cells, count, stub = _placed(table)
        xs = self._edges(count, stub)
        leading, pad = 1.2 * look.font_size, 3.0
        for cell in cells:
            room = xs[cell.column + cell.columns] - xs[cell.column] - 2 * pad
            cell.lines = wrapped(cell.lines[0], room, self.font, look.font_size) if cell.lines[0] else []
        heights = _heights(cells, len(table), leading, pad, look.font_size)
        header = next((index for index, line in enumerate(table) if not all(span.label for span in line)), 1)
        while header > 1 and any(
            cell.row < header < cell.row + cell.rows and not _is_stub(cell, stub) for cell in cells
        ):
            header -= 1
        stacked = any(all(span.label for span in line) for line in table[header:])  # nobody repeats its first header
        start = 0
        if self.y + sum(heights[: header + 1]) > self.bottom:
            self.break_page()
        while start < len(table):
            repeated = list(range(header)) if look.repeat_header and start >= header and not stacked else []
            room = self.bottom - self.y - sum(heights[row] for row in repeated)
            end = start
            while end < len(table) and sum(heights[start : end + 1]) <= room:
                end += 1
            if end == start:
                end = start + 1
            self._part(cells, xs, heights, [*repeated, *range(start, end)], leading, pad)
            start = end
            if start < len(table):
                self.break_page()
        self.y += 12

    def _edges(self, count: int, stub: int) -> list[float]:
        whole = self.width - 2 * self.margin
        shares = [0.09] * (stub - 1) + ([self.look.stub] if stub else [])
        values = count - stub
        shares += [(1 - sum(shares)) / values] * values
        edges = [self.margin]
        for share in shares:
            edges.append(edges[-1] + share * whole)
        return edges

    def _part(
        self, cells: Sequence[_Cell], xs: list[float], heights: list[float], rows: list[int], leading: float, pad: float
    ) -> None:
        """The rows of a table that stand on one page."""
        look = self.look
        tops = {}
        y = self.y
        for row in rows:
            tops[row] = y
            y += heights[row]
        shown = set(rows)
        for cell in cells:
            own = [row for row in range(cell.row, cell.row + cell.rows) if row in shown]
            if not own:
                continue
            top, bottom = tops[own[0]], tops[own[-1]] + heights[own[-1]]
            x0, x1 = xs[cell.column], xs[cell.column + cell.columns]
            self._border(x0, top, x1, bottom, (xs[0], self.y, xs[-1], y))
            lines = cell.lines
            if cell.rows > len(own):  # the text flows into the part below as far as it does not fit
                room = max(int((bottom - top - 2 * pad) // leading), 1)
                lines, cell.lines = lines[:room], lines[room:] if own[-1] < cell.row + cell.rows - 1 else lines
            height = leading * (len(lines) - 1) + look.font_size
            first = (top + bottom - height) / 2 if look.middle else top + pad
            for number, line in enumerate(lines):
                width = stringWidth(line, self.font, look.font_size)
                align = "center" if cell.label and look.rules != "none" else "left" if cell.label else look.align
                if look.rules == "none" and cell.label and cell.column:
                    align = look.align
                x = {"left": x0 + pad, "center": (x0 + x1 - width) / 2, "right": x1 - pad - width}[align]
                self._text(line + "  " * look.real_spaces, x, first + number * leading, look.font_size)
        self.y = y

    def _border(self, x0: float, y0: float, x1: float, y1: float, table: tuple[float, float, float, float]) -> None:
        left, _, right, _ = table
        sides = [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        match self.look.rules:
            case "none":
                return
            case "rows":
                sides = sides[:2]
            case "open":
                sides = [s for s in sides if not (s[0] == s[2] and s[0] in (left, right))]
            case "boxes":
                self.canvas.setLineWidth(0.4)
                self.canvas.rect(x0 + 0.7, self.height - y1 + 0.7, x1 - x0 - 1.4, y1 - y0 - 1.4)
                return
        draw = _DRAW.get(self.look.rules, _Printer._line)
        for side in sides:
            draw(self, *side)

    def _thin(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._fill(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)

    def _double(self, x0: float, y0: float, x1: float, y1: float) -> None:
        for offset in (-0.8, 0.8):
            dx, dy = (offset, 0.0) if x0 == x1 else (0.0, offset)
            self._line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)

    def _dashed(self, x0: float, y0: float, x1: float, y1: float, dash: float = 3.0, gap: float = 2.0) -> None:
        length = max(x1 - x0, y1 - y0)
        at = 0.0
        while at < length:
            end = min(at + dash, length)
            if x0 == x1:
                self._line(x0, y0 + at, x1, y0 + end)
            else:
                self._line(x0 + at, y0, x0 + end, y1)
            at = end + gap

    def _dotted(self, x0: float, y0: float, x1: float, y1: float) -> None:
        length = max(x1 - x0, y1 - y0)
        for step in range(int(length / 3) + 1):
            x, y = (x0, y0 + 3 * step) if x0 == x1 else (x0 + 3 * step, y0)
            self._fill(x, y, x + 0.5, y + 0.5)

    def _gaps(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if x0 == x1:
            self._line(x0, y0 + 1.2, x1, y1 - 1.2)
        else:
            self._line(x0 + 1.2, y0, x1 - 1.2, y1)

    def _sketchy(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Edges that miss each other by up to a point, and overshoot."""
        shift = self.rng.uniform(-1.0, 1.0)
        dx, dy = (shift, 0.0) if x0 == x1 else (0.0, shift)
        over = self.rng.uniform(-1.0, 2.0)
        ex, ey = (0.0, over) if x0 == x1 else (over, 0.0)
        self._line(x0 + dx - ex, y0 + dy - ey, x1 + dx + ex, y1 + dy + ey)


_DRAW: dict[str, Callable[[_Printer, float, float, float, float], None]] = {
    "thin": _Printer._thin,
    "double": _Printer._double,
    "dashed": _Printer._dashed,
    "dotted": _Printer._dotted,
    "gaps": _Printer._gaps,
    "sketchy": _Printer._sketchy,
}


def _placed(table: PhysicalTable) -> tuple[list[_Cell], int, int]:
    """Cells with their places, how many columns there are, and how many of them hold labels of rows."""
    count = max(sum(span.colspan for span in line) for line in table)
    taken: set[tuple[int, int]] = set()
    cells: list[_Cell] = []
    for row, line in enumerate(table):
        column = 0
        for span in line:
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(span.rowspan) for c in range(span.colspan)}
            cells.append(_Cell([span.text], column, span.colspan, row, span.rowspan, span.label))
            column += span.colspan
        count = max(count, column)
    stub = min((cell.column for cell in cells if not cell.label), default=0)
    return cells, count, stub


def _is_stub(cell: _Cell, stub: int) -> bool:
    return cell.column < stub


def _heights(cells: Sequence[_Cell], rows: int, leading: float, pad: float, size: float) -> list[float]:
    heights = [size + 2 * pad] * rows
    for cell in sorted(cells, key=lambda cell: cell.rows):
        need = leading * (len(cell.lines) - 1) + size + 2 * pad if cell.lines else 0.0
        own = range(cell.row, min(cell.row + cell.rows, rows))
        missing = need - sum(heights[row] for row in own)
        if missing > 0:
            for row in own:
                heights[row] += missing / len(own)
    return heights


def some_look(rng: Random) -> Look:
    """One of the looks that bound every cell by rules."""
    return Look(
        rules=rng.choice(RULES),
        truetype=rng.random() < 0.4 and any(path.exists() for path in TRUETYPE),
        size=rng.choice(((595.0, 842.0), (595.0, 842.0), (842.0, 595.0), (595.0, 500.0))),
        turn=rng.choice((0, 0, 0, 1, 2, 3)),
        turned_back=rng.random() < 0.6,
        repeat_header=rng.random() < 0.5,
        columns=rng.choice((1, 1, 2)),
        head=rng.choice(("", "青禾县政府信息公开年报汇编 2020")),
        number=rng.choice(("", "- {page} -", "第{page}页", "{page}", "{page}/{pages}", "第 {page} 页 共 {pages} 页")),
        stub=rng.choice((0.12, 0.18, 0.25, 0.3)),
        middle=rng.random() < 0.7,
        align=rng.choice(("left", "center", "right")),
        font_size=rng.choice((7.5, 9.0, 10.5)),
        in_form=rng.random() < 0.3,
        margin=rng.choice((50.0, 60.0, 72.0, 90.0)),
    )
