"""Report text and tables as HTML: clean, or as it looks when pasted from a word processor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from crawler.simulator.layout import PhysicalTable, Span

_FONT = "font-family:仿宋_GB2312;font-size:16.0000pt;mso-spacerun:'yes';mso-font-kerning:1.0000pt;"
_NBSP = "\xa0"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; ``place`` is ``body``, ``heading`` or ``right`` (sign-off)."""

    text: str
    place: str = "body"


Piece = Text | PhysicalTable


def render_body(pieces: Sequence[Piece], style: str, rng: Random) -> str:
    """Markup of a whole report in one of the styles ``clean``, ``word`` and ``breaks`` (lines cut by ``<br>``)."""
    if style == "breaks":
        return _render_breaks(pieces, rng)
    render_text = _word_paragraph if style == "word" else _clean_paragraph
    word = style == "word"
    return "\n".join(
        render_text(piece, rng) if isinstance(piece, Text) else render_table(piece, rng, word=word) for piece in pieces
    )


def render_table(table: PhysicalTable, rng: Random, *, word: bool) -> str:
    """Markup of one physical table."""
    attributes = (
        'class="MsoNormalTable" border="1" cellspacing="0" style="border-collapse:collapse;mso-table-layout-alt:fixed;"'
    )
    cell = _word_cell if word else _clean_cell
    rows = "\n".join("<tr>" + "".join(cell(span, rng) for span in row) + "</tr>" for row in table)
    return f"<table {attributes if word else 'border=1 cellpadding=0'}><tbody>\n{rows}\n</tbody></table>"


def _clean_paragraph(piece: Text, rng: Random) -> str:
    match piece.place:
        case "heading":
            return f'<p style="text-indent:2em;"><strong>{escape(piece.text)}</strong></p>'
        case "right":
            return f'<p style="text-align:right;">{escape(piece.text)}</p>'
        case _:
            return f'<p style="text-indent:2em;">{rng.choice(("", "　　"))}{escape(piece.text)}</p>'


def _word_paragraph(piece: Text, rng: Random) -> str:
    align = "right" if piece.place == "right" else "justify"
    indent = _NBSP * 4 if piece.place == "body" else ""
    bold = ("<b>", "</b>") if piece.place == "heading" else ("", "")
    runs = indent + _word_runs(piece.text, rng)
    return (
        f'<p class="MsoNormal" style="text-indent:32.0000pt;mso-char-indent-count:2.0000;text-align:{align};">'
        f"{bold[0]}{runs}{bold[1]}<o:p></o:p></p>"
    )


def _word_runs(text: str, rng: Random) -> str:
    """Runs as Word cuts them: at every change between digits and the rest, and now and then inside a number."""
    runs = re.findall(r"[0-9]{1,9}|[^0-9]{1,40}", text)
    if rng.random() < 0.3:
        runs = [part for run in runs for part in ((run[:2], run[2:]) if run.isdigit() and len(run) > 2 else (run,))]
    return "".join(
        f'<span lang="EN-US" style="{_FONT}">{run}</span>'
        if run.isdigit()
        else f'<span style="{_FONT}"><font face="仿宋_GB2312">{escape(run)}</font></span>'
        for run in runs
    )


def _render_breaks(pieces: Sequence[Piece], rng: Random) -> str:
    parts, lines = [], []
    for piece in pieces:
        if isinstance(piece, Text):
            lines.append(("　　" if piece.place != "right" else _NBSP * 30) + escape(piece.text))
            continue
        parts += [f"<div>{'<br />'.join(lines)}</div>", render_table(piece, rng, word=False)]
        lines = []
    return "\n".join([*parts, f"<div>{'<br />'.join(lines)}</div>"])


def _attributes(span: Span) -> str:
    return "".join(
        f' {name}="{size}"' for name, size in (("colspan", span.colspan), ("rowspan", span.rowspan)) if size > 1
    )


def _clean_cell(span: Span, rng: Random) -> str:
    text = escape(span.text).replace(_NBSP, "&nbsp;")
    if span.label and len(span.text) == len("本年新制作数量") and rng.random() < 0.3:
        text = f"{text[:3]}<br/>{text[3:]}"
    return f"<td{_attributes(span)}>{text}</td>"


def _word_cell(span: Span, rng: Random) -> str:
    if not span.text.strip():
        inner = "&nbsp;" if span.text else ""
        return f'<td{_attributes(span)} valign="center"><p class="MsoNormal" align="center">{inner}<o:p></o:p></p></td>'
    text = span.text
    if span.label and rng.random() < 0.2:
        text = f"{text[:2]}{_NBSP}{text[2:]}"
    return (
        f'<td{_attributes(span)} width="{rng.randint(40, 160)}" valign="center" style="border:1.0000pt solid windowtext;">'
        f'<p class="MsoNormal" align="center">{_word_runs(text, rng)}<o:p></o:p></p></td>'
    )
