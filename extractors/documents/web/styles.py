"""What the looks of an element say of its text: that nobody sees it, or that it is no part of the text beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractors.remember import Remembered

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_SHOWN = re.compile(r"display\s{0,3}:\s{0,3}(?!none)[a-z]|visibility\s{0,3}:\s{0,3}visible", re.IGNORECASE)
_APART = re.compile(
    r"vertical-align\s{0,3}:\s{0,3}(?:super|sub)|mso-hide\s{0,3}:\s{0,3}(?:all|screen)"
    r"|(?:font-size|opacity)\s{0,3}:\s{0,3}0(?:\.0{1,3})?(?:px|pt|em|rem|%)?\s{0,3}(?:!|;|$)"
    r"|(?:^|[;\s])color\s{0,3}:\s{0,3}(?:white|transparent|#fff(?:fff)?)\b|position\s{0,3}:\s{0,3}(?:absolute|fixed)",
    re.IGNORECASE,
)
_STRUCK = re.compile("line-through", re.IGNORECASE)
_SAYS_SOMETHING = re.compile(
    "none|hidden|line-through|vertical-align|mso-hide|font-size|opacity|color|position", re.IGNORECASE
)
_MAX_STYLE = 2000
_MAX_SHEETS = 60_000
"""Characters of the page's own sheets that are read."""
_MAX_SELECTORS = 100
_NAME = re.compile(r"[.#][A-Za-z_][\w-]{0,60}", re.ASCII)
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]{0,9})?" + _NAME.pattern, re.ASCII)


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether a reader does not see an element, by its own attributes."""
    style = attributes.get("style")
    if style is None:
        return "hidden" in attributes
    return "hidden" in attributes or (len(style) < _MAX_STYLE and bool(_HIDDEN.search(style)))


def is_apart(attributes: Mapping[str, str | None]) -> bool:
    """Whether an inline element is raised, lowered, moved away or too faint to see, so that no number goes on in it.

    >>> [is_apart({"style": style}) for style in ("vertical-align: super", "font-size:0px", "font-size:0.9em", "opacity:0.5")]
    [True, True, False, False]
    >>> [is_apart({"style": style}) for style in ("color: #FFF", "background-color:#fff", "position:absolute;left:-99px")]
    [True, False, True]
    """
    style = attributes.get("style")
    return style is not None and len(style) < _MAX_STYLE and _sets_apart[style]


def is_struck(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element strikes out its text.

    >>> is_struck({"style": "text-decoration: line-through"}), is_struck({"style": "text-decoration:none"})
    (True, False)
    """
    style = attributes.get("style")
    return style is not None and len(style) < _MAX_STYLE and _STRUCK.search(style) is not None


@Remembered
def _sets_apart(style: str) -> bool:
    return _APART.search(style) is not None


def matches(selectors: frozenset[str], tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether one of the simple selectors means an element."""
    names = [f".{name}" for name in (attributes.get("class") or "").split()[:20]]
    if attributes.get("id"):
        names.append(f"#{attributes['id']}")
    return any(name in selectors or tag + name in selectors for name in names)


@dataclass(frozen=True, slots=True)
class Looks:
    """What the page's own style sheets make of elements, by simple selectors (``.name``, ``#id``, ``tag.name``)."""

    hidden: frozenset[str] = frozenset()
    """None that any rule shows: panels and menus are hidden by one rule and shown by another."""
    apart: frozenset[str] = frozenset()
    """As :func:`is_apart`."""
    struck: frozenset[str] = frozenset()
    """As :func:`is_struck`."""


def looks_of_sheets(sheets: Iterable[str]) -> Looks:
    """Look through the sheets; on most pages they say nothing of that. Rules for some media alone hide nothing here.

    >>> sorted(looks_of_sheets([".old, td.ly {display:none} .tab{display:none} .tab.on{display:block}"]).hidden)
    ['.old', 'td.ly']
    >>> looks_of_sheets(["@media print{.old{display:none}} .menu li{display:none}"]).hidden
    frozenset()
    >>> looks_of_sheets(["span.note {vertical-align: super} .old{text-decoration:line-through}"])
    Looks(hidden=frozenset(), apart=frozenset({'span.note'}), struck=frozenset({'.old'}))
    """
    hidden: list[str] = []
    apart: list[str] = []
    struck: list[str] = []
    shown: set[str] = set()
    for rule in _rules(sheets):
        simple = [one for each in rule.selectors.split(",") if _SIMPLE.fullmatch(one := each.strip())]
        if _SHOWN.search(rule.body):
            shown.update(_NAME.findall(rule.selectors))
        if not rule.conditional and _HIDDEN.search(rule.body):
            hidden += simple
        if _APART.search(rule.body):
            apart += simple
        if _STRUCK.search(rule.body):
            struck += simple
    seen = [one for one in hidden if shown.isdisjoint(_NAME.findall(one))]
    return Looks(*(frozenset(found[:_MAX_SELECTORS]) for found in (seen, apart, struck)))


@dataclass(frozen=True, slots=True)
class _Rule:
    selectors: str
    body: str
    conditional: bool
    """Whether it holds for some media only."""


def _rules(sheets: Iterable[str]) -> Iterator[_Rule]:
    left = _MAX_SHEETS
    for sheet in sheets:
        if _SAYS_SOMETHING.search(sheet):
            yield from _rules_of(sheet[:left])
            left = max(left - len(sheet), 0)


def _rules_of(sheet: str) -> Iterator[_Rule]:
    first, *others = sheet.replace("<!--", "").split("/*")
    plain = first + "".join([other.partition("*/")[2] for other in others])
    depth = 0
    for part in plain.split("}"):
        *opened, body = part.split("{")
        if not opened:
            depth = max(depth - 1, 0)
            continue
        depth += len(opened) - 1
        yield _Rule(opened[-1].rpartition(";")[2], body, depth > 0)
