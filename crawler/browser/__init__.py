"""Listings that only their own script can write: shown in the system's Chromium, which has no network of its own.

``shells`` says which pages are such, ``chromium`` shows one, ``handler`` gives the browser what the page asks for: every
request goes through Scrapy's downloader, where hosts, robots.txt, delays, walls and bounds are those of the whole crawl.
"""
