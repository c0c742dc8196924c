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
    r"|(?:font-size|opacity)\s{0,3}:\s{0,3}0(?:\.0{1,3})?(?:px|pt|em|rem|%)?\s{0,3}(?:!|;|$)",
    re.IGNORECASE,
)
_STRUCK = re.compile("line-through", re.IGNORECASE)
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
    """Whether an inline element is raised, lowered or too faint to see, so that no number goes on in it.

    >>> [is_apart({"style": style}) for style in ("vertical-align: super", "font-size:0px", "font-size:0.9em", "opacity:0.5")]
    [True, True, False, False]
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


def hidden_by_sheets(sheets: Iterable[str]) -> frozenset[str]:
    """Selectors of what the page's own style sheets hide; on most pages none.

    Only simple ones count (``.name``, ``#id``, ``tag.name``), and none that any rule shows: panels and menus are hidden by
    one rule and shown by another. Rules for some media alone hide nothing here.

    >>> sorted(hidden_by_sheets([".old, td.ly {display:none} .tab{display:none} .tab.on{display:block}"]))
    ['.old', 'td.ly']
    >>> hidden_by_sheets(["@media print{.old{display:none}} .menu li{display:none}"])
    frozenset()
    """
    hidden: list[str] = []
    shown: set[str] = set()
    for rule in _rules(sheets):
        if _SHOWN.search(rule.body):
            shown.update(_NAME.findall(rule.selectors))
        if not rule.conditional and _HIDDEN.search(rule.body):
            hidden += [one for each in rule.selectors.split(",") if _SIMPLE.fullmatch(one := each.strip())]
    return frozenset([one for one in hidden if shown.isdisjoint(_NAME.findall(one))][:_MAX_SELECTORS])


@dataclass(frozen=True, slots=True)
class _Rule:
    selectors: str
    body: str
    conditional: bool
    """Whether it holds for some media only."""


def _rules(sheets: Iterable[str]) -> Iterator[_Rule]:
    left = _MAX_SHEETS
    for sheet in sheets:
        if "none" in sheet or "hidden" in sheet:
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
