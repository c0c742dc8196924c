"""This project's settings, with the meter."""

from crawler.settings import *
from crawler.settings import EXTENSIONS as _EXTENSIONS

LOG_LEVEL = "WARNING"  # the log is not what is measured
EXTENSIONS = {**_EXTENSIONS, "benchmarks.crawl.meter.Meter": 0}
