"""Paragraphs out of lines: text from PDF and from some converters breaks its lines at a width."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.remember import Remembered
from extractors.simplified import simplify

_FULL_LINE = 15
"""Characters; a shorter line ends where its writer ended it."""
_BROKEN = 2
"""Lines of about one length that end inside a sentence, at least, where a width broke them …"""
_BROKEN_TO_LONGER = 4
"""… and how many of them there are for each line that is longer."""
_LONGER = 1.25
_MAX_WIDTH = 80
_SAMPLE = 3000
"""Lines by which the width is judged."""
_ROW = re.compile(r"[\t|]|(?:\s\d{1,9}){2}|(?:[^\x00-\x7f]{2,20}\s){3}")
_TITLE = ("报告", "年报", "报告》")
_MAX_PARAGRAPH = 4000
_ENDS = tuple("。！？；：!?;:…｡﹔﹕﹗﹖")
_ENDS_OF_SENTENCES = re.compile(r"[。；;！!？?\n]")
_NEVER_FIRST = (*"，、。；：）」』》〉”’,;)", "//")
_OPEN = tuple("-—－–:：")
_NUMBER = re.compile(r"[(（]?[0-9０-９]{3}")
_STARTS = re.compile(
    r"\s{0,80}(?:[一二三四五六七八九十]{1,3}[、.．,，]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[•●◆■#|*]|-(?!\d)|第[一二三四五六七八九十]{1,3}|"
    r"[一二三四五六七八九]是|附[件表]|如[对有]|联系|地址|电话|传真|邮编|网址|邮箱)"
)


def paragraphs(lines: Iterable[str], width: int | None = None) -> Iterator[str]:
    """Join the lines that a width broke: those about that long that end inside a sentence, with the line after.

    ``width`` is the :func:`line_width` of the document where it is known, else that of these lines, else the length of
    the longest.

    >>> list(paragraphs(["如对本报告有任何疑问，请与党政办公室联系，电话0878-", "5550101。", "一、总体情况", "正文。"]))
    ['如对本报告有任何疑问，请与党政办公室联系，电话0878-5550101。', '一、总体情况', '正文。']
    """
    texts = [text for line in lines if (text := line.strip())]
    full = max(_FULL_LINE, 0.75 * (width or _common_width(texts) or max(map(len, texts), default=0)))
    held: list[str] = []
    size = 0
    for text in texts:
        if held and (size > _MAX_PARAGRAPH or not _runs_on(held[-1], text, full)):
            yield "".join(held)
            held, size = [], 0
        held.append(text)
        size += len(text)
    if held:
        yield "".join(held)


def line_width(lines: Iterable[str]) -> int:
    """Width at which lines were broken; more than any line has if they are paragraphs.

    It is the commonest length of lines that end inside a sentence. Titles and the rows of tables may be longer; where
    other lines are, no width broke them.

    >>> line_width(["一" * 41 + "年度报告", "一" * 30, "二" * 28, "三。"]), line_width(["一" * 30 + "。", "二" * 29]) > 31
    (30, True)
    """
    return _common_width([text for line in lines if (text := line.strip())]) or sys.maxsize


def _common_width(lines: Sequence[str]) -> int | None:
    texts = [text for text in lines[:_SAMPLE] if len(text) >= _FULL_LINE]
    lengths = [len(text) for text in texts if len(text) <= _MAX_WIDTH and not (_is_closed(text) or _is_apart(text))]
    if len(lengths) < _BROKEN:
        return None
    broken = Counter(lengths)
    alike = {width: sum(broken[length] for length in range(width * 9 // 10, width + 1)) for width in broken}
    width, count = max(alike.items(), key=lambda entry: (entry[1], entry[0]))
    longer = sum(_printed_width(text) > _LONGER * width for text in texts if not _is_apart(text))
    return width if count >= _BROKEN and count >= _BROKEN_TO_LONGER * longer else None


def _is_apart(text: str) -> bool:
    """Whether a line is a title or a table's row, which may be longer than others."""
    return text.endswith(_TITLE) or _is_row(text)


def _is_row(text: str) -> bool:
    return len(text) <= 2 * _MAX_WIDTH and ("|" in text or len(text.split()) > 1) and _ROW.search(text) is not None


@Remembered
def _is_closed(text: str) -> bool:
    """Whether a line begins or ends what its writer wrote: no width broke it."""
    return text.endswith(_ENDS) or begins_anew(text)


def _printed_width(text: str) -> float:
    """In full characters, of which a letter or a digit takes half; exact for what may be one line."""
    return len(text) - 0.5 * sum(map(str.isascii, text[: 2 * _MAX_WIDTH]))


def begins_anew(line: str) -> bool:
    """Whether a line begins with a number, a bullet or a label, and so goes on with no other.

    >>> begins_anew("（一）主动公开"), begins_anew("电话：5550101"), begins_anew("2室，邮编")
    (True, True, False)
    """
    return _STARTS.match(line) is not None


def _runs_on(line: str, following: str, full: float) -> bool:
    if line.endswith(_OPEN) and _NUMBER.match(following):
        return True  # a number is parted from its label or its area code, whatever the line's length
    if following.startswith(_NEVER_FIRST):
        return True
    return len(line) >= full and not line.endswith(_ENDS) and not begins_anew(following)


def sentences(text: str) -> list[str]:
    """Split at the ends of sentences and semicolons, nothing lost but them.

    >>> sentences("收到申请3件；已答复。无复议")
    ['收到申请3件', '已答复', '无复议']
    """
    return [part for part in _ENDS_OF_SENTENCES.split(text) if part.strip()]


def flat_in_place(text: str) -> str:
    """Simplified text with compatibility forms folded as far as its length allows: places found in it hold in the original.

    >>> flat_in_place("聯繫電話：０８７８—5550101㎡")
    '联系电话:0878—5550101㎡'
    """
    return text if text.isascii() else text.translate(_FLATTENING)


class _Flattening(dict[int, str]):
    """Characters → their compatibility forms of one character, simplified; filled as they are met."""

    def __missing__(self, code: int) -> str:
        form = unicodedata.normalize("NFKC", chr(code))
        self[code] = simplify(form if len(form) == 1 else chr(code))
        return self[code]


_FLATTENING = _Flattening({ord("∶"): ":", ord("︰"): ":"})


@dataclass(frozen=True, slots=True)
class Flat:
    """A text as it is searched, with the way back to the print."""

    printed: str
    text: str
    places: Sequence[int]
    """Place in the print of every character of the text."""

    def original(self, start: int, end: int) -> str:
        """Print of a span of the text."""
        return self.printed[self.places[start] : self.places[end - 1] + 1] if start < end else ""


def flatten(text: str) -> Flat:
    """Text folded, in simplified characters, without white space except one space between Latin letters and digits.

    >>> flat = flatten("電　話：０８７８ 5550101 。")
    >>> flat.text, flat.original(3, 15)
    ('电话:0878 5550101。', '０８７８ 5550101')
    """
    folded = flat_in_place(text)
    parts: list[str] = []
    places: list[int] = []
    begin = 0
    for gap in _GAP.finditer(folded):
        start, end = gap.span()
        parts.append(folded[begin:start])
        places.extend(range(begin, start))
        if start > 0 and end < len(folded) and _LATIN.match(folded[start - 1]) and _LATIN.match(folded[end]):
            parts.append(" ")
            places.append(start)
        begin = end
    if not parts:
        return Flat(text, folded, range(len(folded)))
    places.extend(range(begin, len(folded)))
    return Flat(text, "".join([*parts, folded[begin:]]), places)


_GAP = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
_LATIN = re.compile(r"[0-9A-Za-z]")
