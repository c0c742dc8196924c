"""Counts that prose states, and those that it leaves in doubt."""

import time

import pytest

from extractors.counts import counts_of_other_years, extract_counts
from extractors.report import Section


def counts(text: str, heading: str = "总体情况") -> dict[str, float]:
    found = extract_counts([Section(number="一", heading=heading, text=text)], [])
    return {count.key: count.value for count in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年主动公开政府信息113条，其中动态信息98条。", {"active_total": 113}),
        ("2020年，我镇主动公开各类政府信息共计1,203条。", {"active_total": 1203}),
        ("本年度通过各种渠道主动公开政府信息累计20651条。", {"active_total": 20651}),
        (
            "2020年在各类公开载体发布信息526条，其中通过政府网站发布信息368条。",
            {"active_total": 526, "active_website": 368},
        ),
        ("共收到申请公开政府信息0件。", {"new_received": 0}),
        ("截至2011年底，累计制发规范性文件31件。", {}),
        ("要求每个单位全年主动公开政府信息50条。", {}),
        ("全年主动公开政府信息98条以上。", {}),
        ("学习上级印发规范性文件12件。", {}),
        ("对2011年以前制定规范性文件12件进行清理。", {}),
        ("本年清理规范性文件5件，制定规范性文件3件。", {"normative_issued": 3}),
        ("全年未收到政府信息公开申请1件。", {}),
        ("全年共发布信息三十二条。", {"active_total": 32}),
        ("通过微信公众号“松陂发布”推送信息158条，通过微博发布信息20条。", {"active_wechat": 158, "active_weibo": 20}),
        ("我局政府信息公开专栏主动公开信息39条。", {}),
        ("全年主动公开政府信息2300余条。", {}),
        ("主动公开政府信息50条。", {}),
        ("收到政府信息公开申请3件，均已答复。", {"new_received": 3}),
        ("全年收到公民、法人和其他组织政府信息公开申请共十二件。", {"new_received": 12}),
        ("全年共收到5件政府信息公开申请。", {"new_received": 5}),
        ("全年接受政府信息公开申请8件。", {"new_received": 8}),
        ("受理依申请公开事项4件。", {"new_received": 4}),
        ("全年未收到政府信息公开申请。", {"new_received": 0}),
        ("没有收到公民、法人和其他组织的政府信息公开申请。", {"new_received": 0}),
        ("我镇未接到任何依申请公开政府信息的申请。", {"new_received": 0}),
        (
            "收到政府信息公开申请10件，上年结转2件，结转下年度继续办理1件。",
            {"new_received": 10, "carried_in": 2, "carried_out": 1},
        ),
        ("全年收到政府信息公开申请3件，去年收到政府信息公开申请5件。", {"new_received": 3}),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", {"review_total": 0, "litigation_total": 0}),
        ("因政府信息公开被申请行政复议1件，行政诉讼0件。", {"review_total": 1, "litigation_total": 0}),
        (
            "未收到政府信息公开申请，无行政复议、行政诉讼情况。",
            {"new_received": 0, "review_total": 0, "litigation_total": 0},
        ),
        ("全县办理行政复议案件12件。", {}),
        ("全年受理12345热线12条。", {}),
        ("信访举报5件。", {}),
    ],
)
def test_what_a_sentence_states(text: str, expected: dict[str, float]):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共收到政府信息公开申请3件。", {"new_received": 3}),
        ("2022年，我镇共接收政府信息公开申请0件。", {"new_received": 0}),
        ("全年新收政府信息公开申请1个，已按期答复。", {"new_received": 1}),
        ("本年度收到依申请公开12件，办结12件。", {"new_received": 12}),
        ("共受理政府信息公开申请15宗。", {"new_received": 15}),
        ("全年受理公民信息公开申请二十一件。", {"new_received": 21}),
        ("我局共收到书面政府信息公开申请两件。", {"new_received": 2}),
        ("全年收到政府信息公开申请数为7件。", {"new_received": 7}),
        ("收到政府信息公开申请共计5份。", {"new_received": 5}),
        ("2020年，全镇依申请公开件数为4件。", {"new_received": 4}),
        ("新收到政府信息公开申请9件，其中网上申请6件，信函申请3件。", {"new_received": 9}),
        ("今年我局收到政府信息公开申请总数10件，其中自然人8件，法人2件。", {"new_received": 10}),
        ("全年收到政府信息公开申请１０件。", {"new_received": 10}),
        ("共收到依申请公开政府信息8条，均按时答复。", {"new_received": 8}),
        ("本年新收政府信息公开申请1,024件。", {"new_received": 1024}),
        (
            "本年度新收政府信息公开申请数量为6件，上年结转政府信息公开申请数量1件，结转下年度继续办理0件。",
            {"new_received": 6, "carried_in": 1, "carried_out": 0},
        ),
        ("收到申请公开政府信息的申请3起。", {"new_received": 3}),
        ("未收到申请公开政府信息要求。", {"new_received": 0}),
        ("本乡无依申请公开的政府信息。", {"new_received": 0}),
        ("全年我镇未收到任何形式的政府信息公开申请。", {"new_received": 0}),
        ("全年没有受理政府信息公开申请。", {"new_received": 0}),
        ("本年度我局无政府信息公开申请。", {"new_received": 0}),
        ("全年政府信息公开申请为零。", {"new_received": 0}),
        ("全年依申请公开零件。", {"new_received": 0}),
        ("全年无人申请公开政府信息。", {"new_received": 0}),
        ("2020年我单位尚未收到依申请公开事项。", {"new_received": 0}),
        ("截至12月31日，未有公民、法人或其他组织向我局提出政府信息公开申请。", {"new_received": 0}),
        ("全年我镇没有发生依申请公开信息的情况。", {"new_received": 0}),
        ("未收到政府信息公开申请，上年无结转。", {"new_received": 0, "carried_in": 0}),
        (
            "本年度收到0件政府信息公开申请，无上年结转，无结转下年度继续办理的申请。",
            {"new_received": 0, "carried_in": 0, "carried_out": 0},
        ),
        ("严格按照规定办理政府信息公开申请，做到件件有答复。", {}),
        ("没有出现未按时答复政府信息公开申请的情况。", {}),
        ("因申请人未补正，1件政府信息公开申请不再处理。", {}),
        ("未收到超期的政府信息公开申请。", {}),
        ("对3件政府信息公开申请予以公开。", {}),
        ("其中收到政府信息公开申请3件为信访类。", {}),
        ("全市共收到政府信息公开申请3000余件。", {}),
        ("2008年以来累计收到政府信息公开申请36件。", {}),
        ("自2008年条例施行以来共收到政府信息公开申请36件。", {}),
        ("较上年收到政府信息公开申请减少3件。", {}),
        ("政府信息公开申请同比增加2件。", {}),
        ("上年收到政府信息公开申请5件。", {}),
        ("一季度收到政府信息公开申请2件。", {}),
        ("其中，通过网络收到政府信息公开申请3件。", {}),
        ("县政府办公室收到政府信息公开申请3件，各部门收到政府信息公开申请20件。", {}),
        ("未收到不予公开的政府信息公开申请。", {}),
        ("办理政府信息公开申请费用0元。", {}),
        ("全年未发生因政府信息公开引起的行政复议和行政诉讼。", {"review_total": 0, "litigation_total": 0}),
        ("我镇未有因政府信息公开申请行政复议和提起行政诉讼的情况。", {"review_total": 0, "litigation_total": 0}),
        ("因政府信息公开工作被申请行政复议3件，提起行政诉讼1件。", {"review_total": 3, "litigation_total": 1}),
        ("全年政府信息公开行政复议2起、行政诉讼1起。", {"review_total": 2, "litigation_total": 1}),
        ("发生政府信息公开行政复议案件1宗，行政诉讼案件0宗。", {"review_total": 1, "litigation_total": 0}),
        ("涉及政府信息公开的行政复议0件，行政诉讼0件。", {"review_total": 0, "litigation_total": 0}),
        ("政府信息公开行政复议、行政诉讼均为0件。", {"review_total": 0, "litigation_total": 0}),
        ("政府信息公开方面的行政复议、行政诉讼为零。", {"review_total": 0, "litigation_total": 0}),
        ("没有因政府信息公开引发行政复议，引发行政诉讼1件。", {"review_total": 0, "litigation_total": 1}),
        ("未收到政府信息公开行政复议申请，无行政诉讼。", {"review_total": 0, "litigation_total": 0}),
        ("本年度政府信息公开行政复议、行政诉讼事项暂未发生。", {"review_total": 0, "litigation_total": 0}),
        ("政府信息公开行政复议案件1件，结果维持。", {"review_total": 1}),
        ("全县行政复议机关受理行政复议案件35件。", {}),
        ("行政诉讼2件，其中政府信息公开类1件。", {}),
        ("未发生行政复议被纠正、行政诉讼败诉的情况。", {}),
        ("全年共主动公开政府信息434条，超额完成任务。", {"active_total": 434}),
        ("累计主动公开各类信息240余条。", {}),
        ("全年通过政府网站发布信息368条，通过微信公众号发布信息158条。", {"active_website": 368, "active_wechat": 158}),
        ("2020年主动公开政府信息1.2万条。", {"active_total": 12000}),
        ("主动公开政府信息累计2065条，比上年增加10%。", {"active_total": 2065}),
        ("全年主动公开信息同比增长20条。", {}),
        ("2023年，我局共收到政府信息公开申请4件，全部按时答复。", {"new_received": 4}),
        ("本年度共收到信息公开申请8件，同比增加2件。", {"new_received": 8}),
        (
            "全年共办理政府信息公开申请11件，其中予以公开6件、部分公开2件、不予公开3件。",
            {"granted": 6, "partially_granted": 2, "denied": 3},
        ),
        ("2022年度，新收政府信息公开申请5件，比上年减少3件；上年度结转0件。", {"new_received": 5}),
        ("街道办事处全年收到群众依申请公开4件，均已办结。", {"new_received": 4}),
        ("全年收到依申请公开申请件3件，已全部答复。", {"new_received": 3}),
        ("我乡2021年依申请公开数量为0。", {"new_received": 0}),
        ("本年度未收到依申请公开政府信息的申请。", {"new_received": 0}),
        (
            "2021年我镇没有收到政府信息公开申请，没有因政府信息公开产生的行政复议和行政诉讼案件。",
            {"new_received": 0, "review_total": 0, "litigation_total": 0},
        ),
        ("我局全年未接到公民、法人或其他组织的政府信息公开申请。", {"new_received": 0}),
        ("全年无依申请公开事项。", {"new_received": 0}),
        ("2020年本单位没有依申请公开政府信息情况。", {"new_received": 0}),
        ("本年度暂无群众提出政府信息公开申请。", {"new_received": 0}),
        ("全年未收到政府信息公开申请，因此无收费情况。", {"new_received": 0}),
        (
            "全年受理政府信息公开申请0件，行政复议0件，行政诉讼0件。",
            {"new_received": 0, "review_total": 0, "litigation_total": 0},
        ),
        ("收到政府信息公开申请6件，其中自然人申请5件，法人申请1件。", {"new_received": 6}),
        ("全年收到政府信息公开申请 12 件，答复 12 件，答复率100%。", {"new_received": 12}),
        ("政府信息公开申请已答复12件。", {}),
        ("网上受理依申请公开2件，现场受理依申请公开1件。", {}),
        ("2019年至2021年共收到政府信息公开申请30件。", {}),
        ("共收到政府信息公开申请32件（含上年结转2件）。", {"carried_in": 2}),
        ("累计收到申请25件，其中政府信息公开申请5件。", {}),
        ("全年收到人大代表建议12件，政协提案8件。", {}),
        ("全年收到低保申请56份，救助申请23份。", {}),
        ("全年受理信访事项19件，未发生行政复议和诉讼。", {}),
        ("全年未因政府信息公开工作被申请行政复议或提起行政诉讼。", {"review_total": 0, "litigation_total": 0}),
        (
            "2020年度，涉及我局政府信息公开的行政复议案件2件，行政诉讼案件1件。",
            {"review_total": 2, "litigation_total": 1},
        ),
        ("无因政府信息公开申请行政复议、提起行政诉讼的情况发生。", {"review_total": 0, "litigation_total": 0}),
        ("未发生政府信息公开行政复议、行政诉讼案件。", {"review_total": 0, "litigation_total": 0}),
        ("本机关未有政府信息公开行政复议和行政诉讼情况。", {"review_total": 0, "litigation_total": 0}),
        ("因政府信息公开引发行政诉讼2件，均判决驳回。", {"litigation_total": 2}),
        ("政府信息公开行政诉讼一审2件。", {}),
        ("行政复议和行政诉讼案件各1件。", {}),
        ("2022年通过县政府门户网站主动公开政府信息256条。", {"active_website": 256}),
        ("截至2022年12月底，累计公开政府信息560条。", {}),
        ("2022年度共公开信息310条，其中政务动态200条，政策文件30条。", {"active_total": 310}),
        ("全年在政府网站发布信息120条、微信公众号推送信息80条。", {"active_website": 120, "active_wechat": 80}),
        ("全年累计发布各类政务信息1560条。", {"active_total": 1560}),
        ("全年更新信息公开目录30条。", {}),
        ("全年公开财政信息20条，人事信息5条。", {}),
        ("2022年制发行政规范性文件2件。", {"normative_issued": 2}),
        ("废止规范性文件3件，现行有效规范性文件12件。", {}),
        ("全年制定行政规范性文件0件。", {"normative_issued": 0}),
        ("本年度共发布信息一百二十三条。", {"active_total": 123}),
        ("全年通过信息公开平台公开政府信息89条。", {}),
        ("2020年公开政府文件9个。", {}),
        ("2019年未收到公民依申请信息公开的事项。", {"new_received": 0}),
        ("本镇没有接到群众要求公开政府信息的申请。", {"new_received": 0}),
        ("我办未收到和处理政府信息公开申请，实行零报告。", {"new_received": 0}),
        ("没有发生针对我镇政府信息公开事务的行政复议案、行政诉讼案。", {"review_total": 0, "litigation_total": 0}),
        ("2018年主动公开政府信息数22条，其中网上公开15条。", {"active_total": 22}),
        ("截至2020年12月31日，我局公开的信息15条。", {}),
        ("今年新增公开政府信息94条。", {}),
    ],
)
def test_more_ways_to_say_it_and_not_to(text: str, expected: dict[str, float]):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年共制作政府信息300条，依申请公开信息45条，不予公开信息15条。", {}),
        ("2019年累计发布政府信息87条，其中主动公开信息42条，不主动公开信息45条。", {}),
        ("2023年，通过微信公众号发布信息91条，晨报号公开信息24条。", {"active_wechat": 91}),
        ("2023年，通过微信公众号发布信息91条，全年公开政府信息240条。", {"active_wechat": 91, "active_total": 240}),
        ("2021年在政府信息公开网共主动公开信息53条。", {}),
        ("2020年四季度，我局累计主动公开信息86条。", {}),
        ("四季度公开信息86条，全年累计主动公开信息300条。", {"active_total": 300}),
        ("2009年未发生有关政府信息公开申请的行政复议、行政诉讼情况。", {"review_total": 0, "litigation_total": 0}),
        (
            "2013年没有针对政府信息公开申请而提起行政复议和行政诉讼的情况。",
            {"review_total": 0, "litigation_total": 0},
        ),
        ("无政府信息公开申请、行政复议情况。", {"new_received": 0, "review_total": 0}),
        ("无就政府信息公开提出复议、诉讼和申诉的情况。", {"review_total": 0, "litigation_total": 0}),
        ("全年共收到2个自然人的政府信息公开申请。", {}),
        ("全年收到来自公民、法人或者其他组织的政府信息公开申请2件。", {"new_received": 2}),
        ("全年受理政府信息依申请公开8件。", {"new_received": 8}),
        ("全年通过区政府网站共公开信息314条。", {"active_website": 314}),
        (
            "我镇在政府网站上共公开285条信息，在微信公众平台上公开116条信息。",
            {"active_website": 285, "active_wechat": 116},
        ),
        ("松陂镇微信公众账号(1个)发布信息149条。", {"active_wechat": 149}),
        ("运用“松陂发布”微信公众号发布信息71条。", {"active_wechat": 71}),
        ("通过网站、微信公众号发布信息80条。", {}),
        ("通过政务新媒体网站公开信息16条。", {}),
        ("没有出现行政复议及行政诉讼纠错的情况。", {}),
        ("2021年，建成新版政府网站，全年累计发布相关信息670条。", {}),
        ("2020年，我街道主动公开各类政府信息总数达498条。", {"active_total": 498}),
        ("2020年，我街道主动公开政府信息达400余条。", {}),
        ("在局门户网站上发布信息100条（2012年新增15条）。", {}),
        ("公开政府信息公开指南1条、依申请公开信息3条、不予公开为2件。", {}),
        ("一、本年新收政府信息公开申请数量 2件 1件 0件 3件。", {}),
        ("截至2012年12月30日，我乡在县政府网站共主动公开政府信息615条，今年新增94条。", {}),
        ("2020年，我局新增主动公开政府信息311条，累计主动公开政府信息达3174条。", {}),
        ("本单位到目前累计主动公开政府信息100条。", {}),
        ("2020年利用政府门户网主动公开信息35条，利用微信公众号发布信息89条。", {"active_wechat": 89}),
        ("2020年全镇主动发布政务公开信息45条。", {"active_total": 45}),
        ("2020年发布政务公开信息45条。", {}),
        ("2020年，通过政府门户网站，主动公开政府信息63条。", {}),
        ("2020年，改版政府门户网站，主动公开政府信息63条。", {"active_total": 63}),
        ("2019年依申请公开共受理2件，均已答复。", {"new_received": 2}),
        ("2019年依申请公开网上受理2件，均已答复。", {}),
        ("2020年度主动公开政府信息的有35条。", {}),
        ("2020年，公开的政府信息有35条未及时更新。", {}),
        ("2020年，我镇主动公开政府信息35条被市政府网站采用。", {}),
        ("2020年全镇共发布各类信息内容46条。", {"active_total": 46}),
        ("加强微博管理，在原有基础上加大力度，全年累计发布政府信息342条。", {}),
        ("改版政府网站，充实人员，严格审核，全年共发布政府信息670条。", {}),
        ("充实人员，严格审核，全年共发布政府信息670条。", {"active_total": 670}),
        ("局网站全年累计发布网站信息114篇。", {"active_website": 114}),
        ("“青禾县民政局”微信公众号2020年度发布信息206条，关注人数为5973。", {}),
        (
            "松陂发布微信公众号发布信息120条、微博35条、网站18条。",
            {"active_wechat": 120, "active_weibo": 35, "active_website": 18},
        ),
        ("“青禾教育”微信公众号发布稿件533条，“青禾教育”抖音公众号发布稿件165条。", {"active_wechat": 533}),
        ("松陂发布微信公众号发布信息120条、微博30余条。", {"active_wechat": 120}),
        ("网站发布信息18条、微博2个。", {"active_website": 18}),
        ("全年累计收到政府信息公开申请5件。", {"new_received": 5}),
        ("2020年，我镇累计收到政府信息公开申请27件，上年结转5件。", {"new_received": 27, "carried_in": 5}),
        ("我镇累计收到政府信息公开申请36件。", {}),
        ("截至2020年底，累计收到政府信息公开申请36件。", {}),
        ("2020年，我县信息公开工作有序推进，自平台开通累计收到政府信息公开申请30件。", {}),
        ("2020年，我镇自开通累计收到政府信息公开申请30件。", {}),
        ("全年收到咨询30条、微信公众号20条。", {}),
        ("2020年，不予公开信息3条、微博20条。", {}),
        ("2020年12月起，累计收到政府信息公开申请5件。", {}),
        ("自2020年5月1日起，累计收到政府信息公开申请5件。", {}),
        ("2020年，在政府信息公开中，微信公众号2019年发布信息50条。", {}),
        ("其中县教育局上年结转政府信息公开申请2件。", {}),
        ("2008年条例施行以来，累计收到政府信息公开申请36件。", {}),
        ("2020年收到依申请公开来信1件次。", {"new_received": 1}),
        ("2020年度我镇无依申请公开政府信息和不予公开政府信息。", {}),
        ("没有依申请公开而不予公开的政府信息。", {}),
        (
            "全年新收政府信息公开申请30件，其中予以公开20件，不予公开8件，结转下年度继续办理2件。",
            {"new_received": 30, "granted": 20, "denied": 8},
        ),
        (
            "2020年受理政府信息公开申请，其中上年结转政府信息公开申请办件5件，另2件结转下一年处理。",
            {},
        ),
        ("2020年我局有关政府信息公开的行政复议案共1起。", {"review_total": 1}),
        ("二是依申请公开情况。全年产生行政复议13件和行政诉讼1件。", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_wordings_that_real_openings_brought(text: str, expected: dict[str, float]):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年收到政府信息公开申请3件。", {}),
        ("2020年收到政府信息公开申请3件。", {"new_received": 3}),
        ("收到政府信息公开申请3件。", {"new_received": 3}),
        ("2019年收到政府信息公开申请3件，2020年收到5件政府信息公开申请。", {"new_received": 5}),
        ("根据2019年修订的条例，全年收到政府信息公开申请3件。", {"new_received": 3}),
    ],
)
def test_counts_of_another_year_are_left_out_where_the_year_is_known(text: str, expected: dict[str, float]):
    found = extract_counts([Section(number="一", heading="总体情况", text=text)], [], 2020)
    assert {count.key: count.value for count in found} == expected


def test_counts_of_another_year_alone_are_told():
    section = Section(number="一", heading="总体情况", text="2019年收到政府信息公开申请3件。")
    ((year, count),) = counts_of_other_years([section], 2020)
    assert (year, count.key, count.value) == (2019, "new_received", 3)


@pytest.mark.parametrize(
    "text",
    [
        "因政府信息公开，无行政复议被纠正的情况。",
        "没有未审结的政府信息公开行政复议案件。",
        "未出现政府信息公开行政诉讼败诉情况。",
        "政府信息公开行政诉讼败诉0件。",
        "没有政府信息公开行政复议决定被撤销。",
        "无不服政府信息公开行政复议结果提起的诉讼。",
        "未经行政复议直接起诉的政府信息公开案件1件。",
        "因未按时答复政府信息公开申请被申请行政复议。",
        "尚未审结政府信息公开行政复议案件2件。",
    ],
)
def test_how_cases_ended_does_not_say_how_many_there_were(text: str):
    assert counts(text) == {}


@pytest.mark.parametrize("body", ["县政府办公室", "各乡镇", "县直各部门", "下属单位"])
def test_what_another_body_received_is_not_the_agencys_count(body: str):
    assert counts(f"{body}共收到政府信息公开申请3件。") == {}


def test_two_numbers_for_one_thing_are_no_count():
    assert counts("全年收到政府信息公开申请3件。一年来共收到政府信息公开申请4件。") == {}


def test_under_its_own_heading_the_topic_goes_without_saying():
    assert counts("未发生行政复议。行政诉讼1件。", "行政复议和诉讼情况") == {"review_total": 0, "litigation_total": 1}


def test_a_numbered_line_on_requests_says_nothing_of_the_paragraphs_under_it():
    assert counts("（二）依申请公开\n收到热线转办30件，答复28件，上年结转2件。") == {}
    assert counts("（二）依申请公开\n行政复议：发生行政复议5件，行政诉讼2件。") == {}


def test_the_quote_is_what_states_it():
    found = extract_counts([Section(number="一", heading="", text="全年主动公开政府信息113条。")], [])
    assert (found[0].unit, found[0].quote) == ("条", "全年主动公开政府信息113条")


@pytest.mark.parametrize("unit", ["收到", "未", "主动公开", "通过网站", "行政复议", ",", "信息公开申请", "1", "结转"])
def test_time_is_linear_on_hostile_repeats(unit: str):
    text = unit * (400_000 // len(unit))
    begin = time.process_time()
    counts(text)
    counts("。".join([unit * 300] * 100))
    assert time.process_time() - begin < 3


def test_counts_in_traditional_characters_are_quoted_as_printed():
    text = "2020年共主動公開政府信息175條，收到依申請公開2件；未產生針對我局政府信息公開的行政複議。"
    found = extract_counts([Section(number="一", heading="總體情況", text=text)], [])
    assert [(count.key, count.value, count.quote) for count in found] == [
        ("active_total", 175, "2020年共主動公開政府信息175條"),
        ("new_received", 2, "收到依申請公開2件"),
        ("review_total", 0, "未產生針對我局政府信息公開的行政複議"),
    ]
