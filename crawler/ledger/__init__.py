"""The ledger: pages, reports with their editions, and runs, kept in SQLite or PostgreSQL. Knows nothing of Scrapy."""

from crawler.ledger.errors import LedgerError, LedgerLocked
from crawler.ledger.pages import PageRecord, Visit
from crawler.ledger.reports import Change, Edition, KeptReport
from crawler.ledger.runs import PortalRun, Run
from crawler.ledger.store import Ledger

__all__ = [
    "Change", "Edition", "KeptReport", "Ledger", "LedgerError", "LedgerLocked", "PageRecord", "PortalRun", "Run", "Visit",
]  # fmt: skip
