"""Known reports as Excel 2003's XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from crawler.simulator.layout import PhysicalTable
from crawler.simulator.office import placed
from tests.extractors.documents.render_sheet import WIDTH, _number
from tests.extractors.documents.render_word import TITLE
from tests.extractors.shapes import Sample

SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_STYLES = (
    '<Style ss:ID="Default"/><Style ss:ID="box"><Borders><Border ss:Position="Top" ss:LineStyle="Continuous"/></Borders></Style>'
    '<Style ss:ID="of"><NumberFormat ss:Format="0.0"/></Style><Style ss:ID="on" ss:Parent="of"/>'
    '<Style ss:ID="fixed"><NumberFormat ss:Format="Fixed"/></Style>'
)


def workbook(*sheets: str, encoding: str = "utf-8") -> bytes:
    """A file of these sheets, each the XML of its table, or of the whole sheet if it says more."""
    entries = "".join(
        f'<Worksheet ss:Name="表{number}">{sheet if "<Table" in sheet else f"<Table>{sheet}</Table>"}</Worksheet>'
        for number, sheet in enumerate(sheets, 1)
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{SHEET}" xmlns:ss="{SHEET}" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"<Styles>{_STYLES}</Styles>{entries}</Workbook>"
    )
    return text.encode(encoding)


def render(sample: Sample, *, boxed: bool = True, indexed: bool = True) -> bytes:
    """A whole report. ``indexed``: cells behind others say their column, as Excel has it; else as in HTML."""
    rows = [*_lines(TITLE, "一、总体情况", "本镇按要求做好公开工作。" * 20)]
    for title, table in sample.tables():
        rows += [*_lines(*([title] if title else [])), *_table(table, boxed=boxed, indexed=indexed), "<Row/>"]
    if len(sample.form.tables) > 1:
        rows += _lines("五、存在的主要问题及改进情况", "公开内容还不够全面。", "六、其他需要报告的事项", "无。")
    return workbook("".join(rows))


def _lines(*texts: str) -> Iterator[str]:
    for text in texts:
        yield f'<Row><Cell ss:MergeAcross="{WIDTH - 1}">{_data(text, label=True)}</Cell></Row><Row/>'


def _table(table: PhysicalTable, *, boxed: bool, indexed: bool) -> Sequence[str]:
    rows: list[str] = ["" for _ in table]
    for row, column, span in placed(table):
        index = f' ss:Index="{column + 1}"' if indexed else ""
        across = f' ss:MergeAcross="{span.colspan - 1}"' if span.colspan > 1 else ""
        down = f' ss:MergeDown="{span.rowspan - 1}"' if span.rowspan > 1 else ""
        style = ' ss:StyleID="box"' if boxed else ""
        rows[row] += f"<Cell{index}{across}{down}{style}>{_data(span.text, label=span.label)}</Cell>"
    return [f"<Row>{cells}</Row>" for cells in rows]


def _data(text: str, *, label: bool) -> str:
    kind = "String" if label or isinstance(_number(text), str) else "Number"
    return f'<Data ss:Type="{kind}">{escape(text)}</Data>' if text else ""
