"""Tables of ``scrapy portals`` on terminals of any width."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from crawler.portal_tables import RECORD_COLUMNS, print_rows, record_row
from crawler.portals import Portal

COLUMN = "http://www.songting.gov.cn/zwgk/zfxxgk/fdzdgknr/zfxxgknb/index.html"
ROWS = [
    record_row(
        Portal(id=f"songting_{number}", name="岚江省霁州市松汀县人民政府", urls=(COLUMN, "http://www.songting.gov.cn/"))
    )
    for number in range(2)
]


def printed(width: int) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, color_system=None)
    print_rows(ROWS, as_json=False, narrow=RECORD_COLUMNS, console=console)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120, 300])
def test_neither_id_nor_address_is_ever_cut(width: int) -> None:
    text = printed(width)
    assert "…" not in text
    joined = "".join(line[12:].strip() for line in text.splitlines()) if width < 300 else text
    assert "songting_0" in text
    assert COLUMN in joined


def test_wide_terminal_shows_all_columns_and_a_narrow_one_id_and_addresses() -> None:
    assert printed(300).split()[:4] == ["id", "name", "province", "division"]
    assert printed(80).split()[:2] == ["id", "urls"]
    assert "name" not in printed(80)
