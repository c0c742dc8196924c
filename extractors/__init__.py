"""nianbao's extractor: any bytes in, one report or the reason why there is none out.

>>> from extractors import extract
>>> extract(b"").reason
'empty'
"""

from extractors.extract import check_report, extract, extractor_version, load_data, read_page, read_report
from extractors.page import Page
from extractors.report import Hints, Rejection, Report

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
