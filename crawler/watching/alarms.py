"""When a run is worth a person's attention. The thresholds are data: ``alarms.toml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from crawler.books.outcome import CrawlOutcome, PortalOutcome
from crawler.datafiles import parse_toml
from crawler.watching.reports import coverage, unknown_labels
from extractors.errors import ConfigError

Counts = Mapping[str, int]
_FILE = "alarms.toml"
_KEYS: Mapping[str, frozenset[str]] = {
    "interrupted": frozenset(),
    "feed": frozenset(),
    "expected": frozenset(),
    "nothing": frozenset(("min",)),
    "dropped": frozenset(("share", "min", "runs")),
    "lost": frozenset(("min",)),
    "blocked": frozenset(("share", "min")),
    "failed": frozenset(("share", "min")),
    "rejected": frozenset(("share", "min")),
    "field": frozenset(("share", "min")),
    "label": frozenset(("min",)),
}
"""Kind → what its table must say."""
FOUND = ("reports", "kept_back", "skipped", "fault/shared")
"""Counts of reports that a portal was seen to have: read, as they were before, of years that were not asked for, or read for
another portal of the crawl: which of two comes first is chance."""
_CAUSES = 3
"""Names that a message gives at most."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Beyond which a kind rings."""

    share: float = 0.0
    """Between 0 and 1."""
    min: int = 0
    runs: int = 1
    """That are looked back."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One that rings."""

    kind: str
    """A table of ``alarms.toml``."""
    portal: str | None
    """``None`` for what concerns the whole run."""
    about: str | None
    """Field, table or label."""
    message: str
    name: str | None = None
    """The portal's, where it is recorded."""
    since: str | None = None
    """When the run began in which it rang first, and since which it has rung in each."""

    def __str__(self) -> str:
        portal = " ".join(filter(None, (self.portal, self.name)))
        return ": ".join(filter(None, (self.kind, portal, self.about, self.message)))

    @property
    def place(self) -> tuple[str, str | None, str | None]:
        """What makes it the same alarm in the next run."""
        return self.kind, self.portal, self.about

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


Thresholds = Mapping[str, Threshold]


def load_thresholds(path: str | Path | None = None) -> dict[str, Threshold]:
    """Kind → threshold, of a file or of ours. :exc:`~extractors.errors.ConfigError` names file, kind and key."""
    name = str(path or _FILE)
    try:
        text = Path(path).read_text("utf-8") if path else files(__package__).joinpath(_FILE).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(name, "(file)", str(error)) from error
    data = parse_toml(name, text)
    for kind, keys in data.items():
        if kind not in _KEYS:
            raise ConfigError(name, kind, f"no kind of alarm; there are {', '.join(_KEYS)}")
        if not isinstance(keys, dict) or set(keys) != _KEYS[kind]:
            raise ConfigError(name, kind, f"must say {', '.join(sorted(_KEYS[kind])) or 'nothing'}")
        for key, value in keys.items():
            if type(value) not in ((int, float) if key == "share" else (int,)) or value < 0:
                raise ConfigError(name, f"{kind}.{key}", f"{value!r} is no number that can be a threshold")
    return {kind: Threshold(**keys) for kind, keys in data.items()}


def ring(
    outcome: CrawlOutcome,
    before: Mapping[str, Counts],
    thresholds: Thresholds,
    expected: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
) -> list[Alarm]:
    """Alarms of a run.

    ``before`` are the counts of the last run by portal (:attr:`~crawler.books.outcome.PortalOutcome.counts`), empty for a first
    one; a portal that it lacks is compared with nothing. ``most`` are the reports that portals had at most in the last runs,
    by default those of ``before``; ``expected`` are the least reports by portal. An interrupted run has not seen all of its
    portals: only the shares of what it did are judged.
    """
    rung = [*_of_run(outcome)]
    last = {id_: found(counts) for id_, counts in before.items()}
    most = last if most is None else most
    for portal in outcome.portals.values():
        shares = [alarm for alarm in _of_shares(portal, thresholds) if alarm.kind in thresholds]
        rung += shares
        if outcome.finished and not (shares and not portal.answered):  # of what did not answer that is told once
            had = (last.get(portal.id, 0), most.get(portal.id, 0))
            rung += _of_numbers(portal, *had, thresholds, (expected or {}).get(portal.id, 0))
    rung += _of_reports(outcome, before, thresholds)
    return [_named(alarm, outcome) for alarm in rung if alarm.kind in thresholds]


def _named(alarm: Alarm, outcome: CrawlOutcome) -> Alarm:
    name = outcome.portals[alarm.portal].name if alarm.portal else None
    return alarm if name == alarm.portal else replace(alarm, name=name)


def _of_run(outcome: CrawlOutcome) -> Iterator[Alarm]:
    if not outcome.finished:
        yield Alarm("interrupted", None, None, "the run was ended before it was done")
    if outcome.failed_feeds:
        yield Alarm("feed", None, None, f"{outcome.failed_feeds} feeds could not be written")


def _of_shares(portal: PortalOutcome, thresholds: Thresholds) -> Iterator[Alarm]:
    counts, shares = portal.counts, shares_of(portal)
    asked = asked_for(counts)
    for kind, n, of in (
        ("blocked", counts["blocked"], asked),
        ("failed", counts["failed"], asked),
        ("rejected", sum(portal.rejected.values()), counts["pages"]),
    ):
        limit = thresholds.get(kind, Threshold())
        nothing_came = n == of and kind != "rejected"
        if n and (of >= limit.min or nothing_came) and shares[kind] > limit.share:
            yield Alarm(kind, portal.id, None, f"{n} of {of} {kind}, more than {limit.share:.0%}{_cause(portal)}")
    if counts["lost"] >= thresholds.get("lost", Threshold()).min > 0:
        yield Alarm("lost", portal.id, None, f"{counts['lost']} lost to an error of ours")


def _of_numbers(portal: PortalOutcome, last: int, most: int, thresholds: Thresholds, expected: int) -> Iterator[Alarm]:
    now, cause = found(portal.counts), _cause(portal)
    if now < expected:
        yield Alarm("expected", portal.id, None, f"{now} reports, of which the record expects {expected}{cause}")
    nothing, dropped = thresholds.get("nothing", Threshold()), thresholds.get("dropped", Threshold())
    if not now and not _says_empty(portal):
        if last >= max(nothing.min, 1):
            yield Alarm("nothing", portal.id, None, f"no report, and before {last}{cause}")
    elif most >= dropped.min and now < most * (1 - dropped.share):
        yield Alarm("dropped", portal.id, None, f"{now} reports, and before {most}{cause}")


def _cause(portal: PortalOutcome) -> str:
    """Names of what went wrong most often, to be read behind a number."""
    names = [name for name, _ in Counter(portal.faults).most_common(_CAUSES)]
    return f" ({', '.join(names)})" if names else ""


def _of_reports(outcome: CrawlOutcome, before: Mapping[str, Counts], thresholds: Thresholds) -> Iterator[Alarm]:
    """What the reports of the same portals show now and showed before; one that gave none now shows nothing."""
    same = [id_ for id_, it in outcome.portals.items() if id_ in before and any(map(_is_form, it.counts))]
    now, last = total(outcome.portals[id_].counts for id_ in same), total(before[id_] for id_ in same)
    limit, last_forms = thresholds.get("field", Threshold()), coverage(last)
    for form, shares in coverage(now).items():
        was = last_forms.get(form, {})
        if min(shares["reports"], was.get("reports", 0)) < max(limit.min, 1):
            continue
        for name, share in shares.items():
            if name != "reports" and share < was.get(name, 1.0) - limit.share:
                message = f"{share:.1%} of {form} have {name}, {was.get(name, 1.0):.1%} in the last run"
                yield Alarm("field", None, f"{form}.{name}", message)
    if any(map(_is_form, last)):
        seen, least = unknown_labels(last), thresholds.get("label", Threshold()).min
        for label, n in unknown_labels(now).items():
            if n >= max(least, 1) and label not in seen:
                yield Alarm("label", None, label, f"printed {n} times, and not once in the last run")


def _is_form(count: str) -> bool:
    return count.startswith("form/")


def found(counts: Counts) -> int:
    """Reports that a portal was seen to have."""
    return sum(counts.get(key, 0) for key in FOUND)


def asked_for(counts: Counts) -> int:
    """Pages that came or should have come."""
    return sum(counts.get(key, 0) for key in ("listings", "pages", "blocked", "failed"))


def shares_of(portal: PortalOutcome) -> dict[str, float]:
    """Shares of what was asked for that was ``blocked`` or ``failed``, and of the pages read that were ``rejected``."""
    counts = portal.counts
    asked, pages = asked_for(counts), counts["pages"]
    shares = {kind: counts[kind] / asked if asked else 0.0 for kind in ("blocked", "failed")}
    shares["rejected"] = sum(portal.rejected.values()) / pages if pages else 0.0
    return {kind: round(share, 4) for kind, share in shares.items()}


def total(counts: Iterable[Counts]) -> Counter[str]:
    """Counts of several portals."""
    together: Counter[str] = Counter()
    for each in counts:
        together.update(each)
    return together


def _says_empty(portal: PortalOutcome) -> bool:
    """Whether a portal was read and its column says that there is nothing."""
    return portal.state == "read" and bool(portal.counts["fault/empty_column"])
