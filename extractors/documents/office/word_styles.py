"""What the styles of a Word document decide here: which text is hidden, and which list a paragraph counts in."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from extractors.documents.package import attribute, child, local

_MAX_CHAIN = 20
"""Styles that build on each other; Word allows some ten."""


class ListPlace(NamedTuple):
    """Where a paragraph counts."""

    number: str
    """Number of the list."""
    level: int
    """From 0 to 8."""
    style: str | None = None
    """Id of the style that puts it there: the list itself may say at which level its paragraphs stand."""


class Styles:
    """Styles of one document, by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        for style in root if root is not None else ():
            if local(style) == "style" and (name := attribute(style, "styleId")):
                self._styles.setdefault(name, style)
                if attribute(style, "type") == "paragraph" and is_on(attribute(style, "default"), missing=False):
                    self._default = name
        self._chains: dict[str | None, list[etree._Element]] = {}

    def hides(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Whether a run does not print, by its own properties, its style, or its paragraph's style."""
        if properties is not None:
            own = child(properties, "vanish")
            if own is not None:
                return is_on(attribute(own, "val"))
            style = attribute(child(properties, "rStyle"), "val")
            if style is not None and (stated := self._hidden(style)) is not None:
                return stated
        return self._hidden(paragraph_style) or False

    def list_of(self, properties: etree._Element | None) -> ListPlace | None:
        """List and level that a paragraph with these properties counts in."""
        own = child(properties, "numPr")
        number, stated = (attribute(child(own, name), "val") for name in ("numId", "ilvl"))
        level, style = stated, None
        for link in self._chain(attribute(child(properties, "pStyle"), "val")):
            source = child(link, "pPr", "numPr")
            if number is None and (number := attribute(child(source, "numId"), "val")) is not None:
                style = attribute(link, "styleId")
            level = level or attribute(child(source, "ilvl"), "val")
        if number is None or number == "0":  # 0 takes a paragraph out of its style's list
            return None
        return ListPlace(number, int(level) if level in tuple("12345678") else 0, None if stated else style)

    def _hidden(self, style: str | None) -> bool | None:
        for link in self._chain(style):
            found = child(link, "rPr", "vanish")
            if found is not None:
                return is_on(attribute(found, "val"))
        return None

    def _chain(self, style: str | None) -> list[etree._Element]:
        """A style and those it builds on; the default paragraph style where none is named."""
        chain = self._chains.get(style)
        if chain is None:
            chain, name = [], style if style in self._styles else self._default
            while name is not None and name in self._styles and len(chain) < _MAX_CHAIN:
                chain.append(self._styles[name])
                name = attribute(child(chain[-1], "basedOn"), "val")
            self._chains[style] = chain
        return chain


def is_on(value: str | None, *, missing: bool = True) -> bool:
    """Value of a switch; its mere presence turns it on."""
    return missing if value is None else value not in ("0", "false", "off")
