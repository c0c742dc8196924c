"""What can't be collected where an optional group is not installed: doctests import every module."""

from importlib.util import find_spec

_OCR = (
    "extractors/documents/picture_page.py",
    "extractors/documents/picture_rules.py",
    "extractors/documents/picture_values.py",
    "extractors/documents/recognise.py",
    "tests/extractors/documents/render_picture.py",
)
_PDF = ("extractors/documents/pdf_page.py", "extractors/documents/pdf_shapes.py")
collect_ignore = [
    *(() if find_spec("rapidocr") else _OCR),
    *(() if find_spec("pypdfium2") else _PDF),
]
