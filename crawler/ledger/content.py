"""What of an item is the report's content, and what only how it was come by: ``content.toml``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from crawler.datafiles import load_toml
from crawler.ledger.texts import canonical_json
from extractors.errors import ConfigError
from extractors.text import squeeze

Item = Mapping[str, Any]
_FILE = "content.toml"
_MAX_NOISE = 100
"""Characters of a paragraph that may be noise."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The file, checked."""

    volatile: tuple[tuple[str, ...], ...]
    noise: re.Pattern[str]
    corrected: re.Pattern[str]
    reading: Mapping[str, str]
    """Code of a finding → how much of the report was read; the first counts."""


def content_of(item: Item) -> dict[str, Any]:
    """The item without what is volatile and without paragraphs that are noise. The item itself stays as it is."""
    rules = load_rules()
    content = dict(item)
    for path in rules.volatile:
        content = _without(content, path)
    if "sections" in content:
        content["sections"] = [_without_noise(section, rules.noise) for section in content["sections"]]
    return content


def content_hash(content: Mapping[str, Any]) -> str:
    """64 hex."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def source_hash(item: Item, page_sha256: str | None) -> str:
    """64 hex of the digests of all bytes that it was read from: page, document, attachments."""
    attached = [each.get("sha256") for each in item.get("attachments", ())]
    return hashlib.sha256(canonical_json([page_sha256, item.get("sha256"), attached]).encode()).hexdigest()


def is_corrected(title: str | None) -> bool:
    """Whether a title says that the report mends another."""
    return title is not None and load_rules().corrected.search(squeeze(title)) is not None


def reading_of(item: Item) -> str:
    """How much of the report could be read: ``whole``, ``picture_only`` or ``document_unread``."""
    codes = {finding["code"] for finding in item.get("findings", ())}
    return next((reading for code, reading in load_rules().reading.items() if code in codes), "whole")


@cache
def load_rules() -> Rules:
    """Read the file. :exc:`ConfigError` if it is wrong."""
    data = load_toml("crawler.ledger", _FILE)
    try:
        return Rules(
            volatile=tuple(tuple(path.split(".")) for path in data["volatile"]),
            noise=re.compile("|".join(data["noise"])),
            corrected=re.compile("|".join(map(re.escape, data["corrected"]))),
            reading=data["reading"],
        )
    except (KeyError, re.error) as error:
        raise ConfigError(_FILE, "(file)", str(error)) from error


def _without(value: Any, path: Sequence[str]) -> Any:
    """The value without what a path names; copies what it changes."""
    first, *rest = path
    if isinstance(value, list):
        return [_without(each, rest) for each in value] if first == "*" else value
    if not isinstance(value, dict) or first not in value:
        return value
    if not rest:
        return {key: each for key, each in value.items() if key != first}
    return {**value, first: _without(value[first], rest)}


def _without_noise(section: Mapping[str, Any], noise: re.Pattern[str]) -> dict[str, Any]:
    lines = section["text"].split("\n")
    kept = [line for line in lines if len(line) > _MAX_NOISE or not noise.fullmatch(squeeze(line))]
    return {**section, "text": "\n".join(kept)}
