"""Which rows of flattened text stand where lines were lost or doubled, seen from the lines around them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from extractors.numbers import is_value
from extractors.tables.align import Ended
from extractors.tables.forms import FormTable
from extractors.tables.hits import Hit

_USUAL = 0.3
"""Share of a table's rows that must print their units or codes for the others to lack them."""
_SOME = 0.1
"""Share of a text's lines: if more are printed twice, the converter writes spanned cells out in every place."""


def prints_twice(texts: Sequence[str]) -> bool:
    """Whether some lines of text stand twice, one behind the other: then values may do so too."""
    doubled = sum(a == b and bool(a.strip()) and not is_value(a) for a, b in itertools.pairwise(texts))
    return doubled > 0 and doubled <= _SOME * sum(bool(text.strip()) and not is_value(text) for text in texts)


def mark_doubtful(hits: Sequence[Hit], tables: Sequence[FormTable]) -> None:
    """Set ``ended`` and ``aligned`` on the rows of flattened text, given in the order of the document.

    ``tables`` are the form's.

    A row of several lines whose successor in the form does not come next may have lost its last values, and other rows'
    stand there; a row without the unit or the code that the others print has lost more, or has its code among its values.
    """
    for hit, following in itertools.zip_longest(hits, hits[1:]):
        if hit.run is not None and not hit.run.whole:
            hit.ended = _end(hit, following, tables)
    for table_hits in _by_table(hits):
        votes = Counter(hit.asides for hit in table_hits if not _is_bare(hit))
        usual = max((asides for asides, count in votes.items() if count >= _USUAL * votes.total()), default=0)
        for hit in table_hits:
            hit.aligned = hit.aligned and hit.asides >= usual and not _repeats_asides(hit)


def _end(hit: Hit, following: Hit | None, tables: Sequence[FormTable]) -> Ended:
    """What ends a row: the one that the form has next, or other text; behind a table's last, the first of a table.

    Other text may be a label that the form does not know: it ends a row as well as one that it knows.
    """
    due = _due(hit.table, hit.index + 1)
    if due is None:
        after = list(tables[tables.index(hit.table) + 1 :][:1])
        if following is None or following.index <= (_due(following.table, 0) or 0):
            # a table of the form that is not there may have lost all its labels, and left its values here
            return "row" if after == ([following.table] if following else []) else "header"
        sure = following.table is hit.table and following.index > hit.index  # one that few documents print
    elif following is None or following.table is not hit.table or following.index <= hit.index:
        sure = False
    else:
        sure = following.index <= due or (hit.run is not None and hit.run.last)
    if sure:
        return "row"
    return "header" if hit.before_header else "unsure"


def _due(table: FormTable, start: int) -> int | None:
    """Index of the first row from ``start`` that every document prints with values."""
    return next((i for i in range(start, len(table.rows)) if table.rows[i].data and not table.rows[i].optional), None)


def _repeats_asides(hit: Hit) -> bool:
    """Whether a row prints its unit or its code (08) again among its values: a line stands there twice."""
    row = hit.table.rows[hit.index]
    texts = [token.text for token in hit.run.tokens if token.text] if hit.run is not None else []
    code_again = texts[:1] == [row.number] and texts[0].startswith("0")
    return hit.asides > 0 and (row.unit in texts or code_again)


def _is_bare(hit: Hit) -> bool:
    """Whether a row prints no value, or its code alone, which then looks like one."""
    values = [token.text for token in hit.run.tokens if token.text] if hit.run is not None else []
    return not values or values == [hit.table.rows[hit.index].number]


def _by_table(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Rows of flattened text that should print a unit or a code, table by table."""
    tables: dict[str, list[Hit]] = {}
    for hit in hits:
        row = hit.table.rows[hit.index]
        if hit.run is not None and row.unit and any(not column.data for column in hit.table.columns):
            tables.setdefault(hit.table.id, []).append(hit)
    return list(tables.values())
