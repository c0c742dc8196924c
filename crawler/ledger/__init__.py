"""The ledger: pages, reports with their editions, and runs, kept in SQLite or PostgreSQL. Knows nothing of Scrapy."""

from crawler.ledger.coverage import Coverage
from crawler.ledger.errors import LedgerError, LedgerLocked, PortalTakenOver
from crawler.ledger.pages import Note, PageRecord, Visit
from crawler.ledger.reports import Change, Edition, KeptReport
from crawler.ledger.runs import PortalRun, Run
from crawler.ledger.store import Ledger
from crawler.ledger.writer import LedgerWriter

__all__ = [
    "Change", "Coverage", "Edition", "KeptReport", "Ledger", "LedgerError", "LedgerLocked", "LedgerWriter", "Note",
    "PageRecord", "PortalRun", "PortalTakenOver", "Run", "Visit",
]  # fmt: skip
