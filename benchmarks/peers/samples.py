"""Documents of known truth for every reader: the tables' HTML shapes, whole pages, and the simulator's portals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.peers.grids import places
from crawler.simulator import build_sites, plan_portals
from crawler.simulator.site import Request
from tests.extractors import pages, shapes
from tests.extractors.page_frames import Article
from tests.extractors.page_traditional import traditional
from tests.extractors.shapes import Sample, Truth

PAGES, PORTALS = "whole pages", "simulated portals"


@dataclass(slots=True, kw_only=True)
class Sampled:
    """A page as served, and what it says."""

    group: str
    data: bytes
    encoding: str = "utf-8"
    url: str = ""
    form: str | None = None
    cells: Truth = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    """Right titles without white space; empty where the page prints none, or where it is not asked for."""
    day: str | None = None
    """ISO date of publication, as the page prints it."""
    dated: bool | None = None
    """Whether the page prints it; ``None`` where it is not asked for."""
    body: str | None = None


def sampled(documents: int) -> Iterator[Sampled]:
    """``documents`` of each shape, ten times as many whole pages, and at most as many of the simulator's."""
    for shape in (*shapes.HTML, *shapes.NATIONAL):
        yield from _shaped(shape, documents)
    yield from whole_pages(10 * documents)
    yield from _portal_pages(10 * documents)


def _shaped(shape: shapes.Shape, documents: int) -> Iterator[Sampled]:
    forms = shapes.FORMS[:2] if shape in shapes.NATIONAL else shapes.FORMS
    for seed in range(documents):
        sample = Sample(forms[seed % len(forms)], seed, blanks=(0.0, 0.3, 0.8)[seed // len(forms) % 3])
        yield Sampled(group=shape.__name__, data=shape(sample).encode(), form=sample.form.id, cells=sample.truth)


def whole_pages(documents: int, *, first: int = 0) -> Iterator[Sampled]:
    """The test suite's report pages, those that are HTML; ``first`` is the first seed."""
    made, seed = 0, first
    while made < documents:
        maker = _Maker(seed)
        page = maker.make()
        seed += 1
        if maker.as_text:
            continue
        made += 1
        article = maker.article
        form, cells = _printed_cells(article)
        printed = "published:" not in page.recipe
        said = next((day for day in page.truth.published if day), None)
        body = "\n".join([*_texts(article), *article.sign_off])
        yield Sampled(
            group=PAGES,
            data=page.data,
            encoding="gb18030" if b"charset=gb" in page.data else "utf-8",
            url=page.url or "",
            form=form,
            cells=cells,
            titles=frozenset(title for title in page.truth.title if title) if article.title else frozenset(),
            day=said[:10] if said and printed else None,
            dated=printed if printed or not _dated_address(page.url) else None,
            body=traditional(body) if "traditional" in page.recipe else body,
        )


class _Maker(pages._ReportMaker):
    """Keeps the article that it frames."""

    article: Article

    def _render(self, article: Article, url: str | None) -> pages.SamplePage:
        self.article = article
        return super()._render(article, url)


def _dated_address(url: str | None) -> bool:
    return re.search(r"20\d\d[-/]?[01]?\d|t20\d{6}", url or "") is not None


def _texts(article: Article) -> Iterator[str]:
    for block in article.blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (span.text for line in block for span in line)


def _printed_cells(article: Article) -> tuple[str | None, Truth]:
    """Form and cells of the article's tables, by where they are printed."""
    tables = [block for block in article.blocks if not isinstance(block, str)]
    count = sum(not span.label for table in tables for line in table for span in line)
    for form in shapes.FORMS:
        known = places(form)
        if len(known) == count:
            printed = {key: tables[table][line][cell].text for key, (table, line, cell) in known.items()}
            return form, {key: float(text) if text else None for key, text in printed.items()}
    return None, {}


def _portal_pages(documents: int) -> Iterator[Sampled]:
    made = 0
    for site in build_sites(plan_portals(12, range(2019, 2025), seed="peers")):
        for path, truth in site.truths:
            if not truth["is_report"] or made == documents:
                continue
            made += 1
            data = site.pages[path](Request("GET", path)).body
            cells = {
                (table, row, column): value
                for table, rows in truth["tables"].items()
                for row, columns in rows.items()
                for column, value in columns.items()
            }
            yield Sampled(
                group=PORTALS,
                data=data,
                encoding="utf-8" if _is_utf8(data) else "gb18030",
                url=f"http://{site.host}{path}",
                form=truth["form"],
                cells=cells,
                titles=frozenset({"".join(truth["title"].split())}),
                day=truth["published"][:10],
                dated=True,
            )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
