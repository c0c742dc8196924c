"""Which body reports, as one place prints it; never put together from parts."""

import pytest

from extractors.agency import agency_level, extract_agency, neighbour_findings
from extractors.metadata import Metadata
from extractors.reading import Reading
from extractors.report import Hints


def agency(title=None, *, publisher=None, source=None, lines=(), tail=(), hints=None):
    def read(text, place="text"):
        return Reading(text, place, text) if text else None

    metadata = Metadata(publisher=read(publisher), source=read(source))
    return extract_agency(read(title), metadata, list(lines), list(tail), hints or Hints())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("松陂镇人民政府2020年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("松陂镇2012年政务公开工作报告", "松陂镇"),
        ("乌兰街2012年政务公开工作报告", "乌兰街"),
        ("青禾县松陂镇人民政府二〇二〇年政府信息公开年报", "青禾县松陂镇人民政府"),
        ("2020年松陂镇政府信息公开工作年度报告", "松陂镇"),
        ("2020年度松陂镇人民政府信息公开工作年度报告", "松陂镇人民政府"),
        ("松陂镇人民政府信息公开年度报告（2020年）", "松陂镇人民政府"),
        ("松陂镇人民政府政府信息公开年度报告", "松陂镇人民政府"),
        ("青禾县听泉街道办事处2020年政府信息公开工作年度报告", "青禾县听泉街道办事处"),
        ("青禾经济技术开发区管理委员会2021年政府信息公开工作年度报告", "青禾经济技术开发区管理委员会"),
        ("青禾县发展和改革局2021年政府信息公开工作年度报告", "青禾县发展和改革局"),
        ("青禾县工业和信息化局2021年政府信息公开工作年度报告", "青禾县工业和信息化局"),
        ("青禾县政务公开和政务服务局2021年政府信息公开工作年度报告", "青禾县政务公开和政务服务局"),
        ("青禾县政务公开领导小组办公室2021年政府信息公开工作年度报告", "青禾县政务公开领导小组办公室"),
        ("青禾县政务公开工作领导小组2021年政府信息公开工作年度报告", "青禾县政务公开工作领导小组"),
        ("青禾县大数据和政务信息管理局2021年政府信息公开工作年度报告", "青禾县大数据和政务信息管理局"),
        ("松陂镇人民政府关于青禾县2021年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("青禾县人民政府办公室转发松陂镇人民政府2021年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("青禾县政务服务中心2021年政府信息公开工作年度报告", "青禾县政务服务中心"),
        ("青禾县人民政府办公室2021年政府信息公开工作年度报告", "青禾县人民政府办公室"),
        ("关于松陂镇2015年政府信息公开工作情况的报告", "松陂镇"),
        ("松陂镇关于2015年政府信息公开工作情况的报告", "松陂镇"),
        ("青禾縣松陂鎮2015年政府信息公开工作年度报告", "青禾縣松陂鎮"),
        ("青禾县2020年政府信息公开工作年度报告", "青禾县"),
        ("中共松陂镇委员会 松陂镇人民政府2020年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("中共松陂镇委员会、松陂镇人民政府2020年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("松陂镇党委、松陂镇人民政府2020年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("中共听泉街道工作委员会听泉街道办事处2020年政府信息公开工作年度报告", "听泉街道办事处"),
        ("中共松陂镇人民政府2020年政府信息公开工作年度报告", "松陂镇人民政府"),
        ("中共青禾县委员会办公室2020年政府信息公开工作年度报告", "中共青禾县委员会办公室"),
        (
            "【政府信息公开年报】青禾县人民政府听泉街道办事处2020年政府信息公开工作年度报告",
            "青禾县人民政府听泉街道办事处",
        ),
        ("2025年政府信息公开工作年度报告", None),
        ("政府信息公开年报", None),
        ("乡镇政府信息公开年度报告", None),
        ("我局2021年政府信息公开工作年度报告", None),
    ],
)
def test_the_title_names_the_body(title: str, name: str | None):
    found = agency(title)
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ({"source": "青禾县松陂镇人民政府"}, "青禾县松陂镇人民政府"),
        ({"publisher": "岚江省霁州市青禾县松陂镇人民政府"}, "岚江省霁州市青禾县松陂镇人民政府"),
        ({"tail": ["无。", "青禾县松陂镇人民政府", "2021年1月7日"]}, "青禾县松陂镇人民政府"),
        ({"hints": Hints(listing_agency="青禾县松陂镇人民政府")}, "青禾县松陂镇人民政府"),
        ({"source": "青禾县人民政府办公室"}, "松陂镇人民政府"),
        ({"source": "岚江日报"}, "松陂镇人民政府"),
        ({"source": "本站"}, "松陂镇人民政府"),
        ({"source": "青禾县荷汀镇人民政府"}, "松陂镇人民政府"),
    ],
)
def test_the_division_before_it_where_it_is_printed_so(printed: dict, full: str):
    assert agency("松陂镇人民政府2020年政府信息公开工作年度报告", **printed).value == full


@pytest.mark.parametrize(
    ("printed", "name", "place"),
    [
        ({"publisher": "青禾县民政局"}, "青禾县民政局", "text"),
        ({"tail": ["无。", "青禾县民政局", "2021年1月7日"]}, "青禾县民政局", "text"),
        ({"lines": ["根据《中华人民共和国政府信息公开条例》要求，青禾县民政局编制了2020年政府信息公开工作年度报告。"]}, "青禾县民政局", "text"),
        ({"lines": ["根据条例要求，现公布青禾县民政局2020年政府信息公开工作年度报告，全文如下，请予监督。"]}, "青禾县民政局", "text"),
        ({"lines": ["2020年，松陂镇在上级主管部门的指导下，认真贯彻落实条例，不断加强公开工作，成效明显。"]}, "松陂镇", "text"),
        ({"lines": ["根据《条例》要求，特向社会公布青禾县民政局2020年度政府信息公开年度报告，请予监督指正。"]}, "青禾县民政局", "text"),
        ({"lines": ["根据要求，现发布《青禾县松陂镇2022年政府信息公开工作年度报告》，请社会各界予以监督指正。"]}, "青禾县松陂镇", "text"),
        ({"lines": ["本报告是根据条例要求，由青禾县听泉街道办事处编制的2013年度政府信息公开年度报告。"]}, "青禾县听泉街道办事处", "text"),
        ({"publisher": "县民政局", "source": "青禾县民政局"}, "青禾县民政局", "text"),
        ({"source": "青禾县民政局"}, "青禾县民政局", "text"),
        ({"hints": Hints(listing_agency="青禾县民政局")}, "青禾县民政局", "listing"),
        ({"hints": Hints(agency="青禾县民政局")}, "青禾县民政局", "portal"),
    ],
)  # fmt: skip
def test_without_a_name_in_the_title(printed: dict, name: str, place: str):
    found = agency("2020年政府信息公开工作年度报告", **printed)
    assert (found.value, found.source) == (name, place)


@pytest.mark.parametrize(
    "line",
    [
        "2021年以来，我局认真贯彻落实条例，按照《甘棠省人民政府信息公开办公室关于做好工作的通知》要求推进公开。",
        "在县委县政府的正确领导和上级业务部门的指导下，局机关严格按照条例规定推进公开工作，取得成效。",
        "根据县人民政府办公室要求，现将我镇2020年政府信息公开工作有关情况报告如下，请予监督和指正。",
    ],
)
def test_we_names_nobody(line: str):
    assert agency(None, lines=[line]) is None


def test_a_sign_off_of_a_neighbour_is_a_conflict():
    found = agency("松陂镇人民政府2020年政府信息公开工作年度报告", tail=["无。", "荷汀镇人民政府", "2021年1月7日"])
    assert found.value == "松陂镇人民政府"
    assert [(f.code, f.stated, f.computed) for f in found.findings] == [
        ("field.agency_conflict", "松陂镇人民政府", "荷汀镇人民政府")
    ]


def test_a_government_named_within_a_name_makes_no_other_body():
    title = "霁州市鹭汀区听泉街道2020年政府信息公开年度报告"
    found = agency(title, lines=["2020年，鹭汀区人民政府听泉街道办事处认真贯彻条例，各项工作有序推进。"])
    assert found.findings == ()


def test_the_short_name_of_a_zone_makes_no_other_body():
    title = "霁州市听泉经济技术开发区松陂镇人民政府2025年政府信息公开工作年度报告"
    found = agency(title, lines=["本年度报告由霁州市听泉经开区松陂镇人民政府根据条例等文件要求编制而成。"])
    assert found.findings == ()


@pytest.mark.parametrize("signed", ["青禾县松陂镇人民政府", "松陂镇人民政府办公室", "松陂镇党政办公室"])
def test_an_office_of_the_body_signs_without_conflict(signed: str):
    found = agency("松陂镇人民政府2020年政府信息公开工作年度报告", tail=["无。", signed, "2021年1月7日"])
    assert found.findings == ()


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("岚江省人民政府", "province"),
        ("重庆市人民政府", "province"),
        ("岚江自治州人民政府", "prefecture"),
        ("青禾县人民政府", "county"),
        ("青禾县", "county"),
        ("霁州市鹭汀区人民政府", "county"),
        ("霁州市岚台市人民政府", "county"),
        ("松陂镇人民政府", "township"),
        ("松陂镇", "township"),
        ("青禾县曼德苏木人民政府", "township"),
        ("听泉街道办事处", "township"),
        ("乌兰街", "township"),
        ("青禾县民政局", "department"),
        ("青禾县卫生健康委员会", "department"),
        ("青禾县政务服务中心", "department"),
        ("霁州市人民政府", None),
        ("青禾经济技术开发区管理委员会", None),
        ("青禾县国营林场", None),
        ("园艺场", None),
        ("青禾高新区（鹭汀新城）政府", None),
    ],
)
def test_level_by_name(name: str, level: str | None):
    assert agency_level(name) == level


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青禾县综合行政执法局（城市管理局）2022年政府信息公开工作年度报告", "青禾县综合行政执法局(城市管理局)"),
        ("【年报】青禾县气象局2022年政府信息公开工作年度报告", "青禾县气象局"),
        ("（青禾县气象局）2022年政府信息公开工作年度报告", "青禾县气象局"),
    ],
)
def test_brackets_of_a_title_and_brackets_of_a_name(title: str, name: str):
    assert agency(title).value == name


@pytest.mark.parametrize("words", ["近年来", "疫情期间", "法定主动", "最新发布", "依申请", "修订后", "网上公示"])
def test_words_in_a_names_place_are_no_name(words: str):
    prose = f"{words}，我镇认真贯彻条例，{words}认真落实各项公开任务，{words}县政府统一部署，工作有序推进。"
    assert agency(f"{words}2020年政府信息公开工作年度报告", lines=[prose]) is None


@pytest.mark.parametrize(
    "printed",
    [
        {"publisher": "青禾火炬集群"},
        {"tail": ["无。", "青禾火炬集群", "2021年1月7日"]},
        {"lines": ["本报告由青禾火炬集群编制，根据条例的要求公布，全文包括六个部分，电子版可以下载。"]},
        {"lines": ["青禾火炬集群镇认真贯彻条例，坚持以公开为常态、不公开为例外，各项工作有序推进，成效明显。"]},
    ],
)
def test_an_unforeseen_name_needs_a_second_place(printed: dict):
    title = "青禾火炬集群2020年政府信息公开工作年度报告"
    assert agency(title, **printed).value == "青禾火炬集群"
    assert agency(title) is None


@pytest.mark.parametrize("name", ["青禾县扶贫办", "青禾县红十字会", "青禾县农业综合执法队"])
def test_short_names_of_offices_under_their_division(name: str):
    assert agency(f"{name}2012年政府信息公开工作年度报告").value == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("全泽镇人民政府2020年政府信息公开工作年度报告", "全泽镇人民政府"),
        ("对岭镇2020年政府信息公开工作年度报告", "对岭镇"),
        ("青禾县政务公开服务中心2020年政府信息公开工作年度报告", "青禾县政务公开服务中心"),
        ("青禾县金融工作办公室2020年政府信息公开工作年度报告", "青禾县金融工作办公室"),
        ("青禾县委宣传部2020年政府信息公开工作年度报告", "青禾县委宣传部"),
        ("青禾县第一中学2020年信息公开工作年度报告", "青禾县第一中学"),
        ("關於青禾縣民政局2016年度政府信息公開工作的報告", "青禾縣民政局"),
        ("各乡镇2020年政府信息公开工作年度报告", None),
        ("全镇2020年政府信息公开工作年度报告", None),
    ],
)
def test_names_that_begin_or_sound_like_other_words(title: str, name: str | None):
    found = agency(title)
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("title", "printed", "full"),
    [
        ("听泉街道办事处", {"source": "青禾县人民政府听泉街道办事处"}, "青禾县人民政府听泉街道办事处"),
        ("青禾县融媒体中心", {"source": "霁州市青禾县融媒体中心"}, "霁州市青禾县融媒体中心"),
        ("松陂鎮政府", {"tail": ["無。", "鄉寧縣松陂鎮政府", "2021年1月7日"]}, "鄉寧縣松陂鎮政府"),
        (
            "城市管理局（综合行政执法局）",
            {"lines": ["本报告由青禾县城市管理局（综合行政执法局）按照《条例》（以下简称条例）要求编制，现予公布。"]},
            "城市管理局(综合行政执法局)",
        ),
    ],
)
def test_the_fuller_print_of_the_same_body(title: str, printed: dict, full: str):
    assert agency(f"{title}2020年政府信息公开工作年度报告", **printed).value.endswith(full)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("根据条例要求，市北区由溪镇人民政府编制了2020年政府信息公开工作年度报告，现予公布。", "市北区由溪镇人民政府"),
        ("根据条例要求，由溪镇人民政府编制了2020年政府信息公开工作年度报告，现向社会公布。", None),
        ("为认真落实条例，青禾县民政局现将2020年政府信息公开工作年度报告公布如下。", "青禾县民政局"),
        ("依據條例規定，青禾縣民政局向社會公開2020年度政府信息公開工作年度報告，全文如下。", "青禾縣民政局"),
        ("青禾县民政局2020年政府信息公开工作有序推进，现将有关情况报告如下：", "青禾县民政局"),
        ("根据青禾县人民政府办公室要求，现将我镇2020年政府信息公开工作情况报告如下。", None),
        ("根据条例要求，现将2020年青禾县松陂镇人民政府信息公开工作年度报告予以公布。", "青禾县松陂镇人民政府"),
        ("2020年青禾县政府信息公开工作年度报告是按照条例要求编制的。", "青禾县"),
        ("现公布青禾县民政局政府信息公开工作2022年度报告。", "青禾县民政局"),
        ("按照条例要求，由鹭汀区人民政府综合各部门和乡镇的年度报告编制而成。", "鹭汀区人民政府"),
        ("按照条例要求，青禾县交通综合执法队编制了2020年政府信息公开年度报告。", "青禾县交通综合执法队"),
        ("2021年，鹭汀区民族和宗教事务局贯彻落实条例的有关规定，积极做好信息公开工作。", "鹭汀区民族和宗教事务局"),
        ("按照条例要求，由听泉经济技术开发区管理委员会（以下简称管委会）编制。", "听泉经济技术开发区管理委员会"),
        ("本年度报告根据条例要求，由市区编制，并附相关说明和指标统计附表。", None),
        ("现将2013年我区信息公开情况报告如下，由宣传局处理日常事务。", None),
        ("按照县政府办公室通知要求，特编制青禾县松陂镇2020年政府信息公开工作年度报告，请予监督。", "青禾县松陂镇"),
        ("鹭汀区卫健委编制了鹭汀区卫生健康委员会2020年政府信息公开工作年度报告。", "鹭汀区卫生健康委员会"),
        ("结合我局实际，编制本单位2020年政府信息公开工作年度报告，现予公布。", None),
        ("2020年听泉街道积极推动政府信息公开工作，努力保障公众的知情权。", "听泉街道"),
        ("2020年，在县委、县政府的正确领导下，松陂镇人民政府始终坚持公开为常态。", "松陂镇人民政府"),
        ("根据条例要求，编制2020年青禾县林业和草原局政府信息公开年度报告，供公众查阅。", "青禾县林业和草原局"),
        ("根据条例要求，编制2020年全县政府信息公开年度报告，供公众查阅。", None),
        ("为做好青禾县政府信息公开工作，我镇精心组织，狠抓落实，完成了各项任务。", None),
        ("按照县政府编制2020年青禾县林业和草原局政府信息公开年度报告的要求，现予公布。", None),
        ("为进一步做好全县政府信息公开工作，我局精心组织，狠抓落实，完成了各项任务。", None),
        ("财务科公开了预算；综合办公室根据分工调整对领导介绍进行更新，由党群办公室负责审核。", None),
    ],
)
def test_the_subject_of_the_opening_is_whole_or_nothing(line: str, name: str | None):
    found = agency(None, lines=[line])
    assert (found.value if found else None) == name


def test_a_neighbours_government_is_a_rival_of_a_bare_township():
    found = agency("松陂镇2020年政府信息公开工作年度报告", tail=["无。", "荷汀镇人民政府", "2021年1月7日"])
    assert [finding.code for finding in found.findings] == ["field.agency_conflict"]


def test_a_sumu_government_is_a_townships():
    assert agency_level("曼德苏木政府") == "township"


@pytest.mark.parametrize("name", ["青禾县各镇（街道）", "荷汀镇松陂镇"])
def test_several_bodies_are_no_agency(name):
    assert agency(f"{name}2020年政府信息公开工作年度报告") is None


def test_publisher_that_the_sign_off_does_not_bear_out_is_a_finding():
    reading = agency(
        "2020年政府信息公开工作年度报告",
        publisher="青禾县人民政府办公室",
        tail=["青禾县松陂镇人民政府", "2021年1月7日"],
    )
    assert reading is not None
    assert [(f.code, f.computed) for f in reading.findings] == [("field.agency_conflict", "青禾县松陂镇人民政府")]


@pytest.mark.parametrize(
    ("agency_name", "contact", "found"),
    [
        ("青禾县松陂镇人民政府", ("荷汀镇党政办公室", "青禾县荷汀镇迎宾路1号"), ["荷汀镇"]),
        ("青禾县松陂镇人民政府", (None, "岚江省青禾县荷汀镇迎宾路1号"), ["荷汀镇"]),
        ("青禾县松陂镇人民政府", ("松陂镇党政办公室", "青禾县松陂镇迎宾路1号"), []),
        ("青禾县松陂镇人民政府", ("镇党政办公室", "迎宾路1号"), []),
        ("青禾县松陂乡人民政府", (None, "青禾县松陂集镇"), []),
        ("青禾县民政局", (None, "青禾县荷汀镇迎宾路1号"), []),
        (None, (None, "青禾县荷汀镇迎宾路1号"), []),
    ],
)
def test_contact_in_a_neighbouring_township_is_a_finding(agency_name, contact, found):
    assert [finding.computed for finding in neighbour_findings(agency_name, contact)] == found
