"""Signals of the crawl, beside Scrapy's own."""

portal_begun = object()
"""``portal``: its first requests are about to be sent."""
portal_done = object()
"""``portal``: everything that was asked for has come to its end, and what came of it has passed the pipelines."""
report_kept = object()
"""``item`` (as the feeds have it), ``portal``, ``wanted`` (by the feeds): a report stands as the ledger holds it, and was not
read again."""
