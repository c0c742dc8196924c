import json
import re
from pathlib import Path
from typing import Any

from crawler.site.findings import _IN_SHARD
from tests.crawler.export.sample import report, simulated
from tests.crawler.site.sample import build


def shard(site: Path, name: str) -> Any:
    text = (site / "data" / f"{name}.js").read_text("utf-8")
    match = re.fullmatch(r"nianbao\((\"[^\"]+\"),(.*)\);\n", text, re.DOTALL)
    assert match is not None
    assert json.loads(match[1]) == name
    return json.loads(match[2])


def find(site: Path, typed: str) -> list[str]:
    """What search.js does, in short."""
    names = shard(site, "names/0")
    numbers = set(range(len(names)))
    for character in typed:
        at, found = 0, set()
        for step in shard(site, f"characters/{ord(character) % 64}").get(character, ()):
            at += step
            found.add(at)
        numbers &= found
    return [names[number][0] for number in sorted(numbers)]


def test_each_agency_is_found_by_each_character_of_its_name(site: Path) -> None:
    agency = simulated()[0]["agency"]
    for character in agency:
        assert agency in find(site, character)
    assert simulated()[-1]["agency"] not in find(site, agency)
    assert find(site, "龘") == []


def test_former_names_are_found(tmp_path: Path) -> None:
    build(tmp_path / "site", [report("a", "青禾县环境保护局", 2018), report("b", "青禾县生态环境局", 2020)])
    assert find(tmp_path / "site", "环境保护") == ["青禾县生态环境局（青禾县环境保护局）"]


def test_findings_are_all_in_the_shards(tmp_path: Path) -> None:
    from extractors.report import Finding

    found = [Finding(code="check.x", severity="error", message="m", stated=1.5)] * (_IN_SHARD + 5)
    build(tmp_path / "site", [report("a" * 16, "青禾县云台镇人民政府", 2020, findings=found)])
    index = shard(tmp_path / "site", "findings/index")
    assert index["shards"] == [[0, 0, [[2020, "99", _IN_SHARD]]], [0, 1, [[2020, "99", 5]]]]
    assert index["kinds"][0][1:] == ["error", "表内勾稽关系不成立", "an identity of the form fails"]
    data = [shard(tmp_path / "site", f"findings/{index['kinds'][0][0]}-{number}") for number in (0, 1)]
    assert [len(each["rows"]) for each in data] == [_IN_SHARD, 5]
    assert data[1]["rows"][0] == [2020, "99", "青禾县云台镇人民政府", f"report/990121/{'a' * 16}.html", 0, 1]
    assert data[1]["texts"] == [["", ""], ["左边为 1.5", "m; stated: 1.5"]]
    assert len(list((tmp_path / "site/findings").glob("*-*.html"))) == 3
