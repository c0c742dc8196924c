"""Invented counties and the agencies that report in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from crawler.simulator.vocabulary import words


@dataclass(frozen=True, slots=True)
class County:
    """A county or district that no map shows."""

    name: str
    slug: str
    code: str
    """Six digits under 99, a prefix that the national table does not use."""
    area_code: str
    postcode: str

    @property
    def full_name(self) -> str:
        """Name from the province down."""
        places = words()["places"]
        return f"{places['province']}{places['prefecture']}{self.name}"

    @property
    def government(self) -> str:
        """The county's government."""
        return f"{self.name}人民政府"

    @property
    def website(self) -> str:
        """Address that its documents print; a reserved domain."""
        return f"http://www.{self.slug}.example/"


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that reports."""

    name: str
    """As titles name it: ``松汀镇人民政府``."""
    full: str
    """With its county: ``澹栖县松汀镇人民政府``."""
    kind: str
    """county, township, street or bureau."""
    slug: str
    office: str
    address: str
    phone: str
    postcode: str
    scale: int
    """How busy it is: 1 for a township, more for a county."""

    @property
    def we(self) -> str:
        """How its prose calls itself."""
        return {"county": "全县", "township": "我镇", "street": "街道", "bureau": "我局"}[self.kind]


def county(index: int) -> County:
    """Compose the county of that number; numbers up to 99 give different names.

    >>> county(0).name, county(0).slug, county(1).name
    ('澹栖县', 'danxi', '砚陂县')
    """
    places, pinyin = words()["places"], words()["pinyin"]
    firsts, seconds = places["county_first"], places["county_second"]
    first = firsts[index % len(firsts)]
    # The step keeps neighbours apart in both syllables until all pairs are used.
    second = seconds[(index + index // len(firsts)) % len(seconds)]
    round_ = index // (len(firsts) * len(seconds))
    kind = places["county_kinds"][(index + round_) % len(places["county_kinds"])]
    return County(
        name=f"{'新' * round_}{first}{second}{kind}",
        slug=f"{'xin' * round_}{pinyin[first]}{pinyin[second]}",
        code=f"99{index // 80 + 1:02}{index % 80 + 21:02}",
        area_code="0789",
        postcode=f"98{index % 100:02}00",
    )


def agencies(home: County, count: int, rng: Random, *, rare: bool = False) -> list[Agency]:
    """Give ``count`` agencies of a county: its government, townships, a street office and bureaus in turn."""
    townships = _township_names(rng, rare=rare)
    bureaus = iter(rng.sample(words()["places"]["bureaus"], k=len(words()["places"]["bureaus"])))
    turn = ("county", "township", "bureau", "township", "street", "bureau", "township", "township")
    made = []
    for number in range(count):
        kind = turn[number] if number < len(turn) else "township"
        match kind:
            case "county":
                stem, name, full = home.name, home.government, home.government
            case "bureau":
                stem = name = full = home.name + next(bureaus)
            case "street":
                stem = next(townships) + "街道"
                name, full = f"{stem}办事处", f"{home.name}{stem}办事处"
            case _:
                stem = next(townships) + "镇"
                name, full = f"{stem}人民政府", f"{home.name}{stem}人民政府"
        made.append(_agency(home, number, kind, stem, name, full, rng))
    return made


def _agency(home: County, number: int, kind: str, stem: str, name: str, full: str, rng: Random) -> Agency:
    office = {"county": f"{name}办公室", "bureau": f"{name}办公室"}.get(kind, f"{stem}党政办公室")
    where = stem if kind in ("township", "street") else ""
    return Agency(
        name=name,
        full=full,
        kind=kind,
        slug=f"{kind[0]}{number}",
        office=office,
        address=f"{home.name}{where}{rng.choice(words()['places']['roads'])}{rng.randint(1, 199)}号",
        phone=f"{home.area_code}-{rng.randint(5, 8)}{rng.randint(0, 999_999):06}",
        postcode=f"{home.postcode[:4]}{number:02}",
        scale={"county": 12, "bureau": 4}.get(kind, 1),
    )


def _township_names(rng: Random, *, rare: bool) -> Iterator[str]:
    places = words()["places"]
    names = [first + second for first in places["township_first"] for second in places["township_second"]]
    rng.shuffle(names)
    yield from [*(places["rare_townships"] if rare else []), *names]
