"""Which answers of other people's archives may be reports, by tests that cost little; the extractors decide."""

from __future__ import annotations

from urllib.parse import unquote

from crawler.archive.reading import Record
from crawler.walking.columns import is_annual_path, names_annual_reports
from extractors.documents import sniff
from extractors.documents.sniffing import TEXTS

_TOPICS = ("公开", "公開")
_GENRES = ("报告", "報告", "年报", "年報", "总结", "總結", "情况", "情況")
"""Words of every title that :func:`extractors.title_words.is_report_title` takes: one of each."""
_MEDIA = ("html", "text/plain", "pdf", "word", "officedocument", "ofd", "rtf", "octet-stream", "excel", "zip", "rar")


def is_wanted(record: Record) -> bool:
    """Whether an answer is a page or a document at all, by its head: only then its body is looked at."""
    return record.kind == "response" and record.status == 200 and _may_be_read(record.content_type)


def why_unwanted(record: Record) -> str:
    """What speaks against an answer that is not wanted: ``status`` or ``medium``."""
    return "medium" if record.status == 200 else "status"


def may_be_report(record: Record) -> bool:
    """Whether an answer with its body may be a report: a page by its words, a document by its address."""
    body = record.body or b""
    if sniff(body) in TEXTS:
        return all(any(word in body for word in words) for words in (_TOPIC_BYTES, _GENRE_BYTES))
    return is_annual_path(record.uri) or names_annual_reports(_readable(record.uri))


def _may_be_read(content_type: str) -> bool:
    media_type = content_type.lower()
    return not media_type or any(it in media_type for it in _MEDIA)


def _readable(uri: str) -> str:
    """Address with its escapes as text, in the encoding that they are in."""
    try:
        return unquote(uri, errors="strict")
    except UnicodeDecodeError:
        return unquote(uri, "gb18030", "replace")


def _spellings(words: tuple[str, ...]) -> tuple[bytes, ...]:
    """Words in the encodings that pages come in, and as character references."""
    escaped = ("".join(f"&#{ord(char)};" for char in word) for word in words)
    return (*(word.encode(code) for word in words for code in ("utf-8", "gb18030")), *(it.encode() for it in escaped))


_TOPIC_BYTES, _GENRE_BYTES = _spellings(_TOPICS), _spellings(_GENRES)
