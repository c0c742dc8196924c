"""The history of the extraction benchmark: a slower run is said loudly, if it is measured on such pages."""

import json

import pytest

from benchmarks.extraction import OURS, Figures, regressions

PAGES = {"pages": 100, "median_kb": 95}


@pytest.fixture
def history(tmp_path):
    file = tmp_path / "extraction.jsonl"
    runs = [PAGES | {"day": "2026-11-21"}, {"pages": 10, "median_kb": 95, "day": "2026-11-22"}]
    ratios = (4.0, 1.0)
    file.write_text(
        "\n".join(
            json.dumps(run | {"figures": {OURS: {"ratio": ratio}}}) for run, ratio in zip(runs, ratios, strict=True)
        )
    )
    return file


@pytest.mark.parametrize(("ratio", "loud"), [(4.5, False), (4.7, True), (3.0, False)])
def test_ratio_that_is_more_than_15_per_cent_worse_than_the_last_one_is_said_loudly(ratio, loud, history):
    said = regressions({OURS: Figures(ms=5.0, ratio=ratio)}, PAGES, history)
    assert any("SLOWER" in line for line in said) == loud
    assert any("2026-11-21" in line for line in said)


def test_other_pages_are_no_measure(history):
    assert regressions({OURS: Figures(ms=5.0, ratio=99)}, {"pages": 1, "median_kb": 9}, history) == [
        "nothing recorded for such pages"
    ]
