"""Time on pages made to be slow: 5 MB of one thing repeated, as text and as markup.

    python -m benchmarks.hostile [--megabytes N] [--only TEXT] [--all]

Pages of up to 200 kB take another parser, whose time grows with the square of the depth: ``--megabytes 0.1999``. CPU
time of one reading each; 2 s are the bar, and the exit status is 1 if one misses it. A page that is rejected counts
too. Prints what takes more than half of the bar, or everything with ``--all``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from benchmarks.extraction import report_pages
from extractors import extract
from extractors.tables.forms import load_forms
from tests.extractors import shapes

BAR = 2.0
"""CPU seconds for 5 MB."""
_UNITS = (
    "1", "0 ", "1\t", "1|", "1,", "|", "\t", ",", " ", "\xa0", "　", "\n", "\xa0\n", "\f", "(", "（", "）", "《", "“", "【", "[", "-", "—", ".", "。", "：", "、", "/",
    "年", "月", "日", "2020年", "2020年1月1日", "二〇二〇年", "20", "2020-01-01 ", "1月", "一、", "（一）", "一、总体情况", "一、总体情况\n", "二、", "1.", "第一", "第二十条",
    "第二十条第（一）项", "电话", "电话：", "0878-", "0878-6082790", "13800000000 ", "邮编", "地址：", "传真", "a@", "a.", "www.", "http://", "联系", "请与", "由",
    "人民政府", "镇人民政府", "县", "镇", "局", "年度报告", "政府信息公开", "统计期限", "自", "至", "附件", "来源：", "发布日期：", "件", "条", "发布信息1条，", "未收到", "我镇",
    "减", "减1 ", "余", "万元", "１", "○", "&nbsp;", "&#20;", "&", "\x00", "\ufffd", "a", "字体：大 中 小",
)  # fmt: skip
_MARKUP = (
    "<p>", "<td>", "<tr>", "<table>", "<div>", "<dl>", "<span>", "<br>", "<a href=a.pdf>", "<a href=a.pdf>a</a>", "<img src=a>", "<li>", "</p>", "</div>", "<", "<!--",
    "<p>一、总体情况</p>", "<p>年度报告</p>", "<p>1</p>", "<tr><td>1</td></tr>", "<td>1</td>", "<table><tr><td>1</td></tr></table>", "<div><p>一、</p></div>",
    "<td colspan=1000>1", "<td rowspan=65534>1", "<tr><td rowspan=65534>1", "<h1>", "<h1>年度报告</h1>", "<meta name=PubDate content=2020>", "<p>来源：甲</p>",
    "<title>年度报告</title>", "<p hidden>", "<p style=display:none>1</p>", "<option>", "<select>", "<font>", "<b>", "<b><p>",
)  # fmt: skip


def pages(size: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every hostile page, each of about ``size`` bytes."""
    for unit in _UNITS:
        text = _filled(unit, size)
        yield f"text {unit!r}", text
        yield f"page {unit!r}", "<html><body><h1>松陂镇2020年政府信息公开工作年度报告</h1><p>".encode() + text
    for unit in _MARKUP:
        yield f"page {unit!r}", b"<html><body>" + _filled(unit, size)
    for label in _labels():
        yield f"label {label!r}", _filled(label, size)
        yield f"label a line {label!r}", _filled(label + "\n", size)
        yield f"label and 1 {label!r}", _filled(label + " 1 ", size)
        yield f"label a cell {label!r}", b"<table>" + _filled(f"<tr><td>{label}<td>1", size)
    for shape in (*shapes.COMPLETE, *shapes.LOSSY):
        yield f"repeated {shape.__name__}", _filled(shape(shapes.Sample("cn_2019", 1)) + "\n", size)
    ((_, page),) = report_pages(1)
    yield "repeated simulator page", page * (size // len(page))


def _labels() -> list[str]:
    """One row label of each table, the longest column label, and every caption."""
    form = load_forms()["cn_2019"]
    rows = [next(row.label for row in table.rows if row.data) for table in form.tables]
    columns = [max((column.label for column in table.columns), key=len) for table in form.tables]
    captions = [table.caption for table in form.tables if table.caption]
    return list(dict.fromkeys(label for label in (*rows, *columns, *captions) if label))


def _filled(unit: str, size: int) -> bytes:
    data = unit.encode("utf-8", "surrogatepass")
    return data * (size // len(data))


def main() -> None:
    """Print the slow ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("--only", default="", help="pages whose name holds this text")
    parser.add_argument("--all", action="store_true", help="print every page")
    options = parser.parse_args()
    extract(b"warm")
    slow = total = 0
    for name, data in pages(int(options.megabytes * 1_000_000)):
        if options.only not in name:
            continue
        start = time.process_time()
        result = extract(data)
        seconds = time.process_time() - start
        total += 1
        slow += seconds > BAR
        if options.all or seconds > BAR / 2:
            print(
                f"{seconds:8.2f} s  {'SLOW' if seconds > BAR else '    '}  {name}  {getattr(result, 'reason', 'report')}",
                flush=True,
            )
    print(f"{slow} of {total} pages take more than {BAR:g} s")
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
