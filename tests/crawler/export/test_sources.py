from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from crawler.export.sources import UnreadableFeed, open_source, read_feeds
from extractors.errors import ConfigError
from tests.crawler.export.sample import item, simulated, write_feed, write_ledger


def test_json_lines_and_compressed_feeds_give_the_same_items(tmp_path: Path) -> None:
    array = write_feed(tmp_path / "out.json", simulated())
    lines = tmp_path / "out.jsonl"
    lines.write_text("\n".join(json.dumps(each) for each in simulated()), "utf-8")
    packed = tmp_path / "out.json.gz"
    packed.write_bytes(gzip.compress(array.read_bytes()))
    assert list(read_feeds([array])) == list(read_feeds([lines])) == list(read_feeds([packed])) == list(simulated())


def test_page_that_was_crawled_again_is_given_once_as_it_was_fetched_last(tmp_path: Path) -> None:
    old = item("a", title="old", fetched_at="2026-01-01T00:00:00Z")
    new = item("a", title="new", fetched_at="2026-02-01T00:00:00Z")
    for number, feed in enumerate(([old, new], [new, old])):
        (found,) = read_feeds([write_feed(tmp_path / f"{number}.json", feed)])
        assert found["title"] == "new"


def test_feeds_come_one_behind_the_other(tmp_path: Path) -> None:
    feeds = [write_feed(tmp_path / f"{name}.json", [item(name)]) for name in "ba"]
    assert [each["id"] for each in read_feeds(feeds)] == ["b", "a"]


def test_files_that_were_no_reports_are_left_out(tmp_path: Path) -> None:
    feed = tmp_path / "items.jsonl"
    feed.write_text(json.dumps({"url": "file:///a", "rejected": "notice", "message": ""}) + "\n", "utf-8")
    assert list(read_feeds([feed])) == []


@pytest.mark.parametrize("text", ["", "[]", "[\n]\n"])
def test_feed_may_be_empty(tmp_path: Path, text: str) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(text, "utf-8")
    assert list(read_feeds([feed])) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": 1}', "line 1: no report of this version: it lacks agency"),
        ("\n[1]", "line 2: no report; a JSON feed has one report a line"),
        ("{\n  }", "line 1: no report; a JSON feed has one report a line"),
        ("[" * 100_000, "line 1: no report"),
        ("not json", "line 1: no report"),
    ],
)
def test_what_is_no_feed_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(text, "utf-8")
    with pytest.raises(UnreadableFeed, match=said):
        list(read_feeds([feed]))


def test_feed_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json.gz"
    feed.write_bytes(gzip.compress(json.dumps(item()).encode())[:-20])
    with pytest.raises(UnreadableFeed, match="cut short"):
        list(read_feeds([feed]))


def test_half_a_character_becomes_a_question_mark(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text(json.dumps(item(title="x")).replace('"x"', r'"云\ud800 \ud83d\ude00"'), "utf-8")
    (found,) = read_feeds([feed])
    assert found["title"] == "云? 😀"


def test_ledger_gives_its_current_items_and_knows_what_is_missing(tmp_path: Path) -> None:
    reports = [each for each in simulated() if each["year"] != 2020][:4]
    address = str(write_ledger(tmp_path / "ledger.sqlite", reports))
    for name in ("ledger", address, f"sqlite:///{address}"):
        with open_source([name], address) as source:
            assert sorted(each["id"] for each in source.items) == sorted(each["id"] for each in reports)
            assert source.coverage is not None
            assert [row.state for row in source.coverage] == ["found"] * 4


def test_ledger_is_exported_by_itself(tmp_path: Path) -> None:
    feed = write_feed(tmp_path / "out.json", simulated())
    with pytest.raises(UnreadableFeed, match="by itself"), open_source(["ledger", str(feed)], ""):
        pass


def test_ledger_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"), open_source(["ledger"], str(tmp_path / "ledger.sqlite")):
        pass
