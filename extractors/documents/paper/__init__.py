"""PDF and OFD as printed pages: words and ruling lines with their places."""
