"""Secrets in what is written to the log: passwords in addresses, and what settings hold that nobody else may know."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scrapy.settings import BaseSettings

MASK = "***"
_USER = re.compile(r"(?<=://)[^/\s?#]{1,500}(?=@)")
_QUERY = re.compile(
    r"(?<=[?&;])((?:password|passwd|pwd|sslpassword|token|access_token|api_?key|secret)=)[^&;\s\"']{1,500}",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(r"SECRET|PASSWORD|TOKEN|WEBHOOK")
_SHORTEST = 4
"""Characters; to blot out a shorter value would blot out words."""


def mask(text: str, secrets: Iterable[str] = ()) -> str:
    """Text without user names and passwords in addresses, without passwords in queries, and without the secrets given.

    >>> mask("postgresql://nb:p@ss@db.example/nb?sslmode=require&password=x1")
    'postgresql://***@db.example/nb?sslmode=require&password=***'
    >>> mask("http://a.example/x@y?page=2"), mask("to https://hook.example/T0K3N", ["https://hook.example/T0K3N"])
    ('http://a.example/x@y?page=2', 'to ***')
    """
    for secret in secrets:
        text = text.replace(secret, MASK)
    if "://" in text:
        text = _USER.sub(MASK, text)
    return _QUERY.sub(rf"\g<1>{MASK}", text) if "=" in text else text


def secrets_of(settings: BaseSettings) -> tuple[str, ...]:
    """Values of settings whose names say that they are secret (``ALARM_WEBHOOK``, ``AWS_SECRET_ACCESS_KEY`` …)."""
    set_here = (name for name in settings if _SECRET_NAME.search(name) and settings.getpriority(name))
    values = {str(settings[name]) for name in set_here if settings[name]}
    return tuple(sorted((value for value in values if len(value) >= _SHORTEST), key=len, reverse=True))
