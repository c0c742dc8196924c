"""The log: lines or JSON, safe for terminals, without secrets, each trouble told once."""
