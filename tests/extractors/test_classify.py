"""Report or not, and what else."""

import time

import pytest

from extractors.classify import Contents, classify, unread_document

PROSE = "2020年，我镇坚持以公开为常态、不公开为例外，扎实推进各项公开工作，取得了一定成效，群众满意度不断提高。"
OUTLINE = [
    "一、总体情况", PROSE, "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况", PROSE, "六、其他需要报告的事项", "无。",
]  # fmt: skip
OLD = [
    "一、概述", PROSE, "二、主动公开政府信息的情况", PROSE, "三、依申请公开政府信息情况", "未收到申请。",
    "四、复议、诉讼情况", "没有发生。", "五、收费及减免情况", "没有收费。", "六、存在的问题及改进措施", PROSE,
]  # fmt: skip


def contents(lines=(), *, source="text", **held) -> Contents:
    numbers = tuple(line[0] for line in lines if line[1:2] == "、")
    return Contents(title_source=source, section_numbers=numbers, **held)


def reason(title=None, lines=(), **held):
    found = classify(title, list(lines), contents(lines, **held))
    return found and found[0]


@pytest.mark.parametrize(
    "title",
    [
        "松陂镇人民政府2020年政府信息公开工作年度报告",
        "2020年政府信息公开工作年度报告",
        "松陂镇2020年政府信息公开年报",
        "松陂镇政府信息公开年度报告（2020年）",
        "松陂镇2020年政府信息公开工作年度报告（修改）",
        "青禾县绩效考核办公室2020年政府信息公开工作年度报告",
        "青禾县财政预算评审中心2020年政府信息公开工作年度报告",
        "松陂镇2020年信息公开工作年度报告",
        "松陂镇2020年政务公开年度报告",
        "松陂镇2020年度政府信息公开工作情况年度报告",
        "松陂镇2022年年度信息公开报告",
        "松陂乡2010年政府信息公开报告",
        "2008年松陂镇人民政府信息公开工作年度报告",
    ],
)
def test_titles_of_reports(title: str):
    assert reason(title, OUTLINE, has_tables=True, filled=True) is None
    assert reason(title, OUTLINE) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于做好2020年政府信息公开工作年度报告编制工作的通知", "notice"),
        ("青禾县人民政府办公室关于报送2020年度政府信息公开工作年度报告的通知", "notice"),
        ("关于召开政务公开工作会议的通知（第二次）", "notice"),
        ("青禾县政务公开工作培训会召开", "notice"),
        ("松陂镇政府信息公开指南", "guide"),
        ("青禾县人民政府政府信息公开指南（2021年版）", "guide"),
        ("松陂镇政府信息公开目录", "catalogue"),
        ("松陂镇主动公开基本目录（2021年版）", "catalogue"),
        ("松陂镇政府信息公开年度报告制度", "regulation"),
        ("政府信息公开保密审查办法", "regulation"),
        ("青禾县政府信息公开考核办法（试行）", "regulation"),
        ("松陂镇2021年法治政府建设年度报告", "law_government_report"),
        ("松陂镇2021年度法治政府建设情况报告", "law_government_report"),
        ("青禾县民政局2021年部门决算", "budget"),
        ("松陂镇2021年“三公”经费预算公开", "budget"),
        ("《松陂镇2020年政府信息公开工作年度报告》解读", "interpretation"),
        ("一图读懂松陂镇2020年政府信息公开工作年度报告", "interpretation"),
        ("图解：松陂镇2020年政府信息公开工作年度报告", "interpretation"),
        ("松陂镇2020年政府信息公开工作总结", "work_summary"),
        ("青禾县2021年政务公开工作要点", "work_summary"),
        ("松陂镇2021年政务公开工作方案", "work_summary"),
        ("青禾县2020年政府信息公开社会评议结果", "assessment"),
        ("2020年度政务公开考核情况", "assessment"),
        ("××镇2020年政府信息公开工作年度报告", "empty_form"),
        ("政府信息公开工作年度报告模板", "empty_form"),
        ("青禾县2020年政府信息公开情况统计表", "other"),
        ("青禾县2016年第一季度政府信息公开情况统计表", "other"),
        ("关于更正松陂镇2020年政府信息公开工作年度报告个别数据的说明", "other"),
        ("青禾县各单位2020年政府信息公开工作年度报告发布情况一览表", "other"),
        ("青禾县2020年政府信息公开社会评议结果公示", "assessment"),
        ("松陂镇2020年政务公开工作总结和2021年工作打算", "work_summary"),
    ],
)
def test_titles_of_other_things(title: str, expected: str):
    assert reason(title, ["正文内容。", PROSE]) == expected


def test_the_outline_of_a_report_does_not_save_an_interpretation():
    assert reason("《松陂镇2020年政府信息公开工作年度报告》解读", OUTLINE) == "interpretation"


def test_a_notice_with_a_sentence_about_the_parts_is_a_notice():
    lines = [
        "各乡镇人民政府：",
        "年度报告包括总体情况、主动公开、申请处理、复议诉讼、存在问题和其他事项六个部分。",
        "一、编制内容",
        "二、时间要求",
    ]
    assert reason("关于编制2020年政府信息公开工作年度报告的通知", lines) == "notice"
    assert reason(None, ["各乡镇人民政府：", "现将有关事项通知如下。", "一、编制内容", "二、时间要求"]) == "notice"


def test_a_regulation_that_lists_the_parts_of_a_report():
    lines = [
        "第一条 为规范公开工作，制定本制度。",
        "第二条 年度报告包括以下内容：",
        *OLD[::2],
        "第三条 本制度自公布之日起施行。",
    ]
    assert reason(None, lines) == "regulation"


def test_a_guide_without_title():
    lines = [
        "为方便公众查找政府信息，特制定本公开指南。",
        "一、主动公开",
        PROSE,
        "二、依申请公开",
        PROSE,
        "三、复议和诉讼",
        "四、收费",
    ]
    assert reason(None, lines) == "guide"


def test_a_report_that_tells_of_a_guide_is_a_report():
    assert reason(None, [*OLD, "编制了《松陂镇政府信息公开指南》，修订了公开目录。"]) is None


def test_an_interpretation_that_lists_the_parts_of_a_report():
    assert (
        reason(None, ["现就年报内容进行如下解读。", "一、编制背景", PROSE, "四、主要内容", *OLD[2::2]])
        == "interpretation"
    )


def test_a_report_that_speaks_of_interpretations_is_a_report():
    assert reason(None, [*OUTLINE, "全年通过新闻发布会就重大政策措施进行解读的次数为零。"]) is None


def test_a_report_published_under_a_notices_title():
    title = "关于公布松陂镇2020年政府信息公开工作年度报告的公告"
    assert reason(title, OUTLINE, has_tables=True, filled=True) is None


@pytest.mark.parametrize(
    "title",
    ["松陂镇2012年政务公开工作报告", "松陂镇2010年政府信息公开工作总结", "松陂镇2011年政府信息公开工作情况报告"],
)
def test_old_titles_need_the_outline(title: str):
    assert reason(title, OLD) is None
    assert reason(title, ["一、加强领导", PROSE, "二、完善制度", PROSE, "三、下一步打算", PROSE]) == "work_summary"


def test_a_report_without_title_is_one_by_its_tables_or_outline():
    assert reason(None, OUTLINE, has_tables=True, filled=True) is None
    assert reason(None, OLD) is None
    assert reason("政府信息公开年报", OUTLINE) is None


def test_without_title_and_outline():
    assert reason(None, [PROSE]) == "other"
    assert reason(None, []) == "empty"


def test_an_empty_form():
    blank = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
    ]
    assert reason("2020年政府信息公开工作年度报告", blank, has_tables=True) == "empty_form"
    assert reason("松陂镇2020年政府信息公开工作年度报告", OUTLINE, has_tables=True) is None
    template = ["一、总体情况", "20××年，××镇主动公开政府信息××条。", "收到申请××件，办结××件，结转××件。"]
    assert reason("政府信息公开工作年度报告", template) == "empty_form"


def test_a_page_of_links_is_a_listing():
    lines = [f"松陂镇20{n}年政府信息公开工作年度报告" for n in range(10, 24)]
    assert reason("政府信息公开年报", lines, link_ratio=0.95) == "listing"


def test_a_page_that_only_links_the_reports_document_is_the_reports():
    title = "松陂镇2020年政府信息公开工作年度报告"
    assert reason(title, [f"{title}.pdf"], link_ratio=1.0, documents=(f"{title}.pdf",)) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("栏目建设中", "placeholder"),
        ("您访问的页面不存在或已删除", "placeholder"),
        ("用户名：  密码：  登录", "login"),
        ("您的访问过于频繁，请输入验证码", "blocked"),
    ],
)
def test_pages_that_hold_nothing(line: str, expected: str):
    assert reason(None, [line]) == expected


def test_the_html_title_speaks_where_the_page_does_not():
    assert reason(None, ["正文内容。"], html_title="松陂镇政府信息公开指南-青禾县人民政府") == "guide"


@pytest.mark.parametrize("unit", ["信息公开", "关于", "×", "各乡", "(", "年度报告", "通知"])
def test_time_is_linear_on_hostile_repeats(unit: str):
    text = unit * (400_000 // len(unit))
    begin = time.process_time()
    reason(text, [text], html_title=text)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("青禾县市场监督管理局2023年度部门决算公开", "budget"),
        ("第三部分 2023年度部门决算情况说明", "budget"),
        ("您的请求已被该站点的安全策略拦截", "blocked"),
    ],
)
def test_text_speaks_where_no_title_does(line: str, expected: str):
    assert reason(None, [line, "其他内容。"]) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("松陂镇2022年政务公开工作总结", "work_summary"),
        ("松陂镇2022年上半年政府信息公开工作情况报告", "work_summary"),
        ("政府信息公开工作年度报告填报说明", "guide"),
        ("松陂镇2011年政府信息公开工作总结", None),
    ],
)
def test_papers_with_a_reports_outline_that_are_none(title: str, expected: str | None):
    assert reason(title, OLD) == expected


def test_figures_under_the_sections_make_a_late_summary_a_report():
    title = "松陂镇2022年政府信息公开工作总结"
    assert reason(title, OUTLINE, has_tables=True, filled=True) is None


REPORT = "松陂镇人民政府2020年政府信息公开工作年度报告"
MENU = ["首页", "依申请公开", "主动公开", "收费标准", "关于我们"]


@pytest.mark.parametrize("source", ["text", "meta", "listing"])
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["您访问的页面不存在，3秒后返回首页"], "placeholder"),
        (["系统维护中，请稍后访问。"], "placeholder"),
        (["对不起，页面找不到了"], "placeholder"),
        (["请登录后查看 用户名 密码"], "login"),
        (["无权限访问"], "login"),
        ([], "empty"),
    ],
)
def test_a_reports_title_over_nothing_is_no_report(source: str, lines: list[str], expected: str):
    assert reason(REPORT, lines, source=source) == expected


@pytest.mark.parametrize("source", ["text", "meta", "listing"])
def test_a_menu_is_no_outline(source: str):
    assert reason(REPORT, MENU, source=source) in ("empty", "other")


@pytest.mark.parametrize(
    "held",
    [
        {"lines": ["一、概述", "工作有序。", "二、主动公开情况", "公开信息12条。"]},
        {"lines": [PROSE * 4]},
        {"lines": ["2020年，我镇共主动公开政府信息12条，未收到政府信息公开申请，未发生行政复议，也没有发生行政诉讼，没有收取任何费用。"]},
        {"lines": [], "has_tables": True, "filled": True},
        {"lines": ["附件："], "documents": ("年报.pdf",)},
        {"lines": [], "pictures": 2},
    ],
)  # fmt: skip
def test_what_makes_a_page_of_its_own_title_a_report(held: dict):
    assert reason(REPORT, held.pop("lines"), **held) is None


def test_the_words_of_a_link_do_not_make_a_home_page_the_report():
    news = "青禾县召开全县经济工作会议，总结2019年工作，部署全年任务，各乡镇和县直部门负责同志参加了会议并作交流发言。"
    assert reason(REPORT, ["欢迎访问本站", *MENU, *[news] * 6], source="listing", pictures=9) == "other"


def test_the_words_of_a_link_do_not_make_a_guide_the_report():
    guide = ["为方便公众，编制本指南。", "一、主动公开", PROSE, "二、依申请公开", PROSE, "三、收费标准", PROSE]
    assert reason(REPORT, guide, source="listing") == "guide"


def test_a_page_without_title_answers_the_link_that_names_its_year():
    assert reason(REPORT, [PROSE * 5], source="listing") is None
    assert reason(REPORT, [PROSE.replace("2020", "2017") * 5], source="listing") == "other"
    assert reason(REPORT, ["附件："], source="listing", documents=("2020年年报.pdf",)) is None
    assert reason(REPORT, ["附件："], source="listing", documents=("申请表.doc",)) == "other"


def test_what_a_page_without_text_holds_is_named():
    assert unread_document(["附件："], contents(documents=("年报.pdf",), pictures=2)) == (
        "the page names a report, but prints no text of it; not read: attachment '年报.pdf', 2 pictures"
    )
    assert unread_document(OUTLINE, contents(OUTLINE, documents=("年报.pdf",), pictures=2)) is None
    assert unread_document(["见附件。"], contents(has_tables=True, documents=("年报.pdf",))) is None


def test_news_of_a_report_is_none():
    news = [
        "近日，松陂镇发布2022年政府信息公开工作年度报告，全面总结一年来的工作成效。" * 4,
        "报告分为六个部分，群众反响良好。",
    ]
    assert reason("松陂镇发布2022年政府信息公开工作年度报告", news) == "other"
    assert reason("松陂镇发布2022年政府信息公开工作年度报告", OUTLINE, has_tables=True, filled=True) is None


@pytest.mark.parametrize(
    "title",
    [
        "我县公布2022年政府信息公开工作年度报告",
        "青禾县人民政府公开2022年政府信息公开年度报告",
        "青禾县2022年政府信息公开工作年度报告",
    ],
)
def test_news_that_say_so_are_no_report(title: str):
    news = ["本报讯（记者某某）近日，县政府向社会交出一份公开工作的答卷。" + PROSE * 5, "全文可在县政府网站查阅。"]
    assert reason(title, news) == "other"
    assert reason(title, OUTLINE) is None


@pytest.mark.parametrize(
    "title",
    ["松陂镇政府信息公开2022年度报告", "关于公布2012年政府信息公开年度报告", "松陂镇人民政府2022年政府信息公开年报"],
)
def test_prose_under_a_title_that_tells_of_nothing_is_a_report(title: str):
    assert reason(title, [PROSE * 5]) is None


@pytest.mark.parametrize(
    "title",
    [
        "关于印发2021年政府信息公开工作年度报告格式的通知",
        "关于印发《政府信息公开工作年度报告格式》的通知",
        "关于印发2021年政府信息公开工作年度报告的通知",
        None,
    ],
)
def test_a_notice_with_the_blank_form_is_none(title: str | None):
    lines = [
        "各乡镇人民政府，县政府各部门：",
        f"现将有关格式印发给你们，请遵照执行。{PROSE}",
        *OUTLINE[:1],
        *OUTLINE[2:6],
    ]
    assert reason(title, lines, has_tables=True) in ("empty_form", "notice")


def test_titles_of_several_reports_are_a_list():
    rows = [f"青禾县{name}2022年政府信息公开工作年度报告2023-01-12" for name in ("民政局", "审计局", "林业局")]
    assert reason("政府信息公开年报", [*rows, "共47条 1/5"], link_ratio=0.5) == "listing"
    assert reason("政府信息公开年报", [*rows[:1], PROSE], link_ratio=0.5) == "other"


@pytest.mark.parametrize(
    ("title", "lines", "expected"),
    [
        (None, ["用户名：", "密 码：", "验证码：", "登录"], "login"),
        ("政府信息公开目录", ["1 机构职能 主要职责", "2 财政信息 预算、决算"], "catalogue"),
        ("数说2020年政府信息公开工作年度报告", ["报告显示，公开信息126条。"], "interpretation"),
        ("松陂镇2020年主动公开政府信息工作年度报告", OUTLINE, None),
        (REPORT, ["对不起，您访问的页面不存在或已被删除。", *["便民服务电话和其他栏目名称"] * 50], "placeholder"),
    ],
)
def test_what_generated_pages_taught(title: str | None, lines: list[str], expected: str | None):
    assert reason(title, lines) == expected


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("松陂镇2020年社会信用信息公开工作年度报告", "other"),
        ("青禾县第一中学2020年学校信息公开工作年度报告", "other"),
        ("松陂镇2020年党务公开工作年度报告", "other"),
        ("松陂镇2020年度政府信息公开工作自查报告", "work_summary"),
        ("青禾县各镇2020年政府信息公开工作年度报告汇编", "other"),
    ],
)
def test_reports_on_another_duty_are_none_whatever_their_outline(title, found):
    assert reason(title, OUTLINE, has_tables=True, filled=True) == found


def test_whole_report_is_one_though_its_title_adds_a_picture():
    assert reason("青禾县2020年政府信息公开工作年度报告 | 图解", OUTLINE, has_tables=True, filled=True) is None
    assert reason("青禾县2020年政府信息公开工作年度报告 | 图解", [PROSE]) == "interpretation"
