"""Watching the runs: what is measured of each, when that is an alarm, and whom it is told."""
