"""What is told of alarms: in lines for people, and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.watching.alarms import Alarm

_MAX_ALARMS = 100
_KEYS = ("finished", "exit_status", "begun_at", "ended_at", "seconds", "requests", "counts")


def message_of(health: Mapping[str, Any], new: Sequence[Alarm], recovered: Sequence[Alarm]) -> dict[str, Any]:
    """What is told: ``text`` for people, the alarms that began to ring, those that ring no more, and the run in short."""
    places = {alarm.place for alarm in new}
    old = [alarm for it in health["alarms"] if (alarm := Alarm(**it)).place not in places]
    return {
        "text": "\n".join(_lines(new, recovered, old)),
        "alarms": [alarm.as_dict() for alarm in new[:_MAX_ALARMS]],
        "more": max(len(new) - _MAX_ALARMS, 0),
        "recovered": [alarm.as_dict() for alarm in recovered[:_MAX_ALARMS]],
        "still": len(old),
        "run": {key: health[key] for key in _KEYS},
    }


def _lines(new: Sequence[Alarm], recovered: Sequence[Alarm], old: Sequence[Alarm]) -> Iterator[str]:
    yield f"nianbao: {len(new)} new alarms, {len(recovered)} recovered, {len(old)} still ring"
    yield from (str(alarm) for alarm in new[:_MAX_ALARMS])
    yield from (f"recovered: {alarm}" for alarm in recovered[:_MAX_ALARMS])
    if old:
        kinds = ", ".join(f"{kind} {n}" for kind, n in Counter(alarm.kind for alarm in old).most_common())
        yield f"still ring: {kinds}; the oldest since {min(alarm.since or '' for alarm in old)}"
