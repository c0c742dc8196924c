"""The year reported on, from a title in any writing or from what else states it."""

import pytest

from extractors.metadata import Metadata
from extractors.reading import Reading
from extractors.report import Hints, Period, Section
from extractors.year import extract_year


def year(title=None, *, preamble=(), text="", period=None, published=None, hints=None):
    reading = Reading(title, "text", title) if title else None
    lasted = Reading(Period(start=period[0], end=period[1]), "text", "") if period else None
    shown = Reading(published, "meta", published) if published else None
    sections = [Section(number="一", heading="总体情况", text=text)]
    return extract_year(reading, Metadata(), list(preamble), sections, lasted, shown, hints or Hints())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("松陂镇人民政府2020年政府信息公开工作年度报告", 2020),
        ("松陂镇人民政府２０２０年政府信息公开工作年度报告", 2020),
        ("松陂镇人民政府 2020 年度政府信息公开工作年度报告", 2020),
        ("松陂镇二〇二〇年政府信息公开工作年度报告", 2020),
        ("松陂镇二○一二年政务公开工作报告", 2012),
        ("松陂镇二O一三年政府信息公开年报", 2013),
        ("松陂镇二0一七年政府信息公开工作年度报告", 2017),
        ("松陂镇二零二一年度政府信息公开年度报告", 2021),
        ("2021年度松陂镇政府信息公开工作年度报告", 2021),
        ("松陂镇政府信息公开工作年度报告（2021年）", 2021),
        ("松陂镇政府信息公开年度报告2021", 2021),
        ("松陂镇2020年政府信息公开工作年度报告（2021年修订）", 2020),
        ("松陂镇2020年政府信息公开工作年度报告（修改）", 2020),
        ("松陂镇2020政府信息公开工作年度报告", 2020),
        ("松陂镇2019-2020年政府信息公开工作年度报告", None),
        ("松陂镇202020年政府信息公开工作年度报告", None),
        ("松陂镇政府信息公开工作年度报告", None),
        ("松陂镇1年政府信息公开工作年度报告", None),
    ],
)
def test_title(title: str, expected: int | None):
    reading = year(title)
    assert (reading.value if reading else None) == expected


def test_a_misprinted_year_is_a_finding_and_the_period_decides():
    reading = year("松陂镇202020年政府信息公开工作年度报告", period=("2020-01-01", "2020-12-31"))
    assert reading.value == 2020
    assert [f.code for f in reading.findings] == ["field.year_typo"]


def test_a_title_without_year_leaves_it_to_the_period():
    assert year("松陂镇政府信息公开工作年度报告", period=("2021-01-01", "2021-12-31")).value == 2021


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("根据《条例》要求，现将松陂镇2021年政府信息公开工作年度报告公布如下，欢迎监督和指正。", 2021),
        ("2021年以来，我局认真贯彻落实条例，采取有力措施推进各项公开工作，取得了新的成效。", 2021),
        ("二〇二一年，我镇坚持以公开为常态、不公开为例外，稳步推进各项公开工作，成效明显。", 2021),
        ("根据《条例》要求，2021年，我局继续推进各项公开工作，全年运行正常，没有发生争议。", 2021),
        ("根据《条例》要求，2021年，我局将继续推进各项公开工作，完善制度，加强培训。", None),
        ("2021年我局将继续推进各项公开工作，完善制度，加强培训，方便群众。", None),
        ("根据《条例》要求，2008年5月起我局设立了查阅点，配备专人负责接待，方便群众查询。", None),
        ("按照《关于做好2020年工作的通知》要求，我局认真做好各项公开工作，取得了新的成效。", None),
        ("我镇于2010年建成便民大厅，配备电脑和打印机，安排专人引导群众查询公开信息，很受欢迎。", None),
    ],
)
def test_the_opening_states_the_year(line: str, expected: int | None):
    reading = year(None, preamble=[line])
    assert (reading.value if reading else None) == expected


def test_a_plan_for_the_next_year_says_nothing_against_the_period():
    opening = ["根据《条例》要求，2022年度我镇将继续推进。"]
    reading = year(
        None,
        preamble=opening,
        text="本年度共公开信息30条。下一步，2022年我镇将继续努力。",
        period=("2021-01-01", "2021-12-31"),
    )
    assert (reading.value, reading.findings) == (2021, ())


def test_the_year_of_publication_is_never_the_year_reported_on():
    assert year("松陂镇政府信息公开工作年度报告", published="2021-01-07") is None


def test_the_link_of_the_listing_comes_last():
    reading = year(None, hints=Hints(link_text="松陂镇2019年政府信息公开年报"))
    assert (reading.value, reading.source) == (2019, "listing")


def test_title_and_period_that_differ_are_a_finding():
    reading = year("松陂镇2021年政府信息公开工作年度报告", period=("2020-01-01", "2020-12-31"), published="2022-01-07")
    assert reading.value == 2021
    assert [(f.code, f.stated, f.computed) for f in reading.findings] == [("field.year_conflict", 2021, 2020)]


def test_a_title_whose_year_had_not_ended_at_publication_gives_way():
    reading = year("松陂镇2021年政府信息公开工作年度报告", period=("2020-01-01", "2020-12-31"), published="2021-01-07")
    assert reading.value == 2020
    assert [f.code for f in reading.findings] == ["field.year_conflict"]


def test_a_period_over_two_years_says_nothing():
    assert year(None, period=("2019-07-01", "2020-12-31")) is None


def test_a_misprint_alone_is_a_finding_without_a_year():
    found = year("松陂镇202020年政府信息公开工作年度报告")
    assert found.value is None
    assert [finding.code for finding in found.findings] == ["field.year_typo"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("根据条例有关要求，现将《松陂镇2020年政府信息公开工作年度报告》予以公布。", 2020),
        ("按照县政务公开办公室要求，我镇对2020年度政府信息公开工作进行了总结。", 2020),
        ("松陂镇认真落实条例各项规定，2020年政府信息公开工作取得新的进展。", 2020),
        ("按照條例規定，松陂鎮向社會公開2020年度政府信息公開工作年度報告。", 2020),
        ("根据《关于做好2020年政府信息公开工作年度报告编制工作的通知》要求，编制本报告。", None),
        ("根据上级关于做好2020年政府信息公开工作年度报告编制工作的要求，编制本报告。", None),
        ("自2019年新修订的政府信息公开条例施行以来，我镇不断加强各项公开工作。", None),
    ],
)
def test_the_opening_names_the_year_of_the_reports_topic_only(line: str, expected: int | None):
    found = year("政府信息公开工作年度报告", preamble=[line])
    assert (found.value if found else None) == expected
