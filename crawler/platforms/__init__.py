"""Platforms 建站平台: the CMS families behind the portals, one module each, found by themselves."""

from __future__ import annotations

import inspect
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from scrapy.http import TextResponse

from crawler.platforms.base import PageLink, Platform

__all__ = ["PageLink", "Platform", "is_in_module", "platforms", "recognise"]

FALLBACK = "generic"


@cache
def platforms() -> dict[str, Platform]:
    """Every family by its name, from the modules of this package."""
    found: dict[str, Platform] = {}
    for module_info in iter_modules(__path__):
        module = import_module(f"{__name__}.{module_info.name}")
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, Platform) and cls is not Platform and cls.__module__ == module.__name__:
                found[cls.name] = cls()
    return found


def is_in_module(url: str) -> bool:
    """Whether an address is that of a module's page: such pages name each other, so one has to be read to find the others."""
    return any(family.module and family.is_article(url) for family in platforms().values())


def recognise(response: TextResponse) -> tuple[Platform, list[str]]:
    """Family of a page, and what shows it; the generic one (and no evidence) if nothing does."""
    evidence = {name: platform.recognise(response) for name, platform in platforms().items()}
    best = max(evidence, key=lambda name: (len(evidence[name]), name))
    if not evidence[best]:
        best = FALLBACK
    return platforms()[best], evidence[best]
