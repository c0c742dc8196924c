"""Pages read into reports beside the crawl's own process, so that a crawl uses more cores than one."""
