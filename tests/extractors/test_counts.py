"""Counts that prose states, and those that it leaves in doubt."""

import time

import pytest

from extractors.counts import extract_counts
from extractors.report import Section


def counts(text: str, heading: str = "总体情况") -> dict[str, float]:
    found = extract_counts([Section(number="一", heading=heading, text=text)], [])
    return {count.key: count.value for count in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年主动公开政府信息113条，其中动态信息98条。", {"active_total": 113}),
        ("2020年，我镇主动公开各类政府信息共计1,203条。", {"active_total": 1203}),
        ("本年度通过各种渠道主动公开政府信息累计20651条。", {"active_total": 20651}),
        (
            "2020年在各类公开载体发布信息526条，其中通过政府网站发布信息368条。",
            {"active_total": 526, "active_website": 368},
        ),
        ("全年共发布信息三十二条。", {"active_total": 32}),
        ("通过微信公众号“松陂发布”推送信息158条，通过微博发布信息20条。", {"active_wechat": 158, "active_weibo": 20}),
        ("我局政府信息公开专栏主动公开信息39条。", {}),
        ("全年主动公开政府信息2300余条。", {}),
        ("主动公开政府信息50条。", {}),
        ("收到政府信息公开申请3件，均已答复。", {"new_received": 3}),
        ("全年收到公民、法人和其他组织政府信息公开申请共十二件。", {"new_received": 12}),
        ("全年共收到5件政府信息公开申请。", {"new_received": 5}),
        ("受理依申请公开事项4件。", {"new_received": 4}),
        ("全年未收到政府信息公开申请。", {"new_received": 0}),
        ("没有收到公民、法人和其他组织的政府信息公开申请。", {"new_received": 0}),
        ("我镇未接到任何依申请公开政府信息的申请。", {"new_received": 0}),
        (
            "收到政府信息公开申请10件，上年结转2件，结转下年度继续办理1件。",
            {"new_received": 10, "carried_in": 2, "carried_out": 1},
        ),
        ("全年收到政府信息公开申请3件，去年收到政府信息公开申请5件。", {"new_received": 3}),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", {"review_total": 0, "litigation_total": 0}),
        ("因政府信息公开被申请行政复议1件，行政诉讼0件。", {"review_total": 1, "litigation_total": 0}),
        (
            "未收到政府信息公开申请，无行政复议、行政诉讼情况。",
            {"new_received": 0, "review_total": 0, "litigation_total": 0},
        ),
        ("全县办理行政复议案件12件。", {}),
        ("全年受理12345热线12条。", {}),
        ("信访举报5件。", {}),
    ],
)
def test_what_a_sentence_states(text: str, expected: dict[str, float]):
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "因政府信息公开，无行政复议被纠正的情况。",
        "没有未审结的政府信息公开行政复议案件。",
        "未出现政府信息公开行政诉讼败诉情况。",
        "政府信息公开行政诉讼败诉0件。",
        "没有政府信息公开行政复议决定被撤销。",
        "无不服政府信息公开行政复议结果提起的诉讼。",
        "未经行政复议直接起诉的政府信息公开案件1件。",
        "因未按时答复政府信息公开申请被申请行政复议。",
        "尚未审结政府信息公开行政复议案件2件。",
    ],
)
def test_how_cases_ended_does_not_say_how_many_there_were(text: str):
    assert counts(text) == {}


def test_two_numbers_for_one_thing_are_no_count():
    assert counts("全年收到政府信息公开申请3件。一年来共收到政府信息公开申请4件。") == {}


def test_under_its_own_heading_the_topic_goes_without_saying():
    assert counts("未发生行政复议。行政诉讼1件。", "行政复议和诉讼情况") == {"review_total": 0, "litigation_total": 1}


def test_the_quote_is_what_states_it():
    found = extract_counts([Section(number="一", heading="", text="全年主动公开政府信息113条。")], [])
    assert (found[0].unit, found[0].quote) == ("条", "全年主动公开政府信息113条")


@pytest.mark.parametrize("unit", ["收到", "未", "主动公开", "通过网站", "行政复议", ",", "信息公开申请", "1", "结转"])
def test_time_is_linear_on_hostile_repeats(unit: str):
    text = unit * (400_000 // len(unit))
    begin = time.perf_counter()
    counts(text)
    counts("。".join([unit * 300] * 100))
    assert time.perf_counter() - begin < 3
