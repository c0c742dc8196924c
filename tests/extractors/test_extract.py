"""Bytes to report, whole: good pages, bad pages, and the five real reports where they are at hand."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extractors
from extractors import Hints, Page, Rejection, Report, extract, read_page, read_report
from extractors.documents import Table, read_document
from extractors.numbers import DOUBT
from extractors.report import Contact, Division
from extractors.tables.forms import load_forms
from tests.extractors import shapes

SHARED = Path(__file__).parents[2].parent / "shared"


def report(data: str | bytes, **options: object) -> Report:
    found = extract(data.encode() if isinstance(data, str) else data, **options)  # type: ignore[arg-type]
    assert isinstance(found, Report), found
    return found


def reason(data: str | bytes) -> str:
    found = extract(data.encode() if isinstance(data, str) else data)
    assert isinstance(found, Rejection), found
    return found.reason


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports lie beside the checkout, and are not there")
def test_five_real_reports_come_out_as_their_truth(tmp_path):
    items = tmp_path / "items.jsonl"
    with items.open("w", encoding="utf-8") as file:
        for path in sorted((SHARED / "reports").glob("*.txt")):
            found = extract(path.read_bytes(), url=path.as_uri())
            assert isinstance(found, Report)
            file.write(json.dumps(dataclasses.asdict(found), ensure_ascii=False) + "\n")
    command = [sys.executable, SHARED / "acceptance" / "score.py", SHARED / "reports" / "truth.json", items]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_page_becomes_a_report_with_its_evidence():
    sample = shapes.Sample("cn_2019", 11)
    found = report(shapes.html_word(sample), url="http://www.qinghe.gov.cn/zwgk/t20210107_12.html")
    assert found.title == "青禾镇人民政府2020年政府信息公开工作年度报告"
    assert (found.year, found.form) == (2020, "cn_2019")
    assert found.agency is not None
    assert found.agency.endswith("青禾镇人民政府")
    assert [section.number for section in found.sections] == ["一", "二", "三", "四", "五", "六"]
    assert found.evidence["year"].source == "title"
    assert found.evidence["tables.t3_requests"].source == "grid"
    assert found.checks.failed == 0
    assert found.checks.held > 30
    assert (found.media_type, len(found.sha256)) == ("text/html", 64)


def test_same_bytes_give_the_same_report():
    page = shapes.lines_with_nbsp(shapes.Sample("cn_2021", 2)).encode()
    assert extract(page, url="http://a.gov.cn/") == extract(page, url="http://a.gov.cn/")


def test_gbk_page_with_a_wrong_header_reads_the_same():
    page = shapes.html_plain(shapes.Sample("cn_2021", 5))
    right, wrong = report(page), report(page.encode("gb18030"), content_type="text/html; charset=utf-8")
    assert right.tables == wrong.tables
    assert right.title == wrong.title


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x00\x01\x02" * 1000, "unreadable"),
        (b"%PDF-1.4 binary", "unreadable"),
        (b"PK\x03\x04" + b"\x00" * 100, "unreadable"),
        (b"x" * 10_000_001, "too_large"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_reason(data, expected):
    assert reason(data) == expected


def test_truncated_page_keeps_the_rows_that_are_there():
    sample = shapes.Sample("cn_2019", 3)
    whole = shapes.html_plain(sample)
    cut = report(whole[: whole.index("（四）无法提供") + 60])
    assert cut.tables["t3_requests"]["granted"] == report(whole).tables["t3_requests"]["granted"]
    assert "carried_out" not in cut.tables["t3_requests"]
    assert any(f.code == "table.incomplete" and f.table == "t3_requests" for f in cut.findings)


def test_page_of_five_megabytes_is_read_all_the_same():
    page = shapes.html_plain(shapes.Sample("cn_2019", 3))
    padding = "<p>" + "公开工作有序推进。" * 20 + "</p>"
    large = page.replace("<p>五、", padding * (5_000_000 // len(padding.encode())) + "<p>五、")
    assert len(large.encode()) > 4_900_000
    assert report(large).tables == report(page).tables


def test_report_without_tables_is_an_item_with_a_finding():
    headings = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    body = "".join(f"<p>{text}</p><p><img src='W0202101{i}.jpg'></p>" for i, text in enumerate(headings))
    found = report(
        "<h1>云台镇人民政府2022年政府信息公开工作年度报告</h1><div id=zoom><p>本报告统计期限为2022年1月1日至2022年12月31日。</p>"
        + body
        + "<p>五、存在的主要问题及改进情况</p><p>公开不够及时。</p><p>六、其他需要报告的事项</p><p>无。</p></div>"
    )
    assert found.tables == {}
    assert found.form is None
    assert "page.tables_missing" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    "title", ["松陂镇2021年政府信息公开工作年度报告", "松陂镇人民政府\n2021年政府信息公开工作年度报告"]
)
def test_contact_above_the_reports_title_is_that_of_the_sites_owner(title: str):
    above = "联系我们\n地址：霁州市鹭汀区岚台路9号\n电话：0877-5559999\n邮件：sales@mail.example\n"
    below = "\n如有疑问，请与松陂镇党政办公室联系，地址：青禾县松陂镇听泉街6号，电话：0878-5550101。\n"
    outline = "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况"
    found = report(f"{above}{title}{below}{outline}")
    assert found.contact == Contact(office="松陂镇党政办公室", address="青禾县松陂镇听泉街6号", phones=["0878-5550101"])


def test_report_of_a_gateway_that_says_other_words_for_information():
    found = report(
        "青禾縣民政局2021年政府資訊公開工作年度報告\n一、總體情況\n全年主動公開政府資訊35條。\n二、主動公開政府資訊情況\n"
        "三、收到和處理政府資訊公開申請情況\n未收到政府資訊公開申請。\n四、政府資訊公開行政復議、行政訴訟情況\n無。"
    )
    assert (found.title, found.agency) == ("青禾縣民政局2021年政府資訊公開工作年度報告", "青禾縣民政局")
    assert {count.key: count.value for count in found.stated_counts} == {"active_total": 35, "new_received": 0}


def test_report_on_one_line_is_prose_and_tables_both():
    opening = "一、总体情况 2021年，青禾县气象局认真落实条例，" + "不断提高公开的质量和实效，" * 12 + "工作有序。"
    rows = "第二十条第（一）项 | 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | 规章 | 1 | 2 | 3 | 行政规范性文件 | 4 | 5 | 6 |"
    more = "第二十条第（五）项 | 信息内容 | 本年处理决定数量 | 行政许可 | 7 | 五、存在的主要问题及改进情况 无。"
    found = report(f"青禾县气象局2021年政府信息公开工作年度报告 {opening} 二、主动公开政府信息情况 {rows} {more}")
    assert found.tables["t2_art20_1"]["normative_documents"] == {"issued": 4, "repealed": 5, "in_force": 6}
    assert [section.number for section in found.sections] == ["一", "二", "五"]
    assert found.year == 2021


def test_hints_serve_only_where_the_page_is_silent():
    page = shapes.html_plain(shapes.Sample("cn_2019", 3))
    hints = Hints(agency="别处县人民政府", listing_date="2021-01-20")
    found = report(page, hints=hints)
    assert found.agency != "别处县人民政府"
    assert found.published == "2021-01-20"
    assert found.evidence["published"].source == "listing"


@pytest.mark.parametrize(
    ("agency", "name", "expected"),
    [
        ("霁州市民政局", "岚江省霁州市", "999900"),
        ("青禾县民政局", "岚江省霁州市", None),
        ("青禾县人民政府", "岚江省霁州市", None),
        ("霁州市青禾县人民政府", "岚江省霁州市青禾县", "999900"),
        ("松陂镇人民政府", "岚江省霁州市青禾县", None),
    ],
)
def test_the_portals_division_goes_to_its_own_bodies_only(agency, name, expected):
    page = shapes.html_plain(shapes.Sample("cn_2019", 3))
    page = page.replace("青禾镇人民政府", agency)
    division = Division(code="999900", name=name, table="2023")
    found = report(page, hints=Hints(division=division))
    assert found.agency == agency
    assert (found.division and found.division.code) == expected
    assert ("division" in found.evidence) is (expected is not None)


YAOAN = Division(code="532325", name="云南省楚雄彝族自治州姚安县", table="2023")


def test_a_township_is_found_in_the_county_of_its_portal():
    page = shapes.html_plain(shapes.Sample("cn_2019", 3)).replace("青禾镇人民政府", "太平镇人民政府")
    found = report(page, hints=Hints(division=YAOAN))
    assert found.division == Division(code="532325105", name="云南省楚雄彝族自治州姚安县太平镇", table="2023")
    assert found.evidence["division"].source == "portal"


def test_a_division_that_two_facts_contradict_is_null_with_a_finding():
    page = shapes.html_plain(shapes.Sample("cn_2019", 3)).replace("青禾镇人民政府", "牟定县民政局")
    found = report(page, hints=Hints(division=YAOAN))
    assert found.division is None
    assert "field.division_conflict" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("<p>您访问的页面不存在，3秒后返回首页</p>", "placeholder"),
        ("<p>请登录后查看 用户名 密码</p>", "login"),
        ("<p>&nbsp;</p>", "empty"),
        ("<script>var a = 1</script>", "empty"),
        ("<p>欢迎访问本站，这里是首页，政府信息公开专栏</p>", "other"),
    ],
)
def test_the_listings_words_over_a_page_of_nothing_give_no_item(below, expected):
    hints = Hints(link_text="松陂镇人民政府2021年政府信息公开工作年度报告", listing_date="2022-01-07")
    found = extract(f"<html><body><div>{below}</div></body></html>".encode(), hints=hints)
    assert isinstance(found, Rejection), found
    assert found.reason == expected


@pytest.mark.parametrize("held", ["<p>附件：<a href=1.pdf>年报.pdf</a></p>", "<p><img src=1.jpg><img src=2.jpg></p>"])
def test_report_of_a_mere_attachment_or_pictures_says_that_it_was_not_read(held):
    found = report(f"<h1>松陂镇2021年政府信息公开工作年度报告</h1>{held}", url="http://www.qinghe.gov.cn/1.html")
    assert [finding.code for finding in found.findings if finding.field is None] == ["page.document_unread"]
    assert [attachment.name for attachment in found.attachments] == ["年报.pdf"] * ("pdf" in held)


def test_part_of_a_document_that_was_not_read_is_a_finding():
    data = "松陂镇2021年政府信息公开工作年度报告\n一、总体情况\n全年收到申请1件。\n二、主动公开情况\n较好。".encode()
    document = read_document(data)
    document.unread.append("pages 3-5: broken")
    found = read_report(read_page(data, document=document))
    unread = [finding for finding in found.findings if finding.code == "page.document_unread"]
    assert [(finding.message, finding.stated) for finding in unread] == [
        ("not read: pages 3-5: broken", "pages 3-5: broken")
    ]


def test_thin_report_whose_only_figures_no_evidence_places_is_no_empty_form():
    form = load_forms()["cn_2014"].tables[0]
    cells = [form.stub or "", *(column.label for column in form.columns)]
    for row in form.rows:
        cells += [row.label, "3", "5"] if row.data else [row.label]
    found = report("<h1>松陂镇2014年政府信息公开工作年度报告</h1>" + "".join(f"<p>{cell}</p>" for cell in cells))
    assert found.unplaced
    assert all(value is None for row in found.tables.get("statistics", {}).values() for value in row.values())


def test_attachments_are_listed_with_absolute_addresses():
    page = shapes.html_plain(shapes.Sample("cn_2019", 3)).replace(
        "<p>五、", "<p>附件：<a href='./P020210107.pdf'>年报全文.pdf</a></p><p>五、"
    )
    (attachment,) = report(page, url="http://www.qinghe.gov.cn/zwgk/202101/t1.html").attachments
    assert attachment.url == "http://www.qinghe.gov.cn/zwgk/202101/P020210107.pdf"
    assert (attachment.name, attachment.media_type, attachment.sha256) == ("年报全文.pdf", "application/pdf", None)


def test_download_whose_name_has_no_ending_is_an_attachment_of_unknown_type():
    address = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;owner=1388&amp;wbfileid=77"
    page = shapes.html_plain(shapes.Sample("cn_2019", 3)).replace(
        "<p>五、",
        f"<p>附件【<a href='{address}'>年报附表</a>】已下载3次</p><p><a href='/download.jsp'>下载</a></p><p>五、",
    )
    (attachment,) = report(page, url="http://www.qinghe.gov.cn/info/1/2.htm").attachments
    assert attachment.url == f"http://www.qinghe.gov.cn{address.replace('&amp;', '&')}"
    assert (attachment.name, attachment.media_type) == ("年报附表", None)


def test_value_that_was_not_read_surely_is_null_and_marked_with_what_was_read():
    page = read_page(shapes.html_plain(shapes.Sample("cn_2019", 3)).encode())
    assert isinstance(page, Page)
    (index, table), *_ = [(i, block) for i, block in enumerate(page.document.blocks) if isinstance(block, Table)][1:]
    cells = [cell._replace(text=f"{cell.text}{DOUBT}") if cell.text.isdigit() else cell for cell in table.cells]
    page.document.blocks[index] = dataclasses.replace(table, cells=tuple(cells))
    found = read_report(page)
    assert isinstance(found, Report)
    marks = [mark for mark in found.marks if mark.status == ["uncertain"]]
    assert len(marks) > 50
    assert all(mark.raw.isdigit() and found.tables[mark.table][mark.row][mark.column] is None for mark in marks)


def test_broken_addresses_cost_nothing():
    page = (
        shapes.html_plain(shapes.Sample("cn_2019", 3))
        .replace("<body>", "<head><base href='http://['></head><body>")
        .replace("<p>五、", "<p><a href='http://[x.pdf'>a.pdf</a><a href='b.pdf'>b.pdf</a></p><p>五、")
    )
    assert [attachment.name for attachment in report(page, url="http://[::1").attachments] in ([], ["b.pdf"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_give_a_report_or_a_reason(data):
    assert isinstance(extract(data), Report | Rejection)


WORDS = st.sampled_from(
    [
        "一、总体情况 ",
        "三、收到和处理",
        "第二十条第（五）项",
        "行政许可",
        "0",
        "减12",
        "4018.6万元",
        "\t",
        " \n",
        "<td>",
        "</table>",
        "<table><tr>",
        "&nbsp;",
        "2020年",
        "年度报告",
        "电话：0878-6082790",
        "（",
        "）",
        "结果维持",
        "总计",
        "12",
        "-",
        "/",
        "人民政府",
        "<p>",
        "\n\n",
        ":",
    ]
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=80))
def test_any_order_of_a_report_s_own_words_is_survived(words):
    assert isinstance(extract("".join(words).encode()), Report | Rejection)


@pytest.mark.parametrize(
    "repeated", ["(", "一、", "0 ", "|", "\t", "年", "0878-", "<td>", "1.", "统计期限", "联系电话：", "\xa0\n", "附件"]
)
def test_time_is_linear_in_adversarial_repeats(repeated):
    extract((repeated * (300_000 // len(repeated))).encode())  # hangs if any expression backtracks


def test_package_gives_each_of_its_names_and_no_other():
    assert {name: getattr(extractors, name).__name__ for name in extractors.__all__} == {
        name: name for name in extractors.__all__
    }
    with pytest.raises(AttributeError, match="module 'extractors' has no attribute 'reed_page'"):
        _ = extractors.reed_page
