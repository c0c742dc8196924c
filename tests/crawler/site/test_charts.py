import pytest

from crawler.site.charts import Point, draw


def points(*values: float | None) -> list[Point]:
    return [
        Point(2019 + at, value, None if value is not None else "no_report", "cn_2019")
        for at, value in enumerate(values)
    ]


def test_columns_stand_on_zero_and_are_as_high_as_their_numbers() -> None:
    chart = draw(points(10, 20, 40))
    heights = [column.height for column in chart.columns]
    assert heights == pytest.approx([heights[2] / 4, heights[2] / 2, heights[2]], abs=0.2)
    assert {round(column.top + column.height, 1) for column in chart.columns} == {chart.zero}
    assert chart.ticks[0] == ("0", chart.zero)


def test_gap_has_no_column_and_its_reason() -> None:
    (_, gap, _) = draw(points(10, None, 5)).columns
    assert (gap.height, gap.point.gap) == (0, "no_report")


def test_numbers_below_zero_hang() -> None:
    (up, down) = draw(points(3, -3)).columns
    assert down.top == up.top + up.height


def test_form_begins_where_it_is_another() -> None:
    forms = ["cn_2014", "cn_2019", None, "cn_2019", "cn_2021"]
    chart = draw([Point(2018 + at, 1, form=form) for at, form in enumerate(forms)])
    assert [(span.form, span.begins) for span in chart.spans] == [
        ("cn_2014", False),
        ("cn_2019", True),
        ("cn_2021", True),
    ]


def test_long_numbers_stand_upright() -> None:
    assert not draw(points(1, 2)).upright
    assert draw(points(*[123456] * 15)).upright


def test_everything_lies_within_the_chart() -> None:
    for values in ((1, 2), (0.5, -7), [99_999_999.5] * 40):
        chart = draw(points(*values))
        for column in chart.columns:
            assert 0 <= column.left <= column.left + column.width <= chart.width
            assert 0 <= column.label <= column.top
            assert column.top + column.height <= chart.height
