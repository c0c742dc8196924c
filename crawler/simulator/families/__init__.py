"""Platform families as the simulator renders them, one module each; it defines ``FAMILY``, or several as ``FAMILIES``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from crawler.simulator.families.base import Family


@cache
def families() -> dict[str, Family]:
    """All families by name."""
    modules = [import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__)]
    found = [module.FAMILY for module in modules if hasattr(module, "FAMILY")]
    found += [family for module in modules for family in getattr(module, "FAMILIES", ())]
    return {family.name: family for family in found}
