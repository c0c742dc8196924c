"""A week of scheduled crawls in fast motion, over portals that publish, correct, move, fail and come back."""
