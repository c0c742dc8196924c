"""Traditional characters of the words that reports and forms are recognised by, and of names of divisions, as simplified ones.

For comparison only.
"""

from __future__ import annotations

import re

from extractors.remember import Remembered

_PAIRS = (
    "總总體体況况動动開开復复覆复議议訴诉訟讼問问題题進进說说報报務务門门縣县區区鎮镇鄉乡廳厅辦办處处員员會会統统計计數数據据"
    "請请關关於于與与個个環环單单機机構构績绩級级時时間间發发佈布來来源源標标電电話话傳传真真郵邮編编號号聯联繫系係系見见"
    "結结轉转條条項项際际國国網网執执監监督督條条訊讯書书費费減减財财預预決决圖图讀读"
    "規规範范製制發发廢废現现數数處处決决費费採采購购總总額额許许懲惩罰罚強强關关機机構构獲获書书計计組组織织務务結结維维糾纠審审訴诉複复議议轉转繼继續续辦办業业會会團团體体請请開开區区別别屬属國国穩稳護护"
    "權权內内過过執执詢询無无沒没補补確确認认報报類类舉举訪访復复當当繳缴納纳單单萬万項项條条對对網网絡络號号傳传電电郵邮編编聞闻佈布講讲談谈點点設设專专職职經经應应響响熱热輿舆聯联係系責责訓训參参與与際际"
    "產产營营資资訊讯導导頭头證证須须誤误遲迟變变據据爲为為为僅仅餘余該该時时間间從从屆届後后於于個个們们並并將将實实農农長长記记種种質质達达較较減减積积極极擴扩眾众動动態态標标準准檔档圖图館馆義义術术優优"
    "勢势創创負负頁页閉闭載载閱阅瀏浏覽览擊击簽签稱称鏈链接接項项窗窗蓋盖層层廠厂場场園园風风農农牧牧衛卫縣县寧宁東东廣广華华龍龙鳳凤馬马鐵铁銀银錄录採采撰撰責责輯辑編编審审"
    # names of divisions
    "興兴瀘泸鵠鹄雲云貴贵慶庆溫温蘇苏陝陕漢汉濟济鄭郑鄲郸陽阳陰阴麗丽賓宾樂乐蘭兰嶺岭嶼屿灣湾澤泽滬沪膠胶萊莱遼辽錦锦靜静懷怀寶宝楊杨榮荣橋桥壩坝圍围溝沟濱滨灤滦爾尔齊齐黃黄贛赣鵬鹏鶴鹤鷹鹰龜龟盧卢鄧邓呂吕楓枫樺桦歐欧湯汤滄沧漣涟潁颍潯浔潤润潛潜瀋沈瀾澜獅狮畢毕禮礼綏绥綿绵羅罗臺台舊旧莊庄葉叶蔣蒋薊蓟藍蓝"
    "蘄蕲謝谢譚谭貢贡賀贺趙赵邊边鄖郧鈴铃銅铜鋼钢鐘钟閩闽閬阆隴陇雙双韓韩順顺饒饶騰腾魚鱼魯鲁鴻鸿鹽盐島岛峽峡崗岗巖岩堯尧墊垫壽寿婁娄廟庙廬庐張张彌弥恆恒戶户晉晋棗枣樓楼連连烏乌倉仓侖仑傑杰劉刘劍剑吳吴塊块墾垦奧奥孫孙屍尸嵐岚帶带庫库彎弯徑径懸悬攔拦敘叙曉晓樅枞檢检欄栏氣气洶汹淺浅渾浑湧涌滾滚濕湿煙烟獨独"
    "玨珏瑤瑶硯砚磚砖禎祯稅税竇窦紅红純纯紹绍絳绛綠绿緒绪縉缙臨临荊荆蕪芜薩萨蘆芦蝦虾豐丰贊赞輝辉轅辕迴回鄒邹鄔邬釣钓鉅钜鎖锁鎢钨闊阔闕阙陳陈隨随險险霧雾靈灵韋韦頂顶顏颜馮冯駝驼駿骏驛驿鮮鲜鳥鸟鴨鸭麥麦齡龄龐庞"
)
_TABLE = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2) if _PAIRS[i] != _PAIRS[i + 1]}
_WORDS = (("資訊", "信息"),)
"""What gateways that turn a portal into traditional characters say in other words, of the same length."""
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _TABLE))}]")


@Remembered
def simplify(text: str) -> str:
    """Text of the same length with those characters replaced.

    >>> simplify("一、總體情況")
    '一、总体情况'
    >>> simplify("政府資訊公開")
    '政府信息公开'
    """
    # nearly every text is simplified already, and searching costs a fifteenth of translating
    if not _TRADITIONAL.search(text):
        return text
    for theirs, ours in _WORDS:
        text = text.replace(theirs, ours)
    return text.translate(_TABLE)
