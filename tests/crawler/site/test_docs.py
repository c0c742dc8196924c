"""What ``docs/site.md`` says to type is typed here; what it lists is there."""

import re
from pathlib import Path
from typing import get_args

import pytest

from crawler.export.panel.editions import Rule as EditionRule
from crawler.export.panel.indicators import load_indicators
from crawler.export.panel.series import Rule
from crawler.guide.findings import load_finding_codes
from crawler.ledger.coverage import State
from crawler.site.called import finding_name
from crawler.site.words import find_pair, group_words
from extractors.tables.forms import load_forms
from tests.crawler.crawling import PROJECT
from tests.crawler.export.sample import simulated, write_feed
from tests.crawler.site.test_site_command import run

DOC = (PROJECT / "docs" / "site.md").read_text("utf-8")
COMMANDS = re.findall(r"^    scrapy site (out\.json.*?)(?:\s+#.*)?$", DOC, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_work(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_feed(tmp_path / "out.json", simulated()[:3])
    monkeypatch.chdir(tmp_path)
    assert run(*command.split()) == 0
    for page in re.findall(r"^\| `([^`]+)` \|", DOC, re.MULTILINE):
        assert (tmp_path / "site" / page.replace("PORTAL", simulated()[0]["portal"])).exists(), page


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("state", get_args(State)),
        ("rule", get_args(Rule)),
        ("edition_rule", get_args(EditionRule)),
        ("form", tuple(load_forms())),
        ("unit", tuple({indicator.unit for indicator in load_indicators()})),
    ],
)
def test_every_code_has_a_word(group: str, codes: tuple[str, ...]) -> None:
    assert [code for code in codes if find_pair(code, group) is None] == []


@pytest.mark.parametrize("code", load_finding_codes())
def test_every_finding_of_the_guide_has_a_name(code: str) -> None:
    assert finding_name(code.removesuffix(".*"))[0] != code.removesuffix(".*")


def test_only_findings_of_the_guide_have_names() -> None:
    families = {code.partition(".")[0] for code in load_finding_codes()}
    assert set(group_words("finding")) <= families | set(load_finding_codes())
