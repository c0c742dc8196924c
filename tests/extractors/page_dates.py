"""Dates as portals and reports print them, with what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

_DIGITS = "〇一二三四五六七八九"
_WITH_TIME = (
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%-m/%-d %-H:%M:%S", "%Y-%m-%d%H:%M", "%Y年%m月%d日 %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.0",
    "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M", "%Y-%m-%d %H：%M", "%Y年%m月%d日%H:%M:%S", "%Y-%m-%d %-H:%M", "%Y/%m/%d%H:%M:%S", "%Y年%-m月%-d日 %H时%M分", "%Y-%m-%d  %H:%M:%S", "%Y-%m-%d %H:%M:%S %a",
)  # fmt: skip
_DAYS = (
    "%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d", "%Y年%m月%d日", "%Y年%-m月%-d日", "%Y/%m/%d", "%Y.%m.%d", "%Y-%-m-%-d", "[%Y-%m-%d]", "（%Y-%m-%d）", "%Y 年 %m 月 %d 日",
    "%Y%m%d",
)  # fmt: skip
_SIGNED = (
    "%Y年%-m月%-d号",
    "%Y年%-m月%-d",
    "（%Y年%-m月%-d日）",
    "%Y年%-m月%-d日",
    "%Y年%-m月%-d日",
    "%Y年%m月%d日",
    "%Y.%-m.%-d",
    "%Y-%m-%d",
    "%Y 年 %-m 月 %-d 日",
    "%Y/%-m/%-d",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of publication."""

    at: datetime

    @property
    def day(self) -> str:
        """ISO date."""
        return self.at.date().isoformat()

    def earlier(self, days: int) -> Moment:
        """Some days before."""
        return Moment(self.at - timedelta(days=days))

    def numerals(self) -> str:
        """二〇二一年一月七日."""
        return f"{numeral_year(self.at.year)}年{_numeral(self.at.month)}月{_numeral(self.at.day)}日"


def sample_moment(rng: Random, year: int) -> Moment:
    """When a report on ``year`` may be published: in the first quarter after it, or years later."""
    late = 365 * rng.randint(1, 4) if rng.random() < 0.06 else 0
    return Moment(
        datetime(year + 1, 1, 4)
        + timedelta(days=rng.randint(0, 80) + late, minutes=rng.randint(480, 1060), seconds=rng.randint(0, 59))
    )


def print_date(rng: Random, moment: Moment, *, time: bool | None = None, signed: bool = False) -> tuple[str, str]:
    """The moment as printed, and the ISO date or time that it says."""
    if signed:
        return moment.at.strftime(rng.choice(_SIGNED)), moment.day
    if time is None:
        time = rng.random() < 0.45
    if not time:
        printed = moment.at.strftime(rng.choice(_DAYS))
        if rng.random() < 0.03:
            printed = "".join(
                chr(ord(char) + 0xFEE0) if char.isascii() and char.isdigit() else char for char in printed
            )
        return printed, moment.day
    shape = rng.choice(_WITH_TIME)
    seconds = moment.at.second if "%S" in shape else 0
    return moment.at.strftime(shape), moment.at.replace(second=seconds).isoformat()


def numeral_year(year: int, zero: str = "〇") -> str:
    """二〇二〇, with the zero asked for."""
    return "".join(_DIGITS[int(char)] for char in str(year)).replace("〇", zero)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
