"""The panel: one row for each agency and year, over all names and forms, and what does not agree from year to year.

:class:`~crawler.export.panel.gather.Panel` takes items one by one and gives the rows county by county. Which reports are one
agency's is decided in ``series``, which of several editions counts in ``editions``, what is comparable between forms in
``indicators``, what must agree between years in ``across``, and between a county and its agencies in ``rollups``.
"""
