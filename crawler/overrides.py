"""Settings of one run (``-s NAME=VALUE``), held against those that there are before anything starts."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, Settings, default_settings

from crawler import settings as own_settings
from crawler.selection import UnusableArgument

CHOICES = {"ATTACHMENTS": ("needed", "all", "none")}
"""Settings that are one of few words."""
_ALIKE = 0.8
"""How near a name must be to a known one to be taken for a slip; other names may be settings of somebody's plugin."""


def check_overrides(settings: Settings) -> None:
    """:exc:`~crawler.selection.UnusableArgument` for a name that is misspelt, or a value of another kind than the default."""
    known = {name: value for module in (default_settings, own_settings) for name, value in _settings_of(module)}
    for name, value in settings.items():
        if settings.getpriority(name) != SETTINGS_PRIORITIES["cmdline"] or not isinstance(value, str):
            continue
        if name not in known:
            near = get_close_matches(name.upper(), known, n=1, cutoff=_ALIKE)
            if near:
                raise UnusableArgument(f"no setting {name}; perhaps {near[0]}")
        elif wanted := _wanted(name, known[name], value):
            raise UnusableArgument(f"setting {name} is {wanted}, not {value!r}")


def _settings_of(module: object) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in vars(module).items() if name.isupper()]


def _wanted(name: str, default: object, value: str) -> str | None:
    """What the value should have been; ``None`` where it will do."""
    given = BaseSettings({name: value})
    try:
        match default:
            case _ if name in CHOICES:
                return None if value in CHOICES[name] else f"one of {', '.join(CHOICES[name])}"
            case bool():
                given.getbool(name)
            case int() | float():
                given.getfloat(name)
    except ValueError:
        return "True or False" if isinstance(default, bool) else "a number"
    return None
