"""Accuracy of the fields: generated pages of known truth; field by field right, null, wrong; reports told from others.

    python -m benchmarks.fields [--documents N] [--show FIELD]

A field is *right* if it says what the page states, or is null where the page states nothing; *null* if it is null though
the page states it; *wrong* if it says anything else. Exit status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from extractors import extract
from extractors.report import Contact, Rejection, Report
from extractors.text import squeeze
from tests.extractors.page_others import other_page
from tests.extractors.pages import SamplePage, Truth, report_page

BARS = {"agency": 99.0, "year": 99.0, "published": 99.0, "signed": 99.0, "contact": 99.0}
"""Least share of right values, in per cent."""
MOST_WRONG = 0.3
"""Per cent of wrong values that those fields may have."""
LEAST_TOLD = 99.5
"""Per cent of pages that must be told rightly: report or not."""
_CONTACT = ("office", "address", "postcode", "phones", "fax", "emails", "website")


def judge(page: SamplePage, result: Report | Rejection) -> Iterator[tuple[str, str, object, object]]:
    """Field, right / null / wrong, what was read, what is true."""
    truth = page.truth
    reason = result.reason if isinstance(result, Rejection) else None
    yield "report or not", "right" if bool(reason) == bool(truth.reasons) else "wrong", reason, truth.reasons
    if isinstance(result, Rejection):
        if truth.reasons:
            yield "reason", "right" if result.reason in truth.reasons else "wrong", result.reason, truth.reasons
        return
    if truth.reasons:
        return
    for name, found, right in _fields(result, truth):
        yield name, _verdict(found, right), found, right
    codes = {finding.code for finding in result.findings}
    for code in truth.findings:
        yield f"finding {code}", "right" if code in codes else "null", sorted(codes), code
    for code in ("field.agency_conflict", "field.year_conflict", "field.year_typo"):
        if code in codes and code not in truth.findings:
            yield f"finding {code}", "wrong", [f.message for f in result.findings if f.code == code], None


def _fields(report: Report, truth: Truth) -> Iterator[tuple[str, object, frozenset[object]]]:
    yield "agency", _bare(report.agency), frozenset(map(_bare, truth.agency))
    if _bare(report.agency) in map(_bare, truth.agency):
        yield "agency_level", report.agency_level, frozenset({truth.level})
    yield "year", report.year, frozenset(truth.year)
    yield "title", _bare(report.title), frozenset(map(_bare, truth.title))
    yield "published", report.published, frozenset(truth.published)
    yield "signed", report.signed, frozenset({truth.signed})
    period = report.period and (report.period.start, report.period.end)
    yield "period", period, frozenset({truth.period and (truth.period.start, truth.period.end)})
    for name in _CONTACT:
        yield f"contact.{name}", _contact(report.contact, name), frozenset({_contact(truth.contact, name)})


def _bare(text: str | None) -> str | None:
    return None if text is None else squeeze(text)


def _contact(contact: Contact, name: str) -> object:
    value = getattr(contact, name)
    return (tuple(value) or None) if isinstance(value, list) else value


def _verdict(found: object, right: frozenset[object]) -> str:
    if found in right:
        return "right"
    return "null" if found is None else "wrong"


def main() -> int:
    """Print the table; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000, help="reports, and as many other pages (default 2000)")
    parser.add_argument("--show", help="print the misses of the fields that begin so")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for make in (report_page, other_page):
        for seed in range(options.first, options.first + options.documents):
            page = make(seed)
            for name, verdict, found, right in judge(page, extract(page.data, url=page.url, hints=page.hints)):
                counts[name][verdict] += 1
                if name.startswith("contact."):
                    counts["contact"][verdict] += 1
                if options.show and verdict != "right" and name.startswith(options.show):
                    print(f"{make.__name__} {seed} {name}: {found!r}, not {right!r}\n    {page.recipe}")
    return report(counts)


def report(counts: dict[str, Counter[str]]) -> int:
    """Print right, null and wrong of every field; 1 if a bar is missed."""
    print(f"{'field':34}{'values':>8}{'right':>11}{'null':>11}{'wrong':>11}")
    missed = []
    for name, kinds in counts.items():
        total = kinds.total()
        share = {kind: 100 * kinds[kind] / total for kind in ("right", "null", "wrong")}
        print(f"{name:34}{total:8}" + "".join(f"{share[kind]:9.2f} %" for kind in ("right", "null", "wrong")))
        if name in BARS and (share["right"] < BARS[name] or share["wrong"] > MOST_WRONG):
            missed.append(name)
        if name == "report or not" and share["right"] < LEAST_TOLD:
            missed.append(name)
    print(f"bars missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
