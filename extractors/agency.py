"""The body that reports.

Order of trust: the body that the title names, with the division before it where the page's metadata or sign-off prints
it so; 发布机构; the sign-off; the opening, where it says who reports; 来源; the agency of the listing; the portal's
record. 我局 and 我镇 name nobody, and nothing is put together from parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from extractors.flow import paragraphs
from extractors.metadata import Metadata
from extractors.names import is_agency, is_division_prefix, kind, same_body
from extractors.reading import Reading
from extractors.report import Finding, Hints
from extractors.signoff import read_sign_off
from extractors.simplified import simplify
from extractors.text import squeeze, tidy
from extractors.title_words import clean_title, has_topic, is_report_title
from extractors.vocabulary import load_vocabulary

Level = Literal["province", "prefecture", "county", "township", "department"]

_YEAR = r"(?:(?:19|20)\d{2,4}|[二一][〇○零oO九\d][〇○零oO一二三四五六七八九\d]{2})(?:[-—~至](?:20)?\d\d)?年?度?"
_DECORATION = re.compile(
    r"^(?:附件\d{0,2}[:：]?|[【\[][^【】\[\]]{1,8}[】\]]|[(【\[〔《<\"“]+|\d{1,2}[.、]|中共(?=[^委]{2,20}政府)|关于(?:公布|发布|印发)?)|[)】\]〕》>\"”:：、,，]+$|关于$|的$|本级$"
)
_PARTY = re.compile(
    r"^(?:中共.{2,20}?(?:委员会|委)|.{2,20}?(?:党委|党工委|党组))[、,和及与]?(?=[^委]{2,20}(?:政府|街道办事处|街道)$|[^委]{2,16}管(?:理委员会|委会)$)"
)
"""Committee of the party before the government that it reports with: a government's report is on the government."""
_COLUMN = re.compile(r"^[【\[][^【】\[\]]{1,14}[】\]]")
"""Column that a title repeats: 【政府信息公开年报】松陂镇2020年…"""
_SIGNED = 8
"""Last lines, among which a sign-off stands."""
_NAME = r"(?P<name>[\u4e00-\u9fff、]{3,40}?(?:\([\u4e00-\u9fff]{2,14}\))?)"
_YEAR_BEGINS = r"(?:(?:19|20)\d\d|二[〇○零])"
_QUOTED = re.compile(r"《([^《》]{6,60})》")
_CALLED = re.compile(r"\((?:以下|下)?[简统]?称[^()]{1,30}\)")
"""What a body is called further on: 由松陂镇人民政府（以下简称镇政府）编制."""
_LEAD = re.compile(r".{0,6}?(?:现将|现公布|特|由|是)")
_CUT = re.compile(r".[镇乡](?:人民|政府|$)")
"""What a word before a name leaves of it if it was the name's own beginning: 溪镇 of 由溪镇."""
_ODD = re.compile(r"[各全本该请由在对与及]")
"""First characters of some names; in a sentence they may as well be words before one."""
_INNER = 12
"""Lines of the body among which its own title stands."""
_OPENING = 4
"""Paragraphs of prose that are searched for a subject."""
_TOWN = re.compile(r"(?:[^镇乡街路\d]{1,12}[省州市县区旗])?([^省州市县区旗镇乡街路村\d]{2,4}[镇乡])(?<!集镇)(?![镇乡])")
"""Township with which an office's name or an address begins; a 集镇 is a place in one."""
_ABOVE = {"county", "township"}
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")


@dataclass(frozen=True, slots=True)
class _Wording:
    topic: re.Pattern[str]
    no_name: re.Pattern[str]
    short: re.Pattern[str]
    media: re.Pattern[str]
    subjects: tuple[re.Pattern[str], ...]
    streets: tuple[str, ...]
    inner: re.Pattern[str]


@cache
def _wording() -> _Wording:
    return load_vocabulary("agency", _build)


def _build(data: Mapping[str, Any]) -> _Wording:
    title, opening = data["title"], data["opening"]
    filled = {"{name}": _NAME, "{year}": _YEAR_BEGINS, "{doing}": "|".join(opening["doing"])}
    subjects = [re.sub(r"\{[a-z]+\}", lambda place: filled[place[0]], pattern) for pattern in opening["subjects"]]
    return _Wording(
        topic=re.compile(f"(?:{'|'.join(title['topic'])})(?!{'|'.join(title['offices'])})"),
        no_name=re.compile("|".join(title["no_name"])),
        short=re.compile(title["short"]),
        media=re.compile("|".join(data["metadata"]["media"])),
        subjects=tuple(map(re.compile, subjects)),
        streets=tuple(opening["streets"]),
        inner=re.compile(opening["inner"]),
    )


def extract_agency(
    title: Reading[str] | None, metadata: Metadata, lines: list[str], tail: list[str], hints: Hints
) -> Reading[str] | None:
    """Name of the body that reports, as one place of the document or its surroundings prints it."""
    sign_off = read_sign_off(tail)
    signed = Reading(sign_off.agency, "text", sign_off.quote) if sign_off.agency else None
    publisher = _stated(metadata.publisher)
    source = _stated(metadata.source)
    opening = _from_opening(lines)
    titled = (name for name in (_from_title(title), _from_inner_title(lines)) if name is not None)
    from_title = next(
        (name for name in titled if is_agency(name.value) or _is_confirmed(name.value, metadata, lines, tail)), None
    )
    listed = [
        Reading(tidy(name), place, name)
        for name, place in ((hints.listing_agency, "listing"), (hints.agency, "portal"))
        if name and is_agency(name)
    ]
    if from_title is not None:
        chosen = _fuller(from_title, [metadata.publisher, metadata.source, signed, opening, *listed])
    else:
        in_order = [found for found in (publisher, signed, opening, source, *listed) if found is not None]
        if not in_order:
            return None
        chosen = _fuller(in_order[0], [source, signed, opening])
    findings = tuple(_conflicts(chosen, [signed, opening, publisher], titled=from_title is not None))
    return Reading(chosen.value, chosen.source, chosen.quote, findings)


def neighbour_findings(agency: str | None, contact: Sequence[str | None]) -> Iterator[Finding]:
    """Give a finding where the contact of a township is in another one: a report copied from a neighbour."""
    if agency is None or not re.search(r"[镇乡](?:(?:人民)?政府)?$", simplify(agency)):
        return
    for text in filter(None, contact):
        town = _TOWN.match(simplify(squeeze(text)))
        if town is not None and town[1] not in simplify(agency):
            yield Finding(
                code="field.contact_conflict",
                severity="warning",
                field="contact",
                stated=agency,
                computed=town[1],
                message=f"the contact is in {town[1]} ({text[:60]}), the report is by {agency}",
            )
            return


def agency_level(name: str, code: str | None = None) -> Level | None:
    """Level of a body by its name; of a city, which may be prefecture or county, by the ``code`` of its division.

    >>> [agency_level(name) for name in ("岚江省人民政府", "青禾县人民政府", "青禾县松陂镇人民政府", "青禾县民政局", "霁州市人民政府")]
    ['province', 'county', 'township', 'department', None]
    >>> agency_level("大理市人民政府", "532901"), agency_level("昆明市人民政府", "530100")
    ('county', 'prefecture')
    """
    bare = simplify(squeeze(name))
    core = re.sub(r"(?:人民)?政府$", "", bare)
    if core.endswith(_MUNICIPALITIES) and core != bare:
        return "province"
    match kind(bare):
        case "township":
            return "township"
        case "department":
            # A farm of the state is no department, nor anything else that has a level.
            return None if bare.endswith(("管委会", "管理委员会", "场")) else "department"
        case "other":
            return None
    if bare != core or bare.endswith(("省", "自治区", "县", "区", "旗", "自治州", "盟", "州", "地区", "市")):
        return _level_of_division(core) or _level_of_code(code or "")
    return "department"  # a government's own office


def _level_of_division(core: str) -> Level | None:
    if core.endswith(("省", "自治区")):
        return "province"
    if core.endswith(("自治州", "州", "盟", "地区")):
        return "prefecture"
    if core.endswith(("县", "旗", "区")):
        return "county"
    above = core[:-1]
    if core.endswith("市") and ("市" in above or "州" in above[2:] or "盟" in above[1:]):
        return "county"
    return None


def _level_of_code(code: str) -> Level | None:
    if not code:
        return None
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


# --- the title -------------------------------------------------------------------------------------------------------


def _from_title(title: Reading[str] | None) -> Reading[str] | None:
    """Body that a title names: before the year, between year and topic, or before the topic."""
    if title is None:
        return None
    bare = _COLUMN.sub("", squeeze(title.value))
    plain = simplify(bare)
    year = re.search(_YEAR, plain)
    about = _wording().topic
    topic = (about.search(plain, year.end()) if year is not None else None) or about.search(plain)
    spans = []
    if year is not None:
        spans.append((0, min(year.start(), topic.start() if topic else year.start())))
        if topic is not None and topic.start() > year.end():
            spans.append((year.end(), topic.start()))
    elif topic is not None:
        spans.append((0, topic.start()))
    for start, end in spans:
        core = _undecorated(_reporting(plain[start:end]))
        start = plain.find(core, start)
        name = bare[start : start + len(core)]
        if _is_title_name(name):
            return Reading(name, "title" if title.source == "text" else title.source, title.value)
    return None


def _from_inner_title(lines: Sequence[str]) -> Reading[str] | None:
    """Body that the report's own title names, under a page's title that names none; not if several are printed."""
    titles = [
        line for line in lines[:_INNER] if len(line) <= 80 and has_topic(line) and is_report_title(clean_title(line))
    ]
    found = {name.value: name for line in titles if (name := _from_title(Reading(clean_title(line), "text", line)))}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_confirmed(name: str, metadata: Metadata, lines: Sequence[str], tail: Sequence[str]) -> bool:
    """Whether what a title prints in a name's place, without a name's end, is one: 近年来 stands there too.

    It is where 发布机构, 来源, the sign-off or the subject of the opening is the same, where a division's kind stands
    behind it in the text (松陂 and 松陂镇), or where it is an office under its division (青禾县扶贫办) or
    a name with a second one in brackets.
    """
    if _is_body(name):
        return True
    stated = [reading.value for reading in (metadata.publisher, metadata.source) if reading is not None]
    if any(squeeze(text).rstrip(":。").endswith(name) for text in [*stated, *tail[-_SIGNED:]] if len(text) <= 60):
        return True
    texts = [squeeze(paragraph[:1200]) for paragraph in _opening(lines)]
    if any(text[start:end].endswith(name) for text in texts for start, end in _subjects(text, named=False)):
        return True
    text = "\n".join(texts)
    return re.search(rf"{re.escape(name)}(?:镇|乡(?!镇)|县(?![委直域级政])|街道|苏木)", text) is not None


def _is_body(name: str) -> bool:
    """Whether a name is a body's by its end, short names of offices allowed."""
    return is_agency(name) or _wording().short.fullmatch(simplify(name)) is not None


def _reporting(text: str) -> str:
    """Body among two: the one that reports on another's year, or whose report another passes on."""
    named, on, _ = text.partition("关于")
    return (named if on and is_agency(named) else text).rpartition("转发")[2]


def _undecorated(text: str) -> str:
    """Text without what titles put around a name; a bracket that belongs to the name stays."""
    while (shorter := _DECORATION.sub("", text)) != text:
        if shorter.count("(") > shorter.count(")") and text.count("(") == text.count(")"):
            break
        text = shorter
    return _PARTY.sub("", text)


def _is_title_name(name: str) -> bool:
    """Whether what stands at the place of a body's name is one; bodies have unforeseen names."""
    if is_agency(name):
        return True
    plain = simplify(name)
    return re.fullmatch(r"[\u4e00-\u9fff·()、]{3,30}", plain) is not None and not _wording().no_name.search(plain)


def _fuller(name: Reading[str], others: Sequence[Reading[str] | None]) -> Reading[str]:
    """The same body with the division before it, where one place prints it so whole."""
    for other in others:
        full = squeeze(other.value) if other is not None else ""
        if other is None or len(full) <= len(name.value):
            continue
        before = full.removesuffix(name.value)
        same = before != full and (_precedes(before) or _completes(before, name.value))
        if same or (kind(name.value) in ("township", "county") and _names_government_of(full, name.value)):
            return Reading(full, name.source, f"{name.quote} | {other.quote}")
    return name


def _precedes(before: str) -> bool:
    """Whether a text is the division above a body, or its government: 青禾县人民政府听泉街道办事处."""
    return is_division_prefix(re.sub(r"(?<=[省市县区旗])人民政府$", "", simplify(before)))


def _completes(before: str, name: str) -> bool:
    """Whether a name begins with the bare kind of its division (县民政局) and ``before`` says which one it is."""
    return name[0] in "省市州县区旗镇乡" and re.fullmatch(r"[\u4e00-\u9fff]{1,20}", before) is not None


def _names_government_of(full: str, division: str) -> bool:
    """Whether ``full`` is the government of ``division``, with the division above it: 青禾县松陂镇人民政府 of 松陂镇."""
    for organ in ("人民政府", "政府", "办事处"):
        core = full.removesuffix(organ)
        if core != full and core.endswith(division):
            return _precedes(core.removesuffix(division))
    return False


# --- other places ----------------------------------------------------------------------------------------------------


def _stated(reading: Reading[str] | None) -> Reading[str] | None:
    """Metadata's value if it is a body that can report, and no newspaper or website."""
    if reading is None or _wording().media.search(reading.value) or not is_agency(reading.value):
        return None
    return Reading(squeeze(reading.value), reading.source, reading.quote)


def _from_opening(lines: Sequence[str]) -> Reading[str] | None:
    """Body that the first sentences name as the one that reports."""
    for paragraph in _opening(lines):
        text = squeeze(paragraph[:1200])
        for quoted in _QUOTED.findall(text):
            name = _from_title(Reading(quoted, "text", quoted)) if is_report_title(quoted) else None
            if name is not None and _is_body(name.value):
                return Reading(name.value, "text", quoted)
        text = _CALLED.sub("", re.sub(r"《[^》]{0,80}》", "", text))
        for start, end in _subjects(text):
            if not text.endswith(_wording().streets, start, end) and not _wording().inner.fullmatch(text, start, end):
                return Reading(text[start:end], "text", text[max(0, start - 10) : end + 20])
    return None


def _subjects(text: str, *, named: bool = True) -> Iterator[tuple[int, int]]:
    """Places of what stands where sentences name the body that reports; of names with a body's end, or of all."""
    plain = simplify(text)
    for pattern in _wording().subjects:
        for match in pattern.finditer(plain):
            start, end = match.span("name")
            end -= 2 * plain.endswith("关于", start, end)
            whole = plain[start:end]
            led = _LEAD.match(plain, start, end)
            if not named or (is_agency(whole) and not _ODD.match(whole)):
                yield start, end
            elif led is not None and is_agency(plain[led.end() : end]) and not _CUT.match(plain, led.end(), end):
                yield led.end(), end


def _opening(lines: Sequence[str]) -> Iterator[str]:
    count = 0
    for paragraph in paragraphs(lines[:60]):
        if (len(paragraph) > 20 and ("。" in paragraph or paragraph.endswith(("：", ":")))) or len(paragraph) > 60:
            yield paragraph
            count += 1
            if count == _OPENING:
                return


def _conflicts(chosen: Reading[str], others: Sequence[Reading[str] | None], *, titled: bool) -> Iterator[Finding]:
    """Other bodies that the document names as its own: of the same kind, a report copied from a neighbour.

    Where no title says whose report it is, 发布机构 may as well have published another body's: any sign-off but its own.
    """
    said: set[str] = set()
    for index, other in enumerate(others):
        if other is None or other.value in said:
            continue
        same = same_body(chosen.value, other.value)
        unlike = not titled and index == 0 and (not same or {kind(chosen.value), kind(other.value)} == _ABOVE)
        if unlike or (not same and _are_rivals(chosen.value, other.value)):
            said.add(other.value)
            yield Finding(
                code="field.agency_conflict",
                severity="warning",
                field="agency",
                stated=chosen.value,
                computed=other.value,
                message=f"{chosen.quote[:60]} names {chosen.value}, but {other.quote[:60]} names {other.value}",
            )


def _are_rivals(one: str, other: str) -> bool:
    """Whether two bodies are of one sort; of departments only those that end alike, for offices sign for others."""
    sort = kind(one)
    return sort == kind(other) != "other" and (sort != "department" or squeeze(one)[-1] == squeeze(other)[-1])
