"""What can't be collected, where an optional group is not installed or at all: doctests import every module."""

from importlib.util import find_spec

_OCR = (
    "extractors/documents/pictures/picture_page.py",
    "extractors/documents/pictures/picture_rules.py",
    "extractors/documents/pictures/picture_values.py",
    "extractors/documents/pictures/recognise.py",
    "tests/extractors/documents/render_picture.py",
)
_PDF = (
    "extractors/documents/paper/make_blank.py",
    "extractors/documents/paper/pdf_fonts.py",
    "extractors/documents/paper/pdf_page.py",
    "extractors/documents/paper/pdf_shapes.py",
)
_PARQUET = (
    "crawler/export/writers/nested.py",
    "crawler/export/writers/parquet.py",
    "crawler/exporters/parquet.py",
)
_SITE = ("crawler/site", "tests/crawler/site")
_XLSX = ("crawler/export/writers/workbook.py", "crawler/exporters/workbook.py")
collect_ignore = [
    "crawler/ledger/migrations/env.py",  # runs migrations when it is imported
    *(() if find_spec("daft") else ("crawler/reextract/daft_engine.py",)),
    *(() if find_spec("rapidocr") else _OCR),
    *(() if find_spec("pypdfium2") else _PDF),
    *(() if find_spec("fontTools") else ("extractors/documents/paper/make_blank.py",)),
    *(() if find_spec("pyarrow") else _PARQUET),
    *(() if find_spec("xlsxwriter") else _XLSX),
    *(() if find_spec("jinja2") else _SITE),
]
