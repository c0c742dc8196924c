"""A label that OCR misread by a look-alike is the form's again, and never another one of the form's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractors.lookalikes import load_lookalikes, mended
from extractors.tables.forms import load_forms
from extractors.tables.labels import whole

LABELS = {
    whole(text)
    for form in load_forms().values()
    for table in form.tables
    for part in (*table.rows, *table.columns)
    for text in (part.label, *part.aliases, *part.under)
}


def pieces(label: str) -> Iterator[str]:
    """The label, and what its lines may be where it is wrapped."""
    yield label
    for width in (4, 6, 9, 14):
        for start in range(0, len(label) - width, 3):
            yield label[start : start + width]


def misread(text: str) -> Iterator[str]:
    """A text with one character read for one that looks alike."""
    for place, char in enumerate(text):
        for other in load_lookalikes().get(char, ""):
            yield text[:place] + other + text[place + 1 :]


def test_what_a_form_prints_stays() -> None:
    assert all(mended(piece) == piece for label in LABELS for piece in pieces(label))


def test_misread_label_is_its_own_again_or_stays_and_is_never_another() -> None:
    for label in LABELS:
        for piece in pieces(label):
            for read in misread(piece):
                assert mended(read) in (piece, read)


def test_no_label_of_a_form_is_the_misreading_of_another() -> None:
    assert not {read for label in LABELS for read in misread(label)} & LABELS


@pytest.mark.parametrize(
    ("read", "label"),
    [
        ("本年度止件数", "本年废止件数"),
        ("4. 徽博微信回应事件数", "4. 微博微信回应事件数"),
        ("（三）不子公开", "（三）不予公开"),
        ("规草", "规章"),
    ],
)
def test_look_alike_is_put_right(read: str, label: str) -> None:
    assert mended(read) == label


@pytest.mark.parametrize(
    "text",
    ["", "7", "12.5", "徽章", "不子", "2021年度", "徽徽博徽信", "人" * 500],
    ids=["nothing", "digit", "number", "other word", "too short", "year", "misread twice", "prose"],
)
def test_all_else_stays(text: str) -> None:
    assert mended(text) == text


def test_digits_have_no_look_alikes() -> None:
    assert not any(char.isdigit() or char in "一二三四五六七八九十〇零" for char in load_lookalikes())
