"""The site: static pages of a feed or a ledger, for a browser without server, network or scripts.

Made in two passes in bounded memory: ``gather`` lays everything aside in a database on disk (the export's sheets, and each
item as it is), ``build`` reads it county by county and writes page after page. A module each says what a kind of page
shows; how it looks is in ``templates/`` and ``static/``, every word of our own in ``words.toml``.
"""
