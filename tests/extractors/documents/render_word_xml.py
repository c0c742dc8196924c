"""Word documents as one XML text: a DOCX told in the words of Word 2003, or with its parts in one file."""

from __future__ import annotations

import base64
import io
import zipfile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = {
    "w": "http://schemas.microsoft.com/office/word/2003/wordml",
    "wx": "http://schemas.microsoft.com/office/word/2003/auxHint",
    "aml": "http://schemas.microsoft.com/aml/2001/core",
    "st1": "urn:schemas-microsoft-com:office:smarttags",
}
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_NAMES = {
    "vMerge": "vmerge", "hMerge": "hmerge", "hyperlink": "hlink", "numPr": "listPr", "numId": "ilfo",
    "abstractNum": "listDef", "num": "list", "abstractNumId": "ilst", "numFmt": "nfc",
}  # fmt: skip
_ATTRIBUTES = {"abstractNum": {"abstractNumId": "listDefId"}, "num": {"numId": "ilfo"}}
_CODES = {"decimal": "0", "chineseCounting": "37", "chineseCountingThousand": "39", "bullet": "23"}
_REVISIONS = {"ins": "Word.Insertion", "del": "Word.Deletion"}
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'


def word_2003(docx: bytes) -> bytes:
    """The same document in Word 2003's XML: sections and revisions wrapped, smart tags for content controls."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        document, styles, numbering = (
            etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles", "numbering")
        )
    root = etree.Element(_name("w", "wordDocument"), nsmap=_SPACES)
    root.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    lists, looks, body = (etree.SubElement(root, _name("w", name)) for name in ("lists", "styles", "body"))
    lists.extend(map(_told, numbering))
    looks.extend(map(_told, styles))
    etree.SubElement(etree.SubElement(body, _name("wx", "sect")), _name("wx", "sub-section")).extend(
        map(_told, document[0])
    )
    return _HEAD + etree.tostring(root)


def flat(docx: bytes) -> bytes:
    """The same package in one file."""
    root = etree.Element(f"{_PACKAGE}package", nsmap={"pkg": _PACKAGE[1:-1]})
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for name in package.namelist():
            part = etree.SubElement(root, f"{_PACKAGE}part", {f"{_PACKAGE}name": f"/{name}"})
            if name.endswith((".xml", ".rels")):
                etree.SubElement(part, f"{_PACKAGE}xmlData").append(etree.fromstring(package.read(name)))
            else:
                etree.SubElement(part, f"{_PACKAGE}binaryData").text = base64.encodebytes(package.read(name)).decode()
    return _HEAD + etree.tostring(root)


def _told(element: etree._Element) -> etree._Element:
    """An element with all that it holds, in the words of 2003."""
    name = str(element.tag).removeprefix(_W)
    if name in _REVISIONS:
        told = etree.Element(_name("aml", "annotation"), {_name("w", "type"): _REVISIONS[name]})
        held = etree.SubElement(told, _name("aml", "content")) if len(element) else told
    elif name in ("sdt", "sdtContent", "smartTag"):
        held = told = etree.Element(_name("st1", "chsdate"))
    else:
        held = told = etree.Element(_name("w", _NAMES.get(name, name)))
    for key, value in element.items():
        word = str(key).rpartition("}")[2]
        value = _CODES[value] if name == "numFmt" else value
        told.set(_name("w", _ATTRIBUTES.get(name, {}).get(word, word)), value)
    told.text = element.text
    held.extend(map(_told, element.iterchildren(etree.Element)))
    return told


def _name(prefix: str, name: str) -> str:
    return f"{{{_SPACES[prefix]}}}{name}"
