"""220: what a page lacks and its document holds: fetched, read in a process of its own, joined with the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrapy.crawler import Crawler

from crawler.attachments import AttachmentFetcher, Fetched
from crawler.documents import DocumentReader, bind_pictures
from crawler.items import PromisedReport, ReadReport
from crawler.overrides import CHOICES
from crawler.pipelines.errors import RejectedPage
from extractors.documents import Document
from extractors.documents.sniffing import HTML
from extractors.errors import DocumentError, EndedReader
from extractors.joining import (
    NOTHING,
    Candidate,
    Unread,
    candidates,
    explain,
    is_part,
    is_unread,
    join,
    lacks,
    note_unread,
    with_fetched,
)
from extractors.page import Page
from extractors.report import Attachment, Rejection, Report

_SMALL = 4_000
"""Bytes; a smaller picture is no page that could be read."""


class DocumentsPipeline:
    """``ATTACHMENTS`` says which are fetched: those ``needed``, ``all`` that the report lists, or ``none``."""

    def __init__(self, policy: str, fetcher: AttachmentFetcher, reader: DocumentReader) -> None:
        self.policy = policy
        self.fetcher = fetcher
        self.reader = reader

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DocumentsPipeline:
        """Build it as Scrapy does. :exc:`ValueError` for a policy that there isn't: a crawl must not do without this step."""
        policy = crawler.settings.get("ATTACHMENTS", "needed")
        policies = CHOICES["ATTACHMENTS"]
        if policy not in policies:
            raise ValueError(f"ATTACHMENTS is one of {', '.join(policies)}, not {policy!r}")
        return cls(policy, AttachmentFetcher(crawler), DocumentReader.of(crawler))

    async def process_item(self, item: ReadReport | PromisedReport) -> ReadReport:
        """Give the report of page and document, that of the page, or drop a page that brings none."""
        outcome: Report | Rejection = item.report if isinstance(item, ReadReport) else item.rejection
        if self.policy == "none":
            return _conclude(item, outcome)
        if item.page is not None:
            outcome = await self._with_documents(item, item.page, outcome)
        if isinstance(outcome, Report):
            outcome = await self._rest(item, outcome)
        return _conclude(item, outcome)

    async def _with_documents(
        self, item: ReadReport | PromisedReport, page: Page, before: Report | Rejection
    ) -> Report | Rejection:
        """Outcome of a page with what its documents add."""
        trial = _Trial(item, page, before, self.fetcher, self.reader)
        for candidate in candidates(page, before):
            report = await trial.read(candidate)
            if report is not None and not is_part(report):
                break
        return trial.conclude()

    async def _rest(self, item: ReadReport | PromisedReport, report: Report) -> Report:
        """Fetch the other attachments, where all are asked for."""
        if self.policy == "all":
            known = [
                it if it.sha256 is not None else (await self.fetcher.fetch(it, item.source)).attachment
                for it in report.attachments
            ]
            report.attachments = known
        return report


class _Trial:
    """One page's documents, tried in turn: what one adds, the next one need not."""

    def __init__(
        self,
        item: ReadReport | PromisedReport,
        page: Page,
        before: Report | Rejection,
        fetcher: AttachmentFetcher,
        reader: DocumentReader,
    ) -> None:
        self.source, self.page, self.outcome = item.source, page, before
        """The page with the documents that were read, and the report of all that."""
        self.fetcher, self.reader = fetcher, reader
        self.fetched: list[Attachment] = []
        self.unread: list[Unread] = []

    async def read(self, candidate: Candidate) -> Report | None:
        """Report with what a candidate adds to it; ``None`` if it adds nothing, and why is kept."""
        answers = [await self.fetcher.fetch(attachment, self.source) for attachment in candidate]
        if len(answers) > 1:
            answers = [_as_picture(answer) for answer in answers if answer.failure or len(answer.data) >= _SMALL]
        self.fetched += [answer.attachment for answer in answers]
        came = [answer for answer in answers if not answer.failure]
        missed = [Unread(answer.attachment, answer.failure) for answer in answers if answer.failure]
        if not came:
            self.unread += missed
            return None
        document = await self.reader.read(_bytes(came))
        used = tuple(answer.attachment for answer in came)
        if isinstance(document, DocumentError):
            self.unread += missed
            self._miss(used[0], explain(document))
            if isinstance(document, EndedReader):
                self.source.documents[-1]["sha256"] = None  # the next run tries again
            return None
        if len(used) == 1:
            self.fetched[-1] = replace(used[0], media_type=document.media_type)
            used = (self.fetched[-1],)
        return self._join(document, used, missed)

    def conclude(self) -> Report | Rejection:
        """The outcome, with what was fetched, and what was not read of it if that may be why the report lacks something."""
        report = self.outcome
        if isinstance(report, Report):
            if lacks(report):
                note_unread(report, self.unread)
            report.attachments = with_fetched(self.page, report, self.fetched)
        return report

    def _join(self, document: Document, used: Candidate, missed: Sequence[Unread]) -> Report | None:
        joined = join(self.page, self.outcome, document, used)
        if isinstance(joined, str):
            self.unread += missed
            if isinstance(self.outcome, Rejection) or is_unread(self.outcome):
                page = document.media_type == HTML and joined == NOTHING
                self._miss(used[0], "a page came instead of the file" if page else joined)
            return None
        self.page, self.outcome = joined
        note_unread(self.outcome, missed)
        return self.outcome

    def _miss(self, attachment: Attachment, reason: str) -> None:
        self.fetcher.note(self.source, "document_unread", attachment.url, reason)
        self.unread.append(Unread(attachment, reason))


def _as_picture(answer: Fetched) -> Fetched:
    if answer.failure or (answer.attachment.media_type or "").startswith("image/"):
        return answer
    return replace(answer, failure=f"{answer.attachment.media_type} came instead of a picture")


def _bytes(answers: Sequence[Fetched]) -> bytes:
    """The document, or one of all its pictures."""
    return answers[0].data if len(answers) == 1 else bind_pictures([answer.data for answer in answers])


def _conclude(item: ReadReport | PromisedReport, outcome: Report | Rejection) -> ReadReport:
    if isinstance(outcome, Rejection):
        raise RejectedPage(outcome)
    return ReadReport(source=item.source, report=outcome, page=item.page, checked=item.page is None)
