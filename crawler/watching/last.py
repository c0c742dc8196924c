"""The last run, as far as its report tells of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.watching.alarms import Alarm, Counts

logger = logging.getLogger(__name__)

_OF_CHANGES = frozenset(("dropped", "field", "label"))
"""Kinds that ring in the run that meets a change, and not in the next."""


def read_last(path: Path | None) -> Mapping[str, Any]:
    """The last run's report; empty where there is none, or none that can be read."""
    if path is None or not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        logger.warning("The last run's report can't be read, so nothing is compared with it: %s", error)
        return {}
    return data if isinstance(data, dict) and isinstance(data.get("portals"), list) else {}


def last_counts(report: Mapping[str, Any]) -> dict[str, Counts]:
    """Counts by portal of a run's report."""
    return {portal["id"]: portal["counts"] for portal in report.get("portals", ())}


def recovered(last: Mapping[str, Any], alarms: Sequence[Alarm], grown: Collection[str]) -> list[Mapping[str, Any]]:
    """Alarms of the last run that ring no more, since all is well again.

    One about a change that stays rings no more either, and nothing has recovered; ``grown`` are portals that have more reports now.
    """
    ringing = {alarm.place for alarm in alarms}
    return [
        it
        for it in last.get("alarms", ())
        if (it["kind"], it["portal"], it["about"]) not in ringing
        and (it["kind"] not in _OF_CHANGES or it["portal"] in grown)
    ]
