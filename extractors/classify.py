"""Is a page a yearly report, and if not, what is it.

Title and structure decide, in this order:

1. A title that ends as a report's does, and says nothing that makes it another thing (解读, 法治政府, ××), is a report's,
   if the body holds one: a table, two numbered parts, or prose. With a mere attachment or pictures it is a report that
   can't be read; with nothing, the page that a server sends for any address. The words of a listing's link are not the
   page's own: they count only with a table, with prose about the year that they name, or with an attachment named as a
   report's.
2. Tables of the form that hold figures, under at least four of its sections, are a report whatever the title says,
   unless it is an interpretation or a template: reports are also published under a notice's title (关于公布…的通知).
3. Titles that reports bore before 2014 (政务公开工作报告, 政府信息公开工作总结) are a report's with at least three of the
   statutory parts among the headings, requests, reviews or fees being one of them, and no blank table; else a work
   summary.
4. Any other title is what ``classify.toml`` says.
5. Without a title that says anything: tables of the form or four statutory parts are a report; else the text decides.

A report whose tables are all empty and that prints no prose, or the words of a notice, is an empty form; a page of
links or of several reports' titles is a listing, news of a report is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from extractors.errors import ConfigError
from extractors.flow import paragraphs
from extractors.report import RejectionReason
from extractors.sections import heading_count, split_sections
from extractors.simplified import simplify
from extractors.text import squeeze
from extractors.title_words import is_column_name
from extractors.vocabulary import load_vocabulary

_LINKS = 0.6
"""Share of characters inside links above which a page lists others."""
_FEW = 8
"""Lines; a page of fewer under a report's title links the report's document, not other pages."""
_WITHOUT = 4
"""Times the length of a rule's page that the rest of a page without a report's text may have."""
_EMPTY = 60
"""Characters of prose below which a form without figures is empty."""
_PROSE = 200
"""Characters of sentences above which a body holds text."""
_OPENING = 8
"""Lines among which news say that they are."""
_MANY = 3
"""Reports of one list."""
_SENTENCE = 30
"""Characters; a shorter paragraph is a heading, a button or a line of the page's foot."""
_TOPIC = re.compile(r"(?:信息|政务|政府)公开|公开(?:政府|政务)?信息|主动公开|公开工作|依申请")
_DOCUMENT = re.compile(r"信息公开|政务公开|年度报告|年报")
_NO_REPORTS = ("placeholder", "login", "blocked")
"""What servers send instead of a page."""
_END = r"(?:[(〔【\[].{1,16}[)〕】\]]|20\d\d年?度?|\d)?$"
_OTHER_TEXTS = ("notice", "regulation", "interpretation", "guide", "law_government_report")
"""What lists a report's parts without being one."""
_BLANKS = re.compile(r"[×ⅹ]{2,6}|(?<![A-Za-z])[Xx]{2,6}(?![A-Za-z])|_{3,20}|\*{2,6}|\(填写.{0,20}\)|某某")
_NUMBERED = re.compile(r"第?\(?[一二三四五六七八九十\d]")
_END_OF_HEADING = re.compile(r"[:。]")
_TELLING = ("requests", "review", "fees")
"""Statutory parts that summaries of other work don't have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a page holds beside its title and the lines of its body."""

    title_source: str | None = None
    """``text``, ``meta`` or ``listing``, as the title's reading says."""
    html_title: str | None = None
    section_numbers: tuple[str, ...] = ()
    has_tables: bool = False
    """Whether a table of the form is there, placed or not."""
    filled: bool = False
    """Whether such a table prints any number."""
    link_ratio: float = 0.0
    """Share of the body's characters that stand inside links."""
    documents: tuple[str, ...] = ()
    """Names of the attachments."""
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class _TextRule:
    reason: RejectionReason
    within: int
    """Characters; a longer page is not judged by this rule."""
    whole: bool
    """Whether its words may stand on lines of their own: 用户名, 密码."""
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    strong: re.Pattern[str]
    loose: re.Pattern[str]
    late: re.Pattern[str]
    added: re.Pattern[str]
    told: re.Pattern[str]
    news: re.Pattern[str]
    never: re.Pattern[str]
    titles: tuple[tuple[RejectionReason, re.Pattern[str]], ...]
    texts: tuple[_TextRule, ...]
    parts: Mapping[str, re.Pattern[str]]


def classify(title: str | None, lines: list[str], contents: Contents) -> tuple[RejectionReason, str] | None:
    """Reason why a page is no report, with the words that show it; ``None`` for a report."""
    words = _vocabulary()
    name = _plain(title or "")
    parts = _parts(lines)
    if len(contents.section_numbers) >= 3 and len(parts) < 4:  # headings in the middle of lines
        parts |= _parts([f"一、{section.heading}" for section in split_sections(lines)[1]])
    outline = max(len(parts), heading_count(lines))
    if contents.filled and outline >= 4:
        name = words.added.sub("", name)
    never = words.never.search(name)
    named = words.strong.search(name) is not None and never is None
    strong = named and not is_column_name(name)
    few = sum(1 for line in lines if line.strip()) <= _FEW
    linked = contents.link_ratio > _LINKS and not contents.has_tables and len(contents.section_numbers) < 3
    if linked and not (strong and few):
        return "listing", f"{contents.link_ratio:.0%} of the text stands inside links"
    if contents.filled and outline >= 4 and never is None:
        return _empty_form(lines, contents)
    if strong and contents.title_source == "listing":
        if _answers_link(name, lines, contents):
            return _empty_form(lines, contents)
        name = ""  # what the listing calls the page does not make it so
    elif strong and outline < 2 and not _has_evidence(contents) and (words.told.search(name) or _is_news(lines)):
        return "other", f"title {name[:80]!r} tells of a report, and the page holds none"
    elif strong:
        return _empty_form(lines, contents) if _holds_text(lines, contents) else _without_text(lines, contents)
    summary = not contents.filled and (contents.has_tables or words.late.search(name) is not None)
    loose = words.loose.search(name) is not None and never is None and not summary
    if loose and outline >= 3 and parts & set(_TELLING):
        return _empty_form(lines, contents)
    if name and not is_column_name(name) and (reason := _by_title(name)) is not None:
        return reason
    template = _empty_form(lines, contents) if named else None
    return template or _without_title(name, lines, contents, parts=parts, outline=outline)


def _is_news(lines: Sequence[str]) -> bool:
    return any(_vocabulary().news.search(_plain(line[:60])) for line in lines[:_OPENING])


def _has_evidence(contents: Contents) -> bool:
    return bool(contents.has_tables or contents.documents or contents.pictures)


def unread_document(lines: Sequence[str], contents: Contents) -> str | None:
    """What a report's page holds instead of its text: attachments or pictures; ``None`` if there is text to read."""
    if _holds_text(lines, contents) or (not contents.documents and _prose(lines, _TOPIC) >= _EMPTY):
        return None
    held = [f"attachment {name!r}" for name in contents.documents[:3]]
    if contents.pictures:
        held.append(f"{contents.pictures} picture{'s' * (contents.pictures > 1)}")
    return f"the page names a report, but prints no text of it; not read: {', '.join(held)}" if held else None


def _holds_text(lines: Sequence[str], contents: Contents) -> bool:
    """Whether a body holds something of a report: a table, two of its parts under numbers, or prose.

    Parts without numbers don't count: menus of portals name them too (依申请公开, 收费标准).
    """
    if contents.has_tables or (
        len(contents.section_numbers) >= 2 and max(len(_parts(lines)), heading_count(lines)) >= 2
    ):
        return True
    return _prose(lines) >= _PROSE


def _without_text(lines: Sequence[str], contents: Contents) -> tuple[RejectionReason, str] | None:
    """Judge a page that has a report's title of its own, and hardly anything below."""
    if (reason := _by_text(lines, _NO_REPORTS, slack=_WITHOUT)) is not None:
        return reason
    if contents.documents or contents.pictures or _prose(lines, _TOPIC) >= _EMPTY:
        return _empty_form(lines, contents)
    return "empty", "a report's title, but no table, part, prose, attachment or picture below it"


def _answers_link(name: str, lines: Sequence[str], contents: Contents) -> bool:
    """Whether a page without a title of its own is the report that the listing's link names."""
    if contents.has_tables:
        return True
    if _by_text(lines, (*_OTHER_TEXTS, *_NO_REPORTS)) is not None:
        return False
    year = re.search(r"20\d\d", name)
    told = year is not None and any(year[0] in _plain(line) for line in lines)
    return (told and _prose(lines, _TOPIC) >= _PROSE) or any(_DOCUMENT.search(_plain(it)) for it in contents.documents)


def _prose(lines: Sequence[str], about: re.Pattern[str] | None = None) -> int:
    """Characters in paragraphs of whole sentences, of those that speak ``about`` something if it is given."""
    texts = [text for text in paragraphs(lines) if len(text) > _SENTENCE and "。" in text]
    return sum(len(text) for text in texts if about is None or about.search(_plain(text)))


def _without_title(
    name: str, lines: Sequence[str], contents: Contents, *, parts: set[str], outline: int
) -> tuple[RejectionReason, str] | None:
    """Judge by structure, then by ``<title>`` and text, where the title says nothing; last by a column's name."""
    telling = parts & set(_TELLING)
    if (contents.has_tables and outline >= 2) or (outline >= 4 and telling):
        notice = _by_text(lines, _OTHER_TEXTS) if not contents.has_tables else None
        return notice or _empty_form(lines, contents)
    if not contents.has_tables and (listed := _listed(lines)) >= _MANY:
        return "listing", f"the titles of {listed} reports"
    page = _plain(re.split(r"\s?[-_|—–]\s?", contents.html_title or "")[0])
    if page and not is_column_name(page) and (reason := _by_title(page)) is not None:
        return reason
    if (reason := _by_text(lines) or _by_title(name)) is not None:
        return reason
    if not any(line.strip() for line in lines):
        return "empty", "no text in the body"
    return "other", f"neither title nor outline of a yearly report ({outline} of its parts)"


def _listed(lines: Sequence[str]) -> int:
    """How many titles of reports stand on lines of their own, or beside a date, as lists print them."""
    titles = (re.sub(r"[\[(]?20\d\d-\d\d?-\d\d?[\])]?", "", _plain(line)) for line in lines if len(line) <= 80)
    return len({it for it in titles if re.search(r"20\d\d", it) and _vocabulary().strong.search(it)})


def _by_title(name: str) -> tuple[RejectionReason, str] | None:
    for reason, pattern in _vocabulary().titles:
        if match := pattern.search(name):
            return reason, f"title {name[:80]!r} says {match[0]!r}"
    return None


def _by_text(
    lines: Sequence[str], reasons: Iterable[str] | None = None, *, slack: int = 1
) -> tuple[RejectionReason, str] | None:
    """What the text says that it is, by the rules of ``reasons``; ``slack`` times their length may stand around it."""
    size = sum(map(len, lines))
    plain = [_plain(line) for line in lines] if size <= slack * max(rule.within for rule in _vocabulary().texts) else []
    for rule in _vocabulary().texts:
        if size > slack * rule.within or (reasons is not None and rule.reason not in reasons):
            continue
        texts = [" ".join(plain)] if rule.whole else plain
        for text in texts:
            if match := rule.pattern.search(text):
                return rule.reason, f"the text says {match[0][:60]!r}"
    return None


def _empty_form(lines: Sequence[str], contents: Contents) -> tuple[RejectionReason, str] | None:
    """Reject a form that nobody filled in: no figure, no prose, or blanks where names and numbers belong."""
    if contents.filled:
        return None
    prose = [line for line in lines if len(line) > 30]
    blanks = sum(1 for line in lines if _BLANKS.search(line[:2000]))
    if blanks < 2 and not contents.has_tables:
        return None
    if blanks >= 2 and blanks * 3 >= len(prose):
        return "empty_form", f"{blanks} lines with blanks to fill in, and no figure"
    if contents.has_tables and sum(map(len, prose)) < _EMPTY:
        return "empty_form", "tables without any figure, and no prose"
    if contents.has_tables and (notice := _by_text(lines, ("notice",))) is not None:
        return "empty_form", f"tables without any figure, and {notice[1]}"
    return None


def _parts(lines: Sequence[str]) -> set[str]:
    """Statutory parts of a report that the headings name; a heading is a short line."""
    short = (_plain(line) for line in lines if len(line) <= 60)
    headings = "\n".join(
        _END_OF_HEADING.split(text, maxsplit=1)[0]
        for text in short
        if (len(text) <= 30 or _NUMBERED.match(text)) and not text.endswith((";", ","))
    )
    return {part for part, pattern in _vocabulary().parts.items() if pattern.search(headings)}


def _plain(text: str) -> str:
    return simplify(squeeze(text))


# --- vocabulary ------------------------------------------------------------------------------------------------------


@cache
def _vocabulary() -> _Vocabulary:
    return load_vocabulary("classify", _build)


def _build(data: Mapping[str, Any]) -> _Vocabulary:
    report = data["report"]
    return _Vocabulary(
        strong=_compile("report.strong", [f"(?:{pattern}){_END}" for pattern in report["strong"]]),
        loose=_compile("report.loose", [f"(?:{pattern}){_END}" for pattern in report["loose"]]),
        late=_compile("report.late", report["late"]),
        added=_compile("report.added", [report["added"]]),
        told=_compile("report.told", report["told"]),
        news=_compile("report.news", report["news"]),
        never=_compile("report.never", report["never"]),
        titles=tuple((_reason(rule), _compile("title", rule["patterns"])) for rule in data["title"]),
        texts=tuple(
            _TextRule(_reason(rule), rule["within"], rule.get("whole", False), _compile("text", rule["patterns"]))
            for rule in data["text"]
        ),
        parts={part: _compile(f"parts.{part}", patterns) for part, patterns in data["parts"].items()},
    )


def _compile(key: str, patterns: Sequence[str]) -> re.Pattern[str]:
    if not patterns:
        raise ConfigError("classify.toml", key, "no patterns; an empty list would match everything")
    try:
        return re.compile("|".join(patterns))
    except re.error as error:
        raise ConfigError("classify.toml", key, str(error)) from error


def _reason(rule: Mapping[str, Any]) -> RejectionReason:
    if rule["reason"] not in get_args(RejectionReason):
        raise ConfigError("classify.toml", "reason", f"{rule['reason']!r} is not one of the closed list")
    reason: RejectionReason = rule["reason"]
    return reason
