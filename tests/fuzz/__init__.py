"""Hostile bytes: what they are made from, and what must hold whatever they are."""
