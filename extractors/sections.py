"""The numbered parts of a report 章节: 一、总体情况 … 六、其他需要报告的事项, and the outlines before 2019.

Of all that may be headings the best chain of increasing numbers is taken, so that row labels (三、本年度办理结果), lists
inside a section and tables behind the report stay what they are. Gaps are allowed: a heading may be lost. Where nothing is
numbered 一、, the parts may be numbered （一） or 1. if at least three of their headings are known ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from extractors.boilerplate import is_noise
from extractors.headings import Candidate, Style, find_headings, is_caption, official_number
from extractors.report import Section
from extractors.signoff import foot_of_page, read_sign_off
from extractors.text import squeeze

_TAIL = 25
"""Last lines, among which the sign-off stands."""
_MAX_LINES = 10_000
"""Lines among which headings are looked for; a report has a few hundred."""
_MAX_CANDIDATES = 2000
_OTHER_STYLES: tuple[Style, ...] = ("bracket", "digit")
_KNOWN_HEADINGS = 3
"""Known headings that make a numbering which is otherwise that of lists the outline."""

_CONTENTS = 3
"""Headings without text between them that may be a table of contents."""


def split_sections(lines: list[str]) -> tuple[list[str], list[Section]]:
    """Split a body's lines, tables already taken out, into those before the first heading and the sections.

    Sign-off, footer and buttons below the last heading are left out. A number is given as 一, 二 … however it is printed.

    >>> split_sections(["现将报告公布如下。", "一、总体情况", "（一）主动公开。", "六、、其他事项"])[1]
    [Section(number='一', heading='总体情况', text='（一）主动公开。'), Section(number='六', heading='其他事项', text='')]
    """
    chain = _outline(lines)
    if not chain:
        return lines, []
    dropped = _below_report(lines, chain[-1].last)
    preamble = _text(lines, 0, 0, chain[0], set())
    sections = [
        Section(
            number=here.number,
            heading=here.heading,
            text="\n".join(_without_captions(_text(lines, here.last, here.end, following, dropped))),
        )
        for here, following in zip(chain, [*chain[1:], None], strict=True)
    ]
    return preamble, sections


def heading_count(lines: Sequence[str]) -> int:
    """How many different headings of the official form the lines hold, numbered or not."""
    return len({number for line in lines if len(line) < 80 if (number := official_number(line))})


def _text(lines: Sequence[str], line: int, offset: int, until: Candidate | None, dropped: set[int]) -> list[str]:
    """Lines from a place up to the next heading, trimmed, empty ones left out."""
    stop = until.line if until is not None else len(lines)
    parts = []
    for index in range(line, min(stop + 1, len(lines))):
        if index in dropped:
            continue
        begin = offset if index == line else 0
        end = until.start if until is not None and index == until.line else len(lines[index])
        parts.append(lines[index][begin:end].strip())
    return [part for part in parts if part]


def _without_captions(text: list[str]) -> list[str]:
    """Lines of a section without the captions at its end, whose tables were taken out."""
    end = len(text)
    while end and is_caption(text[end - 1]):
        end -= 1
    return text[:end]


def _below_report(lines: Sequence[str], last: int) -> set[int]:
    """Lines of the sign-off, and footers and buttons around it, behind the last heading."""
    base = max(last + 1, len(lines) - _TAIL)
    tail = lines[base:]
    dropped = {*read_sign_off(tail).lines, *foot_of_page(tail)}
    return {base + index for index, line in enumerate(tail) if index in dropped or is_noise(line)}


def _outline(lines: Sequence[str]) -> list[Candidate]:
    chain = _chain_of(lines, "main")
    if len(chain) > 1:
        return chain
    for style in _OTHER_STYLES:
        other = _chain_of(lines, style)
        if sum(heading.known for heading in other) >= _KNOWN_HEADINGS:
            return other
    return chain


def _chain_of(lines: Sequence[str], style: Style) -> list[Candidate]:
    return _best_chain(_without_contents(list(islice(find_headings(lines[:_MAX_LINES], style), _MAX_CANDIDATES))))


def _without_contents(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out a table of contents: headings on lines one behind the other that all stand again further down."""
    last = {(found.number, squeeze(found.heading)): found.line for found in candidates}
    runs: list[list[Candidate]] = []
    for found in candidates:
        if runs and found.line <= runs[-1][-1].last + 1 and found.order >= runs[-1][-1].order:
            runs[-1].append(found)
        else:
            runs.append([found])
    return [
        found
        for run in runs
        if len(run) < _CONTENTS or any(last[found.number, squeeze(found.heading)] <= run[-1].line for found in run)
        for found in run
    ]


def _best_chain(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Heaviest chain of increasing numbers in reading order; of equal ones the earliest."""
    best: dict[int, tuple[int, list[Candidate]]] = {}
    for candidate in candidates:
        weight, chain = max(
            (
                entry
                for order, entry in best.items()
                if order < candidate.order and _ends_before(entry[1][-1], candidate)
            ),
            key=lambda entry: entry[0],
            default=(0, []),
        )
        if weight + candidate.weight > best.get(candidate.order, (0, []))[0]:
            best[candidate.order] = weight + candidate.weight, [*chain, candidate]
    return max(best.values(), key=lambda entry: entry[0])[1] if best else []


def _ends_before(here: Candidate, following: Candidate) -> bool:
    """Whether a heading ends where another begins, or before."""
    return (here.last, here.end) <= (following.line, following.start) or here.last < following.line
