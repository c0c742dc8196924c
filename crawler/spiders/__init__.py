"""The crawl over portals, and the one over archives."""
