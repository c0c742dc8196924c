"""Which province a division lies in."""

from __future__ import annotations

import re

from extractors.divisions import province_of

_PROVINCE = re.compile(r".{2,9}?(?:省|自治区|市)")


def province_name(code: str, name: str) -> str | None:
    """Province of a division's code by the national table, else as its full name begins.

    >>> province_name("532325", "云南省楚雄彝族自治州姚安县"), province_name("990121", "岚江省霁州市青禾县")
    ('云南省', '岚江省')
    """
    found = _PROVINCE.match(name)
    return province_of(code) or (found[0] if found else None)
