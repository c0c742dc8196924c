"""Paragraphs out of lines: text from PDF and from some converters breaks its lines at a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from extractors.text import fold

_FULL_LINE = 15
"""Characters; a shorter line ends where its writer ended it."""
_MAX_PARAGRAPH = 4000
_ENDS = tuple("。！？；：!?;:…")
_STARTS = re.compile(
    r"\s{0,80}(?:[一二三四五六七八九十]{1,3}[、.．,，]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[-•●◆■#|*]|第[一二三四五六七八九十]{1,3}|"
    r"[一二三四五六七八九]是|附[件表]|如[对有]|联系|地址|电话|传真|邮编|网址|邮箱)"
)


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Join the lines that a width broke: those as long as the longest that end inside a sentence, with the line after.

    >>> list(paragraphs(["如对本报告有任何疑问，请与党政办公室联系，电话0878-", "5550101。", "一、总体情况", "正文。"]))
    ['如对本报告有任何疑问，请与党政办公室联系，电话0878-5550101。', '一、总体情况', '正文。']
    """
    texts = [text for line in lines if (text := line.strip())]
    full = max(_FULL_LINE, 0.75 * max(map(len, texts), default=0))
    held: list[str] = []
    size = 0
    for text in texts:
        if held and (_STARTS.match(text) or not _runs_on(held[-1], full) or size > _MAX_PARAGRAPH):
            yield "".join(held)
            held, size = [], 0
        held.append(text)
        size += len(text)
    if held:
        yield "".join(held)


def sentences(text: str) -> list[str]:
    """Split at the ends of sentences and semicolons, nothing lost but them.

    >>> sentences("收到申请3件；已答复。无复议")
    ['收到申请3件', '已答复', '无复议']
    """
    return [part for part in re.split(r"[。；;！!？?\n]", text) if part.strip()]


def fold_in_place(text: str) -> str:
    """Text with compatibility forms folded as far as its length allows, so that places found in it hold in the original.

    >>> fold_in_place("电话：０８７８—5550101㎡")
    '电话:0878—5550101㎡'
    """
    return text if text.isascii() else text.translate(_FOLDING)


class _Folding(dict[int, str]):
    """Characters → their compatibility forms of one character, filled as they are met."""

    def __missing__(self, code: int) -> str:
        form = unicodedata.normalize("NFKC", chr(code))
        self[code] = form if len(form) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding()


def _runs_on(line: str, full: float) -> bool:
    """Whether a line may go on in the next: as long as full lines are, and no sentence ends it."""
    return len(line) >= full and not fold(line[-1:]).endswith(_ENDS) and not line.endswith(_ENDS)
