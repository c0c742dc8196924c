"""The report's title as its page prints it.

Order of trust: a line that the metadata's title (标题, ArticleTitle) confirms; a heading element that names a report;
the metadata's title alone; any other heading element; a line that reads as the title of a report; ``<title>`` without
the site's name; a line that ends as titles of documents do; the text of the listing's link; last, a report's bare name
(政府信息公开工作年度报告), which columns bear too. Links, breadcrumbs and rows of info boxes are no titles: menus link the
reports of other years. Lines make one title only where nothing stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.boilerplate import table_lines
from extractors.dates import find_dates
from extractors.documents.model import Document, Table
from extractors.metadata import Metadata, is_label_row
from extractors.names import is_agency
from extractors.reading import Reading
from extractors.report import Hints
from extractors.simplified import simplify
from extractors.text import fold, squeeze, tidy
from extractors.title_words import (
    MAX_TITLE,
    clean_title,
    has_genre,
    has_topic,
    is_column_name,
    is_date_line,
    is_report_title,
)
from extractors.year import years_in

_BODY_LINES = 25
"""Lines of the body among which its title may stand."""
_HEAD_LINES = 40
"""Last lines before the body among which it may stand."""
_BLOCKS = 5000
"""Blocks of the document among which the elements of those lines are looked up."""
_FRAME = 30
"""Cells of a table that lays out a title and what belongs to it; the form's tables have more."""
_LABEL = 12
"""Characters of a line that is a label alone, its value on the next line."""
_LONG = 120
"""Characters; behind a longer line the prose has begun."""
_MAX_LINE = 400
"""Characters; no title stands in a longer line."""
_DATED = 40
"""Characters; a date in a longer line is one of a sentence."""
_LISTED = re.compile(r"[\[(【]\s?(?:20\d\d[-/.])?\d{1,2}[-/.]\d{1,2}\s?[\])】]$")
"""Date at the end of a list's row: 松陂镇2020年年报 [01-12]."""
_SECTION = re.compile(r"[一二三四五六七八九十][、.,:]|第[一二三]部分|[(][一二三][)]")
_GOVERNMENT = re.compile(r"[^\d年]{0,40}人民政府$")
"""Name of a government alone, as sites bear it; with a year it begins a title."""
_SITE = re.compile(r"欢迎|官网$|网站?$|门户|平台$|首页|当前位置|您[的现]?所?在的?位置|>|»|》\s{0,3}>")
_SITE_SUFFIX = re.compile(r"\s{0,3}(?:[-_|—–－]{1,3}|\s{2,8})\s{0,3}[^-_|—–－]{2,40}$")
_REPORT_ENDS = ("报告", "年报", "報告", "年報")
_EDITION = re.compile(r"\([^()]{4,6}年度?\)")
"""(2020年度) under a title, one line more of it."""
_HEADINGS = frozenset(("h1", "h2", "h3", "ucaptitle"))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: int
    """Lines of one title have places in a row."""
    tags: frozenset[str] = frozenset()
    """Elements that print this text; a page may print it twice, as its site's name and as the agency of a title."""
    below: str = ""
    """The next line."""


def extract_title(
    document: Document, head: list[str], lines: list[str], metadata: Metadata, hints: Hints
) -> Reading[str] | None:
    """Title of the page's article, report or not; ``None`` if it has none."""
    printed = list(_zone(document, head, lines))
    stated = clean_title(metadata.title.value) if metadata.title else ""
    heading = _heading_element(printed)
    reading = _confirmed(printed, stated) or (heading if heading and is_report_title(heading.value) else None)
    if reading is None and stated and metadata.title is not None and not is_column_name(stated):
        return Reading(stated, metadata.title.source, metadata.title.quote)
    return (
        reading
        or heading
        or _report_line(printed)
        or _from_html_title(document, metadata)
        or _genre_line(printed)
        or _from_link(hints)
        or _bare_name(printed)
    )


# --- what the page prints --------------------------------------------------------------------------------------------


def _zone(document: Document, head: Sequence[str], lines: Sequence[str]) -> Iterator[_Line]:
    """Lines that may be the title: the last ones before the body, then the body's until a section or prose begins."""
    head, lines = head[-_HEAD_LINES:], lines[:_BODY_LINES]
    texts = [*head, *lines]
    printed = _prints(document, set(texts))
    for place, text in enumerate(texts):
        in_body = place >= len(head)
        if in_body and _SECTION.match(squeeze(text[:20])) and not is_report_title(text):
            return
        above = texts[place - 1] if place else ""
        below = texts[place + 1] if place + 1 < len(texts) else ""
        tags = printed.get(text, frozenset(("",)))
        if tags and not is_label_row(text) and not _is_value(text, above):
            # a gap where the body begins: its first line is no part of a title above it
            yield _Line(text, place + in_body, tags, below)
        if in_body and len(text) > _LONG:
            return


def _prints(document: Document, wanted: set[str]) -> dict[str, frozenset[str]]:
    """Text of a line → elements that print it, those left out that print it as a link."""
    found: dict[str, set[str]] = {}
    rows: list[tuple[int, Table, set[str]]] = []
    for index, block in enumerate(document.blocks[:_BLOCKS]):
        if isinstance(block, Table):
            if block.link_chars and (texts := wanted.intersection(table_lines(block))):
                rows.append((index, block, texts))
        elif (text := block.text.strip()) in wanted:
            found.setdefault(text, set()).update([block.tag] if block.link_chars * 2 <= len(block.text) else [])
    links: dict[int, set[str]] = {}
    for link in document.links if rows else ():
        links.setdefault(link.block, set()).add(squeeze(link.text))
    for index, table, texts in rows:
        for text in texts:
            found.setdefault(text, set()).update([] if _is_linked(text, table, links.get(index, set())) else [""])
    linked = {text for text, tags in found.items() if not tags}
    for block in document.blocks[:_BLOCKS] if linked else ():
        if isinstance(block, Table) and not block.link_chars and len(block.cells) <= _FRAME:
            for text in linked.intersection(table_lines(block)):
                found[text].add("")
    return {text: frozenset(tags) for text, tags in found.items()}


def _is_linked(line: str, table: Table, links: set[str]) -> bool:
    """Whether most of a table's row stands inside links; by the table's share where their addresses are scripts."""
    bare = squeeze(line[:_MAX_LINE])
    if not any(links):
        return table.link_chars * 2 > table.chars
    return 2 * sum(len(text) for text in links if text in bare) > len(bare)


def _is_dated(text: str) -> bool:
    """Whether a line is the one under an article's title: source, author, date; the date may stand there alone."""
    return (
        is_date_line(text)
        or (len(text) <= _DATED and next(find_dates(fold(text)), None) is not None)
        or (is_label_row(text) and not text.endswith(("：", ":")))
    )


def _is_value(text: str, above: str) -> bool:
    """Whether the line above is a label that a line is the value of; an empty label may stand over the title.

    No number (文号, 索引号) is without a digit.
    """
    labelled = len(above) <= _LABEL and above.endswith(("：", ":")) and is_label_row(above)
    if labelled and squeeze(above)[:-1].endswith(("号", "號")) and not any(sign.isdigit() for sign in text):
        return False
    return labelled and not is_report_title(clean_title(text))


def _confirmed(printed: Sequence[_Line], stated: str) -> Reading[str] | None:
    """Line, or two or three of them, that print the metadata's title."""
    if not stated or is_column_name(stated):
        return None
    wanted = squeeze(stated).rstrip(".…")
    start = wanted[:4]
    for index, line in enumerate(printed):
        if start not in squeeze(line.text):
            continue
        for parts in _joined_from(printed, index):
            text = _text(parts)
            cleaned = clean_title(text)
            bare = squeeze(cleaned)
            if bare == wanted or (len(wanted) >= 12 and bare.startswith(wanted) and is_report_title(cleaned)):
                return Reading(cleaned, "text", tidy(text))
    return None


def _heading_element(printed: Sequence[_Line]) -> Reading[str] | None:
    """Last heading element that can be an article's title; one that names a report before any other."""
    elements = [line for line in printed if line.tags & _HEADINGS]
    titles = [clean_title(line.text) for line in elements if _may_be_title(line.text)]
    joined = [clean_title(_text(parts)) for parts in _joined(elements) if len(parts) > 1 and _is_split_title(parts)]
    for title in [*joined, *reversed(titles)]:
        if is_report_title(title):
            return Reading(title, "text", title)
    chosen = [title for title in titles if has_genre(title)]
    if not chosen:
        chosen = [clean_title(line.text) for line in elements if "h1" in line.tags and _may_be_title(line.text)]
    return Reading(chosen[-1], "text", chosen[-1]) if chosen else None


def _may_be_title(text: str) -> bool:
    bare = squeeze(text)
    return 6 <= len(bare) <= MAX_TITLE and not _is_site(bare) and not is_column_name(bare) and not is_agency(bare)


def _is_site(bare: str) -> bool:
    return _SITE.search(bare) is not None or _GOVERNMENT.match(bare) is not None


def _report_line(printed: Sequence[_Line]) -> Reading[str] | None:
    """Line or joined lines that read as a report's title: the fullest reading, over the date, the last before the prose.

    Menus name the reports of other years as fully as the page names its own, and come first.
    """
    found: list[tuple[tuple[int, bool, int, int], str, str]] = []
    for parts in _joined(printed):
        text = _text(parts)
        title = clean_title(text) if has_topic(text) else ""
        if not is_report_title(title) or _is_site(squeeze(title)) or _starts_sentence(title):
            continue
        if _LISTED.search(text) or (len(parts) > 1 and not _is_split_title(parts)):
            continue
        fewest = 0 if _breaks_word(parts) else -len(parts)
        found.append(((_completeness(title), _is_dated(parts[-1].below), fewest, parts[-1].place), title, tidy(text)))
    if not found:
        return None
    _, title, quote = max(found)
    return Reading(title, "text", quote)


_NAMED = re.compile(r"(?:关于)?(?!关于|政府信息|政务|信息).{2,40}?(?=关于|政府信息|政务|信息|公开)")


def _completeness(title: str) -> int:
    """2 if a title says who and when, 1 if one of them, else 0."""
    bare = simplify(squeeze(title))
    years = list(years_in(bare))
    for _, start, end in reversed(years):
        bare = bare[:start] + bare[end:].removeprefix("年").removeprefix("度")
    return bool(years) + (_NAMED.match(bare) is not None)


def _starts_sentence(title: str) -> bool:
    return (
        re.match(
            r"根据|按照|现将|为(?:了|[^年]{0,6}(?:贯彻|落实))|本报告|以下|如[对有]|以上|附件|附表|关于(?:印发|编制)|第[一二三四五六七八九十]{1,3}条"
            r"|[^年]{0,30}关于(?:做好|开展|报送|加强)",
            squeeze(title),
        )
        is not None
    )


def _text(parts: Sequence[_Line]) -> str:
    return "\n".join(part.text for part in parts)


def _joined(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """Each line, each two and each three that follow each other as the parts of one title do."""
    for index in range(len(lines)):
        yield from _joined_from(lines, index)


def _joined_from(lines: Sequence[_Line], index: int) -> Iterator[Sequence[_Line]]:
    line = lines[index]
    if len(line.text) > _MAX_LINE:
        return
    yield [line]
    for count in (2, 3):
        parts = lines[index : index + count]
        if len(parts) < count or not _goes_on(parts[-2], parts[-1]):
            return
        yield parts


def _goes_on(part: _Line, following: _Line) -> bool:
    """Whether two lines can be of one title: printed alike, the one under the other, the first neither column nor date."""
    return (
        following.place == part.place + 1
        and not part.tags.isdisjoint(following.tags)
        and len(part.text) <= 60
        and len(following.text) <= 60
        and (not _is_site(squeeze(part.text)) or is_agency(part.text))
        and (not is_column_name(part.text) or _EDITION.fullmatch(squeeze(following.text)) is not None)
        and not is_date_line(part.text)
    )


def _breaks_word(lines: Sequence[_Line]) -> bool:
    """Whether the last line is the end of 报告: what stands before it reads as a title, too, of those that say 年度报."""
    return len(lines) > 1 and squeeze(lines[-1].text) == "告" and squeeze(lines[-2].text).endswith("报")


def _is_split_title(lines: Sequence[_Line]) -> bool:
    """Whether joined lines are one title cut in parts: a name over the rest, or a break inside the words."""
    parts = [clean_title(line.text) for line in lines]
    first, last, rest = parts[0], parts[-1], "".join(parts[1:])
    if any(re.search(r"[。，；！？,;!?:：]$", part) for part in parts[:-1]):
        return False
    if is_agency(first):
        # 政府信息公开年报 under a government's name is a site's head, unless it says the year
        return _completeness(rest) >= 1 or not is_column_name(rest)
    if _EDITION.fullmatch(squeeze(last)) or _breaks_word(lines):
        return True
    return not is_report_title(first) and not has_genre(first)


_REST = re.compile("(?:公开)?工作年度报告")
"""Second half of a report's title, whose first half is lost."""


def _genre_line(printed: Sequence[_Line]) -> Reading[str] | None:
    """First line that ends as titles of official documents do: notices, guides, catalogues."""
    for line in printed:
        title = clean_title(line.text)
        bare = simplify(squeeze(title))
        if not has_genre(bare) or (is_report_title(title) and _starts_sentence(title)) or _REST.fullmatch(bare):
            continue
        if _may_be_title(title) and not re.search(r"[。;!?,]", bare) and len(bare) <= 80:
            return Reading(title, "text", tidy(line.text))
    return None


def _bare_name(printed: Sequence[_Line]) -> Reading[str] | None:
    """Last line that is a report's name alone, a heading element before any other; else a heading (信息公开目录)."""
    columns = [line for line in printed if is_column_name(line.text) or _is_headed(line)]
    names = [line for line in columns if squeeze(line.text).endswith(_REPORT_ENDS)]
    if not names:
        names = [line for line in columns if has_genre(line.text) and (line.tags & _HEADINGS or line is printed[0])]
    if not names:
        return None
    line = next((line for line in reversed(names) if line.tags & _HEADINGS), names[-1])
    return Reading(clean_title(line.text), "text", tidy(line.text))


def _is_headed(line: _Line) -> bool:
    """Whether a heading element prints no more than 年报."""
    return bool(line.tags & _HEADINGS) and squeeze(line.text) in ("年报", "年度报告", "工作年报")


# --- what the page says elsewhere ------------------------------------------------------------------------------------


def _from_html_title(document: Document, metadata: Metadata) -> Reading[str] | None:
    if not document.html_title:
        return None
    for title in _without_site(document.html_title[:300]):
        site = metadata.site_name.value if metadata.site_name else None
        if _may_be_title(title) and title != site and (has_genre(title) or is_report_title(title)):
            return Reading(clean_title(title), "meta", document.html_title)
    return None


def _without_site(text: str) -> Iterable[str]:
    """The title with the site's name cut off its end, part by part, shortest first."""
    parts = [text]
    for _ in range(3):
        shorter = _SITE_SUFFIX.sub("", parts[0])
        if shorter == parts[0] or len(shorter) < 6:
            break
        parts.insert(0, shorter)
    return parts


def _from_link(hints: Hints) -> Reading[str] | None:
    text = clean_title(hints.link_text or "")
    if not _may_be_title(text) or text.endswith(("…", "...")):
        return None
    return Reading(text, "listing", tidy(hints.link_text or ""))
