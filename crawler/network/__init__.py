"""How requests go out: whose turn it is, how long a host is left alone, what is refused before it is sent or read."""
