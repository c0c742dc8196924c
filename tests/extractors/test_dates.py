"""Dates in every print that pages use, and which of them is which."""

import json
import time
from pathlib import Path

import pytest

from extractors.dates import (
    date_findings,
    extract_published,
    extract_signed,
    find_periods,
    parse_date,
    period_findings,
)
from extractors.metadata import Metadata
from extractors.reading import Reading
from extractors.report import Hints, Period


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2021/1/7 10:49:34", "2021-01-07T10:49:34"),
        ("2021-02-20 17:58", "2021-02-20T17:58:00"),
        ("2022-01-29", "2022-01-29"),
        ("2025年01月20日", "2025-01-20"),
        ("2025年1月20日 09:05", "2025-01-20T09:05:00"),
        ("2021-03-2918:26", "2021-03-29T18:26:00"),
        ("2021.1.7", "2021-01-07"),
        ("２０２１年１月７日", "2021-01-07"),
        ("二〇二一年一月七日", "2021-01-07"),
        ("二○二一年十二月三十一日", "2021-12-31"),
        ("二O二一年十月二十日", "2021-10-20"),
        ("二零二一年元月七日", "2021-01-07"),
        ("二0二一年一月七日", "2021-01-07"),
        ("2021 年 1 月 7 日", "2021-01-07"),
        ("2021年1月7号", "2021-01-07"),
        ("2021-01-07T10:49:34+08:00", "2021-01-07T10:49:34"),
        ("2021-01-07T02:49:34Z", "2021-01-07T10:49:34"),
        ("2021-01-06T18:49:34+00:00", "2021-01-07T02:49:34"),
        ("2021-01-06T18:49:34+99:99", "2021-01-06"),
        ("2021-01-07 9:30-11:30", "2021-01-07T09:30:00"),
        ("Wed, 06 Jan 2021 18:49:34 GMT", "2021-01-07T02:49:34"),
        ("Thu, 31 Dec 2020 18:49:34 GMT", "2021-01-01T02:49:34"),
        ("Thu Jan 07 2021 10:49:34 GMT+0800", "2021-01-07T10:49:34"),
        ("2021-01-07 10:49:34.0", "2021-01-07T10:49:34"),
        ("2021年1月7日 下午 3:20", "2021-01-07T15:20:00"),
        ("2021-01-07 星期四 10:49", "2021-01-07T10:49:00"),
        ("2021年01月07日10时49分", "2021-01-07T10:49:00"),
        ("20210107", "2021-01-07"),
        ("20210107104934", "2021-01-07T10:49:34"),
        ("Thu Jan 07 10:49:34 CST 2021", "2021-01-07T10:49:34"),
        ("发布时间：2021-01-07", "2021-01-07"),
        ("2021年1月7日 下午12:05", "2021-01-07T12:05:00"),
        ("2021年1月7日 下午13:05", "2021-01-07T13:05:00"),
        ("二〇二一年一月二五日", "2021-01-25"),
        ("2〇21年1月7日", "2021-01-07"),
        ("2零21年1月7日", "2021-01-07"),
        ("1990年1月1日", "1990-01-01"),
        ("1989年12月31日", None),
        ("2099-12-31", "2099-12-31"),
        ("2100-01-01", None),
        ("Jan 7, 2021", "2021-01-07"),
        ("Jan 2021", None),
        ("7 Jan 1921", None),
        ("Jan 7, 1990", "1990-01-07"),
        ("Jan 7, 2099", "2099-01-07"),
        ("7 janv 2021", None),  # neither Chinese nor English
        ("01/07/2021", None),  # of January, or of July
        ("Jan 7, 2021".rjust(40, "."), "2021-01-07"),
        ("Jan 7, 2021".rjust(41, "."), None),
        ("2021-01-07".rjust(101, "."), None),
        ("2021-01-07".rjust(100, "."), "2021-01-07"),
        ("2021年2月30日", None),
        ("2021-13-01", None),
        ("2021-01-07 25:61", "2021-01-07"),
        ("2020年", None),
        ("2021年1月", None),
        ("1月7日", None),
        ("昨天", None),
        ("0878-5550101", None),
        ("2021-01-07 至 2021-01-09", None),
        ("", None),
        ("长" * 500, None),
    ],
)
def test_a_date_is_read_or_left_alone(printed: str, iso: str | None):
    assert parse_date(printed) == iso


@pytest.mark.parametrize(
    ("tail", "signed"),
    [
        (["无其他事项。", "松陂镇人民政府", "2021年1月7日"], "2021-01-07"),
        (["无其他事项。", "　　　　松陂镇人民政府　　", "　　二〇二一年一月七日　"], "2021-01-07"),
        (["无其他事项。", "松陂镇人民政府 2021年1月7日"], "2021-01-07"),
        (["无其他事项。", "青禾县民政局", "2021-1-7"], "2021-01-07"),
        (["无其他事项。", "2021年1月7日"], "2021-01-07"),
        (["无其他事项。", "（2021年1月7日）"], "2021-01-07"),
        (["无其他事项。 松陂镇人民政府 2021年1月7日"], "2021-01-07"),
        (["无。", "松陂镇人民政府", "2021年1月7日", "附件：统计表.xlsx", "分享到：", "无标题12文档"], "2021-01-07"),
        (["无。", "松陂镇人民政府", "2021年1月7日", "主办：青禾县人民政府 备案号：岚ICP备1号"], "2021-01-07"),
        (["无。", "松陂镇人民政府", "2021年元月7日"], "2021-01-07"),
        (["无。", "松陂镇人民政府 二〇二一年元月七日"], "2021-01-07"),
        (["无。", "松陂镇人民政府", "2021年1月7日", "拟稿人：甲某", "审核：乙某", "签发：丙某"], "2021-01-07"),
        (["无。", "松陂镇人民政府", "2021年1月"], None),
        (["我镇于2021年1月7日召开会议，部署公开工作。"], None),
        (["会议时间为2021年1月7日"], None),
        (["无。", "松陂镇人民政府", "2021年2月30日"], None),
        ([], None),
    ],
)
def test_the_sign_off_is_a_date_alone_or_behind_the_agency(tail: list[str], signed: str | None):
    reading = extract_signed(tail)
    assert (reading and (reading.value, reading.source)) == (signed and (signed, "text"))


@pytest.mark.parametrize(
    "appended",
    [
        ["附表", "情况统计表", "（2020年度）"],
        ["附件：2020年情况统计表", "填报单位（盖章）：松陂镇人民政府", "填报人：甲某 填报日期：2020年12月20日"],
        ["情况统计表（2020年度）", "单位：件"],
        ["填报单位：松陂镇人民政府", "填报日期：2020年12月20日"],
        ["附件1", "申请情况表", "自然人\t法人", "附件2", "诉讼情况表", "总计\t0"],
    ],
)
def test_the_sign_off_stands_above_what_is_appended(appended: list[str]):
    reading = extract_signed(["无。", "松陂镇人民政府", "2021年1月7日", *appended])
    assert reading is not None
    assert (reading.value, reading.evidence.quote) == ("2021-01-07", "松陂镇人民政府 2021年1月7日")


def test_a_date_without_an_agency_above_a_table_is_no_sign_off():
    assert extract_signed(["会议签到", "2021年1月7日", "情况统计表", "公开30条。"]) is None


def period_of(lines: list[str]) -> Reading[Period] | None:
    """First that does not end before it begins, as a report has it."""
    return next((found for found in find_periods(lines) if found.value.start < found.value.end), None)


def test_periods_behind_the_first_are_those_of_figures_and_each_is_quoted():
    first, other, *later = (
        "本报告统计期限为2020年1月1日至2020年12月31日。",
        "本报告涵盖2020年3月1日至2020年3月31日的工作。",
        "本报告期限为2020年5月1日至2020年6月30日。",
        "本报告统计数据自2020年7月1日至2020年12月31日。",
    )
    found = find_periods([first, other, *later])
    assert [(it.source, it.quote) for it in found] == [("text", line.rstrip("。")) for line in (first, *later)]


YEAR = ("2020-01-01", "2020-12-31")


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。", YEAR),
        ("统计数据时限为2020年1月1日至12月31日。", YEAR),
        ("本报告统计期限：2020年1月1日—2020年12月31日", YEAR),
        ("报告中所列数据的统计时限为2020年1月1日到2020年12月31日。", YEAR),
        ("本年度报告中使用的数据，统计期限从2020 年 1 月 1 日起，至 2020 年 12 月 31 日止。", YEAR),
        ("数据统计期限为２０２０年１月１日至１２月３１日", YEAR),
        ("统计期限：2020.1.1-2020.12.31", YEAR),
        ("数据的统计日期为2020年1月1日----2020年12月31日。", YEAR),
        ("报告中所列数据统计期为2020年1月1日至2020年12月31日", YEAR),
        ("数据的统计期限自2008年5月1日《条例》实施之日起，至2008年12月31日止。", ("2008-05-01", "2008-12-31")),
        ("本报告统计数据从2020年1月1日至2020年12月31日止。", YEAR),
        ("本报告内容涵盖青禾县教育局2020年1月1日至12月31日期间的政府信息公开工作情况。", YEAR),
        ("本报告数据统计时间为二〇二〇年一月一日至二〇二〇年十二月三十一日。", YEAR),
        ("本报告的时间范围为2020年1月1日至2020年12月31日。", YEAR),
        ("2020年1月1日至2020年12月31日的统计数据如下", YEAR),
        ("本报告统计数据期限为2020年1月至12月。", YEAR),
        ("统计期限为2020年8月5日至2020年12月31日", ("2020-08-05", "2020-12-31")),
        ("公示期为2020年3月1日至3月7日，统计期限为2020年1月1日至12月31日", YEAR),
        ("统计期限为2020年3月至3月", ("2020-03-01", "2020-03-31")),
        ("统计期限为2021年1月至2月", ("2021-01-01", "2021-02-28")),
        ("统计期限为2020年1月至13月", None),
        ("统计期限为2020年13月至12月", None),
        ("统计期限为2020年12月至1月", None),
        ("2020年1月1日至12月31日，全镇共接待群众300人次。", None),
        ("公示期为2020年3月1日至2020年3月7日。", None),
        ("统计期限为2021年1月1日至2020年12月31日。", None),
        ("统计期限截至2020年12月31日。", None),
        ("统计期限为2020年1月1日至2020年12月33日。", None),
    ],
)
def test_the_period_is_the_range_that_is_said_to_be_it(line: str, period: tuple[str, str] | None):
    reading = period_of(["一、总体情况", line])
    assert (reading and (reading.value.start, reading.value.end)) == period


def test_a_period_is_quoted_with_what_stands_around_it():
    before, after = "甲" * 27 + "统计期限为", "止的数据以及乙丙丁戊己庚"
    (found,) = find_periods([f"{before}2020年1月1日至12月31日{after}"])
    assert found.quote == f"{before[-30:]}2020年1月1日至12月31日{after[:10]}"


def test_a_period_broken_over_two_lines_is_read():
    lines = ["本报告所列数据的统计期限自2020年1月1日起至20", "20年12月31日止。"]
    assert period_of(lines).value == Period(start="2020-01-01", end="2020-12-31")


@pytest.mark.parametrize(
    ("metadata", "head", "hints", "url", "expected"),
    [
        (Metadata(published=Reading("2021-01-07", "meta", "")), ["发布时间：2021-01-09"], Hints(), None, ("2021-01-07", "meta")),
        (Metadata(), ["发布时间：2021-01-09 08:30 来源：本站"], Hints(), None, ("2021-01-09T08:30:00", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "2021-01-09"], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["更新日期：", "2021-01-09"], Hints(), None, None),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "成文日期：", "2021-01-05", "2021-01-09"], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "甲", "乙", "丙", "2021-01-09"], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "甲", "乙", "丙", "丁", "2021-01-09"], Hints(), None, None),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "[2021-01-09]"], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "我们于2021-01-09开会"], Hints(), None, None),
        (Metadata(), ["正文。", "松陂镇人民政府", "2021-01-09"], Hints(), None, None),
        (Metadata(), ["首页", "松陂镇2020年政府信息公开工作年度报告", "2021-01-09"], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "摘要" * 60, "2021-01-09"], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "2021-01-09".rjust(100, "|")], Hints(), None, ("2021-01-09", "text")),
        (Metadata(), ["松陂镇2020年政府信息公开工作年度报告", "2021-01-09".rjust(101, "|")], Hints(), None, None),
        (Metadata(), ["2021-01-09"], Hints(), None, None),
        (Metadata(), ["政府信息公开年报", "2021-01-09"], Hints(), None, None),
        (Metadata(), ["正文"], Hints(listing_date="2021-01-10"), "/t20210111_1.html", ("2021-01-10", "listing")),
        (Metadata(), [], Hints(), "http://x.example/zfxxgknb/202101/t20210111_26.html", ("2021-01-11", "url")),
        (Metadata(), [], Hints(), "http://x.example/art/2021/1/29/art_58_33.html", ("2021-01-29", "url")),
        (Metadata(), [], Hints(), "http://x.example/info/1007/2020.htm", None),
        (Metadata(), [], Hints(), "http://x.example/t20211399_1.html", None),
    ],
)  # fmt: skip
def test_published_by_order_of_trust(metadata, head, hints, url, expected):
    reading = extract_published(metadata, head, hints, url)
    assert (reading and (reading.value, reading.source)) == expected


@pytest.mark.parametrize(
    ("head", "url", "quote"),
    [
        (["　发布时间：2021-01-09 来源：本站 "], None, "发布时间：2021-01-09 来源：本站"),
        (["松陂镇2020年政府信息公开工作年度报告", " [2021-01-09] "], None, "[2021-01-09]"),
        ([], "http://x.example/zfxxgknb/202101/t20210111_26.html", "/t20210111_2"),
    ],
)
def test_what_the_date_of_publication_was_read_from_is_quoted(head: list[str], url: str | None, quote: str):
    assert extract_published(Metadata(), head, Hints(), url).quote == quote


@pytest.mark.parametrize(("length", "read"), [(300, True), (301, False)])
def test_a_label_is_looked_for_in_lines_up_to_a_length(length: int, read: bool):
    reading = extract_published(Metadata(), ["发布时间：2021-01-09 ".ljust(length, "。")], Hints(), None)
    assert (reading is not None) is read


def test_a_date_beside_an_agency_of_a_long_name_is_read_too():
    agency = "青禾县云溪经济技术开发区市场监督管理和综合行政执法局"
    head = ["云溪经济技术开发区2020年政府信息公开工作年度报告", f"{agency} 2021年01月09日"]
    assert extract_published(Metadata(), head, Hints(), None).value == "2021-01-09"


@pytest.mark.parametrize(
    ("label", "read"), [("生效日期:", False), ("本文件的最后生效日期为：", False), ("本文件的最后一次生效日期：", True)]
)
def test_a_short_line_that_ends_with_a_colon_is_the_label_of_the_next(label: str, read: bool):
    head = ["松陂镇2020年政府信息公开工作年度报告", label, "2021-03-01"]
    assert (extract_published(Metadata(), head, Hints(), None) is not None) is read


def test_dates_before_the_end_of_the_period_are_findings():
    period = Period(start="2020-01-01", end="2020-12-31")
    findings = date_findings(2020, period, "2020-11-02T08:00:00", "2020-02-19")
    assert [(f.code, f.severity) for f in findings] == [
        ("field.signed_before_period_end", "warning"),
        ("field.published_before_period_end", "warning"),
    ]


def test_a_period_that_is_stated_ends_where_it_says():
    half = Period(start="2020-01-01", end="2020-06-30")
    assert date_findings(2020, half, "2020-07-08T08:00:00", "2020-07-05") == []


def test_dates_in_order_give_no_finding():
    assert date_findings(2020, None, "2021-01-20T08:00:00", "2021-01-07") == []


def test_findings_of_dates_say_what_contradicts_what():
    period = Period(start="2020-01-01", end="2020-12-31")
    early, late = date_findings(2020, period, "2024-02-01", "2020-02-19")
    assert (early.field, early.stated, early.computed) == ("signed", "2020-02-19", "2020-12-31")
    assert early.message == "signed 2020-02-19, before the end of the period that is reported on, 2020-12-31"
    assert (late.code, late.severity, late.field) == ("field.published_late", "warning", "published")
    assert (late.stated, late.computed) == ("2024-02-01", "2020-12-31")
    assert late.message == "published 2024-02-01, more than 3 years after the end of the period reported on, 2020-12-31"


@pytest.mark.parametrize(("year", "published", "late"), [(2020, "2023-12-31", False), (2020, "2024-01-01", True)])
def test_a_page_that_was_dated_anew_years_later_is_a_finding(year: int, published: str, late: bool):
    codes = [finding.code for finding in date_findings(year, None, published, None)]
    assert codes == ["field.published_late"] * late


def test_a_report_signed_after_it_was_published_is_a_finding_and_one_signed_that_day_is_none():
    (finding,) = date_findings(None, None, "2021-01-20T08:00:00", "2021-01-21")
    assert (finding.code, finding.severity, finding.field) == ("field.signed_after_published", "info", "signed")
    assert (finding.stated, finding.computed) == ("2021-01-21", "2021-01-20T08:00:00")
    assert finding.message == "signed 2021-01-21, after the day of publication, 2021-01-20"
    assert date_findings(None, None, "2021-01-20T08:00:00", "2021-01-20") == []


def test_a_date_on_the_last_day_of_the_period_is_no_finding():
    assert date_findings(2020, None, "2020-12-31", "2020-12-31") == []
    assert date_findings(None, None, None, "1999-01-01") == []


@pytest.mark.parametrize(
    ("lines", "code", "about"),
    [
        (["统计期限为2021年1月1日至2020年12月31日。"], "reversed", "2021-01-01 to 2020-12-31 ends before it begins"),
        (["统计期限为2019年1月1日至2020年12月31日。"], "not_one_year", "2019-01-01 to 2020-12-31 is not of one year"),
        (
            ["统计期限为2020年1月1日至12月31日。", "统计期限为2019年1月1日至12月31日。"],
            "conflict",
            "2019-01-01 to 2019-12-31 is not the one of 2020-01-01 to 2020-12-31",
        ),
    ],
)
def test_findings_of_periods_say_what_is_wrong_and_where(lines: list[str], code: str, about: str):
    (finding,) = period_findings(find_periods(lines))
    assert (finding.code, finding.severity, finding.field) == (f"field.period_{code}", "warning", "period")
    assert finding.message == f"the period {about}: {lines[-1].removesuffix('。')}"
    assert finding.stated == "/".join(about.split()[0:3:2])


def test_without_period_the_reported_year_must_have_ended():
    assert [f.code for f in date_findings(2020, None, None, "2020-12-30")] == ["field.signed_before_period_end"]


@pytest.mark.parametrize(
    "unit", ["2021", "2021年", "2021-1-", "一", "二〇二一年", "统计期限", "2020年1月1日至", ". ", "/"]
)
def test_time_is_linear_on_hostile_repeats(unit: str):
    text = unit * (400_000 // len(unit))
    begin = time.process_time()
    parse_date(text)
    period_of([text])
    extract_signed([text])
    assert time.process_time() - begin < 2


SHARED = Path(__file__).parents[2].parent / "shared" / "reports"


@pytest.mark.skipif(not SHARED.exists(), reason="needs the real reports")
def test_dates_of_the_real_reports():
    for truth in json.loads((SHARED / "truth.json").read_text("utf-8")):
        lines = [line.strip() for line in (SHARED / truth["file"]).read_text("utf-8").splitlines() if line.strip()]
        period, signed = period_of(lines), extract_signed(lines[-25:])
        assert (period and [period.value.start, period.value.end]) == truth["period"]
        assert (signed and signed.value) == truth["signed"]


def test_date_beside_the_agency_under_the_title_is_the_one_of_publication():
    head = ["松陂镇2015年政府信息公开工作年度报告", "松陂镇人民政府  2016-01-25", "现将有关情况报告如下。"]
    assert extract_published(Metadata(), head, Hints(), None).value == "2016-01-25"


def test_date_under_the_title_behind_the_mark_of_a_list():
    head = ["松陂镇2015年政府信息公开工作年度报告", "• 2016年01月25日 09时30分", "• 来源：松陂镇人民政府"]
    assert extract_published(Metadata(), head, Hints(), None).value == "2016-01-25T09:30:00"


@pytest.mark.parametrize(
    "text", ["统计数据时间从2022年1月1日始至12月31日止。", "数据统计期限为2022年度（1月1日至12月31日）。"]
)
def test_period_that_says_the_year_once(text: str):
    assert period_of([text]).value == Period(start="2022-01-01", end="2022-12-31")


@pytest.mark.parametrize(
    "below",
    [
        ["— 6 —"],
        ["【打印本页】【关闭窗口】", "上一篇：松陂镇财政决算", "下一篇：没有了"],
        ["您是第 12345 位访问者"],
        ["相关链接：", "图解：松陂镇2022年政府信息公开工作年度报告"],
    ],
)
def test_sign_off_above_what_pages_print_below_it(below: list[str]):
    assert extract_signed(["没有其他事项。", "松陂镇人民政府", "2023年1月5日", *below]).value == "2023-01-05"


@pytest.mark.parametrize(
    "text",
    [
        "本报告中所列数据的统计期限自2020年元月1日至2020年12月31日。",
        "本報告中所列數據的統計時限為2020年1月1日至12月31日。",
        "本报告涵盖2020年1月1日开始到2020年12月31日结束期间政府信息公开工作情况。",
        "本报告涵盖2020年1月1日0时至12月31日24时期间政府信息公开工作情况。",
        "（统计期限：2020-01-01至2020-12-31）",
    ],
)
def test_more_writings_of_the_period(text: str):
    found = period_of([text])
    assert found is not None
    assert (found.value.start, found.value.end) == ("2020-01-01", "2020-12-31")


@pytest.mark.parametrize(
    "tail",
    [
        ["报告单位：松陂镇人民政府", "报告日期：2021年1月7日"],
        ["松陂镇人民政府（盖章）", "2021年1月7日"],
        ["松陂镇人民政府", "2021年1月7日", "抄送：县政府办公室。"],
        ["松陂镇人民政府", "2021年1月7日", "分享到：微信 微博", "【打印本页】【关闭窗口】"],
        ["松陂鎮人民政府", "2021年1月7號", "分享到：", "【打印本頁】【關閉窗口】"],
        ["松陂镇人民政府", "2021年1月7日", "主辦：青禾縣人民政府"],
        ["青禾县综合行政执法局（城市管理局）  2021年1月7日"],
    ],
)
def test_sign_offs_with_labels_seals_and_lines_below(tail: list[str]):
    found = extract_signed(["没有其他事项。", *tail])
    assert found is not None
    assert found.value == "2021-01-07"


def test_a_date_under_another_label_is_not_the_one_of_publication():
    head = ["松陂镇2020年政府信息公开工作年度报告", "生效日期：", "2021-03-01"]
    assert extract_published(Metadata(), head, Hints(), None) is None


def test_the_period_is_read_across_lines_under_a_longer_title():
    lines = [
        "岚江省霁州市青禾县松陂镇人民政府（松陂镇便民服务中心）年度报告",
        "本报告按照条例编制，所列数据的统计期限自2",
        "020年1月1日起至2020年12月3",
        "1日止，欢迎社会各界监督并且提出意见和建议",
        "，以便改进今后的工作。",
    ]
    period = period_of(lines)
    assert period is not None
    assert (period.value.start, period.value.end) == YEAR


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["统计期限为2020年1月1日至2020年12月31日。"], []),
        (["统计期限为2020年1月1日至2019年12月31日。"], ["field.period_reversed"]),
        (["统计期限为2019年1月1日至2020年12月31日。"], ["field.period_not_one_year"]),
        (
            ["统计期限为2020年1月1日至2020年12月31日。", "统计时间：2019年1月1日至2019年12月31日"],
            ["field.period_conflict"],
        ),
        (["统计期限为2020年1月1日至2020年12月31日。", "数据统计期限自2020年1月1日至12月31日止。"], []),
    ],
)
def test_doubtful_periods_are_findings(lines, codes):
    assert [finding.code for finding in period_findings(find_periods(lines))] == codes


def test_a_period_that_ends_before_it_begins_is_none():
    assert period_of(["统计期限为2020年1月1日至2019年12月31日。"]) is None


def test_publication_ten_years_later_is_a_finding():
    assert [f.code for f in date_findings(2012, None, "2021-01-15", None)] == ["field.published_late"]
    assert date_findings(2012, None, "2014-01-15", None) == []
