"""Printed pages: PDF and OFD, and the layout that they share with pictures of pages."""
