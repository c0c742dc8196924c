"""nianbao's crawler: everything that knows Scrapy."""
