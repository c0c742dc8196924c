"""What page and document say together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from crawler.simulator.markup import render_table
from extractors import Page, Rejection, Report, read_page, read_report
from extractors.documents import Document, Paragraph, Table, read_document
from extractors.joining import NOTHING, Unread, candidates, join, note_unread
from extractors.report import Attachment
from tests.extractors import shapes

SAMPLE = shapes.Sample("cn_2019", 3)
WHOLE = read_document(shapes.html_plain(SAMPLE).encode())
TITLE = "青禾镇人民政府2020年政府信息公开工作年度报告"
URL = "http://www.qinghe.gov.cn/1.html"


def page_of(body: str, title: str = TITLE) -> tuple[Page, Report | Rejection]:
    page = read_page(f"<body><div><h1>{title}</h1><p>发布时间：2021-01-07</p>{body}</div></body>".encode(), url=URL)
    assert isinstance(page, Page)
    return page, read_report(page)


def link(name: str, file: str = "a.pdf") -> str:
    return f"<p><a href='{file}'>{name}</a></p>"


def names(body: str, title: str = TITLE) -> list[list[str | None]]:
    return [[it.name for it in candidate] for candidate in candidates(*page_of(body, title))]


def joined(body: str, document: Document, title: str = TITLE) -> Report:
    page, before = page_of(body, title)
    outcome = join(page, before, document, candidates(page, before)[0])
    assert not isinstance(outcome, str), outcome
    return outcome[1]


def only(document: Document, kind: type) -> Document:
    return replace(document, blocks=[block for block in document.blocks if isinstance(block, kind)], regions=[])


PROSE = "".join(f"<p>{it.text}</p>" for it in only(WHOLE, Paragraph).blocks if isinstance(it, Paragraph))
ALONE = read_report(read_page(shapes.html_plain(SAMPLE).encode()))  # type: ignore[arg-type]


def test_likeliest_document_comes_first() -> None:
    body = link("申请表.docx", "1.docx") + link("年报解读.pdf", "2.pdf") + link("附表.xlsx", "3.xlsx")
    body += link("2020年度报告.pdf", "4.pdf") + link("2020年度报告.docx", "5.docx")
    assert names(body) == [["2020年度报告.docx"], ["2020年度报告.pdf"], ["附表.xlsx"]]


def test_documents_on_other_years_come_last() -> None:
    body = "".join(link(f"{year}年年报.pdf", f"{year}.pdf") for year in (2017, 2018, 2019, 2020))
    assert names(body)[0] == ["2020年年报.pdf"]


def test_pictures_come_last_and_together() -> None:
    body = link("2020年度报告.pdf") + "<p><img src=1.jpg alt=一><img src=2.jpg alt=二></p>"
    assert names(body) == [["2020年度报告.pdf"], ["一", "二"]]


def test_pictures_below_a_mere_announcement_are_pages_and_those_beside_prose_are_not() -> None:
    announcement = "<p>根据《中华人民共和国政府信息公开条例》的规定，现将本镇政府信息公开工作年度报告公布如下，请社会各界监督。</p>"
    photo = "<p><img src=1.jpg alt=一></p>"
    assert names(announcement + photo) == [["一"]]
    assert names(announcement * 20 + photo) == []


def test_whole_page_needs_no_document() -> None:
    page = read_page((shapes.html_plain(SAMPLE) + link("全文.pdf")).encode(), url=URL)
    assert isinstance(page, Page)
    assert candidates(page, read_report(page)) == []


def test_notice_needs_its_document_if_that_is_named_as_a_report() -> None:
    title = "关于公布2020年政府信息公开工作年度报告的通知"
    assert names(f"<p>现予公布。</p>{link(TITLE)}", title) == [[TITLE]]
    assert names(f"<p>请填写附表。</p>{link('附表.docx', 'a.docx')}", title) == []


def test_document_that_is_a_report_is_the_body() -> None:
    report = joined(f"<p>现将报告公布如下，请下载。</p>{link('全文.pdf')}", WHOLE)
    assert isinstance(ALONE, Report)
    assert (report.tables, report.marks, report.sections) == (ALONE.tables, ALONE.marks, ALONE.sections)
    assert (report.title, report.published) == (TITLE, "2021-01-07")
    assert report.document_url == "http://www.qinghe.gov.cn/a.pdf"
    assert not any(finding.code.startswith("page.") for finding in report.findings)


def test_document_with_the_tables_fills_them_in_and_the_prose_stays() -> None:
    report = joined(PROSE + link("统计表.pdf"), only(WHOLE, Table))
    assert isinstance(ALONE, Report)
    assert report.tables == ALONE.tables
    assert [section.number for section in report.sections] == [section.number for section in ALONE.sections]
    assert report.evidence["tables.t3_requests"].quote == f"{ALONE.evidence['tables.t3_requests'].quote} in 统计表.pdf"
    assert report.evidence["document_url"].quote == "tables of 统计表.pdf"


def test_text_of_the_page_goes_before_a_document_that_is_only_a_part() -> None:
    report = joined(f"<p>一、总体情况</p><p>{'全年公开政府信息。' * 40}</p>{link('附表.pdf')}", only(WHOLE, Table))
    assert [section.number for section in report.sections] == ["一"]
    assert report.tables


@pytest.mark.parametrize("text", ["请登录后下载", "申请表\n申请人信息\n姓名"])
def test_document_that_adds_nothing_changes_nothing(text: str) -> None:
    page, before = page_of(link("全文.pdf"))
    document = Document("text/html", blocks=[Paragraph(line) for line in text.split("\n")])
    assert join(page, before, document, candidates(page, before)[0]) == NOTHING


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("青禾镇人民政府2019年政府信息公开工作年度报告", "is on 2020"),
        ("松陂镇人民政府2020年政府信息公开工作年度报告", "is of 青禾镇人民政府"),
    ],
)
def test_report_on_another_year_or_of_another_agency_is_not_the_pages(title: str, said: str) -> None:
    page, before = page_of(link("全文.pdf"), title)
    assert join(page, before, WHOLE, candidates(page, before)[0]) == said


TABLES = only(WHOLE, Table)
PERIOD = "本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。"


def after(lines: list[str], document: Document) -> Document:
    return replace(document, blocks=[*map(Paragraph, lines), *document.blocks])


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("附表.pdf", ["2019年政府信息公开情况统计表"], "is on 2019"),
        ("2019年附表.pdf", [], "is on 2019"),
        ("松陂镇人民政府2020年附表.pdf", [], "is of 松陂镇人民政府"),
        ("全文.pdf", ["政府信息公开工作年度报告", PERIOD], "is on 2019"),
    ],
)
def test_tables_on_another_year_or_of_another_agency_are_not_the_pages(name: str, lines: list[str], said: str) -> None:
    page, before = page_of(PROSE + link(name))
    assert join(page, before, after(lines, TABLES), candidates(page, before)[0]) == said


@pytest.mark.parametrize("name", ["2021-01-20附表.pdf", "2021年1月附表.pdf", "青禾镇2020年附表.pdf", "附表.pdf"])
def test_names_that_contradict_nothing_are_the_pages(name: str) -> None:
    assert isinstance(ALONE, Report)
    assert joined(PROSE + link(name), TABLES).tables == ALONE.tables


def test_tables_under_headings_do_not_replace_the_text_of_the_page() -> None:
    headings = [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    report = joined(PROSE + link("附表.pdf"), after(headings, TABLES))
    assert isinstance(ALONE, Report)
    assert [it.number for it in report.sections] == [it.number for it in ALONE.sections]
    assert report.sections[0].text == ALONE.sections[0].text
    assert report.tables == ALONE.tables


def test_numbers_that_the_page_prints_stand_and_say_where_the_document_differs() -> None:
    printed = PROSE + render_table(SAMPLE.tables()[0][1], Random(1), word=False) + link("附表.pdf")
    other = shapes.Sample("cn_2019", 4)
    report = joined(printed, only(read_document(shapes.html_plain(other).encode()), Table))
    cells = {
        (t, r, c): value for t, rows in report.tables.items() for r, row in rows.items() for c, value in row.items()
    }
    of_page = {place for place in cells if place[0].startswith("t2_")}
    assert all(value == (SAMPLE if place in of_page else other).truth[place] for place, value in cells.items())
    assert cells.keys() == SAMPLE.truth.keys()
    differing = {place for place in of_page if SAMPLE.truth[place] != other.truth[place]}
    found = [it for it in report.findings if it.code == "table.document_differs"]
    assert {it.table for it in found} == {place[0] for place in differing}
    assert all((it.table, it.row, it.column) in differing for it in found)


def test_report_that_a_notice_brings_has_its_own_title() -> None:
    report = joined(link("2020年年报.pdf"), WHOLE, "关于公布政府信息公开工作年度报告的通知")
    assert isinstance(ALONE, Report)
    assert (report.title, report.agency, report.tables) == (ALONE.title, ALONE.agency, ALONE.tables)


def test_notice_that_brings_several_reports_is_none_of_them() -> None:
    body = link("松陂镇2020年年报.pdf") + link("青禾镇2020年年报.pdf", "b.pdf")
    assert names(body, "关于公布政府信息公开工作年度报告的通知") == []
    body = link("松陂镇2020年年报.pdf") + link("松陂镇2020年年报.docx", "a.docx")
    assert names(body, "关于公布政府信息公开工作年度报告的通知") == [
        ["松陂镇2020年年报.docx"],
        ["松陂镇2020年年报.pdf"],
    ]


def test_what_was_not_read_of_a_document_stays_a_finding() -> None:
    page, outcome = page_of(link("全文.pdf"))
    (candidate,) = candidates(page, outcome)
    both = join(page, outcome, replace(WHOLE, unread=["pages 3-5: broken"]), candidate)
    assert not isinstance(both, str)
    joined = both[1]
    note_unread(joined, [Unread(Attachment(url="http://a.example/2.pdf", name="附表.pdf"), "empty: no text")])
    messages = [it.message for it in joined.findings if it.code == "page.document_unread"]
    assert messages == ["not read: pages 3-5: broken", "not read: '附表.pdf': empty: no text"]


def test_unread_documents_are_findings_that_name_them() -> None:
    _, report = page_of(link("全文.pdf"))
    assert isinstance(report, Report)
    note_unread(
        report, [Unread(Attachment(url="http://a.example/1.pdf", name="全文.pdf"), "encrypted: needs a password")]
    )
    (finding,) = [it for it in report.findings if it.code == "page.document_unread"]
    assert (finding.message, finding.stated) == (
        "not read: '全文.pdf': encrypted: needs a password",
        "http://a.example/1.pdf",
    )
