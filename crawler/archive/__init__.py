"""Archives of a crawl: WARC 1.1 (ISO 28500), written beside the network and read again without it.

``keeper`` is what a crawl tells, ``writer`` makes files of it (``folder`` mends those that a killed run left, ``digests``
remembers what was stored before); ``reading`` reads files of any origin, ``index`` finds pages and answers in them,
``handler`` answers a replay from there. ``notes`` is what the crawl knew beside the bytes. Only ``keeper`` and ``handler``
know Scrapy.
"""
