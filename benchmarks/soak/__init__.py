"""A long crawl over portals with every fault, killed again and again, against the same crawl left alone."""
