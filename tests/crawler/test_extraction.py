"""Pages that are read beside the crawl: the same as if it read them itself, and whatever breaks costs one of them."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pickle
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from crawler.extraction import packing, process
from crawler.extraction.page import AskedPage, PageOutcome, extract_page
from crawler.extraction.process import FailedReading, Limits, ReadingProcess
from crawler.extraction.reader import PageReader
from crawler.network.turns import Downloader
from extractors.report import Hints, Rejection, Report
from tests.crawler.test_documents import BODY, PROSE, REPORT, page

ROOT = Path(__file__).parents[2]
_BREAKING = "import sys; sys.path.insert(0, sys.argv[1]); from tests.crawler.breaking_pages import main; main(float(sys.argv[2]), int(sys.argv[3]))"


def asked(body: str | bytes) -> AskedPage:
    data = body.encode() if isinstance(body, str) else body
    return AskedPage(data, "http://a.example/1.html", "text/html; charset=utf-8", Hints(link_text="2020年年报"))


def read(*bodies: str | bytes, processes: int = 1, limits: Limits | None = None) -> list[PageOutcome]:
    """Outcomes of pages that are asked for at once."""

    async def ask(reader: PageReader) -> list[PageOutcome]:
        try:
            return await asyncio.gather(*(reader.read(asked(body)) for body in bodies))
        finally:
            await reader.close()

    return asyncio.run(ask(PageReader(processes, limits)))


def rejection(outcome: PageOutcome) -> Rejection:
    assert isinstance(outcome.report, Rejection)
    return outcome.report


@pytest.fixture
def _breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_START", _BREAKING)


def test_pages_become_what_they_become_in_the_crawl_s_own_process() -> None:
    pages = [page(REPORT.title, BODY).body, page(REPORT.title, PROSE).body, "<p>通知</p>", b"", b"\xff\xfe\x00"]
    pages.append(page(REPORT.title, "<p>附件：<a href='/1.pdf'>2020年年度报告.pdf</a></p>").body)
    there, here = read(*pages, processes=2), [extract_page(asked(body)) for body in pages]
    assert there == here
    assert isinstance(there[0].report, Report)
    assert there[-1].page is not None  # for what joins it with its document


@pytest.mark.parametrize(
    ("way", "reason", "why"),
    [
        ("killed", "unreadable", "broke its reader: SIGKILL"),
        ("crashes", "unreadable", "broke its reader: SIGSEGV"),
        ("exits", "unreadable", "broke its reader: status 3"),
        ("computes", "too_large", "needs more computing time than a page may"),
    ],
)
@pytest.mark.usefixtures("_breaking")
def test_page_that_breaks_its_reader_is_rejected_and_the_others_are_read(way: str, reason: str, why: str) -> None:
    before, broken, after = map(rejection, read("", way, "", limits=Limits(seconds=1)))
    assert (broken.reason, broken.message) == (reason, why)
    assert before.message != after.message  # the ids of two processes


@pytest.mark.usefixtures("_breaking")
def test_page_whose_reader_was_killed_by_another_s_fault_is_read_once_more(tmp_path: Path) -> None:
    (outcome,) = read(f"killed-once {tmp_path / 'killed'}")
    assert rejection(outcome).reason == "other"


@pytest.mark.parametrize("way", ["prints", "terminated"])
@pytest.mark.usefixtures("_breaking")
def test_what_a_library_prints_and_a_signal_to_all_the_group_change_nothing(way: str) -> None:
    assert rejection(read(way)[0]).reason == "other"


@pytest.mark.parametrize(("way", "words"), [("raises", "ValueError: a bug"), ("fills-memory", "MemoryError")])
@pytest.mark.usefixtures("_breaking")
def test_error_of_ours_is_raised_with_its_traceback(way: str, words: str) -> None:
    with pytest.raises(FailedReading, match=words) as caught:
        read(way, limits=Limits(megabytes=2_000))
    assert "breaking_pages.py" in caught.value.__notes__[0]


@pytest.mark.usefixtures("_breaking")
def test_no_process_is_begun_that_is_not_needed() -> None:
    async def one_after_another(reader: PageReader) -> set[str]:
        seen = {rejection(await reader.read(asked(""))).message for _ in range(3)}
        await reader.close()
        return seen

    assert len(asyncio.run(one_after_another(PageReader(2)))) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="pipes have the system's size elsewhere")
def test_several_pages_have_room_on_their_way() -> None:
    sizes: list[int] = []

    async def look() -> None:
        reading = ReadingProcess(Limits())
        await reading.read(asked(""))
        assert reading._process is not None
        assert reading._process.stdin is not None
        sizes.append(fcntl.fcntl(reading._process.stdin.get_extra_info("pipe"), fcntl.F_GETPIPE_SZ))
        await reading.end()

    asyncio.run(look())
    assert sizes >= [1_000_000]


def test_pages_are_read_where_no_pipe_may_be_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(process.fcntl, "fcntl", refuse)
    assert rejection(read("")[0]).reason == "empty"


@pytest.mark.usefixtures("_breaking")
def test_whoever_is_not_waited_for_gives_the_next_page_no_wrong_answer() -> None:
    async def give_up(reader: PageReader) -> PageOutcome:
        await reader.read(asked(""))
        reading = asyncio.create_task(reader.read(asked("computes")))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        outcome = await reader.read(asked(""))
        await reader.close()
        return outcome

    assert rejection(asyncio.run(give_up(PageReader(1)))).reason == "other"


@pytest.mark.parametrize("named", [os.system, Counter, subprocess.Popen, process.ReadingProcess, pickle.loads])
def test_reader_that_was_taken_over_can_name_nothing_but_data(named: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is no part of a page or its report"):
        packing.unpack(pickle.dumps(named))


def test_no_name_leads_out_of_the_modules_of_data() -> None:
    module, name = b"extractors.documents.isolated", b"subprocess.Popen"
    named = b"".join(pickle.SHORT_BINUNICODE + bytes([len(text)]) + text for text in (module, name))
    hostile = pickle.PROTO + b"\x04" + named + pickle.STACK_GLOBAL + pickle.STOP
    with pytest.raises(pickle.UnpicklingError, match="is no part of a page or its report"):
        packing.unpack(hostile)


@pytest.mark.usefixtures("_breaking")
def test_reader_has_nothing_of_the_crawl_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_LEDGER", "postgresql://somebody:secret@db.example/")
    assert rejection(read("environment")[0]).message.split() == ["0"]


@pytest.mark.usefixtures("_breaking")
def test_answer_that_is_no_outcome_is_refused() -> None:
    with pytest.raises(pickle.UnpicklingError, match="list is no outcome of a page"):
        read("answers-otherwise")


def test_processes_end_with_a_crawl_that_is_killed() -> None:
    """They hold its standard error, which ends when the last of them has."""
    crawl = """
import asyncio, os, signal
from crawler.extraction.reader import PageReader
from tests.crawler.test_extraction import asked

async def main():
    await PageReader(1).read(asked(""))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", crawl], env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (-9, b"")


def test_crawl_fetches_no_more_while_many_pages_wait() -> None:
    crawler = get_crawler(settings_dict={"EXTRACTION_PROCESSES": 1})
    downloader, reader = Downloader(crawler), PageReader.of(crawler)

    async def wait(number: int) -> bool:
        waiting = [asyncio.create_task(reader.read(asked(""))) for _ in range(number)]
        await asyncio.sleep(0)
        backs_out = downloader.needs_backout()
        await asyncio.gather(*waiting)
        return backs_out

    async def wait_for_few_and_for_many() -> list[bool]:
        seen = [await wait(3), await wait(40), downloader.needs_backout()]
        await reader.close()
        return seen

    assert asyncio.run(wait_for_few_and_for_many()) == [False, True, False]
