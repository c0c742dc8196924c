"""What a cell prints, and what it states."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import is_value, parse_cell, parse_numeral


@pytest.mark.parametrize(
    ("raw", "value", "status", "unit"),
    [
        ("0", 0, (), None),
        (" \xa012\u3000", 12, (), None),
        ("-11", -11, (), None),
        ("3.50", 3.5, (), None),
        ("", None, ("blank",), None),
        ("\xa0", None, ("blank",), None),
        ("－", None, ("dash",), None),
        ("——", None, ("dash",), None),
        ("／", None, ("slash",), None),
        ("１２", 12, ("format",), None),
        ("1,203", 1203, ("format",), None),
        ("1，203，000", 1203000, ("format",), None),
        ("2 626", 2626, ("format",), None),
        ("减2626", -2626, ("sign",), None),
        ("减少 3", -3, ("sign",), None),
        ("+21", 21, ("sign",), None),
        ("增15", 15, ("sign",), None),
        ("减5万元", -5, ("sign", "unit"), "万元"),
        ("4018.6万元", 4018.6, ("unit",), "万元"),
        ("251000元", 251000, ("unit",), "元"),
        ("零", 0, ("numeral",), None),
        ("十二件", 12, ("numeral", "unit"), "件"),
        ("两万", 20000, ("numeral",), None),
        ("100余件", 100, ("approximate", "unit"), "件"),
        ("13\ufffd", None, ("uncertain",), None),
        ("\ufffd", None, ("uncertain",), None),
        ("约30", 30, ("approximate",), None),
        ("近 30", 30, ("approximate",), None),
        ("30多 件", 30, ("approximate", "unit"), "件"),
        ("30 余", 30, ("approximate",), None),
        ("30件以上", 30, ("approximate", "unit"), "件"),
        ("12 。", 12, ("format",), None),
        ("减1,200余件", -1200, ("sign", "format", "approximate", "unit"), "件"),
        ("0012", 12, ("format",), None),
        ("一", None, ("text",), None),
        ("无", None, ("text",), None),
        ("O", None, ("text",), None),
        ("0 0", None, ("multiple",), None),
        ("3/5", None, ("multiple",), None),
        ("00", None, ("multiple",), None),
        ("1,23", None, ("text",), None),
        ("12(3)", None, ("text",), None),
        ("减-5", None, ("text",), None),
        ("9" * 70, None, ("text",), None),
    ],
)
def test_cell(raw, value, status, unit):
    cell = parse_cell(raw)
    assert (cell.value, cell.status, cell.unit) == (value, status, unit)


def test_whole_number_is_one_in_the_feed_and_another_one_is_not() -> None:
    assert [type(parse_cell(raw).value) for raw in ("12", "12.0")] == [int, float]


@given(st.integers(-(10**12), 10**12))
def test_plain_integers_need_no_mark(number):
    assert parse_cell(str(number)).value == number
    assert parse_cell(str(number)).status == ()


@given(st.text(max_size=40))
def test_any_text_has_a_value_or_a_reason(text):
    cell = parse_cell(text)
    assert cell.value is not None or cell.status
    is_value(text)


@given(st.integers(0, 99_999_999))
def test_full_width_digits_mean_the_same(number):
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert parse_cell(wide).value == number
    assert parse_cell(wide).status == ("format",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二〇", 2020),
        ("二零", 20),
        ("一二三", 123),
        ("两", 2),
        ("百", None),
        ("", None),
        ("十十", None),
        ("一百十", None),
        ("十零二", 12),
        ("万", None),
        ("零万", None),
        ("一万万", None),
        ("一万二〇", None),
        ("一〇二万", None),
        ("一百零千", None),
        ("一百二百", None),
    ],
)
def test_numerals(text, value):
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["三千五", "一百二", "二万五", "一万二", "三四", "两三", "一二万", "两三百", "五六十"])
def test_a_numeral_that_may_be_two_numbers_or_about_one_is_none(text):
    assert parse_numeral(text) is None
    assert parse_cell(text).value is None
    assert parse_cell(text + "件").value is None


def numeral(number: int) -> str:
    """A number below a hundred million as one reads it aloud."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return numeral(high) + "万" + ("零" * (low < 1000) + numeral(low) if low else "")
    digits = f"{number:04}"
    spoken = "".join(
        "零" if digit == "0" else _NUMERALS[int(digit)] + scale for digit, scale in zip(digits, "千百十 ", strict=True)
    )
    return re.sub("零+", "零", spoken.strip()).strip("零") or "零"


_NUMERALS = "零一二三四五六七八九"


@given(st.integers(0, 99_999_999))
def test_every_number_is_read_from_its_numeral(number):
    assert parse_numeral(numeral(number)) == number
    assert parse_numeral(numeral(number).removeprefix("一") if 10 <= number < 20 else numeral(number)) == number


def test_ring_that_was_not_read_surely_is_a_value_in_doubt():
    assert parse_cell("。\ufffd").status == ("uncertain",)
    assert is_value("。\ufffd")


@pytest.mark.parametrize("printed", ["第\ufffd十条第（九）项", "规\ufffd", "1\ufffd3"])
def test_character_that_a_page_lost_makes_no_value_of_a_text(printed):
    assert parse_cell(printed).status == ("text",)
    assert not is_value(printed)
