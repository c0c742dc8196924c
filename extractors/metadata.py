"""What a page says about itself: meta tags, the info box of disclosure pages, the line under the title.

Of a field, the meta tag is believed first, then the best of the printed labels. Only what stands before the body, or in
its first lines, counts: never a footer, never lists of links. The date of publication alone may stand under the body, if
it is labelled so, and the only one there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any

from extractors.boilerplate import is_noise
from extractors.dates import find_dates, parse_date
from extractors.documents.model import Block, Document, Paragraph, Table
from extractors.reading import Reading
from extractors.remember import Remembered
from extractors.simplified import simplify
from extractors.text import fold, squeeze, tidy
from extractors.vocabulary import load_vocabulary

_BEFORE = 80
"""Blocks before the body that are looked at."""
_WITHIN = 12
"""Blocks of the body that are looked at."""
_WITHOUT_REGIONS = 80
"""Blocks of a document that has no body of its own."""
_BELOW = 8
"""Lines at the end of the body, and as many under it, among which the date of publication may stand."""
_PUBLISHED = ("发布", "公布", "公开")
"""Beginnings of labels that mean publication and nothing else; 日期 under a report is the sign-off's."""
_MAX_LINE = 300
_LONG = 150
"""Characters; where a line is longer, the prose has begun."""
_HEADING = re.compile(r"[一二三四五六七八九十][、.]")
_TAG = re.compile(r"<[^<>]{0,100}>")
_MARK = re.compile(r"[:：︰﹕∶】]")
_SEGMENT = re.compile(r"(?:(?<=\d)日)?([\u4e00-\u9fff\s]+)$")
"""What may be a label, without the end of a date that it touches: 2022年1月18日来源：…"""
_SPACE = re.compile(r"\s")
_PART = re.compile(r"[:：︰﹕∶】\s]")
_WORD = re.compile(r"\S+")
_MAX_LABEL = 40
"""Characters before a colon that may be its label, white space inside counted."""
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}", re.IGNORECASE)
_LENGTHS = {"title": 150, "publisher": 60, "source": 80, "index_number": 80, "published": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself; ``None`` where it says nothing. ``published`` is ISO, the others as printed."""

    title: Reading[str] | None = None
    published: Reading[str] | None = None
    source: Reading[str] | None = None
    """来源."""
    publisher: Reading[str] | None = None
    """发布机构."""
    site_name: Reading[str] | None = None
    site_domain: Reading[str] | None = None
    site_id_code: Reading[str] | None = None
    """政府网站标识码: six digits of the division, four of a serial number."""
    index_number: Reading[str] | None = None
    """索引号."""


@dataclass(frozen=True, slots=True)
class _Words:
    tags: dict[str, list[str]]
    fields: dict[str, tuple[str, int]]
    """Label → field, and its place in the field's order."""
    labels: frozenset[str]
    """Every label, also of what is no field."""
    placeholders: frozenset[str]
    placeholder_part: re.Pattern[str]
    dated: tuple[str, ...]
    """Labels of other dates than that of publication."""
    prefixes: tuple[str, ...]
    """Words that may stand before a label."""
    bare: re.Pattern[str]
    """Label of an info box between white space, as flattened tables print it."""


@cache
def _words() -> _Words:
    return load_vocabulary("metadata", _build)


def _build(data: Mapping[str, Any]) -> _Words:
    fields = {label: (field, rank) for field, labels in data["labels"].items() for rank, label in enumerate(labels)}
    every = sorted({*fields, *data["other"]["labels"]}, key=len, reverse=True)
    boxed = "|".join(r"\s{0,4}".join(label) for label in every if len(label) > 2 or label == "文号")
    return _Words(
        tags=data["tags"],
        fields=fields,
        labels=frozenset(every),
        placeholders=frozenset(data["placeholders"]["whole"]),
        placeholder_part=re.compile("|".join(map(re.escape, data["placeholders"]["parts"]))),
        dated=tuple(
            label for label in data["other"]["labels"] if label.endswith(("日期", "时间", "期限", "期", "期至"))
        ),
        prefixes=tuple(data["other"]["prefixes"]),
        bare=re.compile(rf"(?:(?<=\s)|^)(?P<label>{boxed})(?=\s|$)"),
    )


def extract_metadata(document: Document, body: range) -> Metadata:
    """Read the metadata of a page whose body is the blocks ``body``."""
    readings = _from_tags(document.meta)
    printed = _from_print(document, body)
    for field, reading in printed.items():
        if field == "published" and field in readings:
            readings[field] = _better_date(readings[field], reading)
        else:
            readings.setdefault(field, reading)
    return Metadata(**readings)


@Remembered
def is_label_row(line: str) -> bool:
    """Whether a line begins with a label of an info box, that of the title excepted; its value may stand on the next.

    >>> [is_label_row(line) for line in ("索 引 号 01430/2021 标题 年度报告", "发布机构：", "标题：2020年年度报告", "2020年年度报告 来源：本站")]
    [True, True, False, False]
    """
    flat = simplify(line[:_MAX_LABEL]).lstrip()
    if not _PART.search(flat):
        return False
    found = next(_labels_in(flat), None)
    if found is not None:
        return found[1] == 0 and (_field(found[0]) or ("", 0))[0] != "title"
    words = flat.split()[:5]
    return any("".join(words[:count]) in _words().labels for count in range(1, len(words)))


# --- meta tags -------------------------------------------------------------------------------------------------------


def _from_tags(meta: dict[str, str]) -> dict[str, Reading[str]]:
    readings: dict[str, Reading[str]] = {}
    for field, names in _words().tags.items():
        for name in names:
            if name not in meta:
                continue
            value = tidy(_TAG.sub("", meta[name]))
            if (reading := _reading(field, value, "meta")) is not None:
                readings.setdefault(field, reading)
    return readings


def _reading(field: str, value: str, source: str) -> Reading[str] | None:
    """Reading of a value, ``None`` if it is empty, a placeholder, or not what the field holds."""
    words = _words()
    bare = squeeze(value)
    if (
        not bare
        or value in words.placeholders
        or simplify(bare) in words.placeholders
        or len(value) > _LENGTHS.get(field, 200)
    ):
        return None
    if words.placeholder_part.search(value):
        return None
    if field == "site_id_code" and not _SITE_CODE.fullmatch(bare):
        return None
    if field == "published":
        iso = parse_date(value)
        return Reading(iso, source, value) if iso else None
    return Reading(value, source, value)


def _better_date(tag: Reading[str], printed: Reading[str]) -> Reading[str]:
    """Of two dates on one day the one with the time, and not the time of a clock of twelve hours (a template fault)."""
    if tag.value[:10] != printed.value[:10] or len(printed.value) == 10:
        return tag
    if len(tag.value) == 10:
        return printed
    hour, printed_hour = int(tag.value[11:13]), int(printed.value[11:13])
    return printed if printed_hour - hour == 12 and tag.value[14:16] == printed.value[14:16] else tag


# --- info box and line under the title -------------------------------------------------------------------------------


def _from_print(document: Document, body: range) -> dict[str, Reading[str]]:
    """Best printed value of every field: by the label's rank, then the one nearest to the body."""
    best: dict[str, tuple[int, Reading[str]]] = {}
    for label, value in _pairs(_blocks(document, body)):
        field, rank = _field(label) or (label, 0)
        reading = _reading(field, _trim(field, value), "text")
        if reading is None:
            continue
        reading = Reading(reading.value, "text", f"{label}：{reading.quote}")
        known = best.get(field)
        if known is not None and field == "published" and known[1].value[:10] == reading.value[:10]:
            # one day, printed twice: the print with the time says more, and midnight is no time
            reading = max(known[1], reading, key=lambda entry: len(entry.value.removesuffix("T00:00:00")))
            best[field] = min(known[0], rank), reading
        elif known is None or rank <= known[0]:
            best[field] = rank, reading
    readings = {field: reading for field, (_, reading) in best.items()}
    if "published" not in readings and (below := _published_below(document, body)) is not None:
        readings["published"] = below
    return readings


def _published_below(document: Document, body: range) -> Reading[str] | None:
    """Date of publication that stands, labelled so, at the end of the body or close under it; none of several dates.

    Of the body only what stands under its last sentence counts. The first link under the body ends the search: behind it
    other articles are listed, with their dates.
    """
    near = range(max(body.start, body.stop - 4 * _BELOW), min(body.stop + 4 * _BELOW, len(document.blocks)))
    lines = [(index >= body.stop, block) for index in near if isinstance(block := document.blocks[index], Paragraph)]
    lines = [(under, block) for under, block in lines if block.text.strip() and not is_noise(block.text)]
    prose = max((place for place, (under, block) in enumerate(lines) if not under and "。" in block.text), default=-1)
    last = [block for under, block in lines[prose + 1 :] if not under and not _is_links(block)][-_BELOW:]
    first = takewhile(lambda block: not _is_links(block), [block for under, block in lines if under][:_BELOW])
    found: dict[str, Reading[str]] = {}
    for label, value in _pairs([*last, *first]):
        if label.removeprefix("信息").removeprefix("文章").startswith(_PUBLISHED):
            reading = _reading("published", _trim("published", value), "text")
            if reading is not None:
                found.setdefault(reading.value, Reading(reading.value, "text", f"{label}：{reading.quote}"))
    return next(iter(found.values())) if len(found) == 1 else None


def _blocks(document: Document, body: range) -> list[Block]:
    """Blocks that may speak of the page: some before the body, and its own until the prose begins."""
    whole = body.start == 0 and body.stop == len(document.blocks)
    limit = _WITHOUT_REGIONS if whole else _WITHIN
    blocks = [block for block in document.blocks[max(0, body.start - _BEFORE) : body.start] if not _is_links(block)]
    for index in body:
        block = document.blocks[index]
        if isinstance(block, Paragraph):
            if not block.text.strip():
                continue
            if _HEADING.match(squeeze(block.text[:20])) or len(block.text) > _MAX_LINE:
                break
        limit -= 1
        if limit < 0:
            break
        if not _is_links(block):
            blocks.append(block)
        if isinstance(block, Paragraph) and len(block.text) > _LONG:
            break
    return blocks


def _is_links(block: Block) -> bool:
    """Whether a block is a link to something else; the value behind a label may be one too (来源：a link)."""
    if not block.link_chars:
        return False
    if isinstance(block, Paragraph):
        labelled = "：" in block.text or ":" in block.text
        return block.link_chars * (1.1 if labelled else 2) > len(block.text)
    return block.link_chars * 2 > block.chars


def _pairs(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Every label that names a field, with the text behind it."""
    open_label: str | None = None
    for block in blocks:
        if isinstance(block, Table):
            yield from _pairs_of_table(block)
            open_label = None
            continue
        line = block.text.strip()
        pairs = list(_pairs_of_line(line)) if len(line) <= _MAX_LINE else []
        if open_label is not None and line and not pairs:
            yield open_label, line
        open_label = None
        for label, value in pairs:
            if value:
                yield label, value
            else:
                open_label = label
        if not pairs and 2 < len(line) <= _MAX_LABEL and _field(bare := _label(line)) is not None and len(bare) > 2:
            open_label = bare


def _pairs_of_table(table: Table) -> Iterator[tuple[str, str]]:
    """Labels with the cell beside them; in a table with a row of labels alone, with the cell below."""
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text
    above: dict[int, str] = {}
    for columns in rows.values():
        filled = {column: text for column, text in columns.items() if text.strip()}
        if len(filled) > 1 and all(_is_label(text) for text in filled.values()):
            above = filled
            continue
        if above:
            labels = ((_label(above[column]), text) for column, text in filled.items() if column in above)
            yield from ((label, tidy(text)) for label, text in labels if _field(label) is not None)
            above = {}
            continue
        yield from _pairs_of_row([columns[column] for column in sorted(columns)])


def _pairs_of_row(texts: list[str]) -> Iterator[tuple[str, str]]:
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        label = _label(text) if len(text) <= _MAX_LABEL else ""
        if _field(label) is not None:
            if not _is_label(following):
                yield label, tidy(following)
        elif _MARK.search(text):
            for line in text.split("\n"):
                yield from ((name, value) for name, value in _pairs_of_line(line) if value)


def _label(text: str) -> str:
    return simplify(squeeze(text)).rstrip(":")


def _is_label(text: str) -> bool:
    return squeeze(text[-_MAX_LABEL:]).endswith(":") or (len(text) <= _MAX_LABEL and _label(text) in _words().labels)


def _pairs_of_line(line: str) -> Iterator[tuple[str, str]]:
    """Labels of a line with their values; a line of source or clicks may print the date without a label."""
    flat = simplify(line)
    labels = list(_labels_in(flat)) or _bare_labels_in(flat)
    dated = False
    for (label, _, end), following in zip(labels, [*labels[1:], None], strict=False):
        value = line[end : following[1] if following else len(line)]
        if (field := _field(label)) is not None:
            dated = dated or field[0] == "published"
            yield label, value.lstrip().rstrip(" \u3000|,，;；[【")
    if labels and not dated:
        folded = fold(line)
        found = list(find_dates(folded))
        if len(found) == 1 and not folded[: found[0].start].rstrip().endswith((":", *_words().dated)):
            yield "时间", folded[found[0].start : found[0].end]


def _labels_in(line: str) -> Iterator[tuple[str, int, int]]:
    """Labels with a colon behind them: label without white space, start, end behind the colon."""
    begin = 0
    labelled = False
    for mark in _MARK.finditer(line):
        segment = _SEGMENT.search(line, max(begin, mark.start() - _MAX_LABEL), mark.start())
        found = _label_of(segment[1], glued=labelled and segment.start() == begin) if segment is not None else None
        if segment is not None and found is not None:
            yield found[0], segment.start(1) + found[1], mark.end()
        begin, labelled = mark.end(), found is not None


def _label_of(segment: str, *, glued: bool) -> tuple[str, int] | None:
    """Label that a run of Chinese ends with, and its start; inside a word only behind a value: 来源:县政府办时间:."""
    known = _words()
    words = list(_WORD.finditer(segment))
    for index, word in enumerate(words):
        label = word[0] if index == len(words) - 1 else "".join(later[0] for later in words[index:])
        if label in known.labels or _field(label) is not None:
            return label, word.start()
    if glued and len(words) == 1:
        last = words[-1]
        for start in range(max(last.start() + 1, last.end() - 6), last.end() - 1):
            if segment[start : last.end()] in known.labels:
                return segment[start : last.end()], start
    return None


def _bare_labels_in(line: str) -> list[tuple[str, int, int]]:
    """Labels between white space, as flattened tables print them: two at least, or one that only info boxes have."""
    if not _SPACE.search(line):
        return []
    found = [(squeeze(match["label"]), match.start(), match.end()) for match in _words().bare.finditer(line)]
    return found if len(found) > 1 or line.startswith(("索引号", "发布机构")) else []


def _field(label: str) -> tuple[str, int] | None:
    """Field and rank of a label; 信息发布时间 and 文章发布时间 are the label 发布时间."""
    words = _words()
    return words.fields.get(label) or words.fields.get(label[2:] if label.startswith(words.prefixes) else "")


def _trim(field: str, value: str) -> str:
    """Value without what stands behind it on its line."""
    value = tidy(value)
    if field == "published":
        folded = simplify(fold(value))
        found = next(find_dates(folded), None)
        return folded[found.start : found.end] if found else value
    if field in ("source", "publisher"):
        value = re.split(r"[|【\[]|\s{1,3}(?=(?:19|20)\d\d[-/.年])|\s(?=\S{1,6}:)", value)[0]
        words = value.split()
        return words[0] if len(words) > 1 and all(len(word) >= 3 for word in words) else value.strip()
    return value
