"""Who reports on which year: the scene of a generated page, with every name that documents may print for it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any


@dataclass(slots=True)
class Scene:
    """Who reports on which year, and the names that documents may print for it."""

    rng: Random
    county: str
    kind: str
    """township, department, zone or county."""
    short: str
    """松陂镇人民政府, 青禾县民政局."""
    full: str
    """青禾县松陂镇人民政府, 霁州市青禾县民政局."""
    bare: str
    """松陂镇."""
    we: str
    year: int

    @property
    def office(self) -> str:
        """Office that answers questions."""
        if self.kind == "township":
            return f"{self.bare}{self.rng.choice(('党政办公室', '党政综合办公室', '政务公开办公室', '党政办', '综合办公室'))}"
        return f"{self.short}{'' if self.short.endswith('办公室') else '办公室'}"

    @property
    def neighbour(self) -> str:
        """A like body elsewhere, in its short form."""
        if self.kind == "township":
            return self.short.replace(self.bare, "鹿鸣" + self.bare[-2 if self.bare.endswith("街道") else -1 :])
        stem = self.county if self.county in self.short else self.county[:2]
        return self.short.replace(stem, "临汀县" if stem == self.county else "临汀")


@cache
def words() -> dict[str, Any]:
    """Words of pages.toml."""
    return tomllib.loads((Path(__file__).parent / "pages.toml").read_text(encoding="utf-8"))


def scene(rng: Random) -> Scene:
    """Draw who reports, and on which year."""
    places = words()["places"]
    county, city = rng.choice(places["county"]), rng.choice(places["city"])
    kind = rng.choices(("township", "department", "zone", "county"), (50, 35, 8, 7))[0]
    year = rng.choice((*range(2008, 2019), *range(2019, 2026), *range(2019, 2026)))
    if kind == "township":
        bare = rng.choice(places["township"])
        ends = ("办事处", "办事处", "", "") if bare.endswith("街道") else ("人民政府", "人民政府", "人民政府", "政府")
        short = bare + rng.choice(ends)
        prefix = rng.choice((county, county, city + county))
        full = f"{county}人民政府{bare}办事处" if bare.endswith("街道") and rng.random() < 0.2 else prefix + short
        return Scene(
            rng,
            county,
            kind,
            short,
            full,
            bare,
            f"我{bare[-1] if bare[-1] in '镇乡' else '街道' if bare.endswith('街道') else '苏木'}",
            year,
        )
    if kind == "department":
        name = rng.choice(places["department"])
        we = "我局" if name.endswith("局") else "我单位"
        return Scene(rng, county, kind, county + name, city + county + name, name, we, year)
    if kind == "zone":
        name = county[:2] + rng.choice(places["zone"])
        return Scene(rng, county, kind, name, city + name, name, "我委", year)
    return Scene(rng, county, kind, county + "人民政府", city + county + "人民政府", county, "我县", year)
