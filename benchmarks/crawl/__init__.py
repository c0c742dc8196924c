"""Crawl speed: bare Scrapy beside this project, on one loopback server."""
