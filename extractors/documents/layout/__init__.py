"""Printed pages, whatever made them (PDF, OFD, OCR), to blocks: tables out of rules or of columns of words, and lines of text."""
