"""Listings that only their own script can write: shown in the system's Chromium, which has no network of its own.

``chromium`` is the browser, ``shown_page`` one page in it, ``clock`` that page's time; :mod:`crawler.walking.shells` says which
pages are such. ``handler`` gives a page what it asks for: every request goes through Scrapy's downloader, where hosts, robots.txt,
delays, walls and bounds are those of the whole crawl.
"""
