"""Telephone and fax numbers: which number of a text belongs to which label."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from extractors.vocabulary import load_vocabulary

_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_NUMBER = re.compile(
    rf"(?=[(+\d])(?<![\d.-])(?:\(?\+?86\)?[- ]{{0,2}}(?:(?P<abroad>10|2\d|[3-9]\d{{2}})[- ]{{1,2}})?)?(?:"
    rf"(?P<mobile>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}})"
    rf"|(?P<free>[48]00(?:[- ]?\d{{3}}[- ]?\d{{4}}|[- ]?\d{{4}}[- ]?\d{{3}}))"
    rf"|(?:\(?(?P<area>{_AREA})\)?[- ]{{0,3}})?(?P<local>[2-8]\d{{2,3}}[ ]?\d{{4}}|[2-8]\d \d\d \d{{3}})"
    r")(?!\d|\.\d|[元条件万份次人户]|日(?![常间]))(?:\(?(?:转|-|×|分机)(?:分机|接|拨)?:?(?P<extension>\d{1,5})(?!\d))?"
)
_REACH = 200
"""Characters before a number in which its label stands."""
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―─−－﹣", "-"))
_ONE = re.compile(r"(?<=\d\d)一(?=\d{7,8}(?!\d))")


@dataclass(slots=True)
class Numbers:
    """Numbers that a text offers for calling and for faxes, in the item's form."""

    phones: list[str] = field(default_factory=list)
    fax: str | None = None


def hyphenate(text: str) -> str:
    """Text with every dash a hyphen, and so the numeral one where it stands for a dash.

    >>> hyphenate("0878—5550101"), hyphenate("0878一5550101")
    ('0878-5550101', '0878-5550101')
    """
    return _ONE.sub("-", text.translate(_HYPHENS)) if "一" in text else text.translate(_HYPHENS)


def read_numbers(text: str) -> Numbers:
    """Give every number of a flat text to the label before it; a number without one counts where contact is offered.

    >>> read_numbers("请与我镇联系,电话:0878-5550101(传真同号)。监督电话:0878-5550999")
    Numbers(phones=['0878-5550101'], fax='0878-5550101')
    """
    wording = _wording()
    found, label, place = Numbers(), "", 0
    for number in _NUMBER.finditer(text):
        label = _read_label(text, place, number, label)
        place = number.end()
        if label in ("", "other", "skipped"):
            continue
        value = _phone(number)
        also_fax = wording.same.match(text, place)
        if label != "fax" and value not in found.phones:
            found.phones.append(value)
        if label in ("fax", "both") or also_fax:
            found.fax = found.fax or value
        place = also_fax.end() if also_fax else place
    return found


def _read_label(text: str, start: int, number: re.Match[str], label: str) -> str:
    """Label that counts for a number, read from ``start`` on, where ``label`` counted."""
    stop = number.start()
    sentence = max(text.rfind("。", start, stop), text.rfind("\n", start, stop), stop - _REACH)
    if sentence > start:
        start, label = sentence, ""
    for token in _wording().tokens.finditer(text, start, number.end()):
        kind = str(token.lastgroup)
        if token.end() > stop:
            return "skipped" if kind == "skipped" else label
        label = _next_label(label, kind)
    return label


def _next_label(label: str, kind: str) -> str:
    """Label that counts behind a word; an offer changes none that stands, and a sentence on complaints stays one."""
    match kind:
        case "break":
            return ""
        case "skipped":
            return label
        case "offer":
            return label or "offer"
        case "doubt":
            return "offer" if label in ("", "other") else label
        case _:
            return kind


def _phone(match: re.Match[str]) -> str:
    if plain := match["mobile"] or match["free"]:
        return re.sub(r"\D", "", plain)
    local = match["local"].replace(" ", "")
    area = match["area"] or (f"0{match['abroad']}" if match["abroad"] else "")
    number = f"{area}-{local}" if area else local
    return f"{number}-{match['extension']}" if match["extension"] else number


@dataclass(frozen=True, slots=True)
class _Wording:
    tokens: re.Pattern[str]
    """Words that say whose the number behind them is; a group for each kind."""
    same: re.Pattern[str]
    """What says behind a number that it is the fax too."""


@cache
def _wording() -> _Wording:
    return load_vocabulary("contact", _build)


def _build(data: Mapping[str, Any]) -> _Wording:
    words = {kind: "|".join(patterns) for kind, patterns in data["numbers"].items()}
    phone, fax = f"(?:{words['phone']})", f"(?:{words['fax']})"
    words["both"] = "|".join(
        rf"{one}(?:[(\[](?:兼|含|/|及|和)?{other}(?:同号)?[)\]]|[/与和及、兼同]{other}(?:同号)?)"
        for one, other in ((phone, fax), (fax, phone))
    )
    kinds = ("other", "skipped", "both", "fax", "phone", "doubt", "offer", "break")
    return _Wording(
        tokens=re.compile("|".join(f"(?P<{kind}>{words[kind]})" for kind in kinds)),
        same=re.compile(words["same"]),
    )
