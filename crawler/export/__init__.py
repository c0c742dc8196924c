"""Reports as rectangles for analysts: what a feed or a ledger holds, in sheets that spreadsheets and databases take.

A *sheet* is one rectangle with typed, labelled columns; it gives the rows of one item, so that any number of items passes
through in bounded memory. Items are dicts as in the JSON feed.
"""
