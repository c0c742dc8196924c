"""Contact in the shapes that openings print, and what is none."""

import time

import pytest

from extractors.contact import extract_contact
from extractors.report import Contact, Section
from tests.extractors.contacts import WORDINGS, Wording, fill


def contact(opening: str | list[str] = "", *sections: str) -> Contact:
    lines = [opening] if isinstance(opening, str) else opening
    parts = [Section(number="一", heading="总体情况", text="各项工作有序推进。")]
    parts += [Section(number="六", heading="其他", text=text) for text in sections]
    return extract_contact(lines, parts)[0]


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.text)
def test_every_wording_gives_what_it_states_and_no_more(wording: Wording):
    for seed in range(4):
        sample = fill(wording, seed)
        assert extract_contact(sample.preamble, sample.sections)[0] == sample.truth


FULL = Contact(office="松陂镇党政办公室", address="青禾县松陂镇听泉街6号", postcode="675302", phones=["0878-5550101"])


@pytest.mark.parametrize(
    "text",
    [
        "若有疑问，请与松陂镇党政办公室联系(地址:青禾县松陂镇听泉街6号,邮编:675302,电话:0878—5550101)。",
        "如有疑问，请与松陂镇党政办公室联系（地址：青禾县松陂镇听泉街6号；邮编：675302；电话：0878-5550101）。",
        "如有疑问,请与松陂镇党政办公室（地址：青禾县松陂镇听泉街6号，邮编：675302，电话：0878-5550101）联系。",
        "如有疑问，请联系松陂镇党政办公室，通讯地址：青禾县松陂镇听泉街6号，邮政编码：675302，联系电话：０８７８－５５５０１０１。",
        "如有疑问，请与松陂镇党政办公室联系，地 址：青禾县松陂镇听泉街6号 邮 编：675302 电 话：0878 5550101",
        "如有疑问，请与松陂镇党政办公室联系。联系地址:青禾县松陂镇听泉街6号邮编:675302电话:08785550101",
        "如对报告有疑问，请直接与松陂镇党政办公室联系（办公地址：青禾县松陂镇听泉街6号，邮编：675302，咨询电话：（0878）5550101",
        "咨询单位：松陂镇党政办公室，联系地址：青禾县松陂镇听泉街6号，邮政编码675302，电话0878-5550101。",
        "如有疑问，请与松陂镇党政办公室联系，地址青禾县松陂镇听泉街6号，邮编675302，电话：0878－5550101，监督电话：0878-5550999。",
    ],
)
def test_the_usual_sentence(text: str):
    assert contact(text) == FULL


@pytest.mark.parametrize(
    ("text", "phones", "fax"),
    [
        ("（联系电话：0943-5550101，传真：0943-5550101）", ["0943-5550101"], "0943-5550101"),
        ("联系电话：0943-5550101，传真：0943-5550102。", ["0943-5550101"], "0943-5550102"),
        ("电话（传真）：0943-5550101", ["0943-5550101"], "0943-5550101"),
        ("联系电话/传真：0943-5550101", ["0943-5550101"], "0943-5550101"),
        ("电话及传真：0943-5550101", ["0943-5550101"], "0943-5550101"),
        ("联系电话：0943-5550101、5550102", ["0943-5550101", "5550102"], None),
        ("联系电话：010-55501010转801", ["010-55501010-801"], None),
        ("联系电话：13800001234", ["13800001234"], None),
        ("联系电话：5550101", ["5550101"], None),
        ("联系电话：021-55501010-12", ["021-55501010-12"], None),
        ("联系电话：+86-878-5550101", ["0878-5550101"], None),
        ("如有疑问请与党政办公室联系，0878-5550101。", ["0878-5550101"], None),
        ("如有疑问请拨打政务服务热线12345咨询。", [], None),
        ("如有疑问请来电咨询。监督举报电话：0878-5550999", [], None),
        ("欢迎咨询，投诉电话0878-5550999。", [], None),
        ("有疑问请联系我们。全年处理热线5550101件。", [], None),
    ],
)
def test_numbers_belong_to_the_label_before_them(text: str, phones: list[str], fax: str | None):
    found = contact(text)
    assert (found.phones, found.fax) == (phones, fax)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("如有疑问，请与我局办公室联系，电话：0878-5550101。", "我局办公室"),
        ("如有疑问，请与我们联系，电话：0878-5550101。", None),
        ("如有疑问，请与我镇联系，电话：0878-5550101。", None),
        ("如有疑问，请与县政府办公室信息公开股联系，电话：0878-5550101。", "县政府办公室信息公开股"),
        ("如有疑问，请向青禾县民政局办公室咨询，电话：0878-5550101。", "青禾县民政局办公室"),
        ("如有疑问，请联系：听泉街道党政综合办公室（电话：0878-5550101）。", "听泉街道党政综合办公室"),
        ("如有疑问，可致电青禾县人民政府信息公开办公室，电话：0878-5550101。", "青禾县人民政府信息公开办公室"),
        (
            "如有疑问，请与青禾高新区（青禾经开区）管委会办公室联系（电话：0878-5550101）。",
            "青禾高新区（青禾经开区）管委会办公室",
        ),
        ("如有疑问，请与青禾县供销合作社联系（电话：0878-5550101）。", "青禾县供销合作社"),
        ("如有疑问，请与青禾县民政局信息公开工作机构联系（电话：0878-5550101）。", "青禾县民政局信息公开工作机构"),
        ("如有疑问，请与政府信息公开受理机构联系（电话：0878-5550101）。", None),
        ("如有疑问，可与张三联系（电话：0878-5550101）。", None),
        ("如有疑问请与我办联系（联系电话：85550101）。", None),
        ("我镇加强与群众联系，电话回访300人次。", None),
        ("如有疑问，请与受理机构联系，单位：松陂镇党政办，电话：0878-5550101。", "松陂镇党政办"),
    ],
)
def test_the_office_is_the_one_named_for_questions(text: str, office: str | None):
    assert contact(text).office == office


@pytest.mark.parametrize(
    ("text", "emails", "website"),
    [
        ("邮箱：songbei@mail.example，如有疑问请联系。", ["songbei@mail.example"], None),
        ("电子邮箱：song.bei_01＠mail.example.cn。", ["song.bei_01@mail.example.cn"], None),
        ("报告的电子版可在县政府网站（http://www.qinghe.example/）查阅和下载。", [], "http://www.qinghe.example/"),
        ("可在www.qinghe.example下载。", [], "www.qinghe.example"),
        (
            "网址：http://www.qinghe.example/zwgk/index.html，如有疑问请联系",
            [],
            "http://www.qinghe.example/zwgk/index.html",
        ),
        ("转发文章来自http://www.other.example/", [], None),
    ],
)
def test_email_and_website(text: str, emails: list[str], website: str | None):
    found = contact(text)
    assert (found.emails, found.website) == (emails, website)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "如有疑问请联系，地址：青禾县松陂镇听泉街6号，镇政府大院2楼，电话：0878-5550101",
            "青禾县松陂镇听泉街6号，镇政府大院2楼",
        ),
        ("如有疑问请联系，地址：青禾县松陂镇（镇政府院内），电话：0878-5550101", "青禾县松陂镇（镇政府院内）"),
        (
            "如有疑问请联系（地址：青禾县书院路5号科创大厦（东座）25楼；联系电话：0871-65150000）",
            "青禾县书院路5号科创大厦（东座）25楼",
        ),
        ("网址：http://www.qinghe.example，邮箱地址：a@b.example", None),
        ("如有疑问请登录网站地址查询", None),
    ],
)
def test_the_address_is_as_printed(text: str, address: str | None):
    assert contact(text).address == address


def test_contact_at_the_end_is_read():
    text = "无其他事项。\n如对本报告有疑问，请与松陂镇党政办公室联系，电话：0878-5550101。"
    assert contact("现将报告公布如下。", text).phones == ["0878-5550101"]


def test_the_footer_is_never_the_contact():
    footer = "主办：青禾县人民政府 地址：青禾县行政中心1号楼 电话：0878-5559999 邮编：675300"
    assert contact("报告如下。", f"无。\n{footer}") == Contact()
    assert contact([footer, "报告如下。"]) == Contact()


def test_prose_about_telephones_is_no_contact():
    assert contact("报告如下。", "受理“12345”热线12条，电话回访满意率高。公布举报电话0878-5559999。") == Contact()


def test_a_number_broken_over_two_lines():
    lines = ["如对本报告有任何疑问，请与松陂镇党政办公室联系，电话：0878-", "5550101。"]
    assert contact(lines).phones == ["0878-5550101"]


def test_evidence_is_the_sentence():
    _, evidence = extract_contact(["如有疑问，请与松陂镇党政办公室联系，电话：0878-5550101。"], [])
    assert evidence.source == "text"
    assert "0878-5550101" in evidence.quote


@pytest.mark.parametrize(
    "unit",
    [
        "电话",
        "0878-",
        "地址：",
        "请与",
        "(",
        "a.",
        "a@",
        "联系",
        "电 ",
        "监督",
        "www.",
        "5550101",
        "由",
        "可与",
        "请与甲(乙",
    ],
)
def test_time_is_linear_on_hostile_repeats(unit: str):
    text = "如有疑问" + unit * (400_000 // len(unit))
    begin = time.process_time()
    extract_contact([text], [Section(number="一", heading="", text=text)])
    extract_contact([text[:4900]] * 200, [Section(number="一", heading="", text="\n".join([text[:4900]] * 50))])
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "text",
    [
        "如对本报告有疑问，请拨打0878-5550101。",
        "如对本报告有疑问，可致电0878-5550101，也可来信。",
        "如有疑问，请致函松陂镇党政办公室（邮编675302）或致电0878-5550101。",
    ],
)
def test_a_number_offered_for_doubts_needs_no_label(text: str):
    assert contact(text).phones == ["0878-5550101"]


def test_a_number_to_dial_for_complaints_is_no_contact():
    assert contact("如需举报，请拨打0878-5550999。咨询电话：0878-5550101。").phones == ["0878-5550101"]


def test_an_address_ends_before_the_bracket_of_what_follows():
    assert contact("电话：0878-5550101，通讯地址：松陂镇听泉街6号（邮编675302）。").address == "松陂镇听泉街6号"


def test_an_office_behind_the_words_for_contact():
    assert contact("联系方式：松陂镇党政办，电话：0878-5550101。").office == "松陂镇党政办"


def test_an_email_of_digits_is_no_telephone():
    found = contact("如有疑问，请与党政办公室联系，电话：0878-5550101，邮箱：5550199@mail.example。")
    assert (found.phones, found.emails) == (["0878-5550101"], ["5550199@mail.example"])


def test_the_office_of_a_service_centre_is_no_hotline():
    assert contact("如有疑问，请与松陂镇便民服务中心联系（电话：0878-5550101）。").phones == ["0878-5550101"]


def test_a_copy_that_lost_its_marks_and_digits():
    found = contact(
        "统计期限自202011日起至20201231日止电子版可在青禾民政网站和青禾政务公开网站（http://www.qinghe.gov.cn/）下载"
        "如有疑问请与青禾县民政局办公室联系（地址：青禾县听泉街6号邮编：675302电话：5550101）。"
    )
    assert (found.office, found.phones) == ("青禾县民政局办公室", ["5550101"])


def test_traditional_labels_are_read_and_values_stay_as_printed():
    found = contact("如有疑問，請與青禾縣文化廣電局辦公室聯繫，聯繫電話：0878-5550101，地址：青禾縣聽泉街6號。")
    assert found == Contact(office="青禾縣文化廣電局辦公室", address="青禾縣聽泉街6號", phones=["0878-5550101"])


def test_the_postcode_behind_the_label_of_a_gateway_that_translates():
    assert contact("如有疑問，請聯繫青禾縣民政局（郵遞區號：675302；電話：0878-5550101）。").postcode == "675302"


TORN = (
    "本报告由总体情况、主动公开政府信息情况等六部分组成，统计期限自2020年1月1日起至2020年12月31日止，电子版可在青禾县人民政府网站"
    "（http://www.qinghe.example.cn）下载。如对本报告有疑问，请与松陂镇党政办公室联系（地址：青禾县松陂镇听泉街6号综合楼512室，邮编："
    "675302，电话：0878-5550101，传真：0878-5550102，电子邮箱：spz_dzb2020@mail.example）。"
)
WHOLE = contact(TORN)
LONG_TITLE = "岚江省霁州市青禾县松陂镇人民政府（松陂镇便民服务中心）2020年政府信息公开工作年度报告"
LONG_ROW = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 0 0 0 0 0 0 0"


def wrapped(width: int) -> list[str]:
    return [TORN[start : start + width] for start in range(0, len(TORN), width)]


@pytest.mark.parametrize("width", range(18, 42))
def test_values_that_the_width_broke_are_joined(width: int):
    assert WHOLE.emails == ["spz_dzb2020@mail.example"]
    assert contact([LONG_TITLE, *wrapped(width)], LONG_ROW) == WHOLE


@pytest.mark.parametrize("width", range(18, 42))
def test_half_a_value_is_none_where_lines_are_not_joined(width: int):
    found = contact([*wrapped(width), *["各项公开工作有序推进" * 12 + "。"] * 30])
    assert found.office in (None, WHOLE.office)
    assert found.address in (None, WHOLE.address)
    assert found.website in (None, WHOLE.website)
    assert set(found.emails) <= set(WHOLE.emails)
    assert set(found.phones) <= set(WHOLE.phones)
    assert found.fax in (None, WHOLE.fax)


def test_lines_within_brackets_that_begin_anew_are_whole():
    found = contact(["（地址：青禾县听泉街6号", "电话：0878-5550101", "邮箱：dzb@mail.example）"])
    assert found == Contact(address="青禾县听泉街6号", phones=["0878-5550101"], emails=["dzb@mail.example"])


def test_an_address_that_goes_on_below_its_line_is_none():
    assert contact(["电话：0878-5550101，地址：青禾县迎宾", "大道8号。"]).address is None
    assert contact(["电话：0878-5550101，地址：青禾县迎宾大道8号"]).address == "青禾县迎宾大道8号"


def test_who_filled_in_a_form_is_no_contact():
    line = "单位负责人：甲某　审核人：乙某　填报人：丙某　联系电话：0878-5550199　填报日期：2017年1月10日"
    assert contact("", line) == Contact()


@pytest.mark.parametrize(
    ("text", "website"),
    [
        ("青禾县人民政府门户网站 www.qinghe.example 2023-01-30", None),
        ("青禾县人民政府门户网站 www.qinghe.example 2010年04月06日 来源：青禾县", None),
        ("本报告在青禾县门户网站（http://www.qinghe。gov。cn）予以公布。", None),
        ("电子版通过青禾县人民政府网站（qinghe.gov.cn）公开。", "qinghe.gov.cn"),
        ("可在网站（xxgk.qinghe.gov.cn）查阅，电子邮箱：bgs@qinghe.gov.cn。", "xxgk.qinghe.gov.cn"),
        ("可在网站查阅，电子邮箱：bgs@qinghe.gov.cn。", None),
        ("2019年我乡通过青禾县人民政府（http://www.qinghe-demo.gov.cn）主动公开信息57条。", None),
    ],
)
def test_a_website_is_offered_and_whole(text: str, website: str | None):
    assert contact(text).website == website


@pytest.mark.parametrize(
    "text",
    [
        "如有疑问，请联系听泉街道党政办（鹭汀区听泉路147号，联系电话：5550101，邮政编码：675300）。",
        "如有疑问，请与听泉街道党政办（鹭汀区听泉路147号，电话：5550101）联系。",
        "如有疑问，请与听泉街道党政办联系（地址：鹭汀区听泉路147号，听泉街道党政办公室，邮编：675300）。",
    ],
)
def test_an_address_beside_its_office(text: str):
    found = contact(text)
    assert (found.office, found.address) == ("听泉街道党政办", "鹭汀区听泉路147号")


def test_number_of_the_discipline_inspectors_is_no_contact():
    found = contact("如有疑问，请联系松陂镇党政办公室，电话：0878-5550101；纪检监督：0878-5550999。")
    assert found.phones == ["0878-5550101"]
