"""Archives read again in parallel, each run as a person starts it: the items of a replay, whoever does the work."""

from __future__ import annotations

import gzip
import json
import re
import signal
import subprocess
from contextlib import redirect_stderr
from hashlib import sha1
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError

from crawler.commands.reextract import Command
from crawler.settings import ITEM_PIPELINES
from tests.crawler.archive.test_replay import TEXT, Archived, archived, lines, replayed  # noqa: F401  fixtures
from tests.crawler.archive.warcs import http, record, write
from tests.crawler.crawling import PROJECT, Run, environment, scrapy, scrapy_command
from tests.crawler.fault_server import Answer
from tests.crawler.running import run_command
from tests.crawler.test_documents import FILES, REPORT, enclosing

BREAKS = ("-s", f"ITEM_PIPELINES={json.dumps({'stand_in.BreaksItsProcess': 1} | ITEM_PIPELINES)}")
STOPS = ("-s", 'ITEM_PIPELINES={"stand_in.StopsForEver": 1}')
HOME = "http://www.yaoan.gov.cn/"
ENGINES = ("processes", "daft", "ray")


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    for package in {"processes": (), "daft": ("daft",), "ray": ("daft", "ray")}[request.param]:
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    return str(request.param)


def typed(out: Path, *arguments: object) -> Run:
    """Run the command as a person types it."""
    done = scrapy("reextract", *map(str, arguments), "-O", str(out), timeout=300)
    return Run(done.returncode, done.stdout, done.stderr, out)


def reextract(out: Path, *arguments: object) -> Run:
    """Run the command in this process; who reads is another all the same, and only one unless they are counted."""
    said = StringIO()
    with redirect_stderr(said):
        status = run_command(Command(), "--workers", "1", *map(str, arguments), "-O", str(out))
    return Run(status, "", said.getvalue(), out)


def bytes_of(body: Answer | str) -> bytes:
    content = body.body if isinstance(body, Answer) else body
    return content if isinstance(content, bytes) else content.encode()


def another_s(path: str, body: bytes, *headers: str, **fields: str) -> bytes:
    own = {"WARC_Target_URI": HOME + path, "WARC_Record_ID": f"<urn:{path}>"}
    return record(http(body, *headers), **own, WARC_Payload_Digest=f"sha1:{sha1(body).hexdigest()}", **fields)


def common_crawl(folder: Path) -> Path:
    """A file in Common Crawl's layout: reports among everything else, gzip for each record, no notes of ours."""
    zipped = gzip.compress(TEXT.encode())
    return write(
        folder / "CC-MAIN-20260101000000-00001.warc.gz",
        record(b"isPartOf: CC-MAIN-2026-01\r\n", "warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request", WARC_Target_URI=HOME),
        another_s("1.html", zipped, "X-Crawler-Content-Encoding: gzip", "Content-Encoding: gzip"),
        another_s("1.html", zipped, "X-Crawler-Content-Encoding: gzip", "Content-Encoding: gzip"),
        another_s("2.html", bytes_of(enclosing(f"{REPORT.title}.doc", "/f/1.docx"))),
        another_s("f/1.docx", bytes_of(FILES["/f/whole.docx"])),
        another_s("cut.html", TEXT.encode()[:-300], WARC_Truncated="length"),
        another_s("weather.html", b"<html><p>sunny</p></html>"),
        record(http(b"GIF89a").replace(b"text/html", b"image/gif"), WARC_Target_URI=f"{HOME}a.gif"),
        record(http(b"", line="HTTP/1.1 404 Not Found"), WARC_Target_URI=f"{HOME}gone.html"),
    )


@pytest.fixture(scope="module")
def again(archived: Archived, tmp_path_factory: pytest.TempPathFactory) -> Run:  # noqa: F811
    return reextract(tmp_path_factory.mktemp("again") / "again.json", archived.warc)


def test_items_are_those_of_the_replay_byte_for_byte(again: Run, replayed: Run) -> None:  # noqa: F811
    assert lines(again) == lines(replayed)
    assert again.status == replayed.status == 0


def test_counts_are_those_of_the_replay(again: Run, replayed: Run) -> None:  # noqa: F811
    row = next(iter(replayed.rows.values()))
    assert again.err.splitlines()[0] == f"{row['reports']} reports, {row['pages']} pages"
    assert f"faults: {row['faults']}" in again.err


def test_parquet_holds_the_items_of_the_feed(again: Run, archived: Archived, tmp_path: Path) -> None:  # noqa: F811
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    rows = parquet.read_table(reextract(tmp_path / "out.parquet", archived.warc).feed).to_pylist()
    assert [row["id"] for row in rows] == [item["id"] for item in again.items]
    assert [row["sections"] for row in rows] == [item["sections"] for item in again.items]


def test_folder_of_many_files_is_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    bucket = tmp_path / "bucket"
    for number in range(30):
        part = bucket / f"2026/{number % 3}"
        part.mkdir(parents=True, exist_ok=True)
        write(part / f"{number:03}.warc.gz", another_s(f"{number}.html", TEXT.encode()))
    (bucket / "2026/0/readme.txt").write_text("no archive")
    run = reextract(tmp_path / "out.jsonl", bucket, "--workers", 2)
    expected = [number for rest in range(3) for number in range(30) if number % 3 == rest]
    items = map(json.loads, run.feed.read_text("utf-8").splitlines())
    assert [item["url"] for item in items] == [f"{HOME}{number}.html" for number in expected]


# --- archives of others -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("mined")
    return reextract(folder / "mined.json", common_crawl(folder))


def test_reports_are_mined_from_common_crawl_s_layout(mined: Run) -> None:
    found: dict[str, Any] = {item["url"].removeprefix(HOME): item for item in mined.items}
    assert set(found) == {"1.html", "2.html"}
    assert found["1.html"]["tables"] == found["2.html"]["tables"] == REPORT.truth["tables"]
    assert {item["portal"] for item in mined.items} == {"yaoan"}
    assert mined.status == 3
    assert "faults: truncated 1" in mined.err


def test_what_was_passed_over_is_counted_with_the_reason(mined: Run) -> None:
    said = "passed over: met before 1, neither page nor document 1, no page came 1, nothing of annual reports in it 2"
    assert said in mined.err


def test_portals_and_years_are_chosen_as_in_a_replay(tmp_path: Path) -> None:
    files = common_crawl(tmp_path)
    assert len(reextract(tmp_path / "all.json", files, "-a", "portals=yaoan", "-a", "years=2000-2030").items) == 2
    skipped = reextract(tmp_path / "none.json", files, "-a", "years=2001")
    assert (skipped.items, "skipped: on other years 2" in skipped.err) == ([], True)
    other = reextract(tmp_path / "other.json", files, "-a", "province=浙江")
    assert (other.items, "of other portals 3" in other.err) == ([], True)


# --- what may go wrong ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose 21st record kills the process that reads it."""
    bodies = [TEXT.encode() + (b"<!-- BREAK -->" if number == 21 else b"%d" % number) for number in range(40)]
    records = [another_s(f"{number}.html", body) for number, body in enumerate(bodies)]
    return write(tmp_path_factory.mktemp("breaking") / "a.warc.gz", *records)


@pytest.fixture(scope="module")
def broken(breaking: Path, archived: Archived) -> Run:  # noqa: F811
    """By one worker."""
    return typed(breaking.with_name("out.json"), breaking, archived.warc, *BREAKS, "--workers", 1)


def test_record_that_kills_its_reader_costs_one_item(broken: Run, breaking: Path, again: Run) -> None:
    others = [f"{HOME}{number}.html" for number in range(40) if number != 21]
    assert [item["url"] for item in broken.items] == [*others, *(item["url"] for item in again.items)]
    assert f"LOST: {breaking}, byte " in broken.err
    assert f", {HOME}21.html: the process that read it ended: SIGSEGV" in broken.err
    assert broken.status == 1


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_every_engine_gives_the_same_bytes_and_loses_the_same_with_any_number_of_workers(
    engine: str,
    broken: Run,
    breaking: Path,
    archived: Archived,  # noqa: F811
    tmp_path: Path,
) -> None:
    chosen = (*BREAKS, "--engine", engine, "--workers", 2)
    run = typed(tmp_path / "out.json", breaking, archived.warc, *chosen)
    assert run.feed.read_bytes() == broken.feed.read_bytes(), run.err
    assert (run.status, run.err) == (broken.status, broken.err)


def test_file_that_is_cut_off_is_read_up_to_there_and_the_others_whole(tmp_path: Path) -> None:
    torn = write(tmp_path / "a.warc.gz", *(another_s(f"{number}.html", TEXT.encode()) for number in range(3)))
    torn.write_bytes(torn.read_bytes()[:-100])
    whole = write(tmp_path / "b.warc.gz", another_s("b.html", TEXT.encode()))
    run = reextract(tmp_path / "out.json", torn, whole)
    assert [item["url"].removeprefix(HOME) for item in run.items] == ["0.html", "1.html", "b.html"]
    assert f"BAD: {torn}: the record at byte" in run.err
    assert run.status == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_that_is_ended_leaves_the_old_feed_and_nothing_else(number: int, tmp_path: Path) -> None:
    out, temporary = tmp_path / "out.jsonl", tmp_path / ("longer-than-the-path-of-a-socket-may-be" * 3)
    out.write_text("old")
    temporary.mkdir()
    path = write(tmp_path / "a.warc.gz", *(another_s(f"{n}.html", TEXT.encode() + b"STOP %d" % n) for n in range(3)))
    command = scrapy_command("reextract", str(path), "-O", str(out), *STOPS)
    with subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command],  # as a shell begins what runs in the background
        cwd=PROJECT,
        env=environment() | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stderr is not None
        said = iter(run.stderr.readline, b"")
        assert any(b"stopped" in line for line in said)
        run.send_signal(number)
        run.stderr.read()  # to its end: nobody is left who could write
    assert run.returncode
    assert out.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.warc.gz", temporary.name, "out.jsonl"]
    assert not [file for file in temporary.iterdir() if file.name.startswith("nianbao")]


def test_where_nothing_can_be_read_the_old_feed_stays(tmp_path: Path) -> None:
    out, bad = tmp_path / "out.jsonl", tmp_path / "bad.warc.gz"
    out.write_text("old")
    bad.write_bytes(b"rubbish")
    run = reextract(out, bad)
    assert (run.status, out.read_text()) == (1, "old")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bad.warc.gz", "out.jsonl"]


def test_archive_without_reports_gives_an_empty_feed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz", another_s("weather.html", b"<html><p>sunny</p></html>"))
    for suffix, empty in (("json", "[\n\n]"), ("jsonl", "")):
        run = reextract(tmp_path / f"out.{suffix}", path)
        assert (run.status, run.feed.read_text()) == (0, empty)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none/*.warc.gz", "-O", "out.json"), "no file none"),
        (("README.md",), "name at least one archive"),
        (("-O", "out.json"), "name at least one archive"),
        (("README.md", "-O", "out.csv"), ".csv is none of .jsonl, .jl, .json, .parquet"),
        (("README.md", "-O", "out.json", "-a", "url=http://a.example/"), "no argument url"),
        (("README.md", "-O", "out.json", "-a", "years=last"), "years are"),
        (("README.md", "-O", "out.json", "-a", "years"), "NAME=VALUE"),
        (("README.md", "-O", "out.json", "--workers", "0"), "--workers is at least 1"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    with pytest.raises(UsageError, match=re.escape(said)):
        run_command(Command(), *arguments)


@pytest.mark.parametrize("name", ["daft", "ray"])
def test_engine_that_is_not_installed_is_told_with_its_group(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.reextract.engines.find_spec", lambda package: None)
    with pytest.raises(UsageError, match=re.escape(f"pip install 'nianbao[{name}]'")):
        run_command(Command(), str(PROJECT / "README.md"), "-O", "out.json", "--engine", name)
