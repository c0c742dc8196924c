"""The time, as it stands in items and ledgers."""

from __future__ import annotations

from datetime import UTC, datetime

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def utc_now() -> str:
    """Now, in UTC, to the second: ``2026-11-22T08:00:00Z``."""
    return format_utc(datetime.now(UTC))


def format_utc(time: datetime) -> str:
    """Such a text for a time."""
    return time.astimezone(UTC).strftime(_FORM)


def parse_utc(text: str) -> datetime:
    """The time that such a text names."""
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
