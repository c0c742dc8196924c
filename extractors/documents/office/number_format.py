"""Numbers of spreadsheets as they are printed: the format of a cell decides decimals, signs and dates."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from extractors.documents.web.table_builder import PICTURE

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 36: "yyyy年m月",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "0.0E+0", 50: "yyyy年m月", 51: "m月d日",
    52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Numbers of formats that no file spells out; the others are ``General``."""
_DIGITS = Context(prec=15)
"""Excel keeps no more; what a file holds behind them is noise of the calculation."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,200})"|[\\!](?P<escaped>.)|[_*].|\[\$(?P<money>[^\]\-]{0,9})[^\]]{0,20}\]|'
    r"\[(?P<bracket>[^\]]{0,40})\]|(?P<digits>General|G/通用格式|[0#?][0#?,.]{0,60}|\.[0#?]{1,30})|(?P<other>.)",
    re.DOTALL,
)
_GENERAL = ("General", "G/通用格式")
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|dbnum\d|color ?\d{1,2}|黑色|蓝色|绿色|红色|白色|黄色)",
    re.IGNORECASE,
)
_DATE = re.compile(r"[ymdhsYMDHS]")
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)


def printed_number(value: str, code: str, *, from_1904: bool = False) -> str:
    """A number as its format prints it, without thousands separators; the mark of a picture where that is not known.

    >>> [printed_number("0.30000000000000004", code) for code in ("General", "0.00", "0", '0.0"万元"', "# ?/?")]
    ['0.3', '0.30', '0', '0.3万元', '\ufffc']
    >>> [printed_number("44581", "yyyy年m月d日"), printed_number("-5", "0_);[Red](0)"), printed_number("0", "0;-0;;@")]
    ['2022年1月20日', '-5', '']
    """
    try:
        number = _DIGITS.create_decimal(value.strip())
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    sections = _sections(code)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section = sections[1]
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    if not code or section.strip() == "@":
        return _plain(number)
    return _print(number, section, from_1904=from_1904)


def _sections(code: str) -> list[str]:
    """Parts of a format for positive numbers, negative ones, zero, and text."""
    sections = [""]
    for match in _TOKEN.finditer(code[:500]):
        if match["other"] == ";":
            sections.append("")
        else:
            sections[-1] += match[0]
    return sections


def _print(number: Decimal, section: str, *, from_1904: bool) -> str:
    before, digits, behind = "", "", ""
    percent = False
    for match in _TOKEN.finditer(section):
        if match["bracket"] is not None:
            if not _COLOUR.fullmatch(match["bracket"]):
                return _day(number, section, from_1904=from_1904) if _DATE.search(match["bracket"]) else PICTURE
            continue
        if match["digits"]:
            if digits:
                return PICTURE
            digits = match["digits"]
            continue
        other = match["other"] or ""
        if _DATE.match(other):
            return _day(number, section, from_1904=from_1904)
        if other in ("E", "e", "/", "@"):
            return PICTURE
        percent = percent or other == "%"
        literal = match["quoted"] or match["escaped"] or match["money"] or ("" if other in "-+()" else other)
        if digits:
            behind += literal
        else:
            before += literal
    if not digits:
        return before
    text = _rounded(number * 100 if percent else number, digits)
    return f"{before}{text}{behind}" if text else ""


def _rounded(number: Decimal, digits: str) -> str:
    """The number with the decimals that its placeholders ask for; a sharp prints no zero."""
    if digits in _GENERAL:
        return _plain(number)
    number = number.scaleb(-3 * (len(digits) - len(digits.rstrip(","))))
    whole, _, decimals = digits.rstrip(",").partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, Context(prec=80))
    text = format(abs(rounded), "f")
    optional = len(decimals) - len(decimals.rstrip("#"))
    for _ in range(optional):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    if not rounded:
        return text if "0" in digits else ""
    if "0" not in whole:
        text = text.removeprefix("0")
    return f"-{text}" if rounded < 0 else text


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(number: Decimal, section: str, *, from_1904: bool) -> str:
    """A date in its parts that the format prints; times of the day are not read."""
    shown = re.sub(r'"[^"]{0,200}"|\[[^\]]{0,40}\]', "", section).lower()
    try:
        day = (_FIRST_DAY_1904 if from_1904 else _FIRST_DAY) + timedelta(days=int(number))
    except OverflowError:
        return PICTURE
    year, month_day = "y" in shown, "d" in shown
    if year:
        return f"{day.year}年{day.month}月" + (f"{day.day}日" if month_day else "")
    return f"{day.month}月{day.day}日" if month_day else PICTURE
