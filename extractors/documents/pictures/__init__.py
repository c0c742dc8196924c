"""Scanned pages and pictures."""
