"""Traditional characters of the words that reports are recognised by, as simplified ones. For comparison only."""

from __future__ import annotations

_PAIRS = (
    "總总體体況况動动開开復复覆复議议訴诉訟讼問问題题進进說说報报務务門门縣县區区鎮镇鄉乡廳厅辦办處处員员會会統统計计數数據据"
    "請请關关於于與与個个環环單单機机構构績绩級级時时間间發发佈布來来源源標标電电話话傳传真真郵邮編编號号聯联繫系係系見见"
    "結结轉转條条項项際际國国網网執执監监督督條条訊讯書书費费減减財财預预決决圖图讀读"
)
_TABLE = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2)}


def simplify(text: str) -> str:
    """Text of the same length with those characters replaced.

    >>> simplify("一、總體情況")
    '一、总体情况'
    """
    return text.translate(_TABLE)
