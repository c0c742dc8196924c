"""Benchmarks: a run that is slower than the recorded one is said loudly, if it is measured on such pages; all run at once."""

import json
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import load_tables, run_table
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


@pytest.mark.parametrize("arguments", load_tables().values(), ids=load_tables())
def test_table_of_the_one_run_is_measured_by_a_benchmark_that_knows_its_options(arguments):
    folder = Path(benchmarks.__file__).parent
    module = folder / f"{arguments[0]}.py"
    text = (module if module.exists() else folder / arguments[0] / "__main__.py").read_text("utf-8")
    assert [option for option in arguments if option.startswith("--") and f'"{option}"' not in text] == []


def test_table_that_can_not_be_measured_is_a_failure_and_its_file_says_so(tmp_path):
    assert run_table(["extraction", "--no-such-option"], tmp_path / "table.txt") == 1
    told = (tmp_path / "table.txt").read_text("utf-8")
    assert "python -m benchmarks.extraction --no-such-option" in told
    assert "status 2" in told
