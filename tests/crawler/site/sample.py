"""Sites to look at: one of a feed, one of a ledger, one of an item that means harm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lxml import html

from crawler.export.every import choose_sheets
from crawler.export.sheets import Item
from crawler.export.sources import Source, open_source
from crawler.site.build import Built, build_site
from tests.crawler.export.sample import report

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x00\u2028{{ 7*7 }}'


def build(folder: Path, source: Source | Iterable[Item], downloads: Sequence[str] = ("reports", "panel")) -> Built:
    folder.mkdir(parents=True)
    source = source if isinstance(source, Source) else Source(source)
    sheets = choose_sheets(downloads, one=True, has_coverage=source.coverage is not None) if downloads else []
    return build_site(source, folder, sheets)


def build_ledger(folder: Path, ledger: Path) -> Built:
    with open_source([str(ledger)], "") as source:
        return build(folder, source, ("coverage",))


def page(path: Path) -> Any:
    return html.fromstring(path.read_text("utf-8"))


def shown(node: Any) -> str:
    """Text in Chinese, white space folded."""
    return " ".join("".join(node.xpath(".//text()[not(ancestor-or-self::*[@class='en'])]")).split())


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def hostile(id_: str = "../../../x", agency: str = HOSTILE) -> dict[str, Any]:
    """Every text that a feed may hold, at its worst."""
    mark = {
        "table": "t3_requests",
        "row": "granted",
        "column": "total",
        "raw": HOSTILE,
        "status": ["text"],
        "unit": None,
    }
    finding = {
        "code": HOSTILE, "severity": "error", "message": HOSTILE, "table": HOSTILE, "row": HOSTILE, "column": HOSTILE,
        "field": HOSTILE, "stated": HOSTILE, "computed": HOSTILE,
    }  # fmt: skip
    item = report(id_, agency, 2020, title=HOSTILE, url="javascript:alert(3)", document_url="javascript:alert(3)")
    item |= {
        "portal": f"../{HOSTILE}",
        "form": "cn_2019",
        "tables": {"t3_requests": {"granted": {"total": None}}, HOSTILE: {HOSTILE: {HOSTILE: 5}}},
        "marks": [mark],
        "findings": [finding],
        "sections": [{"number": HOSTILE, "heading": HOSTILE, "text": HOSTILE}],
        "unplaced": [{"table": HOSTILE, "row": HOSTILE, "raw": [HOSTILE]}],
        "stated_counts": [{"key": HOSTILE, "value": 1, "unit": HOSTILE, "quote": HOSTILE}],
        "attachments": [{"url": "javascript:alert(4)", "name": HOSTILE, "media_type": HOSTILE, "sha256": None}],
        "evidence": {"agency": {"source": HOSTILE, "quote": HOSTILE}},
    }
    item["contact"]["office"] = HOSTILE
    return item
