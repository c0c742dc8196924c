"""The books of a crawl: what is counted and found at each portal, the names of troubles, and the state that follows."""
