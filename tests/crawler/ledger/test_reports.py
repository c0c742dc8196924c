import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.crawler.ledger.samples import TEXTS, VALUES, make_item, make_visit, settle


def corrected(total):
    return {"t3_requests": {"new_received": {"natural_person": 1, "total": total}}}


def editions(ledger):
    (report,) = ledger.history("0" * 16)
    return report.editions


def test_the_first_reading_is_the_first_edition(ledger, run):
    assert settle(ledger, run, make_item()) == "first"
    (only,) = editions(ledger)
    assert (only.number, only.run, only.cause, only.difference) == (1, run.id, "first", [])
    assert ledger.item("0" * 16) == make_item()


def test_the_same_content_is_no_edition(ledger, run):
    settle(ledger, run, make_item())
    again = make_item(fetched_at="2026-05-05T00:00:00Z", sha256="b" * 64)
    assert settle(ledger, run, again, sha256="b" * 64, at="2026-05-05T00:00:00Z") == "unchanged"
    (report,) = ledger.history("0" * 16)
    assert (len(report.editions), report.last_seen) == (1, "2026-05-05T00:00:00Z")


def test_a_counter_of_views_is_no_edition_and_the_digest_of_the_page_is_kept(ledger, run):
    section = {"number": "一", "heading": "总体情况", "text": "全年公开信息9条。\n浏览次数：17"}
    settle(ledger, run, make_item(sections=[section]))
    viewed = section | {"text": "全年公开信息9条。\n浏览次数：18 次"}
    assert settle(ledger, run, make_item(sections=[viewed], sha256="b" * 64), sha256="b" * 64) == "unchanged"
    assert ledger.page("pingshan", "http://www.pingshan.example/a.html").sha256 == "b" * 64


def test_a_corrected_number_is_an_edition_that_names_the_cell(ledger, run):
    settle(ledger, run, make_item())
    assert settle(ledger, run, make_item(tables=corrected(4), sha256="b" * 64), sha256="b" * 64) == "changed"
    assert editions(ledger)[1].difference == [
        {"path": "tables.t3_requests.new_received.total", "before": 3, "after": 4}
    ]
    assert ledger.item("0" * 16)["tables"] == corrected(4)


def test_an_edition_is_against_the_last_one_and_may_bring_back_the_first(ledger, run):
    for total in (3, 4, 3):
        settle(ledger, run, make_item(tables=corrected(total)))
    assert [each.cause for each in editions(ledger)] == ["first", "changed", "changed"]
    assert editions(ledger)[2].difference[0]["after"] == 3


def test_the_same_bytes_read_otherwise_by_another_extractor_are_reread(ledger, run):
    settle(ledger, run, make_item())
    assert settle(ledger, run, make_item(tables=corrected(4)), extractor="2") == "reread"


def test_whether_agency_or_extractor_changed_is_unclear_where_both_are_others(ledger, run):
    settle(ledger, run, make_item())
    assert settle(ledger, run, make_item(tables=corrected(4)), extractor="2", sha256="b" * 64) == "unclear"


def test_bytes_are_compared_with_those_that_were_last_read(ledger, run):
    settle(ledger, run, make_item())
    settle(ledger, run, make_item(), sha256="b" * 64)
    assert settle(ledger, run, make_item(tables=corrected(4)), extractor="2", sha256="b" * 64) == "reread"


def test_another_document_behind_the_same_page_is_no_rereading(ledger, run):
    settle(ledger, run, make_item())
    document = [{"url": "http://www.pingshan.example/a.pdf", "name": None, "media_type": None, "sha256": "d" * 64}]
    settle(ledger, run, make_item(attachments=document), extractor="2")
    assert editions(ledger)[1].cause == "unclear"


def test_the_same_content_read_by_another_extractor_has_that_ones_evidence(ledger, run):
    settle(ledger, run, make_item())
    evidence = {"year": {"source": "title", "quote": "2020年"}}
    assert settle(ledger, run, make_item(evidence=evidence), extractor="2") == "unchanged"
    assert ledger.item("0" * 16)["evidence"] == evidence
    assert [each.extractor for each in editions(ledger)] == ["2"]


def test_an_unchanged_page_still_brings_its_report(ledger, run):
    settle(ledger, run, make_item())
    ledger.end(run, "finished", 0, {}, "2026-01-01T01:00:00Z")
    later = ledger.begin({}, "2026-02-01T00:00:00Z")
    assert settle(ledger, later, outcome="unchanged", status=304, at="2026-02-01T00:00:00Z") == "unchanged"
    assert [item["id"] for item in ledger.items(run=later)] == ["0" * 16]


def test_a_report_whose_page_failed_is_not_of_the_run_and_stays_in_the_full_set(ledger, run):
    settle(ledger, run, make_item())
    ledger.end(run, "finished", 0, {}, "2026-01-01T01:00:00Z")
    later = ledger.begin({}, "2026-02-01T00:00:00Z")
    settle(ledger, later, outcome="timeout")
    assert (len(list(ledger.items())), list(ledger.items(run=later))) == (1, [])


def test_only_what_a_run_made_editions_of_is_its_changes(ledger, run):
    for name in "ab":
        settle(ledger, run, make_item(id=name), address=name)
    ledger.end(run, "finished", 0, {}, "2026-01-01T01:00:00Z")
    later = ledger.begin({}, "2026-02-01T00:00:00Z")
    settle(ledger, later, make_item(id="a"), address="a")
    for total in (4, 5):
        settle(ledger, later, make_item(id="b", tables=corrected(total)), address="b")
    assert [item["tables"] for item in ledger.items(run=later, changed_only=True)] == [corrected(5)]
    assert [item["id"] for item in ledger.items(run=run, changed_only=True)] == ["a", "b"]


def test_items_come_by_portal_and_id_also_those_of_a_site_without_record(ledger, run):
    for portal, name, recorded in (("c", "1", "c"), ("a", "2", "a"), ("b", "3", None), ("c", "0", "c")):
        settle(ledger, run, make_item(id=name, portal=recorded), address=name, portal=portal)
    assert [item["id"] for item in ledger.items()] == ["2", "3", "0", "1"]
    assert [item["id"] for item in ledger.items(portal="b")] == ["3"]


def test_a_report_that_two_portals_list_is_both_ones(ledger, run):
    for portal in "ab":
        settle(ledger, run, make_item(), portal=portal)
    assert [[item["id"] for item in ledger.items(run=run, portal=portal)] for portal in "ab"] == [["0" * 16]] * 2


def test_more_items_than_are_in_memory_at_once_come_each_once(ledger, run):
    with ledger.writing() as connection:
        for number in range(250):
            ledger.settle(connection, run, make_visit(address=str(number)), make_item(id=f"{number:03}"))
    assert [item["id"] for item in ledger.items()] == [f"{number:03}" for number in range(250)]


def test_no_report_is_made_up(ledger):
    assert ledger.history("990101001/平山县柳河镇人民政府/2020") == []
    with pytest.raises(LookupError, match="no report"):
        ledger.item("f" * 16)


KEY = "990101001/平山县柳河镇人民政府/2020"
UNREAD = [{"code": "page.document_unread"}]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"published": "2021-01-07"}, {"published": "2021-01-08T10:00:00"}),
        ({"published": "2021-01-07", "findings": UNREAD}, {"published": "2021-01-01"}),
        (
            {"published": "2021-01-07"},
            {"published": "2021-01-07", "title": "柳河镇2020年政府信息公开工作年度报告（更正）"},
        ),
        ({"published": None}, {"published": "2026-01-02"}),
    ],
    ids=["published later", "read whole", "corrected", "published after the other was seen"],
)
def test_of_two_reports_with_one_key_one_is_current(ledger, run, old, new):
    settle(ledger, run, make_item(id="b", **old), address="b")
    settle(ledger, run, make_item(id="a", **new), address="a")
    assert {report.id: report.is_current for report in ledger.history(KEY)} == {"a": True, "b": False}
    assert [report.is_current for report in ledger.history("b")] == [False]


def test_a_key_gives_all_reports_that_have_it_the_first_seen_first(ledger, run):
    settle(ledger, run, make_item(id="b"), address="b")
    settle(ledger, run, make_item(id="a"), address="a", at="2026-02-01T00:00:00Z")
    settle(ledger, run, make_item(id="c", year=2021), address="c")
    assert [report.id for report in ledger.history(KEY)] == ["b", "a"]


def test_reports_without_a_key_are_no_rivals(ledger, run):
    for name in "ab":
        settle(ledger, run, make_item(id=name, division=None), address=name)
    assert all(ledger.history(name)[0].is_current for name in "ab")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXTS, agency=TEXTS, tables=st.dictionaries(TEXTS, VALUES, max_size=3))
def test_any_item_comes_back_as_it_was(ledger, run, title, agency, tables):
    item = make_item(title=title, agency=agency, tables=tables)
    settle(ledger, run, item)
    back = ledger.item("0" * 16)
    assert (back, json.dumps(back)) == (item, json.dumps(item))
    last = editions(ledger)[-1]
    if last.number > 1:
        assert {change["path"].split(".")[0] for change in last.difference} <= {
            "title",
            "agency",
            "tables",
            "report_key",
        }
