"""Known figures printed in the shapes that web pages and other people's converters give a form's tables.

Every shape is a function from the physical tables of a report (cells with spans) to the text or HTML of its body, so a
new one is one function more. ``COMPLETE`` shapes keep every cell's place; ``LOSSY`` ones drop what some cells printed.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from random import Random

from crawler.simulator.figures import fill_years
from crawler.simulator.layout import PhysicalTable, Span, disclosure_tables, requests_table, review_table
from extractors.tables.forms import load_forms

Truth = dict[tuple[str, str, str], float | None]
NBSP = "\xa0"


class Sample:
    """A filled form: what each cell prints, and what it means."""

    def __init__(self, form_id: str, seed: int, *, blanks: float = 0.0, scale: int = 3) -> None:
        rng = Random(seed)
        self.form = load_forms()[form_id]
        figures = fill_years(rng, {2020: self.form}, scale)[2020]
        self.printed: dict[tuple[str, str, str], str] = {}
        self.truth: Truth = {}
        for table, rows in figures.items():
            for row, cells in rows.items():
                for column, value in cells.items():
                    blank = rng.random() < blanks
                    self.printed[table, row, column] = "" if blank else str(value if value % 1 else int(value))
                    self.truth[table, row, column] = None if blank else value

    def tables(self, *, split: bool = False) -> list[tuple[str, PhysicalTable]]:
        """Physical tables, each behind the heading of its section."""

        def value(table: str, row: str, column: str) -> str:
            return self.printed[table, row, column]

        disclosure = [("", table) for table in disclosure_tables(self.form, value, split=split)]
        disclosure[0] = ("二、主动公开政府信息情况", disclosure[0][1])
        return [
            *disclosure,
            ("三、收到和处理政府信息公开申请情况", requests_table(self.form, value)),
            ("四、政府信息公开行政复议、行政诉讼情况", review_table(self.form, value)),
        ]


def grid(table: PhysicalTable) -> list[list[tuple[Span, bool] | None]]:
    """Rows of the table's rectangle: (cell, whether this is its upper left place)."""
    width = sum(span.colspan for span in table[0])
    rows: list[list[tuple[Span, bool] | None]] = [[None] * width for _ in table]
    for r, line in enumerate(table):
        c = 0
        for span in line:
            while c < width and rows[r][c] is not None:
                c += 1
            for dr in range(span.rowspan):
                for dc in range(span.colspan):
                    if r + dr < len(rows) and c + dc < width:
                        rows[r + dr][c + dc] = (span, dr == dc == 0)
            c += span.colspan
    return rows


def _document(tables: Sequence[tuple[str, PhysicalTable]], render: Callable[[PhysicalTable], str]) -> str:
    parts = ["一、总体情况", "", "本镇按要求做好公开工作。", ""]
    for heading, table in tables:
        if heading:
            parts += [heading, ""]
        parts += [render(table), ""]
    parts += ["五、存在的主要问题及改进情况", "", "公开内容还不够全面。", "", "六、其他需要报告的事项", "", "无。"]
    return "\n".join(parts)


# --- text ------------------------------------------------------------------------------------------------------------


def lines_with_nbsp(sample: Sample) -> str:
    """A cell a line with an empty line between, blank cells as NBSP."""
    return _document(sample.tables(), lambda t: "\n\n".join(s.text or NBSP for line in t for s in line))


def tight_lines_with_nbsp(sample: Sample) -> str:
    """A cell a line, nothing between, blank cells as NBSP."""
    return _document(sample.tables(), lambda t: "\n".join(s.text or NBSP for line in t for s in line))


def lines_with_empty(sample: Sample) -> str:
    """A cell a line, blank cells as empty lines."""
    return _document(sample.tables(), lambda t: "\n".join(s.text for line in t for s in line))


def spaced_lines_with_empty(sample: Sample) -> str:
    """A cell and an empty line each, blank cells as empty lines too."""
    return _document(sample.tables(), lambda t: "\n\n".join(s.text for line in t for s in line))


def lines_dropped(sample: Sample) -> str:
    """A cell a line, blank cells dropped."""
    return _document(sample.tables(), lambda t: "\n\n".join(s.text for line in t for s in line if s.text))


def padded_pipes(sample: Sample) -> str:
    """Cells closed by pipes, rows padded to the widest with bare pipes, spans not written out."""

    def render(table: PhysicalTable) -> str:
        width = sum(span.colspan for span in table[0])
        rows = [" | ".join(s.text for s in line) + " |" + "|" * (width - len(line)) for line in table]
        return "\n".join(rows)

    return _document(sample.tables(), render)


def broken_pipes(sample: Sample) -> str:
    """The same, with line breaks behind some cells' text."""
    rng = Random(5)

    def cell(text: str) -> str:
        return text + "\n" if text and rng.random() < 0.4 else text

    def render(table: PhysicalTable) -> str:
        width = sum(span.colspan for span in table[0])
        rows = ["| ".join(cell(s.text) for s in line) + "|" + "|" * (width - len(line)) for line in table]
        return "\n".join(rows)

    return _document(sample.tables(), render)


def pipe_a_line(sample: Sample) -> str:
    """Every cell on its own line, closed by a pipe, rows padded."""

    def render(table: PhysicalTable) -> str:
        width = sum(span.colspan for span in table[0])
        rows = []
        for line in table:
            cells = [f"{s.text} |" if s.text else "|" for s in line]
            cells[-1] += " " + "|" * (width - len(line)) if len(line) < width else ""
            rows.append("\n".join(cells))
        return "\n".join(rows)

    return _document(sample.tables(), render)


def open_pipes(sample: Sample) -> str:
    """A row a line, pipes only between cells."""
    return _document(sample.tables(), lambda t: "\n".join(" | ".join(s.text for s in line) for line in t))


def _expanded(table: PhysicalTable, *, repeat: bool) -> list[list[str]]:
    return [[cell[0].text if cell and (cell[1] or repeat) else "" for cell in line] for line in grid(table)]


def _markdown(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def markdown(sample: Sample) -> str:
    """Markdown tables, spanned places blank."""
    return _document(sample.tables(), lambda t: _markdown(_expanded(t, repeat=False)))


def markdown_repeated(sample: Sample) -> str:
    """Markdown tables, spanned cells written in every place."""
    return _document(sample.tables(), lambda t: _markdown(_expanded(t, repeat=True)))


def tabs(sample: Sample) -> str:
    """Rows cut by tabs, spanned places blank."""
    return _document(sample.tables(), lambda t: "\n".join("\t".join(r) for r in _expanded(t, repeat=False)))


def ragged_tabs(sample: Sample) -> str:
    """Rows cut by tabs, spans not written out."""
    return _document(sample.tables(), lambda t: "\n".join("\t".join(s.text for s in line) for line in t))


def spaces(sample: Sample) -> str:
    """Rows cut by single spaces, blank cells lost."""
    return _document(sample.tables(), lambda t: "\n".join(" ".join(s.text for s in line if s.text) for line in t))


def commas(sample: Sample) -> str:
    """Rows cut by commas, spanned places blank."""
    return _document(sample.tables(), lambda t: "\n".join(",".join(r) for r in _expanded(t, repeat=False)))


def one_line(sample: Sample) -> str:
    """The whole report on one line, blank cells lost."""
    return " ".join(lines_dropped(sample).split())


# --- HTML ------------------------------------------------------------------------------------------------------------


def _html_table(table: PhysicalTable, cell: Callable[[str], str]) -> str:
    rows = []
    for line in table:
        cells = "".join(
            f"<td{f' colspan={s.colspan}' if s.colspan > 1 else ''}{f' rowspan={s.rowspan}' if s.rowspan > 1 else ''}>"
            f"{cell(s.text)}</td>"
            for s in line
        )
        rows.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _html(sample: Sample, cell: Callable[[str], str], *, split: bool = False) -> str:
    parts = [
        "<h1>青禾镇人民政府2020年政府信息公开工作年度报告</h1>",
        "<p>一、总体情况</p>",
        "<p>本镇按要求做好公开工作。</p>",
    ]
    for heading, table in sample.tables(split=split):
        if heading:
            parts.append(f"<p>{heading}</p>")
        parts.append(_html_table(table, cell))
    parts += [
        "<p>五、存在的主要问题及改进情况</p>",
        "<p>内容不够全面。</p>",
        "<p>六、其他需要报告的事项</p>",
        "<p>无。</p>",
    ]
    return f"<html><body><div class=nav><a href=/>首页</a></div><div id=zoom>{''.join(parts)}</div></body></html>"


def html_plain(sample: Sample) -> str:
    """Clean HTML with spans."""
    return _html(sample, html.escape)


def html_split(sample: Sample) -> str:
    """One table for each block of section 二."""
    return _html(sample, html.escape, split=True)


def html_word(sample: Sample) -> str:
    """Word markup: a paragraph and several spans a cell, blank cells with NBSP."""

    def cell(text: str) -> str:
        runs = "".join(
            f'<span style="font-size:9pt">{html.escape(part)}</span>' for part in (text[:3], text[3:]) if part
        )
        return f'<p class="MsoNormal" align="center">{runs or "<span>&nbsp;</span>"}<o:p></o:p></p>'

    return _html(sample, cell)


def html_nested(sample: Sample) -> str:
    """Tables inside a layout table."""
    inner = _html(sample, html.escape)
    body = inner[inner.index("<div id=zoom>") : inner.index("</body>")]
    return f"<html><body><table><tr><td>导航</td><td><table><tr><td>{body}</td></tr></table></td></tr></table></body></html>"


def html_flattened(sample: Sample) -> str:
    """No tables at all: a paragraph a cell, blank ones with NBSP."""
    parts = ["<p>一、总体情况</p>"]
    for heading, table in sample.tables():
        parts.append(f"<p>{heading}</p>")
        parts += [f"<p>{html.escape(s.text) or '&nbsp;'}</p>" for line in table for s in line]
    parts += ["<p>五、存在的主要问题及改进情况</p>", "<p>六、其他需要报告的事项</p>"]
    return f"<html><body><div id=zoom>{''.join(parts)}</div></body></html>"


COMPLETE = (
    lines_with_nbsp, tight_lines_with_nbsp, padded_pipes, broken_pipes, pipe_a_line, open_pipes, markdown,
    markdown_repeated, tabs, ragged_tabs, html_plain, html_split, html_word, html_nested, html_flattened,
)  # fmt: skip
"""Shapes in which every cell can be told from its neighbours."""

LOSSY = (lines_with_empty, spaced_lines_with_empty, lines_dropped, spaces, one_line, commas)
"""Shapes in which blank cells are lost, or can't always be told from paragraphs."""
