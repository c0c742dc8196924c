"""What the forms print, for readers of pages on which nothing shows where one label ends and the next begins."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from extractors.numbers import is_value
from extractors.remember import Remembered
from extractors.tables.forms import CORNERS, Column, Row, load_forms
from extractors.tables.labels import core, unnumbered, whole
from extractors.text import squeeze

_CLOSING = tuple("★☆*）)、，。：:")
"""Marks that belong to what stands before them."""


class _Wordings(NamedTuple):
    cores: frozenset[str]
    headers: frozenset[str]
    """Cores of what stands in headers."""
    exact: frozenset[str]
    """Labels with their numbers and explanations."""
    wholes: str
    """All of them, a line each."""
    printed: str
    """The same with their punctuation, without white space."""
    beginnings: frozenset[str]
    """Of labels with and without their numbers and explanations."""
    endings: frozenset[str]


@Remembered
def is_label(text: str) -> bool:
    """Whether a text is a whole label, heading or caption of a form, brackets closed.

    >>> is_label("（二）部分公开（区分处理的，只计这一情形）"), is_label("（二）部分公开（区分处理的，"), is_label("其他处")
    (True, False, False)
    """
    closed = text.count("（") + text.count("(") <= text.count("）") + text.count(")")
    return closed and not text.startswith(_CLOSING) and not _ends_blank(text) and core(text) in _wordings().cores


@Remembered
def is_exact(text: str) -> bool:
    """Whether a text is a label as a form prints it, with its number and explanation.

    >>> is_exact("2.其他法律行政法规禁止公开"), is_exact("2.其他"), is_exact("3.其他")
    (True, False, True)
    """
    return whole(text) in _wordings().exact


@Remembered
def heads_columns(text: str) -> bool:
    """Whether a text is what the header of a form's table prints: over columns or over the labels of rows.

    >>> heads_columns("法人或其他组织"), heads_columns("信息内容"), heads_columns("规章")
    (True, True, False)
    """
    return core(text) in _wordings().headers


@Remembered
def begins_label(text: str) -> bool:
    """Whether a label can begin so; every label begins as a whole.

    >>> begins_label("12.（3）保护第三"), begins_label("三方合法")
    (True, False)
    """
    if _ends_blank(text):
        return squeeze(text) in _wordings().printed
    beginnings = _wordings().beginnings
    return whole(text) in beginnings or unnumbered(text) in beginnings


@Remembered
def ends_label(text: str) -> bool:
    """Whether a label can end so.

    >>> ends_label("方合法权益"), ends_label("方合法权")
    (True, False)
    """
    return not _ends_blank(text) and whole(text) in _wordings().endings


@Remembered
def is_in_label(text: str) -> bool:
    """Whether a text can be one line of a label that wraps.

    >>> is_in_label("方合法权"), is_in_label("12.（3）保护第三"), is_in_label("自然人法人")
    (True, True, False)
    >>> is_in_label("本年增/"), is_in_label("规章/")
    (True, False)
    """
    return begins_label(text) or (not _ends_blank(text) and whole(text) in _wordings().wholes)


def _ends_blank(text: str) -> bool:
    """Whether a dash or slash stands at the end, which is no label's."""
    return is_value(text[-1:]) and not text[-1:].isalnum()


@cache
def _wordings() -> _Wordings:
    tables = [table for form in load_forms().values() for table in form.tables]
    headers = {core(text) for text in CORNERS}.union(*(table.header_labels for table in tables))
    headers |= {core(table.stub) for table in tables if table.stub}
    labels = set(CORNERS)
    for table in tables:
        parts: list[Row | Column] = [*table.rows, *table.columns]
        labels.update(text for part in parts for text in (part.label, *part.aliases, *part.under))
        labels.update(filter(None, (table.caption, table.stub)))
    cores = {core(label) for label in labels} - {""}
    wholes = {whole(label) for label in labels}
    texts = cores | wholes | {unnumbered(label) for label in labels}
    beginnings = {text[:length] for text in texts for length in range(1, len(text) + 1)}
    endings = {text[-length:] for text in wholes for length in range(1, len(text) + 1)}
    return _Wordings(
        cores=frozenset(cores),
        headers=frozenset(headers - {""}),
        exact=frozenset(wholes - {""}),
        wholes="\n".join(sorted(wholes)),
        printed="\n".join(sorted(map(squeeze, labels))),
        beginnings=frozenset(beginnings),
        endings=frozenset(endings),
    )
