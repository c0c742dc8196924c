"""Tables under another year than the report's."""

import pytest

from extractors.documents.web.html import read_html
from extractors.other_years import tables_of_other_years


def years(html: str, year: int | None = 2020) -> list[object]:
    blocks = list(enumerate(read_html(html).blocks))
    consumed = {index for index, block in blocks if not hasattr(block, "tag")}
    return [finding.stated for finding in tables_of_other_years(blocks, consumed, year)]


TABLE = "<table><tr><td>{corner}<td>数量<tr><td>规章<td>1</table>"


@pytest.mark.parametrize(
    ("above", "corner"),
    [
        ("二、主动公开政府信息情况（2019年度）", "信息内容"),
        ("三、2019年收到和处理政府信息公开申请情况", "信息内容"),
        ("附2019年统计表供对比：", "信息内容"),
        ("附：2019年数据", "信息内容"),
        ("二、主动公开政府信息情况", "（2019年度，本列数据的勾稽关系为：第一项加第二项之和）"),
    ],
)
def test_another_year_above_or_in_a_table_is_a_finding(above, corner):
    assert years(f"<p>{above}</p>" + TABLE.format(corner=corner)) == [2019]


@pytest.mark.parametrize(
    "above",
    [
        "二、主动公开政府信息情况",
        "2020年统计表",
        "2019年和2020年情况对比表",
        "按照2019年修订的条例，公开情况如下：",
        "上一年项目数量（指2019年事项数）",
        "2019年以来，我镇按照条例的规定认真做好主动公开，不断完善制度，健全机制，加强队伍建设，提高公开的质量和水平，群众对此十分满意，反映良好。",
    ],
)
def test_no_other_year_no_finding(above):
    assert years(f"<p>{above}</p>" + TABLE.format(corner="信息内容")) == []


def test_nothing_is_said_where_no_year_is_known():
    assert years("<p>2019年统计表</p>" + TABLE.format(corner="信息内容"), None) == []
