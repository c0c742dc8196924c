"""Forms are data, and wrong data is refused by name."""

from dataclasses import replace
from functools import cache

import pytest

from extractors.errors import ConfigError
from extractors.tables import match
from extractors.tables.forms import Form, Row, load_forms, parse_form
from extractors.tables.labels import core

GOOD = """
id = "x"
name = "表"
identities = [{ id = "a", table = "t", over = "columns", left = ["r"], relation = "=", right = [], strength = "soft" }]
[[tables]]
id = "t"
columns = [{ key = "c", label = "数" }]
rows = [{ key = "r", label = "行" }]
"""


@pytest.mark.parametrize(("form", "cells"), [("cn_2021", 200), ("cn_2019", 198), ("cn_2014", 58)])
def test_counts_of_the_national_forms(form, cells):
    tables = load_forms()[form].tables
    rows = [(table, row) for table in tables for row in table.rows if row.data and not row.optional]
    assert sum(len(table.data_columns) for table, _ in rows) == cells


def test_labels_and_units_are_found_by_key():
    form = load_forms()["cn_2019"]
    assert form.label("t3_requests", "granted", "legal_other")[1:] == ("（一）予以公开", "法人或其他组织 / 其他")
    assert form.unit("t2_art20_5", "admin_license", "prior_year_items") == "项"
    assert form.unit("t2_art20_9", "central_procurement", "procurement_amount") is None


def test_every_row_label_can_be_told_apart_by_wording_number_or_order():
    for form in load_forms().values():
        for table in form.tables:
            labels = [(core(row.label), row.number or row.label, row.parent) for row in table.rows]
            assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "表"', "", "name"),
        ('name = "表"', 'name = "表"\nnam = "表"', "nam"),
        ('key = "c", label = "数"', 'key = "c"', "tables[0].columns[0].label"),
        ('key = "r", label = "行"', 'key = "r", label = "行", lable = "x"', "tables[0].rows[0].lable"),
        ('left = ["r"]', 'left = ["q"]', "identities[0]"),
        ('relation = "="', 'relation = "=="', "identities[0].relation"),
        ('table = "t", over', 'table = "u", over', "identities[0].table"),
        ('id = "x"', 'id = "y"', "id"),
        ('{ key = "r", label = "行" }', '{ key = "r", label = "行" }, { key = "r", label = "列" }', "tables[0].rows"),
        ('name = "表"', 'name = "表', "(file)"),
    ],
)
def test_wrong_form_names_file_and_key(old, new, key):
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        parse_form("x.toml", GOOD.replace(old, new, 1))
    assert caught.value.key == key
    assert "x.toml" in str(caught.value)


def successor(detect: tuple[str, ...]) -> Form:
    """A form that adds a row to one that there is."""
    older = load_forms()["cn_2021"]
    requests = older.table("t3_requests")
    longer = replace(requests, rows=(*requests.rows, Row("denied_generated", "9.属于自动生成内容")))
    tables = tuple(longer if table is requests else table for table in older.tables)
    return replace(older, id="cn_2027", tables=tables, detect=detect)


@pytest.mark.parametrize("detect", ["the older's", "its own", "none"])
def test_form_that_adds_a_row_is_told_from_the_one_before(detect, monkeypatch):
    new = core("9.属于自动生成内容")
    labels = {"the older's": load_forms()["cn_2021"].detect, "its own": (new,), "none": ()}[detect]
    older, forms = load_forms()["cn_2021"], {"cn_2027": successor(labels), **load_forms()}
    monkeypatch.setattr(match, "load_forms", lambda: forms)
    for remembered in ("_label_counts", "matchers"):
        monkeypatch.setattr(match, remembered, cache(getattr(match, remembered).__wrapped__))
    printed = match.Matcher(older).labels
    assert match.detect_form(printed)[0] == "cn_2021"
    assert match.detect_form(printed | {new})[0] == "cn_2027"
    assert (
        match.detect_form({core("本年处理决定数量"), *map(core, ("行政许可", "行政处罚", "行政强制"))})[0] == "cn_2021"
    )
