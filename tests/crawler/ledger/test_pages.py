import pytest

from tests.crawler.ledger.samples import make_item, make_visit, settle


def page(ledger):
    visit = make_visit()
    return ledger.page(visit.portal, visit.address)


def test_a_page_that_nobody_saw_is_unknown(ledger):
    assert page(ledger) is None


def test_a_page_is_kept_with_what_its_listing_says(ledger, run):
    settle(ledger, run, make_item(), etag='"1"', link_text="2020年年报", link_date="2021-01-07", agency="柳河镇")
    kept = page(ledger)
    assert (kept.outcome, kept.holds, kept.report, kept.etag, kept.run) == ("report", "report", "0" * 16, '"1"', run.id)
    assert (kept.link_text, kept.link_date, kept.agency) == ("2020年年报", "2021-01-07", "柳河镇")
    assert (kept.attempts, kept.failures, kept.first_seen, kept.changed_at) == (
        1,
        0,
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z",
    )


def test_a_page_that_is_only_named_was_not_asked_for(ledger, run):
    settle(ledger, run, outcome="listed", link_text="2020年年报")
    assert (page(ledger).asked_at, page(ledger).attempts, page(ledger).outcome) == (None, 0, "listed")


def test_naming_a_known_page_again_changes_nothing_but_what_the_listing_says(ledger, run):
    settle(ledger, run, make_item())
    settle(ledger, run, outcome="listed", status=None, at="2026-02-01T00:00:00Z", link_text="更正")
    kept = page(ledger)
    assert (kept.outcome, kept.attempts, kept.asked_at, kept.link_text) == ("report", 1, "2026-01-01T00:00:00Z", "更正")


def test_failures_are_counted_in_a_row_and_leave_what_was_read(ledger, run):
    settle(ledger, run, make_item(), etag='"1"')
    for _ in range(2):
        settle(ledger, run, outcome="timeout", status=None, sha256=None, extractor=None, detail="60 s")
    kept = page(ledger)
    assert (kept.outcome, kept.detail, kept.attempts, kept.failures) == ("timeout", "60 s", 3, 2)
    assert (kept.holds, kept.etag, kept.sha256, kept.extractor, kept.report) == (
        "report",
        '"1"',
        "a" * 64,
        "1",
        "0" * 16,
    )
    settle(ledger, run, outcome="unchanged", status=304, sha256=None, extractor=None)
    assert (page(ledger).failures, page(ledger).holds) == (0, "report")


def test_an_unchanged_page_keeps_its_validators_or_takes_new_ones(ledger, run):
    settle(ledger, run, make_item(), etag='"1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    settle(ledger, run, outcome="unchanged", status=304, etag='"2"')
    assert (page(ledger).etag, page(ledger).last_modified) == ('"2"', "Thu, 01 Jan 2026 00:00:00 GMT")


def test_the_time_of_a_change_is_that_of_other_bytes(ledger, run):
    settle(ledger, run, make_item())
    settle(ledger, run, make_item(), at="2026-02-01T00:00:00Z")
    assert page(ledger).changed_at == "2026-01-01T00:00:00Z"
    settle(ledger, run, make_item(), at="2026-03-01T00:00:00Z", sha256="b" * 64)
    assert page(ledger).changed_at == "2026-03-01T00:00:00Z"


def test_a_page_that_no_longer_is_a_report_says_what_it_is(ledger, run):
    settle(ledger, run, make_item())
    settle(ledger, run, outcome="rejected", detail="notice", sha256="b" * 64)
    kept = page(ledger)
    assert (kept.holds, kept.report) == ("rejected/notice", None)
    assert ledger.item("0" * 16)["year"] == 2020  # what was read stays read


def test_documents_are_kept_with_their_validators(ledger, run):
    documents = [{"url": "http://www.pingshan.example/a.pdf", "etag": '"7"'}]
    settle(ledger, run, make_item(), documents=documents)
    assert page(ledger).documents == documents


def test_the_same_address_on_two_portals_is_two_pages(ledger, run):
    settle(ledger, run, outcome="gone", status=404)
    settle(ledger, run, outcome="rejected", detail="notice", portal="haibei")
    assert [kept.outcome for kept in ledger.pages("pingshan")] == ["gone"]
    assert ledger.page("haibei", make_visit().address).outcome == "rejected"


def test_what_no_database_takes_is_replaced_also_where_a_page_is_looked_up(ledger, run):
    settle(ledger, run, outcome="gone", address="http://a.example/\ud800\0", link_text="a\0b")
    assert ledger.page("pingshan", "http://a.example/\ud800\0").link_text == "a\ufffdb"


def test_an_endless_address_is_refused(ledger, run):
    with pytest.raises(ValueError, match="2100 characters"):
        settle(ledger, run, outcome="gone", address="http://a.example/".ljust(2_100, "x"))


def test_only_a_page_that_is_a_report_brings_an_item(ledger, run):
    with pytest.raises(ValueError, match="timeout"):
        settle(ledger, run, make_item(), outcome="timeout")
