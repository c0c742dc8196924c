"""Office packages: the XML parts of a zip, each within bounds, found by the relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from extractors.errors import DocumentError
from extractors.report import RejectionReason

MAX_MEMBERS = 10_000
MAX_PART = 10_000_000
"""Bytes of one part, unpacked; the document of a report has some hundred kB."""
MAX_XML = 30_000_000
"""Bytes of a document that is one XML text, pictures included."""
MAX_TAGS = 300_000
"""Opening and closing, of one XML text; the document of a report has some 50,000."""
MAX_UNPACKED = 60_000_000
"""Bytes of all parts that are read of one package."""
_ENCRYPTED = 0x1
_RESOURCE_LIMIT = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT: nested too deeply, entities that expand to too much."""


class Package:
    """A zip whose parts are asked for by name; names are only compared, never used as paths."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise DocumentError("unreadable", f"not a whole zip: {error}") from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise DocumentError("too_large", f"{len(members)} members, more than {MAX_MEMBERS}")
        self._members = {_same(member.filename): member for member in members}
        self._left = MAX_UNPACKED

    def __contains__(self, name: str) -> bool:
        return _same(name) in self._members

    def read(self, name: str) -> bytes:
        """Bytes of a part; what its header declares and what it really unpacks to are both held to the bounds."""
        member = self._members.get(_same(name))
        if member is None:
            raise DocumentError("unreadable", f"the package lacks {name[:80]}")
        if member.flag_bits & _ENCRYPTED:
            raise DocumentError("encrypted", f"{name[:80]} needs a password")
        bound = min(MAX_PART, self._left)
        if member.file_size > bound:
            raise DocumentError("too_large", f"{name[:80]} unpacks to {member.file_size} bytes, more than {bound}")
        try:
            with self._zip.open(member) as part:
                data = part.read(bound + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise DocumentError("unreadable", f"{name[:80]}: {error}") from error
        if len(data) > bound:
            raise DocumentError("too_large", f"{name[:80]} unpacks to more than {bound} bytes")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """Root of an XML part."""
        return parse_xml(self.read(name), name)

    def main(self, default: str) -> str:
        """Name of the part that holds the document."""
        return next(iter(self.related("", "officeDocument").values()), default)

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Parts that a part refers to, by the last word of the relation's type: relation id → name of a part."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self:
            return {}
        found = {}
        for relation in self.xml(relations):
            target = relation.get("Target") or ""
            if (relation.get("Type") or "").rsplit("/", 1)[-1] == kind and relation.get("TargetMode") != "External":
                found[relation.get("Id") or ""] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Root of an office file's XML, ``name`` for messages: no entity is resolved, nothing is fetched, and none is declared.

    :exc:`~extractors.errors.DocumentError` where it is broken, nested too deeply, or declares a document type.
    """
    if len(data) > MAX_XML:
        raise DocumentError("too_large", f"{name[:80]}: {len(data)} bytes of XML, more than {MAX_XML}")
    if data.count(b"<") > MAX_TAGS:
        raise DocumentError("too_large", f"{name[:80]}: more than {MAX_TAGS} tags")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason: RejectionReason = "too_large" if error.code == _RESOURCE_LIMIT else "unreadable"
        raise DocumentError(reason, f"{name[:80]}: {error}"[:300]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError("unreadable", f"{name[:80]} declares a document type, which office packages never do")
    return root


def local(element: etree._Element) -> str:
    """Name without its namespace: strict and transitional documents differ in nothing else.

    >>> local(etree.fromstring('<w:tbl xmlns:w="urn:w"/>'))
    'tbl'
    """
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Value of an attribute, in whatever namespace.

    >>> attribute(etree.fromstring('<w:b xmlns:w="urn:w" w:val="0"/>'), "val")
    '0'
    """
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """First child of a name, or the one that a path of names leads to."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element


def _same(name: str) -> str:
    """Part names are compared without case; some writers separate folders by backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()
