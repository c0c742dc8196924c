"""The time, as it stands in items and ledgers."""

from __future__ import annotations

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def utc_now() -> str:
    """Now, in UTC, to the second: ``2026-11-22T08:00:00Z``."""
    return format_utc(datetime.now(UTC))


def format_utc(time: datetime) -> str:
    """Write a time as :func:`utc_now` does."""
    return time.astimezone(UTC).strftime(_FORM)


def parse_utc(text: str) -> datetime:
    """Read a time that is written so."""
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
