"""Sums of stated numbers, exact for fractions too: 0.1 + 0.2 万元 is 0.3."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extractors.report import Number


def exact_sum(values: Sequence[Any]) -> Number | Decimal:
    """Sum of numbers, none of them missing; a :class:`~decimal.Decimal` if any of them is no whole number.

    >>> exact_sum([1, 2]), exact_sum([0.1, 0.2])
    (3, Decimal('0.3'))
    """
    total: Number = sum(values)
    return total if isinstance(total, int) else sum(map(Decimal, map(str, values)), Decimal(0))


def as_number(number: Number | Decimal) -> Number:
    """The same number as JSON has it: without a fraction if it is whole.

    >>> as_number(Decimal("3.0")), as_number(Decimal("0.3"))
    (3, 0.3)
    """
    return int(number) if number == int(number) else float(number)
