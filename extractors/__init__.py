"""nianbao's extractor: any bytes in, one report or the reason why there is none out.

>>> from extractors import extract
>>> extract(b"").reason
'empty'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.page import Page
    from extractors.report import Hints, Rejection, Report
    from extractors.stages import check_report, extract, extractor_version, load_data, read_page, read_report

__all__ = [
    "Hints",
    "Page",
    "Rejection",
    "Report",
    "check_report",
    "extract",
    "extractor_version",
    "load_data",
    "read_page",
    "read_report",
]
_MODULES = {"Page": "page", "Hints": "report", "Rejection": "report", "Report": "report"}
"""Where a name lies that is not one of :mod:`extractors.stages`."""


def __getattr__(name: str) -> Any:
    """Import a name's module when somebody asks for it: a process that reads one document needs nothing of reports."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'stages')}"), name)
    globals()[name] = value
    return value
