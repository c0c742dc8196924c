"""What bytes are, by what they hold; never by what a name or a header claims."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice

from extractors.documents.office.ole import ole_kind

HTML, PLAIN, ZIP, OLE, RAR = (
    "text/html",
    "text/plain",
    "application/zip",
    "application/x-ole-storage",
    "application/vnd.rar",
)
PDF, RTF, OFD = "application/pdf", "application/rtf", "application/ofd"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
MHTML = "multipart/related"
WORDML, FLAT, SHEETML = (
    "application/vnd.ms-wordml",
    "application/vnd.ms-word2006ml",
    "application/vnd.ms-spreadsheetml",
)
"""Office files that are one XML text: Word's of 2003, the package of today in one file, and Excel's of 2003."""
TEXTS = (HTML, PLAIN)
"""Media that this package reads itself; all others are left to libraries and programs."""

_SIGNATURES = (
    (b"%PDF", PDF),
    (b"\xd0\xcf\x11\xe0", OLE),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"Rar!", RAR),
    (b"{\\rtf", RTF),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
)
_PDF_WITHIN = 1024
"""Bytes that may stand before a PDF's head; readers look for it there."""
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|span|br|script|h[1-6]|ul|a|center|font|td|tr)[\s>/]",
    re.IGNORECASE,
)
_XML_ROOTS = (
    (re.compile(r"<(?:\w{1,20}:)?wordDocument\s[^>]*http://schemas\.microsoft\.com/office/word/2003/wordml"), WORDML),
    (re.compile(r"<(?:\w{1,20}:)?package\s[^>]*http://schemas\.microsoft\.com/office/2006/xmlPackage"), FLAT),
    (re.compile(r"<(?:\w{1,20}:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet"), SHEETML),
)
"""How the first element begins."""
_XML_PROLOGUE = (("<?", "?>"), ("<!--", "-->"))
_FIELD = re.compile(r"[A-Za-z][A-Za-z-]{0,40}:")
_MIME_PAGE = re.compile(r"^content-type:\s{0,9}(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_BINARY = bytes((*range(9), *range(14, 27), *range(28, 32)))
"""Bytes that no text holds."""
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_MAX_NAMES = 2_000
"""Members of a zip that are looked at; a document has some dozens."""
_OLE_KINDS = {"word": DOC, "excel": XLS, "powerpoint": PPT}


def sniff(data: bytes) -> str:
    """Media type of the bytes; of a container, only that it is one (:func:`sniff_inside`).

    >>> sniff(b"%PDF-1.4"), sniff(b" <HTML>"), sniff("规章 0".encode()), sniff(bytes(range(32)) * 9)
    ('application/pdf', 'text/html', 'text/plain', 'application/octet-stream')
    """
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature) and not (signature == b"BM" and not _binary(data[:64])):
            return media_type
    if data.startswith(_BOMS):
        text = data[:8000].decode("utf-16", errors="replace")
        return _sniff_text(text) or (HTML if _HTML.search(text.encode()) else PLAIN)
    head = data[:8000]
    if b"%PDF-" in head[:_PDF_WITHIN] and b"endobj" in data:
        return PDF
    if _binary(head) > max(2, len(head) // 200):
        return "application/octet-stream"
    return _sniff_text(head.decode("latin-1")) or (HTML if _HTML.search(data[:100_000]) else PLAIN)


def _sniff_text(head: str) -> str | None:
    """What a text is that is neither a page nor plain: an office file as XML, or a page in one file with its pictures."""
    head = head.removeprefix("\xef\xbb\xbf").removeprefix("\ufeff").lstrip()
    if _FIELD.match(head):
        return MHTML if _MIME_PAGE.search(head.replace("\r", "").partition("\n\n")[0]) else None
    while end := next((end for start, end in _XML_PROLOGUE if head.startswith(start)), None):
        head = head.partition(end)[2].lstrip()
    return next((media_type for root, media_type in _XML_ROOTS if root.match(head)), None)


def _binary(data: bytes) -> int:
    return len(data) - len(data.translate(None, _BINARY))


def sniff_inside(data: bytes) -> str:
    """Media type of the bytes; of a zip or an OLE file, that of the document that it is.

    A zip that is no document is ``application/zip``; one whose directory can't be read, too. Of an OLE file that is
    encrypted or broken :exc:`~extractors.errors.DocumentError` says so.
    """
    media_type = sniff(data)
    if media_type == ZIP:
        return _zipped(data)
    if media_type == OLE:
        return _OLE_KINDS.get(ole_kind(data), OLE)
    return media_type


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename.lower() for info in islice(archive.infolist(), _MAX_NAMES)}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ZIP
    if "ofd.xml" in names:
        return OFD
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return DOCX
        if any(name.startswith("xl/") for name in names):
            return XLSX
    return ZIP
