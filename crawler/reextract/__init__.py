"""Archives read again with all cores, or many machines, without the network and without Scrapy's engine.

``run`` goes from files to the feed: ``ranges`` reads pieces of the files at once into one index, ``pages`` reads the index's pages
just as a replay does (``offline`` has Scrapy's parts for that), ``outputs`` writes them in the archive's order. Both are *tasks*,
numbered pieces of work, which an engine hands out: ``processes`` (the standard library), or ``daft``, here or on a Ray cluster.
Wherever a piece is done, it is done in a ``guard``: a process that a hostile record may take with it.
"""
