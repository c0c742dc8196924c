"""What is measured of a run, and when that is an alarm."""
