"""Pages of the web and plain text."""
