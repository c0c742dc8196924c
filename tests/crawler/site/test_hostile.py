from pathlib import Path

import pytest

from tests.crawler.site.sample import HOSTILE, build, hostile, page


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "site"
    build(folder, [hostile(), hostile("b" * 5000, "青禾县云台镇人民政府")], ())
    return folder


def test_nothing_that_a_report_prints_becomes_markup(attacked: Path) -> None:
    for path in attacked.rglob("*.html"):
        tree = page(path)
        assert not tree.xpath("//img[@onerror] | //script[not(@src)]")
        assert not [target for target in tree.xpath("//@href | //@src") if "alert" in target]
        assert "{{ 7*7 }}" not in HOSTILE or "49" not in tree.xpath("string(//h1)")


def test_control_and_direction_characters_do_not_reach_a_page(attacked: Path) -> None:
    for path in attacked.rglob("*.*"):
        text = path.read_text("utf-8")
        assert not set(text) & {"\u202e", "\x00", "\u2028"}, path


def test_files_stay_within_the_site(attacked: Path) -> None:
    assert not [path for path in attacked.parent.iterdir() if path != attacked]


def test_no_page_grows_without_end(tmp_path: Path) -> None:
    item = hostile()
    endless = HOSTILE * 2_000
    item |= {
        "title": endless,
        "agency": endless,
        "sections": [item["sections"][0] | {"text": endless + "\n" * 9_999}] * 20,
    }
    for name in ("findings", "unplaced", "stated_counts", "attachments"):
        item[name] = item[name] * 500
    item["marks"][0]["raw"] = endless
    item["evidence"]["agency"]["quote"] = endless
    assert build(tmp_path / "site", [item], ()).largest < 1_500_000
