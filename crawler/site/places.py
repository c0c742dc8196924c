"""What counties, and what stands in their place, are called."""

from __future__ import annotations

import re
import sqlite3

from crawler.export.province import province_name
from crawler.site.words import plain_word
from extractors.divisions import find_division_by_code

_CODE = re.compile(r"[0-9]{6}")
OTHER = "other"
"""Region of what has no division."""


def find_places(connection: sqlite3.Connection) -> None:
    """Fill the table ``place``."""
    for (code,) in connection.execute("SELECT place FROM entry UNION SELECT place FROM state ORDER BY 1").fetchall():
        if _CODE.fullmatch(code):
            name = _county_name(connection, code)
            row = (code, name, code[:2], province_name(code, name) or code[:2])
        else:
            name = plain_word("portal_place", portal=code) if code else plain_word("other_files")
            row = (code, name, OTHER, plain_word("other_places"))
        connection.execute("INSERT INTO place (code, name, province, province_name) VALUES (?, ?, ?, ?)", row)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'coverage'").fetchone():
        connection.execute(
            """UPDATE place SET yearless = some.found FROM (
                SELECT coalesce(substr(division, 1, 6), portal, '') AS code, count(*) AS found
                FROM coverage WHERE id IS NULL AND (year IS NULL OR agency IS NULL) GROUP BY 1
            ) AS some WHERE some.code = place.code"""
        )


def _county_name(connection: sqlite3.Connection, code: str) -> str:
    """Name by the national table, else what its reports call it."""
    division = find_division_by_code(code)
    if division is not None:
        return division.name
    query = """SELECT division_name FROM reports WHERE division >= ? AND division < ? AND division_name IS NOT NULL
        ORDER BY length(division), length(division_name), division_name LIMIT 1"""
    row = connection.execute(query, (code, f"{code}:")).fetchone()
    return row[0] if row else code
