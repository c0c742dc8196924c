"""Known figures printed in the shapes that web pages and other people's converters give a form's tables.

Every shape is a function from the physical tables of a report (cells with spans) to the text or HTML of its body, so a
new one is one function more. ``COMPLETE`` shapes keep every cell's place; ``LOSSY`` ones drop what some cells printed.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from crawler.simulator.figures import fill_years
from crawler.simulator.layout import (
    PhysicalTable,
    Span,
    disclosure_tables,
    printed_rows,
    requests_table,
    review_table,
)
from extractors.tables.forms import Form, FormTable, load_forms

Key = tuple[str, str, str]
"""Table id, row key, column key."""
Truth = dict[Key, float | None]
NBSP = "\xa0"
FORMS = ("cn_2019", "cn_2021", "cn_2014", "jl_jilin_city_2012", "gs_dingxi")
_FIRST_TRACE = 0xE000
"""Private characters that mark the rows of a traced sample; none of them is ever printed."""


class Sample:
    """A filled form: what each cell prints, and what it means.

    ``distinct``: no two cells print the same number, so that none can slip into another's place unseen.
    """

    def __init__(self, form_id: str, seed: int, *, blanks: float = 0.0, scale: int = 3, distinct: bool = False) -> None:
        rng = Random(seed)
        self.form = load_forms()[form_id]
        self.printed: dict[Key, str] = {}
        self.truth: Truth = {}
        self.traced = False
        for key, value in _figures(self.form, rng, scale).items():
            number = float(len(self.truth) + 101) if distinct else value
            blank = rng.random() < blanks
            self.printed[key] = "" if blank else str(number if number % 1 else int(number))
            self.truth[key] = None if blank else number

    def tables(self, *, split: bool = False) -> list[tuple[str, PhysicalTable]]:
        """Physical tables, each behind the heading of its section."""

        def value(table: str, row: str, column: str) -> str:
            return self.printed[table, row, column]

        if len(self.form.tables) == 1:
            tables = [("附表", statistics_table(self.form.tables[0], value))]
        else:
            disclosure = [("", table) for table in disclosure_tables(self.form, value, split=split)]
            disclosure[0] = ("二、主动公开政府信息情况", disclosure[0][1])
            tables = [
                *disclosure,
                ("三、收到和处理政府信息公开申请情况", requests_table(self.form, value)),
                ("四、政府信息公开行政复议、行政诉讼情况", review_table(self.form, value)),
            ]
        return _marked(tables) if self.traced else tables

    def rows(self, shape: Shape) -> dict[tuple[str, str], range]:
        """Which lines of the printed shape each row takes: from its label to where the next row begins."""
        self.traced = True
        lines = shape(self).split("\n")
        self.traced = False
        owners = [{ord(char) - _FIRST_TRACE for char in line if _FIRST_TRACE <= ord(char) < 0xF000} for line in lines]
        data = [(table.id, row.key) for table in self.form.tables for row in printed_rows(table) if row.data]
        physical = [line for _, table in self.tables() for line in table]
        numbers = [n for n, line in enumerate(physical) if not all(span.label for span in line)]
        ranges = {}
        for key, number in zip(data, numbers, strict=True):
            own = [index for index, owner in enumerate(owners) if number in owner]
            if not own:
                continue  # nothing printed
            before = max((i for i, owner in enumerate(owners) if owner and max(owner) < number), default=-1)
            start = own[0] if key[0] != "t4_review_litigation" else max(before + 1, 0)
            after = [i for i, owner in enumerate(owners) if i > own[-1] and (owner or lines[i].strip())]
            ranges[key] = range(start, max(own[-1] + 1, min(after, default=len(lines))))
        return ranges


Shape = Callable[[Sample], str]


def _figures(form: Form, rng: Random, scale: int) -> dict[Key, float]:
    """Numbers of a report: consistent ones for the forms with several tables, any for the one-table forms."""
    if len(form.tables) == 1:
        table = form.tables[0]
        places = [(row.key, column.key) for row in printed_rows(table) if row.data for column in table.data_columns]
        return {(table.id, row, column): rng.choice((0, rng.randint(1, 999))) for row, column in places}
    figures = fill_years(rng, {2020: form}, scale)[2020]
    return {
        (table, row, column): value
        for table, rows in figures.items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }


def statistics_table(table: FormTable, value: Callable[[str, str, str], str]) -> PhysicalTable:
    """A form of one table: its header, and rows with number, unit or code where the form has them."""
    lines: PhysicalTable = [[Span(table.stub or "", label=True), *(Span(c.label, label=True) for c in table.columns)]]
    for row in printed_rows(table):
        number = f"{row.number}." if row.number and row.number.isdecimal() and not row.number.startswith("0") else ""
        line = [Span(number + row.label, label=True)]
        for column in table.columns:
            if not column.data:
                line.append(Span((row.unit or "——") if column.key == "unit" else row.number or "", label=True))
            elif not row.data:
                line.append(Span("——", label=True))
            else:
                line.append(Span(value(table.id, row.key, column.key)))
        lines.append(line)
    return lines


def _marked(tables: Sequence[tuple[str, PhysicalTable]]) -> list[tuple[str, PhysicalTable]]:
    """The same tables with every printed text marked by the number of its row."""
    marked = []
    number = _FIRST_TRACE
    for heading, table in tables:
        lines: PhysicalTable = []
        for line in table:
            lines.append([replace(span, text=span.text + chr(number)) if span.text else span for span in line])
            number += 1
        marked.append((heading, lines))
    return marked


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
    parts = ["一、总体情况", "", "本镇按要求做好公开工作。" * 20, ""]
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


def tight_lines_dropped(sample: Sample) -> str:
    """The same with nothing between."""
    return _document(sample.tables(), lambda t: "\n".join(s.text for line in t for s in line if s.text))


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

Tables = Sequence[tuple[str, PhysicalTable]]


def _html_table(table: PhysicalTable, cell: Callable[[str], str], *, tag: str = "td") -> str:
    rows = []
    for line in table:
        cells = "".join(
            f"<{tag}{f' colspan={s.colspan}' if s.colspan > 1 else ''}{f' rowspan={s.rowspan}' if s.rowspan > 1 else ''}>"
            f"{cell(s.text)}</{tag}>"
            for s in line
        )
        rows.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _article(tables: Tables, render: Callable[[PhysicalTable], str]) -> str:
    parts = [
        "<h1>青禾镇人民政府2020年政府信息公开工作年度报告</h1>",
        "<p>一、总体情况</p>",
        "<p>本镇按要求做好公开工作。</p>",
    ]
    for heading, table in tables:
        if heading:
            parts.append(f"<p>{heading}</p>")
        parts.append(render(table))
    parts += [
        "<p>五、存在的主要问题及改进情况</p>",
        "<p>内容不够全面。</p>",
        "<p>六、其他需要报告的事项</p>",
        "<p>无。</p>",
    ]
    return "".join(parts)


def _html(tables: Tables, cell: Callable[[str], str] = html.escape, *, tag: str = "td") -> str:
    article = _article(tables, lambda table: _html_table(table, cell, tag=tag))
    return f"<html><body><div class=nav><a href=/>首页</a></div><div id=zoom>{article}</div></body></html>"


def html_plain(sample: Sample) -> str:
    """Clean HTML with spans."""
    return _html(sample.tables())


def html_headers(sample: Sample) -> str:
    """Every cell marked up as a header cell."""
    return _html(sample.tables(), tag="th")


def html_split(sample: Sample) -> str:
    """One table for each block of section 二."""
    return _html(sample.tables(split=True))


def html_word(sample: Sample) -> str:
    """Word markup: a paragraph and several spans a cell, blank cells with NBSP."""

    def cell(text: str) -> str:
        runs = "".join(
            f'<span style="font-size:9pt">{html.escape(part)}</span>' for part in (text[:3], text[3:]) if part
        )
        return f'<p class="MsoNormal" align="center">{runs or "<span>&nbsp;</span>"}<o:p></o:p></p>'

    return _html(sample.tables(), cell)


def html_character_spans(sample: Sample) -> str:
    """Every character of a cell in its own span."""
    return _html(sample.tables(), lambda text: "".join(f"<span>{html.escape(char)}</span>" for char in text))


def html_broken_labels(sample: Sample) -> str:
    """Labels broken over lines, as in narrow columns."""

    def cell(text: str) -> str:
        parts = [text] if text[:1] in "-0123456789" else [text[i : i + 2] for i in range(0, len(text), 2)]
        return "<br>".join(html.escape(part) for part in parts)

    return _html(sample.tables(), cell)


def html_nested(sample: Sample) -> str:
    """Tables inside a layout table."""
    inner = _html(sample.tables())
    body = inner[inner.index("<div id=zoom>") : inner.index("</body>")]
    return f"<html><body><table><tr><td>导航</td><td><table><tr><td>{body}</td></tr></table></td></tr></table></body></html>"


def html_spare_cells(sample: Sample) -> str:
    """An empty column before and behind, an empty row over every row."""

    def spare(table: PhysicalTable) -> PhysicalTable:
        width = sum(span.colspan for span in table[0]) + 2
        lines: PhysicalTable = []
        for index, line in enumerate(table):
            if not _covered(table, index):
                lines.append([Span("", width)])
            lines.append([Span(""), *line, Span("")])
        return lines

    return _html([(heading, spare(table)) for heading, table in sample.tables()])


def html_hidden(sample: Sample) -> str:
    """A hidden column and a hidden row that hold other numbers."""

    def render(table: PhysicalTable) -> str:
        markup = _html_table(table, html.escape)
        markup = markup.replace("</tr>", '<td style="display:none">7</td></tr>')
        return markup.replace("</table>", '<tr style="display: none"><td>行政许可</td><td>7</td></tr></table>')

    return f"<html><body><div id=zoom>{_article(sample.tables(), render)}</div></body></html>"


def html_twice(sample: Sample) -> str:
    """The body twice: on the screen, and for the printer."""
    article = _article(sample.tables(), lambda table: _html_table(table, html.escape))
    return f"<html><body><div class=screen>{article}</div><div class=print>{article}</div></body></html>"


def _covered(table: PhysicalTable, index: int) -> bool:
    """Whether cells reach from above into a row."""
    return any(row + span.rowspan > index for row, line in enumerate(table[:index]) for span in line)


def _paged(sample: Sample, *, repeat: bool) -> Tables:
    tables = sample.tables()
    heading, requests = tables[-2]
    depth = next(index for index, line in enumerate(requests) if not all(span.label for span in line))
    cuts = [index for index in range(depth + 1, len(requests)) if not _covered(requests, index)][1:]
    parts = [requests[: cuts[0]], *(requests[a:b] for a, b in zip(cuts, [*cuts[1:], len(requests)], strict=True))]
    pages = [("", [*(requests[:depth] if repeat and number else []), *part]) for number, part in enumerate(parts)]
    return [*tables[:-2], (heading, pages[0][1]), *pages[1:], tables[-1]]


def html_paged(sample: Sample) -> str:
    """Section 三 cut into several tables, each with the header."""
    return _html(_paged(sample, repeat=True))


def html_paged_bare(sample: Sample) -> str:
    """Section 三 cut into several tables, the header over the first only."""
    return _html(_paged(sample, repeat=False))


def html_three_reviews(sample: Sample) -> str:
    """Section 四 in three tables: reviews, suits without review, suits behind one."""
    tables = sample.tables()
    heading, review = tables[-1]
    leaves = [replace(span, rowspan=1) for span in (*review[1][:5], *review[2])]
    values = review[-1]
    parts: list[tuple[str, PhysicalTable]] = []
    for number, tops in enumerate((["行政复议"], ["行政诉讼", "未经复议直接起诉"], ["行政诉讼", "复议后起诉"])):
        own = slice(5 * number, 5 * number + 5)
        parts.append(("", [*([Span(top, 5, label=True)] for top in tops), leaves[own], values[own]]))
    return _html([*tables[:-1], (heading, parts[0][1]), *parts[1:]])


def html_turned_review(sample: Sample) -> str:
    """Section 四 turned on its side: a row for every column, labels in front."""
    tables = sample.tables()
    heading, review = tables[-1]
    rectangle = grid(review)
    lines: PhysicalTable = []
    for column in range(len(rectangle[0])):
        line = []
        for row, cells in enumerate(rectangle):
            place = cells[column]
            if place is not None and place[1]:
                line.append(Span(place[0].text, place[0].rowspan, place[0].colspan, label=row < len(rectangle) - 1))
        lines.append(line)
    return _html([*tables[:-1], (heading, lines)])


def html_flattened(sample: Sample) -> str:
    """No tables at all: a paragraph a cell, blank ones with NBSP."""
    parts = ["<p>一、总体情况</p>"]
    for heading, table in sample.tables():
        parts.append(f"<p>{heading}</p>")
        parts += [f"<p>{html.escape(s.text) or '&nbsp;'}</p>" for line in table for s in line]
    parts += ["<p>五、存在的主要问题及改进情况</p>", "<p>六、其他需要报告的事项</p>"]
    return f"<html><body><div id=zoom>{''.join(parts)}</div></body></html>"


CELL_A_LINE: tuple[Shape, ...] = (lines_with_nbsp, tight_lines_with_nbsp, broken_pipes, pipe_a_line)
"""Every cell can be told from its neighbours; rows take several lines."""
ROW_A_LINE: tuple[Shape, ...] = (padded_pipes, open_pipes, markdown, markdown_repeated, tabs, ragged_tabs, commas)
"""The same, each row on one line."""
HTML: tuple[Shape, ...] = (
    html_plain, html_headers, html_split, html_word, html_character_spans, html_broken_labels, html_nested,
    html_spare_cells, html_hidden, html_twice, html_flattened,
)  # fmt: skip
NATIONAL: tuple[Shape, ...] = (html_paged, html_paged_bare, html_three_reviews, html_turned_review)
"""Shapes of tables that only the forms since 2019 have."""
COMPLETE: tuple[Shape, ...] = (*CELL_A_LINE, *ROW_A_LINE, *HTML, *NATIONAL)
"""Shapes in which every cell can be told from its neighbours."""

EMPTY_LINES: tuple[Shape, ...] = (lines_with_empty, spaced_lines_with_empty)
"""Blank cells are empty lines: behind a table's last row nothing tells them from what parts it from the text."""
DROPPING: tuple[Shape, ...] = (lines_dropped, tight_lines_dropped, spaces, one_line)
"""Blank cells are lost."""
LOSSY: tuple[Shape, ...] = (*EMPTY_LINES, *DROPPING)
