"""Contacts as reports print them, with what they say known: wordings and numbers of pages.toml put together.

A wording is a sentence with places: ``{phone}``, ``{fax}`` and so on. What a wording has no place for, the report does
not state. ``{both}`` is a number that serves as telephone and fax; ``{hotline}`` is no contact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from extractors.report import Contact

_PHONE_PRINTS = ("{a}-{n}", "{a}－{n}", "{a}—{n}", "（{a}）{n}", "({a}){n}", "{a} {n}", "{a}{n}", "{n}", "{a}- {n}")
_EXTENSIONS = ("转{e}", "-{e}", "转分机{e}")
_WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
_AREAS = ("0878", "010", "0533", "021")
_SITES = ("http://www.qinghe-demo.gov.cn", "https://www.qinghe-demo.gov.cn/zfxxgk/", "www.qinghe-demo.gov.cn")


@dataclass(frozen=True, slots=True)
class SampleContact:
    """What a report prints of its contact, and what that says."""

    text: str
    truth: Contact


def sample_contact(rng: Random, words: Mapping[str, Sequence[str]], *, office: str, place: str) -> SampleContact:
    """One wording of ``words["wordings"]`` filled in; ``office`` answers questions, ``place`` begins the address."""
    wording = rng.choice(words["wordings"])
    keys = set(re.findall(r"\{(\w+)\}", wording))
    area = rng.choice(_AREAS)
    printed: dict[str, str] = {"hotline": rng.choice(("12345", "0878-5559110", "12388"))}
    truth = Contact()
    for key in sorted(keys & {"phone", "phone2", "both", "fax"}):
        printed[key], value = _phone(rng, area, mobile=key.startswith("phone"))
        if key != "fax":
            truth.phones.append(value)
        if key in ("fax", "both"):
            truth.fax = value
    if truth.phones:
        order = [key for key in re.findall(r"\{(\w+)\}", wording) if key in ("phone", "phone2", "both")]
        by_key = dict(zip(sorted(order), truth.phones, strict=True))
        truth.phones = list(dict.fromkeys(by_key[key] for key in order))
    if "office" in keys:
        truth.office = printed["office"] = office
    if "address" in keys:
        truth.address = printed["address"] = place + rng.choice(words["addresses"])
    if "postcode" in keys:
        truth.postcode = printed["postcode"] = f"{rng.randint(100000, 859999)}"
    if "email" in keys:
        printed["email"] = (
            f"{rng.choice('abcdxyz')}qh{rng.randint(1, 999)}@{rng.choice(('163.com', 'qq.com', 'qinghe-demo.gov.cn'))}"
        )
        truth.emails = [printed["email"]]
    if "site" in keys:
        truth.website = printed["site"] = rng.choice(_SITES)
    return SampleContact(wording.format(**printed), truth)


def _phone(rng: Random, area: str, *, mobile: bool) -> tuple[str, str]:
    """A number as printed, and in the item's form."""
    if mobile and rng.random() < 0.05:
        number = f"13{rng.randint(0, 9)}{rng.randint(0, 99999999):08}"
        return number, number
    digits = 8 if len(area) == 3 else rng.choice((7, 7, 8))
    number = str(rng.randint(3, 8)) + "".join(str(rng.randint(0, 9)) for _ in range(digits - 1))
    shape = rng.choice((*_PHONE_PRINTS[:1] * 6, *_PHONE_PRINTS))
    printed = shape.format(a=area, n=number)
    value = number if shape == "{n}" else f"{area}-{number}"
    if "-" in printed and rng.random() < 0.05:
        extension = str(rng.randint(100, 8999))
        printed += rng.choice(_EXTENSIONS).format(e=extension)
        value += f"-{extension}"
    return (printed.translate(_WIDE) if rng.random() < 0.03 else printed), value
