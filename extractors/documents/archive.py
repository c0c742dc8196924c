"""ZIP and RAR archives: the member that is the report, or the pictures of its pages.

Names of members only tell what they may hold; they are never used as paths. Archives within archives stay closed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from extractors.documents.model import Document
from extractors.documents.sniffing import RAR, ZIP, sniff, sniff_inside
from extractors.errors import DocumentError, MissingReader
from extractors.numbers import parse_numeral

if TYPE_CHECKING:
    import rarfile

MAX_MEMBERS = 500
"""Files in an archive; a report with its attachments is a dozen, its scanned pages some dozens."""
MAX_MEMBER = 50_000_000
MAX_UNPACKED = 120_000_000
"""Bytes of all members that are unpacked, as declared and as they turn out."""
_ARCHIVES = frozenset((ZIP, RAR, "application/x-7z-compressed", "application/gzip"))
_PICTURES = ("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff")
_DOCUMENTS = (
    "docx",
    "docm",
    "doc",
    "wps",
    "pdf",
    "ofd",
    "rtf",
    "xlsx",
    "xlsm",
    "xls",
    "et",
    "mht",
    "mhtml",
    "htm",
    "html",
    "xml",
    "txt",
)
"""What the report is read from, best first, where it is there in several formats."""
_LEFT_BEHIND = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""Files that systems and editors leave in folders."""
_REPORT = (
    (re.compile("年度报告|年报"), 4),
    (re.compile("信息公开|政务公开"), 2),
    (re.compile("报告"), 1),
    (re.compile("解读|目录|指南|申请表|附表|附件|说明|通知"), -3),
)
"""Words in a name and how much they speak for the report."""
_RUNS = re.compile(r"([0-9]+|[零〇一二三四五六七八九十百]+)")
_SHOWN = 8
"""Names that a message lists."""
_ENCRYPTED = 0x1
_UTF8 = 0x800
_RAR_UNICODE = 0x200


class Member(NamedTuple):
    """A file in an archive."""

    name: str
    """With the folders before it, separated by ``/``."""
    data: bytes


class _Listed(Protocol):
    """What is known of a member before it is unpacked."""

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def encrypted(self) -> bool: ...

    def read(self, limit: int) -> bytes:
        """Its bytes, at most ``limit`` of them."""


def read_archive(data: bytes) -> Document:
    """Read the report in an archive.

    The member whose name says that it is the report; if none does, the only document; if there is none, the pictures
    of pages in the order of their names. :exc:`DocumentError` names what was there where that decides nothing.
    """
    from extractors.documents import read_document

    found = members(data)
    chosen = _chosen(found)
    if len(chosen) > 1 or _suffix(chosen[0].name) in _PICTURES:
        from extractors.documents.pictures.ocr import read_pictures

        return read_pictures([member.data for member in chosen])
    return read_document(chosen[0].data)


def members(data: bytes) -> list[Member]:
    """Files of an archive that may be documents, unpacked.

    :exc:`DocumentError`: ``too_large`` beyond the bounds, ``encrypted`` where a password is needed, ``unreadable``.
    """
    listed = _listed_rar(data) if sniff(data) == RAR else _listed_zip(data)
    if len(listed) > MAX_MEMBERS:
        raise DocumentError("too_large", f"{len(listed)} files in an archive, more than {MAX_MEMBERS}")
    wanted = [file for file in listed if _may_be_read(file.name)]
    if not wanted:
        raise DocumentError("unreadable", f"an archive without a document: {_names([file.name for file in listed])}")
    if any(file.encrypted for file in wanted):
        raise DocumentError("encrypted", f"an archive with a password: {_names([file.name for file in listed])}")
    left = MAX_UNPACKED
    if max(file.size for file in wanted) > MAX_MEMBER or sum(file.size for file in wanted) > left:
        raise DocumentError("too_large", f"an archive that unpacks to {sum(file.size for file in wanted)} bytes")
    unpacked = []
    for file in wanted:
        limit = min(MAX_MEMBER, left)
        content = file.read(limit + 1)
        if len(content) > limit:
            raise DocumentError("too_large", f"{file.name[:80]} unpacks to more than {limit} bytes")
        left -= len(content)
        unpacked.append(Member(file.name, content))
    return unpacked


def _chosen(found: Sequence[Member]) -> list[Member]:
    """The report: one document, or its pages as pictures."""
    readable = [member for member in found if member.data and sniff_inside(member.data) not in _ARCHIVES]
    pictures = [member for member in readable if _suffix(member.name) in _PICTURES]
    documents = [member for member in readable if member not in pictures]
    candidates = [[member] for member in documents]
    if pictures:
        candidates.append(sorted(pictures, key=lambda member: natural(member.name)))
    if not candidates:
        raise DocumentError("unreadable", f"an archive without a document: {_names([m.name for m in found])}")
    scores = [max(_score(member.name) for member in candidate) for candidate in candidates]
    best = [candidate for candidate, score in zip(candidates, scores, strict=True) if score == max(scores)]
    if max(scores) <= 0 and documents:
        best = candidates[: len(documents)]
    if len({_stem(candidate[0].name) for candidate in best}) > 1:
        raise DocumentError("unreadable", f"an archive of several documents: {_names([m.name for m in found])}")
    return min(best, key=lambda candidate: _rank(candidate[0].name))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Order of names as people count: numbers by value, Chinese ones too.

    >>> sorted(["第10页", "第2页", "第十一页", "第三页"], key=natural)
    ['第2页', '第三页', '第10页', '第十一页']
    """
    keys = []
    for part in _RUNS.split(name):
        number = None
        if _RUNS.fullmatch(part):
            number = int(part[:18]) if part.isascii() else parse_numeral(part)
        keys.append((1, 0, part) if number is None else (0, number, ""))
    return tuple(keys)


def _score(name: str) -> int:
    return sum(weight for words, weight in _REPORT if words.search(name))


def _rank(name: str) -> int:
    suffix = _suffix(name)
    return _DOCUMENTS.index(suffix) if suffix in _DOCUMENTS else len(_DOCUMENTS)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower().lstrip(".")


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _may_be_read(name: str) -> bool:
    return not _LEFT_BEHIND.search(name) and (_suffix(name) in (*_DOCUMENTS, *_PICTURES) or not _suffix(name))


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(name[-60:] for name in names[:_SHOWN]) + more if names else "no files"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


# --- ZIP -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Zipped:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """Its name; without the mark of UTF-8 the bytes are read as what Chinese systems write."""
        name = self.info.filename
        if not self.info.flag_bits & _UTF8 and not name.isascii():
            name = _decoded(name.encode("cp437", errors="replace"))
        return name.replace("\\", "/")

    @property
    def size(self) -> int:
        return self.info.file_size

    @property
    def encrypted(self) -> bool:
        return bool(self.info.flag_bits & _ENCRYPTED)

    def read(self, limit: int) -> bytes:
        """Its first bytes."""
        try:
            with self.archive.open(self.info) as file:
                return file.read(limit)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise DocumentError("unreadable", f"{self.name[:80]}: {error}") from error


def _listed_zip(data: bytes) -> list[_Listed]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocumentError("unreadable", f"not a whole zip: {error}") from error
    return [_Zipped(archive, info) for info in archive.infolist() if not info.is_dir()]


# --- RAR -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rared:
    archive: rarfile.RarFile
    info: rarfile.RarInfo

    @property
    def name(self) -> str:
        """Its name; without the mark of Unicode the bytes are read as what Chinese systems write."""
        raw = self.info.orig_filename
        if isinstance(raw, bytes) and not self.info.flags & _RAR_UNICODE:
            return _decoded(raw).replace("\\", "/")
        return str(self.info.filename).replace("\\", "/")

    @property
    def size(self) -> int:
        return int(self.info.file_size)

    @property
    def encrypted(self) -> bool:
        return bool(self.info.needs_password())

    def read(self, limit: int) -> bytes:
        """Its first bytes, by one of the programs that unpack RAR where the member is compressed."""
        import rarfile

        try:
            with self.archive.open(self.info) as file:
                return bytes(file.read(limit))
        except rarfile.RarCannotExec as error:
            raise MissingReader("unar", "needs unar, bsdtar or unrar to unpack RAR; none is installed") from error
        except (rarfile.PasswordRequired, rarfile.RarWrongPassword) as error:
            raise DocumentError("encrypted", f"{self.name[:80]} needs a password") from error
        except (rarfile.Error, EOFError, ValueError, OSError) as error:
            raise DocumentError("unreadable", f"{self.name[:80]}: {error}"[:300]) from error


def _listed_rar(data: bytes) -> list[_Listed]:
    try:
        import rarfile
    except ImportError as error:
        raise MissingReader("documents") from error
    try:
        archive = rarfile.RarFile(io.BytesIO(data), charset="gb18030")
        if archive.needs_password() and not archive.infolist():
            raise DocumentError("encrypted", "an archive whose list of files needs a password")
        return [_Rared(archive, info) for info in archive.infolist() if not info.is_dir()]
    except (rarfile.Error, EOFError, ValueError, OSError) as error:
        raise DocumentError("unreadable", f"not a whole RAR archive: {error}"[:300]) from error
