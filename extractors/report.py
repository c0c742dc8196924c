"""``Report``, the one dataclass that everything else is made from, and ``Rejection``, what a page that is none becomes.

Attribute docstrings become the JSON Schema and the data dictionary. Times are local (China) ISO 8601 text without zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Number = float
"""A printed number; integers stay ``int`` (the type checker counts them as floats)."""

Tables = dict[str, dict[str, dict[str, Number | None]]]

RejectionReason = Literal[
    "notice", "guide", "catalogue", "regulation", "law_government_report", "budget", "work_summary", "assessment",
    "interpretation", "empty_form", "listing", "placeholder", "login", "blocked", "empty", "unreadable", "encrypted",
    "too_large", "other",
]  # fmt: skip

Severity = Literal["error", "warning", "info"]

_NUMBERS_SCHEMA = {
    "additionalProperties": {
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
    }
}


@dataclass(kw_only=True, slots=True)
class Division:
    """An administrative division 行政区划."""

    code: str
    """Six digits down to the county, nine for a township."""
    name: str
    """Full name from the province down."""
    table: str
    """Year of the table of codes that resolved it."""


@dataclass(kw_only=True, slots=True)
class Period:
    """统计期限, the days that the figures cover, both inclusive."""

    start: str
    """ISO date."""
    end: str
    """ISO date."""


@dataclass(kw_only=True, slots=True)
class Contact:
    """How the report says its readers reach the agency. Never taken from a page's footer or sidebar."""

    office: str | None = None
    """Office named for questions, as printed."""
    address: str | None = None
    """Postal address, as printed."""
    postcode: str | None = None
    """Six digits."""
    phones: list[str] = field(default_factory=list)
    """``0878-6082790``, extension as ``-123``, mobile numbers plain. Hotlines for other purposes are left out."""
    fax: str | None = None
    """Written as the phones are."""
    emails: list[str] = field(default_factory=list)
    """E-mail addresses."""
    website: str | None = None
    """Address that the opening gives for contact or for downloading the report."""


@dataclass(kw_only=True, slots=True)
class Section:
    """A numbered part of the report 章节."""

    number: str
    """一, 二 …, whatever numbers the report prints."""
    heading: str
    """Heading without its number, as printed."""
    text: str
    """Prose of the section, paragraphs separated by ``\\n``; tables and their flattened cells are left out."""


@dataclass(kw_only=True, slots=True)
class Mark:
    """What a cell printed, where that was not a plain ASCII number. Every null in ``tables`` has exactly one."""

    table: str
    """Table id, as in ``tables``."""
    row: str
    """Row key."""
    column: str
    """Column key."""
    raw: str
    """Text as printed, ends trimmed."""
    status: list[str]
    """Of: blank, dash, slash, unit, sign, format, numeral, text, multiple, unplaced, approximate, uncertain (not read surely
    from a picture)."""
    unit: str | None = None
    """Unit printed with the value, e.g. 万元; null without status ``unit``."""


@dataclass(kw_only=True, slots=True)
class Unplaced:
    """A row printed with fewer or more values than columns, which no evidence places. Its cells are null."""

    table: str
    """Table id, as in ``tables``."""
    row: str
    """Row key."""
    raw: list[str]
    """Values as printed, in order."""


@dataclass(kw_only=True, slots=True)
class StatedCount:
    """A count that the prose states."""

    key: str
    """What was counted; keys as in the forms, e.g. ``active_total``, ``new_received``."""
    value: float = field(metadata={"json_schema_extra": {"type": "number"}})
    """The number stated."""
    unit: str | None
    """条, 件 …"""
    quote: str
    """The words that state it."""


@dataclass(kw_only=True, slots=True)
class Finding:
    """What is wrong or doubtful, in the report or in our reading of it."""

    code: str
    """Family and name: ``check.*``, ``expected.*``, ``narrative.*``, ``table.*``, ``field.*``, ``page.*``."""
    severity: Severity
    """``error``: two stated facts contradict; ``warning``: doubt; ``info``."""
    message: str
    """One sentence for a reader: what was expected, what was found, where."""
    table: str | None = None
    """Table id of the place that it is about, or null."""
    row: str | None = None
    """Row key, or null for the whole table."""
    column: str | None = None
    """Column key, or null."""
    field: str | None = None
    """Item field that the finding is about, where it is not a table."""
    stated: float | str | None = None
    """What the document states."""
    computed: float | str | None = None
    """What follows from the document's other figures. Never replaces the stated value."""


@dataclass(kw_only=True, slots=True)
class Evidence:
    """Where a field was read."""

    source: str
    """title, text, meta, listing, portal or url; for tables grid or stream."""
    quote: str
    """The words that it was read from."""


@dataclass(kw_only=True, slots=True)
class Attachment:
    """A document that the page links or embeds."""

    url: str
    """Absolute where the page's own address is known."""
    name: str | None = None
    """As the link calls it."""
    media_type: str | None = None
    """Of the bytes if fetched, else by the file name's ending."""
    sha256: str | None = None
    """Of the bytes; null if not fetched."""


@dataclass(kw_only=True, slots=True)
class CheckCounts:
    """How the form's identities 勾稽关系 came out, counted over rows and columns."""

    held: int = 0
    """Both sides stated, and equal (or in the relation that the identity names)."""
    failed: int = 0
    """Both sides stated, and not; each has a finding."""
    not_evaluable: int = 0
    """A cell of the identity is blank, unplaced or not printed: neither held nor failed."""


@dataclass(kw_only=True)
class Report:
    """One government information disclosure annual report 政府信息公开工作年度报告, as its page states it."""

    url: str | None = None
    """Address of the page or file that was read."""
    document_url: str | None = None
    """The attachment that the text came from, where it was not the page itself."""
    sha256: str = ""
    """Of the bytes that were read, 64 hex."""
    media_type: str = ""
    """Of those bytes, sniffed."""
    extractor_version: str = ""
    """Version of this project that read them."""
    title: str | None = None
    """标题 as printed, white space folded."""
    agency: str | None = None
    """发布机构: the body that reports, as named in title or metadata; null if nothing names it."""
    agency_level: Literal["province", "prefecture", "county", "township", "department"] | None = None
    """Level of that body, by its name; of a city, by its division."""
    division: Division | None = None
    """Administrative division of the agency, or null."""
    year: int | None = None
    """报告年度, the year reported on, never the year of publication."""
    period: Period | None = None
    """统计期限, null if not stated."""
    published: str | None = None
    """发布日期: ISO date or date and time as stated (local time)."""
    signed: str | None = None
    """落款日期: ISO date of the sign-off."""
    contact: Contact = field(default_factory=Contact)
    """联系方式."""
    form: str | None = None
    """The official form of its tables (``cn_2021``, ``cn_2019``, ``cn_2014`` …), by their labels; null without tables."""
    sections: list[Section] = field(default_factory=list)
    """The numbered parts, in order."""
    tables: Tables = field(default_factory=dict, metadata={"json_schema_extra": _NUMBERS_SCHEMA})
    """Table id → row key → column key → number, or null where the mark says why. Holds what the page prints, no more."""
    marks: list[Mark] = field(default_factory=list)
    """Every null in tables has exactly one; so has every value whose print was not the plain number."""
    unplaced: list[Unplaced] = field(default_factory=list)
    """Rows whose values no evidence places."""
    stated_counts: list[StatedCount] = field(default_factory=list)
    """Counts that the prose states."""
    findings: list[Finding] = field(default_factory=list)
    """核验发现: what is wrong or doubtful, each with its code."""
    checks: CheckCounts = field(default_factory=CheckCounts)
    """How many of the form's identities hold, fail, and can't be evaluated."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """Field → where it was read."""
    attachments: list[Attachment] = field(default_factory=list)
    """Documents that the page links or embeds."""


@dataclass(kw_only=True)
class Rejection:
    """A page that gives no report, and why."""

    reason: RejectionReason
    message: str = ""
    """What was expected and what was found."""
    url: str | None = None
    sha256: str = ""
    media_type: str = ""


@dataclass(kw_only=True, frozen=True)
class Hints:
    """What the caller knows beside the bytes. Used after what the page itself states, and named in the evidence."""

    agency: str | None = None
    """Body whose reports the listing holds (source ``portal``)."""
    division: Division | None = None
    """Division of the portal (source ``portal``)."""
    body: tuple[str, ...] = ()
    """Where the platform puts the article body: simple selectors ``#id``, ``.class``, ``tag``, ``tag.class``."""
    link_text: str | None = None
    """Text of the link in the listing."""
    listing_date: str | None = None
    """ISO date beside that link."""
    listing_agency: str | None = None
    """Agency that the listing names beside the link or as its own column."""
