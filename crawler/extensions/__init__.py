"""What watches a crawl: feeds, summary, progress."""
