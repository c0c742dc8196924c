"""ASP.NET's pagers that send the page's form."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.platforms import platforms, recognise

URL = "http://a.example/zw/list20.aspx?lmid=3"
STATE = '<input type="hidden" name="__VIEWSTATE" value="/wEPDw+A=="><input type="hidden" name="__EVENTTARGET" value="">'


def following(inner: str, form: str = 'method="post" action="./list20.aspx?lmid=3"') -> list[Request]:
    body = f"<html><body><form {form}>{STATE}{inner}</form></body></html>".encode()
    response = HtmlResponse(URL, body=body, encoding="utf-8")
    assert recognise(response)[0].name == "aspnet"
    return platforms()["aspnet"].next_pages(response)


def sent(inner: str) -> dict[str, list[str]]:
    (request,) = following(inner)
    assert (request.method, request.url) == ("POST", URL)
    return parse_qs(request.body.decode(), keep_blank_values=True)


def test_event_of_the_next_link_is_sent_with_the_state_of_the_page() -> None:
    fields = sent("""<a href="javascript:__doPostBack('ctl00$Pager','2')">下一页</a>""")
    assert fields == {"__VIEWSTATE": ["/wEPDw+A=="], "__EVENTTARGET": ["ctl00$Pager"], "__EVENTARGUMENT": ["2"]}


@pytest.mark.parametrize(
    ("link", "event"),
    [
        ("""<a href="javascript:__doPostBack('Grid','Page$Next')">下一页</a>""", ("Grid", "Page$Next")),
        ("""<span>1</span> <a href="javascript:__doPostBack('Grid','Page$2')">2</a>""", ("Grid", "Page$2")),
        ("""<a id="n" href="javascript:__doPostBack('lbNext','')">下页</a>""", ("lbNext", "")),
        (
            """<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("lb$n", "", true, "", "", false, true))'>下一页</a>""",
            ("lb$n", ""),
        ),
    ],
    ids=["grid", "number", "link button", "validated"],
)
def test_kinds_of_events(link: str, event: tuple[str, str]) -> None:
    fields = sent(link)
    assert (fields["__EVENTTARGET"], fields["__EVENTARGUMENT"]) == ([event[0]], [event[1]])


@pytest.mark.parametrize("name", ["btnNext", "response", "url"])
def test_button_is_sent_under_its_name(name: str) -> None:
    assert sent(f'<input type="submit" name="{name}" value="下一页">')[name] == ["下一页"]


def test_address_is_preferred_to_an_event() -> None:
    (request,) = following("""<a href="?page=2">下一页</a><a href="javascript:__doPostBack('P','3')">3</a>""")
    assert (request.method, request.url) == ("GET", "http://a.example/zw/list20.aspx?page=2")


@pytest.mark.parametrize(
    "inner",
    [
        '<a disabled="disabled">下一页</a>',
        '<input type="submit" name="b" value="下一页" disabled="disabled">',
        "<a href=\"javascript:__doPostBack('P','1')\">上一页</a><a href=\"javascript:__doPostBack('P','1')\">1</a><span>2</span>",
    ],
    ids=["link", "button", "numbers"],
)
def test_last_page_has_no_next(inner: str) -> None:
    assert following(inner) == []


def test_state_beyond_all_measure_is_not_sent() -> None:
    link = """<a href="javascript:__doPostBack('P','2')">下一页</a>"""
    assert following(f'<input type="hidden" name="x" value="{"x" * 1_000_001}">{link}') == []


def test_form_that_leads_nowhere_is_not_sent() -> None:
    link = """<a href="javascript:__doPostBack('P','2')">下一页</a>"""
    assert following(link, 'method="post" action="http://["') == []
    assert following(f"{link}<input type=password name=p>") == []


def test_event_outside_of_any_form_is_nothing() -> None:
    html = "<input name='__VIEWSTATE'><a href=\"javascript:__doPostBack('P','2')\">下一页</a>"
    assert platforms()["aspnet"].next_pages(HtmlResponse(URL, body=html.encode(), encoding="utf-8")) == []
