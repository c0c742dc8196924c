"""Units: those that labels name, and the columns of units and codes that print no value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.remember import Remembered
from extractors.report import Finding
from extractors.simplified import simplify
from extractors.tables.forms import FormTable
from extractors.tables.labels import UNITS
from extractors.tables.match import RowRef
from extractors.text import squeeze

_HINT = re.compile("[元万千亿%％比]")
_UNIT = re.compile(
    r"(?:单位[:为]?|[(\[【][^()\d]{0,4}?|以)(?:人民币)?((?:[百千]?万|[亿百千])?元|[亿万千](?:件|条|项|次|个|宗|人)|%|百分比)"
)


def unit_findings(label: str, table: FormTable, row: str | None = None) -> Sequence[Finding]:
    """Give a finding where a label names another unit or scale than the form's: the number stands as printed, in that unit."""
    unit = named_unit[label]
    if unit is None or unit == table.unit:
        return ()
    own = f"the form {table.unit}" if table.unit else "the form names none"
    finding = Finding(
        code="table.header_unit",
        severity="warning" if table.unit else "info",
        table=table.id,
        row=row,
        message=f"the label says {unit}, {own}: the numbers stand as printed",
        stated=unit,
    )
    return (finding,)


@Remembered
def named_unit(label: str) -> str | None:
    """Unit or scale that a label names.

    >>> named_unit("采购总金额（单位：万元）"), named_unit("采购总金额")
    ('万元', None)
    """
    plain = simplify(squeeze(label))
    match = _UNIT.search(plain) if _HINT.search(plain) else None
    return match[1] if match is not None else None


def asides(texts: Sequence[str], ref: RowRef) -> tuple[int, int]:
    """How many texts in front of a row's values belong to columns that print none (单位, 代码), and how many are not blank."""
    kinds = ref.table.aside_keys
    printed: set[str] = set()
    count = 0
    for position, text in enumerate(texts):
        bare = text.strip()
        if bare:
            unit = bare in (*UNITS, ref.row.unit)
            # a code is a number too: it is one only with something behind it
            code = bare == ref.row.number and position + 1 < len(texts)
            kind = "unit" if unit else "code" if code else ""
            if kind not in kinds or kind in printed:
                break
            printed.add(kind)
        elif len(printed) == len(kinds):
            break
        count = position + 1
    return (count, len(printed)) if printed else (0, 0)
