"""A crawl and its ledger: what the crawl tells it, what need not be asked of a portal again, and which run is resumed."""
