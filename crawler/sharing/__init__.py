"""Several workers at one crawl: each portal is read by one of them at a time, and by another one should that die."""
