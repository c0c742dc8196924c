"""The guide to findings: every code with its meaning, an example and what to do, and the identities behind the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from crawler.datafiles import load_toml
from crawler.guide.markdown import code, table
from crawler.guide.words import Language, load_guide_words
from extractors.report import Severity
from extractors.tables.forms import Identity, load_forms

_SHOWN_TERMS = 6
"""Terms of a sum that are all shown."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, in one language."""

    means: str
    example: str
    do: str
    says: tuple[str, ...] = ()
    """Clauses of a finding's sentence, with ``{stated}`` and the like; in English that is the finding's ``message``."""


@dataclass(frozen=True, slots=True)
class FindingCode:
    """A code, or with ``.*`` at its end a family of codes, that a report or a panel can have."""

    code: str
    severities: tuple[Severity, ...]
    """Those that it can have."""
    explained: Mapping[Language, Explanation]


@cache
def load_finding_codes() -> dict[str, FindingCode]:
    """All codes in the order of the guide."""
    data = load_toml("crawler.guide", "findings.toml")
    return {
        name: FindingCode(
            code=name,
            severities=tuple(entry["severity"]),
            explained={language: _explanation(entry[language]) for language in entry if language != "severity"},
        )
        for name, entry in data.items()
    }


def _explanation(told: Mapping[str, Any]) -> Explanation:
    return Explanation(**{**told, "says": tuple(told.get("says", ()))})


def find_code(finding_code: str) -> FindingCode | None:
    """Entry of a finding's code, or of its family; ``None`` for a code that the guide lacks.

    >>> [entry and entry.code for entry in map(find_code, ("check.t3_flow", "narrative.other_year", "x"))]
    ['check.*', 'narrative.other_year', None]
    """
    codes = load_finding_codes()
    return codes.get(finding_code) or codes.get(f"{finding_code.partition('.')[0]}.*")


def findings_guide(language: Language) -> str:
    """The guide as Markdown."""
    return "\n".join(_lines(language))


def _lines(language: Language) -> Iterator[str]:
    words = load_guide_words()
    frame = words["frame"][language]
    yield from (f"# {frame['findings']}", "", frame["findings_intro"], "", frame["severities"], "")
    family = ""
    for entry in load_finding_codes().values():
        if (own := entry.code.partition(".")[0]) != family:
            family = own
            yield from (f"## {words['families'][family][language]}", "")
        told = entry.explained[language]
        severities = frame["join"].join(map(code, entry.severities))
        yield from (f"### `{entry.code}`", "", f"{severities}{frame['stop']}{told.means}", "")
        yield from (f"- {frame['example']}{told.example}", f"- {frame['do']}{told.do}", "")
    yield from (f"## {frame['identities']}", "", frame["identities_intro"], "")
    yield from table((frame["code"], frame["form"], frame["table"], frame["relation"]), _identity_rows())


def _identity_rows() -> Iterator[Sequence[str]]:
    """A row for each different identity, with all forms that have it."""
    forms_of: dict[Identity, list[str]] = {}
    for form in load_forms().values():
        for identity in form.identities:
            forms_of.setdefault(identity, []).append(form.id)
    for identity, forms in sorted(forms_of.items(), key=lambda pair: (pair[1], pair[0].id)):
        relation = f"{_side(identity.left)} {identity.relation} {_side(identity.right)}"
        yield code(identity.code), ", ".join(map(code, forms)), code(identity.table), code(relation)


def _side(keys: Sequence[str]) -> str:
    if not keys:
        return "0"
    if len(keys) > _SHOWN_TERMS:
        return f"{keys[0]} + {keys[1]} + … + {keys[-1]}"
    return " + ".join(keys)
