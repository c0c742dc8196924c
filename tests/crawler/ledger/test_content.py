import pytest

from crawler.ledger.content import content_of, is_corrected, load_rules, reading_of
from tests.crawler.ledger.samples import make_item


def item_with(text):
    return make_item(sections=[{"number": "一", "heading": "总体情况", "text": text}])


def test_every_volatile_field_is_a_field_of_the_item():
    item = make_item()
    assert {path[0] for path in load_rules().volatile} <= set(item)


def test_content_leaves_the_item_alone():
    attachment = {"url": "http://a.example/a.pdf", "name": None, "media_type": "application/pdf", "sha256": "a" * 64}
    item = make_item(attachments=[attachment])
    content = content_of(item)
    assert content["attachments"] == [{"url": "http://a.example/a.pdf", "name": None}]
    assert item["attachments"] == [attachment]
    assert "fetched_at" in item
    assert "fetched_at" not in content


@pytest.mark.parametrize(
    "noise",
    [
        "浏览次数：17",
        "【阅读：3次】",
        "点击数: 88",
        "访问量：",
        "今天是2026年11月22日 星期日",
        "打印时间：2026-11-22 08:00",
    ],
)
def test_what_the_portals_software_writes_is_no_content(noise):
    assert content_of(item_with(f"甲。\n{noise}\n乙。")) == content_of(item_with("甲。\n乙。"))


@pytest.mark.parametrize(
    "stated", ["网站浏览次数：17万次，比上年多。", "访问量5000次", "今天是大家的节日", "阅读：甲", "主动公开：9条"]
)
def test_what_the_report_says_is(stated):
    assert content_of(item_with(f"甲。\n{stated}")) != content_of(item_with("甲。"))


def test_a_corrected_report_says_so_in_its_title():
    assert is_corrected("柳河镇2020年政府信息公开工作年度报告（更 正）")
    assert not is_corrected("柳河镇2020年政府信息公开工作年度报告")
    assert not is_corrected(None)


def test_a_report_whose_document_and_tables_are_missing_was_unread():
    findings = [{"code": "page.tables_missing"}, {"code": "page.document_unread"}]
    assert reading_of({"findings": findings}) == "document_unread"
    assert reading_of({"findings": findings[:1]}) == "picture_only"
    assert reading_of({"findings": [{"code": "check.t3_flow"}]}) == "whole"
