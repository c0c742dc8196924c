"""OFD (GB/T 33190-2016) to Document: text objects to words, path objects to ruling lines.

A package of XML parts: ``OFD.xml`` names the document, that its pages; a page may print template pages too. Lengths are
millimetres from the upper left corner of the page; an object's own begin at the corner of its ``Boundary``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extractors.documents.layout.layout import lay_out
from extractors.documents.layout.printed import PrintedPage, Rule, Word
from extractors.documents.model import Document
from extractors.documents.package import Package, attribute, child, local
from extractors.documents.sniffing import OFD
from extractors.errors import DocumentError

MAX_PAGES = 200
MAX_CHARACTERS = 500_000
"""On all pages; a report has some ten thousand."""
MAX_RULES = 20_000
"""Of one page."""
_POINTS = 72 / 25.4
_A4 = (210.0, 297.0)
_DEEP = 12
"""Levels of page blocks within each other."""
_ASCENT, _DESCENT = 0.86, 0.14
"""Ems that print reaches above and below its baseline."""
_GAP = 0.35
"""Ems between characters that part words."""
_THIN = 1.2
"""Millimetres; a filled rectangle that is thinner is a ruling line."""
_STRAIGHT = 0.3
"""Millimetres by which a ruling line may lie askew."""
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(?:[eE][-+]?[0-9]{1,2})?|[A-Za-z]")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Letter of a path's step → how many numbers follow it; the last two are where it leads."""


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def of(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class _Glyph(NamedTuple):
    char: str
    x: float
    baseline: float
    size: float
    width: float


@dataclass(slots=True)
class _Page:
    width: float
    height: float
    glyphs: list[_Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[tuple[float, str]] = field(default_factory=list)
    """Area and resource of each picture."""


def read_ofd(data: bytes) -> Document:
    """Read an OFD file; pages that hold nothing but a picture go to OCR."""
    package = Package(data)
    pages: list[PrintedPage] = []
    for entry in package.xml("OFD.xml").iter("{*}DocRoot"):
        reader = _Reader(package, _location("OFD.xml", entry.text or ""))
        pages += reader.pages()
    return Document(media_type=OFD, blocks=lay_out(pages))


class _Reader:
    """One document of a package."""

    def __init__(self, package: Package, root: str) -> None:
        self.package, self.root = package, root
        self.document = package.xml(root)
        self.common = child(self.document, "CommonData")
        self.characters = 0
        self.templates = {
            attribute(element, "ID"): _location(root, attribute(element, "BaseLoc") or "")
            for element in _children(self.common)
            if local(element) == "TemplatePage"
        }
        self.box = _box(child(self.common, "PageArea", "PhysicalBox")) or (0.0, 0.0, *_A4)

    def pages(self) -> list[PrintedPage]:
        """Its pages in order."""
        listed = [page for page in _children(child(self.document, "Pages")) if local(page) == "Page"]
        if len(listed) > MAX_PAGES:
            raise DocumentError("too_large", f"{len(listed)} pages, more than {MAX_PAGES}")
        return [self._page(_location(self.root, attribute(page, "BaseLoc") or "")) for page in listed]

    def _page(self, name: str) -> PrintedPage:
        root = self.package.xml(name)
        left, top, width, height = _box(child(root, "Area", "PhysicalBox")) or self.box
        page = _Page(width, height)
        place = Matrix(e=-left, f=-top)
        for used in root:
            if local(used) == "Template" and (part := self.templates.get(attribute(used, "TemplateID"))):
                self._content(page, self.package.xml(part), place)
        self._content(page, root, place)
        if not page.glyphs and page.pictures:
            return self._scanned(max(page.pictures)[1])
        scale = Matrix(a=_POINTS, d=_POINTS)
        rules = [Rule(*scale.of(rule.x0, rule.y0), *scale.of(rule.x1, rule.y1)) for rule in page.rules]
        return PrintedPage(width * _POINTS, height * _POINTS, _words(page.glyphs), rules)

    def _content(self, page: _Page, root: etree._Element, place: Matrix) -> None:
        for layer in _children(child(root, "Content")):
            self._objects(page, layer, place, 0)

    def _objects(self, page: _Page, parent: etree._Element, place: Matrix, depth: int) -> None:
        if depth > _DEEP:
            raise DocumentError("too_large", f"page blocks more than {_DEEP} deep")
        for element in parent:
            kind = local(element)
            if attribute(element, "Visible") in ("false", "0"):
                continue
            if kind == "TextObject":
                for glyph in _glyphs(element, place):
                    self.characters += 1
                    if self.characters > MAX_CHARACTERS:
                        raise DocumentError("too_large", f"more than {MAX_CHARACTERS} characters")
                    page.glyphs.append(glyph)
            elif kind == "PathObject" and len(page.rules) < MAX_RULES:
                page.rules += _path_rules(element, place)
            elif kind == "ImageObject":
                _, _, width, height = _box(attribute(element, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
                page.pictures.append((width * height, attribute(element, "ResourceID") or ""))
            elif kind == "PageBlock":
                self._objects(page, element, place, depth + 1)

    def _scanned(self, resource: str) -> PrintedPage:
        from extractors.documents.pictures.ocr import read_pages

        for name in ("DocumentRes", "PublicRes"):
            for entry in _children(self.common):
                if local(entry) == name and (found := self._media(_location(self.root, entry.text or ""), resource)):
                    return read_pages(self.package.read(found))[0]
        raise DocumentError("unreadable", "a page's picture is not in the package")

    def _media(self, resources: str, wanted: str) -> str | None:
        """Part of the package that holds a picture."""
        root = self.package.xml(resources)
        folder = attribute(root, "BaseLoc") or ""
        for media in root.iter("{*}MultiMedia"):
            if attribute(media, "ID") == wanted and (file := child(media, "MediaFile")) is not None:
                return _location(resources, posixpath.join(folder, (file.text or "").strip()))
        return None


def _glyphs(element: etree._Element, place: Matrix) -> Iterator[_Glyph]:
    """Characters of a text object, each at its own place on the page."""
    matrix = _inside(element, place)
    size = _float(attribute(element, "Size")) or 3.5
    stretch = _float(attribute(element, "HScale")) or 1.0
    tall = size * max(abs(matrix.d), abs(matrix.b))
    wide = size * stretch * max(abs(matrix.a), abs(matrix.c))
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        text = code.text or ""
        x, y = _float(attribute(code, "X"), x), _float(attribute(code, "Y"), y)
        steps_x, steps_y = _deltas(attribute(code, "DeltaX"), len(text)), _deltas(attribute(code, "DeltaY"), len(text))
        for index, char in enumerate(text):
            own = 0.5 if char.isascii() else 1.0
            if char.strip():
                yield _Glyph(char, *matrix.of(x, y), tall, own * wide)
            # without steps, each character stands behind the one before
            x += steps_x[index] if index < len(steps_x) else 0.0 if steps_y else own * size * stretch
            y += steps_y[index] if index < len(steps_y) else 0.0


def _words(glyphs: Sequence[_Glyph]) -> list[Word]:
    """Runs of characters that stand beside each other on a baseline, in points."""
    words: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (round(glyph.baseline, 1), glyph.x)):
        last = words[-1][-1] if words else None
        if (
            last is not None
            and abs(glyph.baseline - last.baseline) <= 0.2 * min(glyph.size, last.size)
            and -0.5 * last.size <= glyph.x - (last.x + last.width) <= _GAP * min(glyph.size, last.size)
        ):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return [
        Word(
            "".join(glyph.char for glyph in word),
            word[0].x * _POINTS,
            min(glyph.baseline - _ASCENT * glyph.size for glyph in word) * _POINTS,
            (word[-1].x + word[-1].width) * _POINTS,
            max(glyph.baseline + _DESCENT * glyph.size for glyph in word) * _POINTS,
        )
        for word in words
    ]


def _path_rules(element: etree._Element, place: Matrix) -> Iterator[Rule]:
    """Straight lines of a path that stand upright or lie level; a thin filled rectangle is one line."""
    if attribute(element, "Stroke") in ("false", "0") and attribute(element, "Fill") not in ("true", "1"):
        return
    matrix = _inside(element, place)
    data = child(element, "AbbreviatedData")
    sides = [
        (*matrix.of(*start), *matrix.of(*end)) for start, end in _sides((data.text or "") if data is not None else "")
    ]
    if not sides:
        return
    xs, ys = [x for side in sides for x in side[::2]], [y for side in sides for y in side[1::2]]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if len(sides) > 2 and min(x1 - x0, y1 - y0) < _THIN:
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        yield Rule(x0, middle_y, x1, middle_y) if x1 - x0 > y1 - y0 else Rule(middle_x, y0, middle_x, y1)
        return
    if attribute(element, "Stroke") in ("false", "0"):
        return  # the ground of a cell, without its border
    for ax, ay, bx, by in sides:
        if min(abs(ax - bx), abs(ay - by)) <= _STRAIGHT:
            yield Rule(ax, ay, bx, by)


_Point = tuple[float, float]


def _sides(path: str) -> Iterator[tuple[_Point, _Point]]:
    """Straight parts of a path in its abbreviated form."""
    start = here = (0.0, 0.0)
    numbers: list[float] = []
    letter = ""
    for token in [*_NUMBER.findall(path[:200_000]), "S"]:
        if not token.isalpha():
            numbers.append(float(token))
            continue
        if letter and len(numbers) >= _OPERANDS[letter]:
            there = start if letter == "C" else (numbers[-2], numbers[-1])
            if letter in ("L", "C") and there != here:
                yield here, there
            if letter in ("M", "S"):
                start = there
            here = there
        letter = token if token in _OPERANDS else ""
        numbers = []


def _inside(element: etree._Element, place: Matrix) -> Matrix:
    """From an object's own lengths to those of the page."""
    left, top, _, _ = _box(attribute(element, "Boundary")) or (0.0, 0.0, 0.0, 0.0)
    given = _floats(attribute(element, "CTM"))
    own = Matrix(*given) if len(given) == 6 else Matrix()
    return own._replace(e=own.e + left + place.e, f=own.f + top + place.f)


def _deltas(text: str | None, count: int) -> list[float]:
    """Steps from character to character; ``g 3 5`` stands for three steps of 5.

    >>> _deltas("1 g 2 5 2", 5)
    [1.0, 5.0, 5.0, 2.0]
    """
    tokens = (text or "").split()
    steps: list[float] = []
    index = 0
    while index < len(tokens) and len(steps) < count:
        if tokens[index] == "g" and index + 2 < len(tokens):
            repeat = int(_float(tokens[index + 1]))
            steps += [_float(tokens[index + 2])] * max(0, min(repeat, count - len(steps)))
            index += 3
        else:
            steps.append(_float(tokens[index]))
            index += 1
    return steps


def _children(element: etree._Element | None) -> Iterator[etree._Element]:
    return iter(()) if element is None else iter(element)


def _box(given: etree._Element | str | None) -> tuple[float, float, float, float] | None:
    numbers = _floats(given if isinstance(given, str) or given is None else given.text)
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None


def _floats(text: str | None) -> list[float]:
    return [_float(part) for part in (text or "").split()[:8]]


def _float(text: str | None, default: float = 0.0) -> float:
    match = _NUMBER.fullmatch(text.strip()) if text else None
    return default if match is None or match[0].isalpha() else float(match[0])


def _location(base: str, location: str) -> str:
    """Name of a part: relative to the part that names it, or from the root of the package."""
    folder = "/" if location.startswith("/") else posixpath.join("/", posixpath.dirname(base))
    return posixpath.normpath(posixpath.join(folder, location.strip())).lstrip("/")
