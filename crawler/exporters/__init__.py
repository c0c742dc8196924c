"""Feed formats of our own."""
