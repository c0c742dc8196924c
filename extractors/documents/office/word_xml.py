"""Word documents that are one XML text: those of Word 2003, and the package of today written into one file.

Word 2003 gave the same things in part other names, and wrapped what was revised and what other vocabularies name; with
the names of today put in their place there is one reader for both.
"""

from __future__ import annotations

import binascii
import io
import zipfile

from lxml import etree

from extractors.documents.model import Document
from extractors.documents.office.word import read_body, read_docx
from extractors.documents.package import MAX_MEMBERS, attribute, child, local, parse_xml
from extractors.documents.sniffing import FLAT, WORDML
from extractors.errors import DocumentError

_WORD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TODAY = {
    "vmerge": "vMerge",
    "hmerge": "hMerge",
    "hlink": "hyperlink",
    "cfChunk": "sdt",
    "listPr": "numPr",
    "ilfo": "numId",
    "listDef": "abstractNum",
    "list": "num",
    "ilst": "abstractNumId",
    "nfc": "numFmt",
    "listStyleLink": "numStyleLink",
}
"""Name of an element in Word 2003 → its name of today."""
_ATTRIBUTES = {"listDef": ("listDefId", "abstractNumId"), "list": ("ilfo", "numId")}
_FORMATS = {
    "0": "decimal", "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter",
    "10": "ideographDigital", "11": "japaneseCounting", "14": "decimalFullWidth", "18": "decimalEnclosedCircle",
    "19": "decimalFullWidth2", "22": "decimalZero", "23": "bullet", "26": "decimalEnclosedFullstop",
    "27": "decimalEnclosedParen", "28": "decimalEnclosedCircleChinese", "29": "ideographEnclosedCircle",
    "30": "ideographTraditional", "31": "ideographZodiac", "33": "taiwaneseCounting", "34": "ideographLegalTraditional",
    "35": "taiwaneseCountingThousand", "36": "taiwaneseDigital", "37": "chineseCounting",
    "38": "chineseLegalSimplified", "39": "chineseCountingThousand", "255": "none",
}  # fmt: skip
"""Formats of numbers: MSONFC in [MS-OSHARED] 2.2.1.3 → their names of today."""
_REVISIONS = {"Word.Insertion": "ins", "Word.Deletion": "del"}


def read_word_xml(data: bytes, media_type: str) -> Document:
    """Read a document; what is printed of it is the same as of a DOCX, but pictures in Word 2003's XML are not read.

    :exc:`~extractors.errors.DocumentError` where it is broken, too large, or prints no text.
    """
    root = parse_xml(data, "the document")
    if media_type == FLAT:
        document = read_docx(_package(root))
    else:
        _rename(root)
        document = Document(WORDML, blocks=read_body(root, child(root, "styles"), child(root, "lists")))
    document.media_type = media_type
    return document


def _package(root: etree._Element) -> bytes:
    """The zip whose parts stand in one file, as XML or as base64."""
    parts = list(root.iterchildren("{*}part"))
    if len(parts) > MAX_MEMBERS:
        raise DocumentError("too_large", f"{len(parts)} parts, more than {MAX_MEMBERS}")
    contents = {attribute(part, "name") or "": b"".join(map(_content, part)) for part in parts}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in contents.items():
            package.writestr(zipfile.ZipInfo(name.lstrip("/")), content)
    return file.getvalue()


def _content(held: etree._Element) -> bytes:
    """Bytes of what a part holds: base64, or XML."""
    if local(held) == "binaryData":
        return binascii.a2b_base64(held.text or "")
    return b"".join(etree.tostring(root, with_tail=False) for root in held)


def _rename(root: etree._Element) -> None:
    """Give everything the name that it has in a DOCX."""
    spaced = root.get(_SPACE) == "preserve"
    for element in root.iter(etree.Element):
        tag = str(element.tag)
        if tag == _ANNOTATION:
            element.tag = _WORD + _REVISIONS.get(attribute(element, "type") or "", "annotation")
        elif not tag.startswith(_WORD):
            element.tag = _WORD + "smartTag"  # hints, smart tags, the user's own vocabulary: content stands in them
        else:
            _rename_own(element, local(element), spaced=spaced)


def _rename_own(element: etree._Element, name: str, *, spaced: bool) -> None:
    """Give an element of Word's own the name of today, and its attributes what they are called or mean there."""
    if name == "t" and spaced:
        element.set(_SPACE, "preserve")
    elif name == "nfc":
        element.set(_WORD + "val", _FORMATS.get(attribute(element, "val") or "", "decimal"))
    elif name == "suff":
        element.set(_WORD + "val", (attribute(element, "val") or "").lower())
    elif name in _ATTRIBUTES:
        old, new = _ATTRIBUTES[name]
        element.set(_WORD + new, attribute(element, old) or "")
    element.tag = _WORD + _TODAY.get(name, name)
