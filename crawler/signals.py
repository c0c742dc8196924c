"""Signals of the crawl, beside Scrapy's own."""

portal_begun = object()
"""``portal``: its first requests are about to be sent."""
portal_done = object()
"""``portal``: everything that was asked for has come to its end, and what came of it has passed the pipelines."""
page_missed = object()
"""``visit``, ``url``, ``fault``, ``detail``: a page could not be read."""
