"""The journey of a page, in the order of their numbers in the settings."""
