"""Numbers for the forms that keep every identity, and year after year for one agency."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from crawler.simulator.layout import printed_rows
from extractors.tables.forms import Form, FormTable

Row = dict[str, float]
Figures = dict[str, dict[str, Row]]
"""Table id → row key → column key → number."""


def fill_years(rng: Random, forms: Mapping[int, Form], scale: int) -> dict[int, Figures]:
    """Fill the form of each report year; what one year carries out, the next one carries in.

    ``scale`` is the agency's size: 1 gives a quiet township, 12 a county.
    """
    filled: dict[int, Figures] = {}
    carried_out: Row = {}
    for year in sorted(forms):
        before = filled.get(year - 1)
        if before is None:
            carried_out = {}
        figures = {
            table.id: _fill_table(rng, forms[year], table, scale, carried_out, (before or {}).get(table.id, {}))
            for table in forms[year].tables
        }
        carried_out = figures["t3_requests"]["carried_out"]
        filled[year] = figures
    return filled


def _fill_table(
    rng: Random, form: Form, table: FormTable, scale: int, carried_in: Row, before: Mapping[str, Row]
) -> dict[str, Row]:
    if table.id == "t3_requests":
        return _fill_requests(rng, form, table, scale, carried_in)
    if table.id == "t4_review_litigation":
        return {table.rows[0].key: _fill_reviews(rng, form, scale)}
    return {row.key: _fill_disclosure(rng, table, scale, before.get(row.key, {})) for row in printed_rows(table)}


def _addends(form: Form, identity: str) -> tuple[str, ...]:
    return next(entry.right for entry in form.identities if entry.id == identity)


def _some(rng: Random, scale: int) -> int:
    """Mostly nothing, now and then a few, seldom many."""
    roll = rng.random()
    if roll < 0.75:
        return 0
    return rng.randint(1, 3) if roll < 0.95 else rng.randint(1, 9 * scale)


def _fill_requests(rng: Random, form: Form, table: FormTable, scale: int, carried_in: Row) -> dict[str, Row]:
    applicants = _addends(form, "t3_row_total")
    results = _addends(form, "t3_result_total")
    rows: dict[str, Row] = {row.key: {} for row in printed_rows(table)}
    quiet = rng.random() < 0.4 / scale
    for applicant in applicants:
        busy = scale if applicant == "natural_person" else max(1, scale // 6)
        numbers = {key: 0 if quiet else _some(rng, busy) for key in results}
        carried_out = 0 if quiet else _some(rng, 1)
        arrived = int(carried_in.get(applicant, 0))
        # As many must be settled or carried on as arrived from last year.
        numbers["granted"] += max(0, arrived - sum(numbers.values()) - carried_out)
        settled = sum(numbers.values())
        numbers |= {
            "result_total": settled,
            "carried_in": arrived,
            "carried_out": carried_out,
            "new_received": settled + carried_out - arrived,
        }
        for key, number in numbers.items():
            rows[key][applicant] = number
    for row in rows.values():
        row["total"] = sum(row.values())
    return rows


def _fill_reviews(rng: Random, form: Form, scale: int) -> Row:
    row: Row = {}
    for identity in ("t4_review_total", "t4_litigation_direct_total", "t4_litigation_after_review_total"):
        addends = _addends(form, identity)
        row |= {key: _some(rng, scale) if rng.random() < 0.3 else 0 for key in addends}
        total = next(entry.left[0] for entry in form.identities if entry.id == identity)
        row[total] = sum(row[key] for key in addends)
    return row


def _fill_disclosure(rng: Random, table: FormTable, scale: int, before: Row) -> Row:
    match tuple(column.key for column in table.data_columns):
        case ("newly_made", "newly_disclosed", "public_total"):
            disclosed = _some(rng, 1)
            kept = int(before.get("public_total", _some(rng, scale)))
            return {"newly_made": disclosed, "newly_disclosed": disclosed, "public_total": kept + disclosed}
        case ("prior_year_items", "change_this_year", *more):
            prior = int(before.get("prior_year_items", 0) + before.get("change_this_year", 0))
            prior = prior or rng.choice((0, rng.randint(1, 40) * scale, rng.randint(50, 300) * scale))
            row: Row = {"prior_year_items": prior, "change_this_year": rng.randint(-(prior // 3), prior // 3 + scale)}
            return row | {key: rng.randint(0, 150) * scale for key in more}
        case ("procurement_items", "procurement_amount"):
            items = _some(rng, scale)
            return {
                "procurement_items": items,
                "procurement_amount": round(items * rng.uniform(3, 900), 2) if items else 0,
            }
        case ("issued", "repealed", "in_force"):
            kept = int(before.get("in_force", rng.randint(0, 6 * scale)))
            issued, repealed = _some(rng, 1), min(kept, _some(rng, 1))
            return {"issued": issued, "repealed": repealed, "in_force": kept + issued - repealed}
        case ("decisions",):
            return {"decisions": rng.choice((0, rng.randint(1, 90), rng.randint(100, 900))) * scale}
        case ("fee_amount_wan_yuan",):
            return {"fee_amount_wan_yuan": rng.choice((0, round(rng.uniform(0.5, 60) * scale, 2)))}
        case columns:
            raise ValueError(f"no figures for table {table.id} with columns {columns}")
