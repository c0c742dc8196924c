"""Which division an agency belongs to. Divisions of the national table are facts; pages and hosts are invented."""

import json
import random
from pathlib import Path

import pytest

from extractors.divisions import find_division, find_division_by_code, table
from extractors.divisions.codes import area_of_site, areas_of_bodies
from extractors.divisions.find import belongs_to_division
from extractors.divisions.make import make_former, make_table
from extractors.divisions.table import nodes_named, townships
from extractors.divisions.townships import find_townships
from extractors.metadata import Metadata
from extractors.reading import Reading
from extractors.report import Division, Finding

YAOAN, TAIPING = "532325", "532325105"
URL = "http://www.qinghe.gov.cn/zwgk/1.html"
CREDIT_CODE = "11532323015172622Y"  # of a body in 532323


def reading(value: str, source: str = "title") -> Reading[str]:
    return Reading(value, source, value)


def find(agency: str, portal: str | None = None, **more) -> tuple[Reading[Division] | None, list[Finding]]:
    metadata = Metadata(**{key: reading(more.pop(key), "meta") for key in list(more) if key in Metadata.__slots__})
    record = find_division_by_code(portal) if portal else None
    return find_division(reading(agency), metadata, portal=record, **more)


def code(agency: str, portal: str | None = None, **more) -> str | None:
    """Code found without any doubt; ``None`` for none."""
    found, findings = find(agency, portal, **more)
    assert [each.code for each in findings] == ([] if found else ["field.division_unknown"])
    return found.value.code if found else None


def finding(agency: str, portal: str | None = None, **more) -> str:
    """Name of the one finding that stands in place of a division."""
    found, (only,) = find(agency, portal, **more)
    assert found is None
    assert only.field == "division"
    return only.code


# --- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("530000", "云南省"),
        ("532300", "云南省楚雄彝族自治州"),
        ("532325", "云南省楚雄彝族自治州姚安县"),
        ("532325105", "云南省楚雄彝族自治州姚安县太平镇"),
        ("110101", "北京市东城区"),
        ("419001101", "河南省济源市五龙口镇"),
        ("441900", "广东省东莞市"),
        ("990121", None),
        ("532325999", None),
        ("5323", None),
    ],
)
def test_full_names_have_no_pseudo_levels_and_no_name_twice(number, name):
    division = find_division_by_code(number)
    assert (division and division.name) == name
    assert division is None or (division.code, division.table) == (number, "2023")


COUNTIES = [node for node in table._table().names if len(node) == 6]


def test_the_table_is_whole():
    assert len(COUNTIES) == 2_978
    assert table._table().text.count("\n ") == 41_352


def test_every_township_resolves_to_its_own_code():
    """No name stands twice in a county, also with the organ of a government behind it."""
    for county in random.Random(1).sample(COUNTIES, 300):
        for node, name in townships(county):
            organ = {"道": "办事处", "镇": "人民政府", "乡": "人民政府"}.get(name[-1], "")
            for printed in (name, name + organ):
                assert [(found.node, found.exact) for found in find_townships(printed, county)] == [(node, True)]


def test_every_county_resolves_to_its_own_code_under_its_prefecture():
    for county in random.Random(2).sample(COUNTIES, 300):
        division = find_division_by_code(county)
        # 嘉峪关市 has no counties, and one entry in their place
        assert code(f"{division.name}人民政府") in (county, f"{county[:4]}00")


def write_package(folder: Path, version: str, **rows: str) -> Path:
    (folder / "dist").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": version}), "utf-8")
    for level in ("provinces", "cities", "areas", "streets"):
        (folder / "dist" / f"{level}.csv").write_text(f"code,name,more\n{rows[level]}", "utf-8")
    return folder


TINY = {
    "provinces": '99,"岚江省",\n',
    "cities": '9901,"霁州市",99\n',
    "areas": '990122,"砚陂县",9901\n990121,"澹栖县",9901\n',
    "streets": '990121100,"松汀镇",990121\n990122001,"听泉街道",990122\n',
}


def test_table_is_made_from_the_published_package(tmp_path):
    lines = make_table(write_package(tmp_path, "2.7.0", **TINY)).splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "table 2023 2023-06-30",
        "99 岚江省",
        "9901 霁州市",
        "990121 澹栖县",
        " 100 松汀镇",
        "990122 砚陂县",
        " 001 听泉街道",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"streets": '990199100,"松汀镇",\n'}, "990199 is missing above it"),
        ({"areas": TINY["areas"] * 2}, "stands twice"),
        ({"areas": '99012,"澹栖县",\n'}, "no code of 6 digits"),
        ({"version": "9.9.9"}, "say in _PINNED"),
    ],
)
def test_a_package_that_does_not_fit_is_refused(tmp_path, change, problem):
    with pytest.raises(ValueError, match=problem):
        make_table(write_package(tmp_path, **{"version": "2.7.0", **TINY, **change}))


def test_former_townships_are_those_that_no_name_continues(tmp_path):
    rows = {
        "provinces": '53,"云南省",\n',
        "cities": '5323,"楚雄彝族自治州",\n',
        "areas": '532325,"姚安县",\n532399,"旧县",\n',
        "streets": "".join(
            f'{number},"{name}",\n'
            for number, name in {
                TAIPING: "太平镇",
                "532325205": "光禄乡",  # 光禄镇 is new since: the same township
                "532325206": "太平乡",  # 太平镇 stood beside it: another
                "532325207": "澹栖乡",
                "532399100": "松汀镇",  # its county is no more
            }.items()
        ),
    }
    text = make_former(write_package(tmp_path, "2.1.0", **rows))
    assert text.endswith("table 2017 2017-10-31\n532325 姚安县\n 206 太平乡\n 207 澹栖乡\n")


def test_prefectures_and_counties_are_known_by_their_short_names():
    assert nodes_named("楚雄州") == nodes_named("楚雄彝族自治州") == ("5323",)
    assert nodes_named("河口县") == ("532532",)


# --- codes on the page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("domain", "area"),
    [
        ("www.qinghe.gov.cn", YAOAN),
        ("http://qinghe.gov.cn/", YAOAN),
        ("www.linxi.gov.cn", None),
        ("gov.cn", None),
        (None, None),
        ("政府网站域名", None),
    ],
)
def test_a_sites_code_counts_where_its_domain_is_the_pages_host(domain, area):
    assert area_of_site("5323250001", domain, URL) == area


def test_ministries_have_no_area():
    assert area_of_site("bm17000009", "www.qinghe.gov.cn", URL) is None


@pytest.mark.parametrize(
    "text", [f"{CREDIT_CODE}/2021-00018", f"http://a.example/x.jsp?area={CREDIT_CODE}&fbtime=2021"]
)
def test_a_credit_code_tells_its_area(text):
    assert list(areas_of_bodies(text)) == [("532323", CREDIT_CODE)]


@pytest.mark.parametrize(
    "text", ["115323230151726221", f"9{CREDIT_CODE}", "014416330/2018-04736", "91532323015172622Y"]
)
def test_other_long_numbers_are_no_credit_codes(text):
    assert list(areas_of_bodies(text)) == []


# --- the county -------------------------------------------------------------------------------------------------------


def test_a_township_is_found_in_the_county_of_its_portal():
    found, findings = find("太平镇人民政府", YAOAN)
    assert found.value == Division(code=TAIPING, name="云南省楚雄彝族自治州姚安县太平镇", table="2023")
    assert (found.source, found.quote) == ("portal", "云南省楚雄彝族自治州姚安县 | 太平镇人民政府")
    assert not findings


def test_a_township_is_found_in_the_county_of_its_site():
    found, _ = find("太平镇人民政府", site_id_code="5323250001", site_domain="www.qinghe.gov.cn", url=URL)
    assert (found.value.code, found.source, found.quote) == (TAIPING, "meta", "5323250001 | 太平镇人民政府")


def test_a_copied_site_code_finds_nothing():
    assert code("太平镇人民政府", site_id_code="5323250001", site_domain="www.linxi.gov.cn", url=URL) is None


def test_a_site_code_out_of_use_says_nothing():
    known = {"site_id_code": "5101320017", "site_domain": "www.qinghe.gov.cn", "url": URL}
    assert code("太平镇人民政府", **known) is None
    assert code("太平镇人民政府", YAOAN, **known) == TAIPING


def test_a_township_is_found_by_the_credit_code_of_its_index_number():
    assert code("安乐乡人民政府", index_number=f"{CREDIT_CODE}/2020-0206003") == "532323203"


@pytest.mark.parametrize(
    "agency",
    [
        "姚安县太平镇人民政府",
        "云南省楚雄彝族自治州姚安县太平镇人民政府",
        "云南省楚雄州姚安县太平镇",
        "云南姚安县太平镇人民政府",
        "姚安县人民政府太平镇人民政府",
    ],
)
def test_a_township_is_found_in_the_county_that_its_name_begins_with(agency):
    assert code(agency) == TAIPING


def test_a_township_is_found_in_the_county_of_its_address():
    found, _ = find("太平镇人民政府", places=["姚安县太平镇太平街6号"])
    assert (found.value.code, found.quote) == (TAIPING, "姚安县太平镇太平街6号 | 太平镇人民政府")


def test_a_township_is_never_looked_for_in_the_whole_country():
    assert code("光禄镇人民政府") is None  # there is only one


def test_the_table_has_fifty_towns_of_one_name_and_tells_them_apart_by_county():
    assert {code("太平镇人民政府", county) for county in ("532325", "370883", "621027")} == {
        "532325105", "370883107", "621027106"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("agency", "portal", "expected"),
    [
        ("姚安县人民政府", None, "532325"),
        ("姚安县民政局", None, "532325"),
        ("民政局", YAOAN, "532325"),
        ("县民政局", YAOAN, "532325"),
        ("国家税务总局姚安县税务局", YAOAN, "532325"),
        ("楚雄州民政局", YAOAN, "532300"),
        ("云南省民政厅", None, "530000"),
        ("吉林市人民政府", None, "220200"),
        ("吉林省民政厅", None, "220000"),
        ("济源市人民政府", None, "419001"),
        ("东莞市民政局", None, "441900"),
        ("石龙镇人民政府", "441900", "441900102"),
        ("承德市民政局", "130821", "130800"),
        ("太平镇中心学校", YAOAN, None),
        ("姚安工业园区管委会", YAOAN, None),
        ("南姚安县民政局", YAOAN, None),
        ("岚江省霁州市青禾县松陂镇人民政府", None, None),
    ],
)
def test_other_bodies_have_the_division_that_they_name_or_that_their_site_is_of(agency, portal, expected):
    assert code(agency, portal) == expected


@pytest.mark.parametrize(
    ("agency", "county", "expected"),
    [
        ("新津县民政局", "510118", "510118"),
        ("成都市新津县民政局", "510118", "510118"),
        ("沙县夏茂镇人民政府", "350405", "350405101"),
    ],
)
def test_a_county_is_known_by_the_name_that_it_had_before_it_became_a_district(agency, county, expected):
    assert code(agency, county) == expected


@pytest.mark.parametrize(
    ("agency", "portal"),
    [
        ("牟定县民政局", YAOAN),
        ("楚雄州牟定县民政局", YAOAN),
        ("牟定县安乐乡人民政府", YAOAN),
        ("市中区人民政府", "370404"),
    ],
)
def test_a_name_of_another_county_is_a_conflict(agency, portal):
    assert finding(agency, portal) == "field.division_conflict"


def test_codes_of_two_counties_are_a_conflict():
    assert finding("安乐乡人民政府", YAOAN, index_number=CREDIT_CODE) == "field.division_conflict"


@pytest.mark.parametrize("agency", ["鼓楼区人民政府", "鼓楼区华侨路街道办事处", "龙潭区民政局", "龙潭区松汀镇人民政府"])
def test_a_district_without_its_city_is_ambiguous(agency):
    assert finding(agency) == "field.division_ambiguous"


def test_a_district_is_clear_under_its_city_and_beside_a_portal_of_it():
    assert code("南京市鼓楼区华侨路街道办事处") == "320106002"
    assert code("鼓楼区人民政府", "320100") == "320106"


def test_an_autonomous_region_is_no_district():
    assert code("西藏自治区水利厅") == "540000"


def test_a_zone_whose_name_begins_with_a_county_is_the_countys():
    assert code("云南省姚安县听泉开发区管理委员会") == "532325"


def test_two_counties_in_the_texts_around_are_ambiguous():
    places = ["姚安县太平镇太平街6号", "邹城市人民政府"]
    assert finding("太平镇人民政府", places=places) == "field.division_ambiguous"


# --- names of townships -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agency", "county", "expected"),
    [
        ("古砦乡人民政府", "450222", "450222200"),  # 古砦仫佬族乡
        ("乌拉街满族镇人民政府", "220203", "220203100"),  # 乌拉街镇
        ("五龙口镇人民政府", "419001", "419001101"),  # 济源市五龙口镇
        ("马棚街道办事处", "321084", "321084406"),  # 经济开发区（马棚街道）
        ("东门街道办", "440303", "440303003"),
        ("太平鎮人民政府", YAOAN, TAIPING),
        ("城区街道办事处", "140502", None),
    ],
)
def test_spelling_does_not_matter(agency, county, expected):
    found = find_townships(agency, county)
    assert [township.node for township in found] == [expected] * (expected is not None)
    assert all(township.exact for township in found)


@pytest.mark.parametrize(
    ("agency", "county", "expected"),
    [
        ("太平乡人民政府", YAOAN, TAIPING),
        ("旧宫镇人民政府", "110115", "110115006"),  # 旧宫地区
        ("乌拉街", "220203", "220203100"),
        ("临淮镇人民政府", "341126", "341126101"),  # 临淮关镇
    ],
)
def test_a_name_that_only_resembles_one_is_taken_with_a_finding(agency, county, expected):
    found, (only,) = find(agency, county)
    assert found.value.code == expected
    assert (only.code, only.severity, only.stated) == ("field.division_renamed", "warning", agency)


@pytest.mark.parametrize("agency", ["城关镇人民政府", "太平街道办事处", "栋乡人民政府"])
def test_a_township_that_the_county_lacks_is_null_with_the_reason(agency):
    assert finding(agency, YAOAN) == "field.division_unknown"


def test_a_township_that_ended_has_its_code_in_the_older_table():
    found, findings = find("长辛店镇人民政府", "110106")  # 长辛店街道 stood beside it, and stands still
    assert found.value == Division(code="110106100", name="北京市丰台区长辛店镇", table="2017")
    assert not findings


# --- divisions of another table ---------------------------------------------------------------------------------------

SIMULATED = Division(code="990121", name="岚江省霁州市澹栖县", table="simulated")


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("澹栖县人民政府", SIMULATED),
        ("澹栖县民政局", SIMULATED),
        ("民政局", SIMULATED),
        ("松汀镇人民政府", None),
        ("砚陂县人民政府", None),
    ],
)
def test_a_portals_division_of_another_table_goes_to_its_own_bodies_only(agency, expected):
    found, findings = find_division(reading(agency), Metadata(), portal=SIMULATED)
    assert (found and found.value) == expected
    assert [each.code for each in findings] == ([] if found else ["field.division_unknown"])


@pytest.mark.parametrize(
    ("name", "division", "belongs"),
    [
        ("霁州市民政局", "岚江省霁州市", True),
        ("霁州市城市管理局", "岚江省霁州市", True),
        ("民政局", "岚江省霁州市", True),
        ("青禾县人民政府", "岚江省霁州市", False),
        ("青禾县民政局", "岚江省霁州市", False),
        ("霁州市青禾县民政局", "岚江省霁州市", False),
        ("霁州市青禾县民政局", "岚江省霁州市青禾县", True),
        ("南青县民政局", "岚江省霁州市青县", False),
        ("青县民政局", "岚江省霁州市青县", True),
        ("国家税务总局青禾县税务局", "岚江省霁州市青禾县", True),
        ("市中区人民政府", "岚江省霁州市市中区", True),
    ],
)
def test_bodies_of_a_division_are_not_those_below_it(name: str, division: str, belongs: bool):
    assert belongs_to_division(name, division) is belongs
