"""Feed formats of our own: the sheets of :mod:`crawler.export` as a crawl's feeds."""
