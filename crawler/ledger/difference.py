r"""What differs between two items, field by field.

A path names keys and places joined by dots (``tables.t3_requests.new_received.total``, ``sections.0.text``); a dot within a
key is ``\.``. Lists that begin and end alike differ in a slice (``findings.1:3``), unless what differs is equally long.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawler.ledger.texts import canonical_json

Difference = dict[str, Any]
"""``path``, and ``before`` and ``after``, of which one is missing where a key came or went."""

_ESCAPED = re.compile(r"([\\.])")
_SEGMENT = re.compile(r"(?:[^\\.]|\\.)*", re.DOTALL)


def find_differences(before: Any, after: Any) -> list[Difference]:
    """What :func:`apply_differences` needs to make ``after`` of ``before``: objects with the same kinds of values.

    >>> find_differences({"a": {"b": 3}, "c": [1, 2, 9]}, {"a": {"b": 4}, "c": [1, 7, 8, 9], "d": 0})
    ... # doctest: +NORMALIZE_WHITESPACE
    [{'path': 'a.b', 'before': 3, 'after': 4}, {'path': 'c.1:2', 'before': [2], 'after': [7, 8]},
     {'path': 'd', 'after': 0}]
    """
    return list(_compare((), before, after))


def apply_differences(differences: Sequence[Difference], before: dict[str, Any]) -> dict[str, Any]:
    """The object that ``before`` became."""
    after = copy.deepcopy(before)
    for difference in differences:
        *way, last = _split_path(difference["path"])
        place: Any = after
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            start, colon, stop = last.partition(":")
            if colon:
                place[int(start) : int(stop)] = difference["after"]
            else:
                place[int(start)] = difference["after"]
        elif "after" in difference:
            place[last] = difference["after"]
        else:
            del place[last]
    return after


def _compare(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            here = (*path, key)
            if key not in after:
                yield {"path": _join_path(here), "before": before[key]}
            elif key not in before:
                yield {"path": _join_path(here), "after": after[key]}
            else:
                yield from _compare(here, before[key], after[key])
    elif isinstance(before, list) and isinstance(after, list):
        yield from _compare_lists(path, before, after)
    elif canonical_json(before) != canonical_json(after):
        yield {"path": _join_path(path), "before": before, "after": after}


def _compare_lists(path: tuple[str, ...], before: list[Any], after: list[Any]) -> Iterator[Difference]:
    old, new = [[canonical_json(each) for each in side] for side in (before, after)]
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    if len(old) == len(new):
        for at in range(head, len(old) - tail):
            yield from _compare((*path, str(at)), before[at], after[at])
    else:
        stop = len(old) - tail
        place = _join_path((*path, f"{head}:{stop}"))
        yield {"path": place, "before": before[head:stop], "after": after[head : len(new) - tail]}


def _join_path(path: Sequence[str]) -> str:
    return ".".join(_ESCAPED.sub(r"\\\1", key) for key in path)


def _split_path(path: str) -> list[str]:
    r"""Keys of a path.

    >>> _split_path("a.b\\.c.0"), _split_path("")
    (['a', 'b.c', '0'], [''])
    """
    keys, at = [], 0
    while True:
        match = _SEGMENT.match(path, at)
        assert match is not None  # it matches nothing, too
        keys.append(re.sub(r"\\(.)", r"\1", match[0], flags=re.DOTALL))
        if match.end() == len(path):
            return keys
        at = match.end() + 1
