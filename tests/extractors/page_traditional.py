"""Simplified to traditional characters, of the words that these pages print."""

from __future__ import annotations

_PAIRS = (
    "总總体體况況动動开開复復议議诉訴讼訟问問题題进進说說报報务務门門县縣区區镇鎮乡鄉厅廳办辦处處员員会會统統计計数數据據请請关關于於与與个個单單机機构構绩績级級"
    "时時间間发發来來源源标標电電话話传傳真真邮郵编編号號联聯系繫见見结結转轉条條项項际際国國网網执執监監督督书書费費减減财財预預决決图圖读讀规規范範制製订訂现現"
    "采採购購额額许許惩懲罚罰强強获獲组組织織维維纠糾审審业業团團对對应應从從该該为為无無没沒补補确確认認类類举舉访訪当當纳納万萬点點设設专專职職经經响響热熱舆輿"
    "责責训訓参參产產营營资資导導头頭证證须須误誤迟遲变變仅僅余餘届屆后後们們并並将將实實农農长長记記种種质質达達较較积積极極扩擴众眾态態准準档檔馆館义義术術优優势勢创創负負"
    "闭閉页頁岚嵐鹭鷺宁寧满滿听聽泉泉兴興庆慶龙龍凤鳳卫衛监監医醫疗療"
)
_TABLE = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2)}


def traditional(text: str) -> str:
    """Text in traditional characters.

    >>> traditional("发布时间：总体情况")
    '發布時間：總體情況'
    """
    return text.translate(_TABLE)
