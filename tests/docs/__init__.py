"""What the documentation says is there, and what it tells people to type works."""
