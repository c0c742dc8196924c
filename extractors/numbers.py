"""Numbers as cells and sentences print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.remember import Remembered
from extractors.report import Number
from extractors.text import narrow

DOUBT = "\ufffd"
"""What a reader is not sure of: behind a value in a cell (``13`` and this), in place of each digit in prose."""

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
_DASH = re.compile(r"[-‐‑‒–—―─−_~﹣﹘]{1,6}")
_SLASH = re.compile(r"[/\\⁄∕]{1,4}")
_SEPARATED = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,6})?|[1-9][0-9]{0,2}(?: [0-9]{3}){1,4}(?:\.[0-9]{1,6})?"
)
_MULTIPLE = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[\s、;/|]+[-+]?[0-9]+(?:\.[0-9]+)?)+|0{2,}")
_SIGNS = (
    ("减少", -1), ("减", -1), ("下降", -1), ("↓", -1), ("−", -1), ("-", -1),
    ("增加", 1), ("增长", 1), ("新增", 1), ("增", 1), ("↑", 1), ("+", 1),
)  # fmt: skip
_UNIT = re.compile(
    r"(?P<rest>.*?)(?P<unit>[万亿千萬億]?(?:元|件次|人次|件|条|项|个|次|人|篇|份|宗|期|户|场|例|起)|[万亿萬億]|%)(?P<about>左右|以上)?"
)
_NUMERAL = re.compile(r"[零〇○一二三四五六七八九十百千万两]{1,12}")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_ZEROS = frozenset("零〇○")
_SCALES = {"十": 10, "百": 100, "千": 1000}

_RINGS = tuple("。°ºoO〇○")
"""What OCR makes of a lone zero that it is not sure of."""

MAX_CELL = 60
"""Longer text is no number, whatever it holds."""
_LONGEST_VALUE = 24
"""Characters of a line that can be a value by itself."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell prints. ``value`` is ``None`` where it states no single number; then ``status`` says why.

    ``status`` is empty for a plain print (ASCII ``-?digits[.digits]``); its words are those of ``Mark.status``.
    """

    value: Number | None
    status: tuple[str, ...] = ()
    unit: str | None = None


@Remembered
def parse_cell(raw: str) -> CellValue:
    """Read one table cell. Never guesses: what is not one number is ``None`` with its status.

    >>> parse_cell("减2626").value, parse_cell("4018.6万元").unit, parse_cell("0 0")
    (-2626, '万元', CellValue(value=None, status=('multiple',), unit=None))
    >>> parse_cell("１，２０３件")
    CellValue(value=1203, status=('format', 'unit'), unit='件')
    >>> [parse_cell(raw).status for raw in ("", "—", "／", "无", "O", "十二", "100余", "13\ufffd")]
    [('blank',), ('dash',), ('slash',), ('text',), ('text',), ('numeral',), ('approximate',), ('uncertain',)]
    """
    printed = raw.strip()
    if _PLAIN.fullmatch(printed):
        return CellValue(_number(printed))
    text = narrow(printed).strip()
    if not text:
        return CellValue(None, ("blank",))
    if len(text) > MAX_CELL:
        return CellValue(None, ("text",))
    if text.endswith(DOUBT):  # elsewhere it is what a page itself prints for characters that its own converter lost
        sure = text.rstrip(DOUBT)
        is_text = sure not in _RINGS and parse_cell(sure).status == ("text",)
        return CellValue(None, ("text",) if is_text else ("uncertain",))
    if _DASH.fullmatch(text):
        return CellValue(None, ("dash",))
    if _SLASH.fullmatch(text):
        return CellValue(None, ("slash",))
    if (value := _parse_decorated(text)) is not None:
        status = value.status or ("format",)  # one plain number after folding: full width
        if "format" not in status and text != printed:
            status = tuple(sorted({*status, "format"}, key=_ORDER.index))
        return CellValue(value.value, status, value.unit)
    return CellValue(None, ("multiple",) if _MULTIPLE.fullmatch(text) else ("text",))


_ORDER = ("sign", "format", "numeral", "approximate", "unit")


def _parse_decorated(text: str) -> CellValue | None:
    """Take sign, unit and words of approximation off, then read what is left; ``None`` if that is no number."""
    status: set[str] = set()
    unit: str | None = None
    rest = text.removesuffix("。").rstrip()
    if rest != text:
        status.add("format")
    if not _NUMERAL.fullmatch(rest) and (match := _UNIT.fullmatch(rest)):
        unit, rest = match["unit"], match["rest"].rstrip()
        status.add("unit")
        if match["about"]:
            status.add("approximate")
    for word in ("余", "多"):
        if rest.endswith(word):
            rest = rest.removesuffix(word).rstrip()
            status.add("approximate")
    for word in ("约", "近"):
        if rest.startswith(word):
            rest = rest.removeprefix(word).lstrip()
            status.add("approximate")
    sign = 1
    if not _PLAIN.fullmatch(rest):
        for word, factor in _SIGNS:
            if rest.startswith(word):
                rest, sign = rest.removeprefix(word).lstrip(), factor
                status.add("sign")
                break
    number = _parse_unsigned(rest, status, signed="sign" in status)
    if number is None:
        return None
    return CellValue(sign * number, tuple(sorted(status, key=_ORDER.index)), unit)


def _parse_unsigned(text: str, status: set[str], *, signed: bool) -> Number | None:
    if _PLAIN.fullmatch(text) and not (signed and text.startswith("-")):
        return _number(text)
    if _SEPARATED.fullmatch(text):
        status.add("format")
        return _number(re.sub(r"[, ]", "", text))
    if re.fullmatch(r"0[0-9]{0,3}[1-9][0-9]{0,3}", text):
        status.add("format")
        return int(text)
    # a lone 一 is as often a dash that was typed wrong
    if text != "一" and _NUMERAL.fullmatch(text) and (value := parse_numeral(text)) is not None:
        status.add("numeral")
        return value
    return None


def parse_numeral(text: str) -> int | None:
    """Chinese numeral, positional or digit by digit; ``None`` if it is none, or may be two.

    >>> parse_numeral("十二"), parse_numeral("一百零三"), parse_numeral("二〇"), parse_numeral("二万零五百"), parse_numeral("十百")
    (12, 103, 20, 20500, None)
    >>> [parse_numeral(text) for text in ("三千五", "二万五", "三四", "一二万")]  # 3,500 or 3,005; 25,000 or 20,005; some three or four …
    [None, None, None, None]
    """
    digits = read_digits(text)
    if digits is not None and (len(text) != 2 or not _ZEROS.isdisjoint(text)):
        return digits
    head, wan, tail = text.partition("万")
    if not wan:
        return _parse_below_wan(text) if text else None
    high, low = _parse_below_wan(head), _parse_below_wan(tail)
    return None if not high or low is None or tail in _DIGITS else high * 10_000 + low


def read_digits(text: str) -> int | None:
    """Number that is written digit by digit, as years are; ``None`` if it is not.

    >>> read_digits("二〇二一"), read_digits("二五"), read_digits("二十五"), read_digits("")
    (2021, 25, None, None)
    """
    digits = [_DIGITS.get(char) for char in text]
    return None if not digits or None in digits else int("".join(map(str, digits)))


def _parse_below_wan(text: str) -> int | None:
    total, digit, ceiling = 0, None, 10_000
    zero = False
    for char in text:
        if char in _ZEROS:
            if digit is not None:
                return None
            zero = True
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            scale = _SCALES.get(char)
            if scale is None or scale >= ceiling or (digit is None and not (scale == 10 and total == 0)):
                return None
            total, ceiling, digit, zero = total + (digit or 1) * scale, scale, None, False
    if digit is not None and ceiling > 10 and not zero and total:
        return None  # 三千五 is three thousand five hundred or five: not said
    return total + (digit or 0)


@Remembered
def is_value(text: str) -> bool:
    """Whether a line by itself can be a table's value: a number, a dash, a slash, or a word that stands for none.

    >>> [is_value(text) for text in ("0", "减12", "4018.6万元", "—", "无", "0 0", "十二", "1.属于国家秘密", "一", "1.")]
    [True, True, True, True, True, True, True, False, False, False]
    """
    bare = text.strip()
    if not bare or len(bare) > _LONGEST_VALUE:
        return False
    folded = narrow(bare).strip()
    if folded in _NONE_WORDS:
        return True
    cell = parse_cell(text)
    if "numeral" in cell.status:
        return (
            "unit" in cell.status or folded in "零〇○" or (len(folded) > 1 and not set("十百千万").isdisjoint(folded))
        )
    return cell.status != ("text",)


_NONE_WORDS = frozenset(("无", "暂无", "没有", "不变", "无变化", "持平", "O", "o", "Ο", "О"))


def _number(text: str) -> Number:
    return float(text) if "." in text else int(text)
