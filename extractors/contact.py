"""How the report says its readers reach the agency.

Read from the opening (what stands before section 一 and its first paragraphs) and from later sentences that offer
contact. Numbers for other purposes, hotlines and complaints among them, are left out, and so is everything that a page's
footer prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from extractors.flow import Flat, begins_anew, flatten, line_width, paragraphs
from extractors.phones import hyphenate, read_numbers
from extractors.report import Contact, Evidence, Section
from extractors.signoff import is_footer
from extractors.simplified import simplify
from extractors.text import squeeze, tidy
from extractors.vocabulary import load_vocabulary

_OPENING = 4
"""Paragraphs of the first section that may still be the opening."""
_PREAMBLE = 200
"""Paragraphs before the first section that are read; a document without sections is all preamble."""
_MAX_PARAGRAPH = 5000
_FORM_LINE = 120
_BRACKET = re.compile("[()（）]")
_MARKS = (",", "，", ";", "；", ":", "：")
_OTHER_HALF = re.compile(r"[A-Za-z0-9._%@/+-]{1,60}")
_AHEAD = 6
"""Paragraphs within which a bracket that a break tore is closed."""
_MAX_LINES = 5000
"""Lines of one section that are read."""
_MAX_READ = 60_000
"""Characters of paragraphs that may offer contact; a report needs a few hundred."""

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?P<value>[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,60}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{2,30}){1,4})"
)
_WEBSITE = re.compile(
    r"(?P<value>(?:https?://|(?<![A-Za-z0-9@./])www\.)[A-Za-z0-9./_%?&=#:~+-]{4,200}"
    r"|(?<![A-Za-z0-9@./_-])(?:[A-Za-z0-9-]{1,40}\.){1,4}gov\.cn(?![A-Za-z0-9.-])/?)",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"。[A-Za-z]|\s?(?:19|20)\d\d[-/.年]")
"""Behind a website: it goes on where 。 stands for its dot; before a date it is the site's, on the line under a title."""
_COUNTED = re.compile(r"[^,。;]{0,40}?\d{1,6}余?[条篇]")
"""Behind a website: how much was published there; that offers nothing to read."""
_NAME = r"(?P<value>(?:(?!疑[问义]|下载)(?:[^,。;:()与\d]|与(?=[^,。;:()与\d]{1,12}[室局处心科股办])|\([^()]{1,30}\)(?=[^,。;:()]{2,20}))){3,60}?)"
_INNER = r"(?:[^()]|\([^()]{0,30}\))"
_BRACKETS = rf"\({_INNER}{{0,200}}\)?"
_VALUE = r"(?P<value>(?:[^,。;:()\[\]|【】]|\([^()]{1,30}\)){4,60})"
_BARE = rf"(?:联系|[与和])[^,。;:()]{{0,40}}\((?!.{{0,4}}(?:电话|地址|邮))(?={_INNER}{{6,60}}[,;](?:邮|电话|联系电话))"
"""In front of an address without a label: 联系（青禾县听泉街6号，邮编…）, 联系松陂镇党政办（…）."""
_MORE = re.compile(r"[,、](?=[^,。;:]{2,30}[楼室院厦号幢栋层内侧旁])(?P<more>[^,。;:)]{2,30})")
"""A second part of an address behind a comma: 镇政府大院2楼."""


@dataclass(frozen=True, slots=True)
class _Wording:
    offers: re.Pattern[str]
    """What every paragraph must hold."""
    asked: re.Pattern[str]
    """What a paragraph of a section must say."""
    fillers: re.Pattern[str]
    """What only lines of a form name."""
    postcode: re.Pattern[str]
    addresses: re.Pattern[str]
    address_end: re.Pattern[str]
    places: re.Pattern[str]
    last: tuple[str, ...]
    """How an address ends that the end of its paragraph ends."""
    offices: tuple[re.Pattern[str], ...]
    body: re.Pattern[str]
    nobody: re.Pattern[str]
    reading: re.Pattern[str]


@cache
def _wording() -> _Wording:
    return load_vocabulary("contact", _build)


def _build(data: Mapping[str, Any]) -> _Wording:
    def one_of(patterns: Iterable[str]) -> str:
        return f"(?:{'|'.join(patterns)})"

    offers, address, office = data["offers"], data["address"], data["office"]
    filled = {"{office}": _NAME, "{brackets}": _BRACKETS, "{end}": office["end"]}
    offices = [re.sub(r"\{\w+\}", lambda place: filled[place[0]], pattern) for pattern in office["patterns"]]
    return _Wording(
        offers=re.compile(f"[{offers['signs']}]"),
        asked=re.compile(rf"{one_of(offers['questions'])}|^.{{0,12}}?{one_of(offers['labels'])}:"),
        fillers=re.compile(rf"{one_of(data['form']['fillers'])}[:(]"),
        postcode=re.compile(rf"{one_of(data['postcode']['labels'])}[:;为是]{{0,2}}(?P<value>\d{{6}})(?!\d)"),
        addresses=re.compile(
            rf"(?:{one_of(address['labels'])}(?P<mark>[:;]|为|是|在|位于|)|{one_of(address['verbs'])}:?|{_BARE}){_VALUE}"
        ),
        address_end=re.compile(f"[、]?{one_of(address['ends'])}"),
        places=re.compile(f"[{address['places']}]"),
        last=tuple(address["last"]),
        offices=tuple(map(re.compile, offices)),
        body=re.compile(f".*[{office['suffixes']}]"),
        nobody=re.compile(one_of(office["nobody"])),
        reading=re.compile(one_of(data["website"]["words"])),
    )


def extract_contact(preamble: list[str], sections: list[Section]) -> tuple[Contact, Evidence | None]:
    """Contact that the report offers; empty, without evidence, if it offers none."""
    contact, quote, read = Contact(), "", 0
    prose = [lines[:_MAX_LINES] for lines in (preamble, *(section.text.split("\n") for section in sections))]
    width = line_width(line for lines in prose for line in lines)
    opening = [flatten(text) for text in _opening(prose, width)]
    for flat in chain(opening, _later(prose[1:], width, {flat.printed for flat in opening})):
        read += len(flat.text)
        if read > _MAX_READ:
            break
        before = _filled(contact)
        _read(contact, flat)
        if not quote and _filled(contact) != before:
            quote = _around(flat)
    return contact, Evidence(source="text", quote=quote) if quote else None


# --- where to read ---------------------------------------------------------------------------------------------------


def _opening(prose: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Paragraphs of the opening that may offer contact; ``prose`` are the lines before and of the sections."""
    for lines, count in zip(prose, (_PREAMBLE, _OPENING), strict=False):
        for text in islice(_paragraphs(lines, width), count):
            if _wording().offers.search(text) or "www" in text:
                yield text


def _later(prose: Iterable[Sequence[str]], width: int, read: set[str]) -> Iterator[Flat]:
    """Paragraphs of the sections that offer contact in so many words, those of the opening left out."""
    wording = _wording()
    for lines in prose:
        if any(map(wording.offers.search, lines)):
            for text in _paragraphs(lines, width):
                if text not in read and wording.offers.search(text):
                    flat = flatten(text)
                    if wording.asked.search(flat.text):
                        yield flat


def _paragraphs(lines: Iterable[str], width: int) -> Iterator[str]:
    offers = _wording().offers
    kept = (line for line in lines if not (offers.search(line) and (is_footer(line) or _is_of_form(line))))
    return _without_halves([text[:_MAX_PARAGRAPH] for text in paragraphs(kept, width)])


def _without_halves(texts: Sequence[str]) -> Iterator[str]:
    """Texts without the halves of values that a break tore: in brackets that are closed in a later text."""
    inside = torn = False
    for index, text in enumerate(texts):
        if torn and (half := _OTHER_HALF.match(text)) is not None:
            text = text[half.end() :]
        following = texts[index + 1 : index + 1 + _AHEAD]
        inside = _is_open(text, within=inside) and _is_closed(following)
        torn = inside and not begins_anew(following[0])
        yield text[: max(map(text.rfind, _MARKS)) + 1] if torn else text


def _is_open(text: str, *, within: bool) -> bool:
    """Whether a bracket is open at the end of a text, which stands ``within`` one."""
    opened, closed = max(map(text.rfind, "(（")), max(map(text.rfind, ")）"))
    return opened > closed or (within and opened == closed)


def _is_closed(following: Sequence[str]) -> bool:
    """Whether the next bracket closes one."""
    return next((found[0] for text in following if (found := _BRACKET.search(text))), "") in (")", "）")


def _is_of_form(line: str) -> bool:
    """Whether a line is the foot of a filled form, with who filled it in and a telephone."""
    return len(line) <= _FORM_LINE and "人" in line and _wording().fillers.search(squeeze(simplify(line))) is not None


def _around(flat: Flat) -> str:
    """Sentence that offers the contact."""
    match = re.search(r"疑问|疑义|联系|咨询|电话|地址|邮|传真", flat.text)
    start = flat.places[match.start()] if match else 0
    return tidy(flat.printed[max(0, start - 20) : start + 180])


def _filled(contact: Contact) -> int:
    values = (contact.office, contact.address, contact.postcode, contact.fax, contact.website)
    return sum(value is not None for value in values) + len(contact.phones) + len(contact.emails)


# --- what to read ----------------------------------------------------------------------------------------------------


def _read(contact: Contact, flat: Flat) -> None:
    """Add what one paragraph says; of what there is one of, the first stays."""
    emails, websites = list(_EMAIL.finditer(flat.text)), list(_WEBSITE.finditer(flat.text))
    text = hyphenate(_masked(flat.text, [*emails, *websites]))
    numbers = read_numbers(text)
    contact.phones += [phone for phone in numbers.phones if phone not in contact.phones]
    contact.fax = contact.fax or numbers.fax
    contact.website = contact.website or _website(flat.text, websites)
    contact.office = contact.office or _office(flat, text)
    contact.address = contact.address or _address(flat, text)
    if contact.postcode is None and (postcode := _wording().postcode.search(text)):
        contact.postcode = postcode["value"]
    contact.emails += [
        email for email in dict.fromkeys(match["value"] for match in emails) if email not in contact.emails
    ]


def _masked(text: str, addresses: Iterable[re.Match[str]]) -> str:
    """Text of the same length without the digits and words that e-mail and web addresses hold."""
    for match in addresses:
        text = text[: match.start()] + "@" * (match.end() - match.start()) + text[match.end() :]
    return text


def _office(flat: Flat, text: str) -> str | None:
    wording = _wording()
    for pattern in wording.offices:
        for match in pattern.finditer(text):
            start, end = match.span("value")
            name = match["value"]
            value = tidy(flat.original(start, end).strip("“”\"'《》 \u3000"))
            if len(value) >= 3 and wording.body.fullmatch(name) and not wording.nobody.fullmatch(name):
                return value
    return None


def _address(flat: Flat, text: str) -> str | None:
    wording = _wording()
    for match in wording.addresses.finditer(text):
        start, end = match.span("value")
        ended = wording.address_end.search(text, start, end)
        if ended is not None:
            end = ended.start()
        elif (
            (more := _MORE.match(text, end))
            and not wording.address_end.match(text, more.start("more"))
            and not more["more"].endswith("办公室")
        ):
            end = more.end()
        value = tidy(flat.original(start, end)).rstrip("、,， .(（[【")
        if end == len(text) and not text.endswith(wording.last) and not text[-1].isascii():
            continue  # half an address, at the end of a line
        places = len(wording.places.findall(value))
        if places >= (1 if match["mark"] in (":", ";") else 2) and "@" not in text[start:end] and len(value) >= 4:
            return value
    return None


def _website(text: str, websites: Iterable[re.Match[str]]) -> str | None:
    """Address in a sentence about reading, downloading or reaching."""
    for match in websites:
        offered = _wording().reading.search(text, max(0, match.start() - 80), match.end() + 40)
        if offered and not _NO_ADDRESS.match(text, match.end()) and not _COUNTED.match(text, match.end()):
            return match["value"].rstrip(".,;:)-")
    return None
