"""``finding_codes``: what each code of a finding means and what to do about it, from the guide."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.export.sheets import Column, Row, Sheet
from crawler.guide.findings import load_finding_codes


def finding_code_rows() -> Iterator[Row]:
    """A row for each code; one that ends in ``.*`` is a family's."""
    for entry in load_finding_codes().values():
        chinese, english = entry.explained["zh-CN"], entry.explained["en"]
        texts = (chinese.means, chinese.do, english.means, english.do)
        yield entry.code, ", ".join(entry.severities), *(text.replace("`", "") for text in texts)


FINDING_CODES = Sheet(
    "finding_codes",
    "核验代码",
    "codes of findings",
    (
        Column("code", "代码", "code, or with .* a family of codes"),
        Column("severities", "程度", "severities that it can have"),
        Column("meaning_zh", "含义", "meaning (Chinese)"),
        Column("advice_zh", "处理建议", "what to do (Chinese)"),
        Column("meaning", "含义（英文）", "meaning"),
        Column("advice", "处理建议（英文）", "what to do"),
    ),
    lambda item: (),
    key=("code",),
)
