"""From printed tables, or what is left of them, to identified cells."""
