from __future__ import annotations

from crawler.spiders.admission import Admission


def test_no_more_portals_than_that_are_read_at_once() -> None:
    admission = Admission(["a", "b", "c"], at_once=2)
    assert list(admission.admit()) == ["a", "b"]
    assert list(admission.admit()) == []
    admission.leave("a")
    assert list(admission.admit()) == ["c"]


def test_portal_is_done_when_nothing_of_it_is_under_way() -> None:
    admission = Admission(["a", "b"], at_once=2)
    list(admission.admit())
    for portal in ("a", "a", "b"):
        admission.sent(portal)
    assert [admission.ended("a"), admission.ended("a"), admission.ended("b")] == [False, True, True]


def test_what_comes_late_does_not_bring_a_portal_back() -> None:
    admission = Admission(["a"], at_once=1)
    list(admission.admit())
    admission.leave("a")
    admission.sent("a")
    assert not admission.ended("a")
    assert admission.admitted == ()
