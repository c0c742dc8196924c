"""Commands of ``scrapy``, one a module."""
