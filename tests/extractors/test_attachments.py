"""Documents of a page, however it leads to them, and pictures that may be pages."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest

from extractors import Page, read_page
from extractors.attachments import find_attachments, find_pictures
from extractors.documents.web import html

URL = "http://www.qinghe.gov.cn/zwgk/202101/t1.html"
FILE = "http://www.qinghe.gov.cn/upload/nb2020.pdf"
BASE64 = b64encode(FILE.encode()).decode()


def read(markup: str) -> Page:
    page = read_page(f"<html><body><div><p>年报</p>{markup}<p>完</p></div></body></html>".encode(), url=URL)
    assert isinstance(page, Page)
    return page


def attachments(markup: str) -> list[tuple[str, str | None]]:
    page = read(markup)
    return [(it.url, it.name) for it in find_attachments(page.document, page.body, page.url)]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='/upload/nb2020.pdf'>2020年年报</a>",
        "<iframe src='/upload/nb2020.pdf'></iframe>",
        "<iframe data-src='/upload/nb2020.pdf'></iframe>",
        "<embed src='/upload/nb2020.pdf' type='application/pdf'>",
        "<object data='/upload/nb2020.pdf'></object>",
        "<iframe src='/pdfjs/web/viewer.html?file=/upload/nb2020.pdf'></iframe>",
        "<iframe src='/pdfjs/web/viewer.html?file=%2Fupload%2Fnb2020.pdf#page=1'></iframe>",
        "<iframe src='/js/generic/web/viewer.html?file=http%3A%2F%2Fwww.qinghe.gov.cn%2Fupload%2Fnb2020.pdf'></iframe>",
        "<iframe src='/pdf/index.html?id=3&url=%252Fupload%252Fnb2020.pdf'></iframe>",
        "<iframe src='https://viewer.example/op/view.aspx?src=http%3A%2F%2Fwww.qinghe.gov.cn%2Fupload%2Fnb2020.pdf'></iframe>",
        f"<iframe src='http://kk.example/onlinePreview?url={quote(BASE64)}'></iframe>",
        f"<iframe src='/kk/onlinePreview?url={BASE64.rstrip('=')}&watermarkTxt=x'></iframe>",
        f"<a href='//kk.example/onlinePreview?url={quote(quote(BASE64))}'>2020年年报</a>",
        "<iframe src='https://ow365.example/?i=1&ssl=1&furl=http://www.qinghe.gov.cn/upload/nb2020.pdf'></iframe>",
        "<iframe src='/weboffice/open?fileUrl=%2Fupload%2Fnb2020.pdf'></iframe>",
        "<a href='javascript:void(0)' onclick=\"window.open('/upload/nb2020.pdf')\">2020年年报</a>",
        '<a onclick=\'window.open("/upload/nb2020.pdf", "_blank")\'><span>2020年年报</span></a>',
        "<a href=\"javascript:openPdf('/upload/nb2020.pdf','年报')\">2020年年报</a>",
        "<a href='#' data-url='/upload/nb2020.pdf'>2020年年报</a>",
        "<script>showVsbpdfIframe('/upload/nb2020.pdf','100%','700');</script>",
        "<script>var pdf = new PDFObject({url: \"\\/upload\\/nb2020.pdf\"}); if (a.indexOf('.pdf')) {}</script>",
    ],
)
@pytest.mark.parametrize("parser", ["lexbor", "libxml2"])
def test_document_is_found(markup: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "libxml2":
        monkeypatch.setattr(html, "MAX_LEXBOR", 0)
    ((url, name),) = attachments(markup)
    assert url == FILE
    assert name == ("2020年年报" if "2020年年报" in markup else "nb2020.pdf")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a href='/download?file=nb2020.pdf'>全文</a>", "http://www.qinghe.gov.cn/download?file=nb2020.pdf"),
        ("<a href='/plus/download.jsp?wbfileid=7'>年报</a>", "http://www.qinghe.gov.cn/plus/download.jsp?wbfileid=7"),
        ("<a href='/open?id=7'>2020年年报.docx</a>", "http://www.qinghe.gov.cn/open?id=7"),
    ],
)
def test_address_that_only_names_the_file_is_the_documents_own(markup: str, expected: str) -> None:
    assert [url for url, _ in attachments(markup)] == [expected]


def test_document_in_a_known_viewer_need_not_end_like_one() -> None:
    address = b64encode(b"http://www.qinghe.gov.cn/down?id=7").decode()
    assert attachments(f"<iframe src='/onlinePreview?url={address}'></iframe>") == [
        ("http://www.qinghe.gov.cn/down?id=7", None)
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<iframe src='/onlinePreview?url=bm8gYWRkcmVzcw=='></iframe>",
        "<iframe src='/video/play?url=aHR0cDovL2EuZXhhbXBsZS8x'></iframe>",
        "<iframe src='/preview/list?page=2'></iframe>",
        "<a href='javascript:void(0)' onclick='window.print()'>打印</a>",
        "<a href='javascript:;'>关闭</a><script>if (/.pdf$/.test('x.pdf' + y)) {}</script>".replace(
            "'x.pdf'", "'.pdf'"
        ),
        "<a href='/zwgk/'>返回</a>",
        "<a href='http://[x.pdf'>年报</a>",
    ],
)
def test_nothing_else_is_taken_for_one(markup: str) -> None:
    assert attachments(markup) == []


def test_documents_of_menus_and_footers_are_not_the_pages() -> None:
    body = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
    page = read_page(
        f"<body><ul><li><a href=a.pdf>指南</a></li></ul><p>导航</p><p>位置</p><div>{body}</div>{'<p>页脚</p>' * 4}<a href=b.pdf>x</a>".encode()
    )
    assert isinstance(page, Page)
    assert find_attachments(page.document, page.body, None) == []


def test_list_of_attachments_right_below_the_body_is_the_pages() -> None:
    body = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
    page = read_page(
        f"<body><p>导航</p><div>{body}</div><div><p>附件：</p><p><a href=b.pdf>附表</a></p></div>".encode()
    )
    assert isinstance(page, Page)
    assert [it.url for it in find_attachments(page.document, page.body, None)] == ["b.pdf"]


def test_pictures_of_pages_are_kept_in_order_and_icons_left_out() -> None:
    page = read(
        "<img src='/images/icon_pdf.gif'><img src='1.jpg' width='900'><img src='/res/qrcode.png'><img src='a.png' width=16>"
        "<img src='/img/loading.gif' data-original='2.jpg'><img src='b.png' style='width: 40px'><img src='1.jpg'>"
    )
    folder = "http://www.qinghe.gov.cn/zwgk/202101/"
    found = find_pictures(page.document, page.body, page.url)
    assert [(it.url, it.media_type) for it in found] == [(f"{folder}{n}.jpg", "image/jpeg") for n in (1, 2)]
