"""How text is made comparable."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from extractors.text import fold, squeeze, tidy


def test_every_character_is_folded_as_unicode_says() -> None:
    characters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert [char for char in characters if fold(char) != unicodedata.normalize("NFKC", char)] == []


def test_characters_that_join_with_their_neighbours_are_folded_together() -> None:
    random = Random(8)
    characters = "规章 ０９（），…〇〩e\u0301か\u3099カ゛ｶﾞ각한\u11a8①㎡Å\u0338<"
    texts = ["".join(random.choices(characters, k=6)) for _ in range(3000)]
    assert [text for text in texts if fold(text) != unicodedata.normalize("NFKC", text)] == []


def test_no_character_escapes_squeezing_and_tidying_that_is_white_or_invisible() -> None:
    white = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]+")
    texts = [f"规{chr(code)} 章" for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert [text for text in texts if squeeze(text) != white.sub("", fold(text))] == []
    assert [text for text in texts if tidy(text) != white.sub(" ", text).strip()] == []
