"""How the report says its readers reach the agency.

Read from the opening (what stands before section 一 and its first paragraphs) and from later sentences that offer
contact. Every number belongs to the label before it: numbers of hotlines and complaints are left out, and so is
everything that a page's footer prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extractors.flow import fold_in_place, paragraphs
from extractors.report import Contact, Evidence, Section
from extractors.signoff import is_footer
from extractors.text import tidy

_OPENING = 4
"""Paragraphs of the first section that may still be the opening."""
_PREAMBLE = 200
"""Paragraphs before the first section that are read; a document without sections is all preamble."""
_MAX_PARAGRAPH = 5000
_OFFERS = re.compile(
    r"疑问|疑义|咨询|请[与和同]|请?联系(?!群众|实际|点|制度|机制|企业|村)|(?:联系|咨询|办公)(?:电话|方式|地址)|[通联][信讯系]地址|办公地址"
    r"|电\s{0,4}话\s{0,2}[:(]|传\s{0,4}真\s{0,2}[:(]|邮\s{0,4}编\s{0,2}[:(]|邮政编码|电子邮[箱件]|邮箱"
)

_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_NUMBER = (
    rf"(?<![\d.-])(?:\(?\+?86\)?[- ]{{0,2}}(?:(?P<abroad>10|2\d|[3-9]\d{{2}})[- ]{{1,2}})?)?(?:"
    rf"(?P<mobile>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}})"
    rf"|(?:\(?(?P<area>{_AREA})\)?\s{{0,2}}-{{0,2}}\s{{0,2}})?(?P<local>[2-8]\d{{2,3}}[ ]?\d{{4}})"
    rf")(?!\d|\.\d|[元条件万])(?:\s{{0,2}}(?:转|-|分机:?)\s{{0,2}}(?P<extension>\d{{1,5}})(?!\d))?"
)
_TOKEN = re.compile(
    r"(?P<other>(?:监督|举报|投诉|纪检|信访|热线|值班|报警|服务|客服|维权|应急|救援|防疫|反映|受理)[^,。;:\s]{0,10}?(?:电\s{0,4}话|热线|专线|号码)"
    r"|12345[^,。;:\s]{0,6}|热线(?:电话)?|监督电话|举报方式)"
    r"|(?P<both>(?:联系|咨询|办公)?电\s{0,4}话\s{0,2}[(\[]?\s{0,2}(?:/|与|和|及|、|兼"
    r"|同)?\s{0,2}传\s{0,4}真(?:同号)?\s{0,2}[)\]]?|传真\s{0,2}[(\[]?\s{0,2}(?:/|与|和|及|、|兼|同)\s{0,2}电话\s{0,2}[)\]]?)"
    r"|(?P<fax>传\s{0,4}真(?:电话|号码)?|fax)"
    r"|(?P<phone>(?:联系|咨询|办公(?:室)?|办公固定|固定|座机)?电\s{0,4}话(?:号码)?|联系方式|手\s{0,4}机(?:号码)?|座机|(?<![a-z])tel(?![a-z]))"
    r"|(?P<offer>联系|咨询|疑问|疑义|致电)"
    r"|(?P<break>[。\n]|邮\s{0,4}编|邮政编码|地\s{0,4}址|邮\s{0,4}箱|网\s{0,4}址)"
    rf"|(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?:邮\s{0,4}编|邮政编码|邮\s{0,4}码)\s{0,3}[:为是]{0,2}\s{0,3}(?P<value>\d{6})(?!\d)")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])(?P<value>[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,60}\s?@\s?[A-Za-z0-9-]{1,60}(?:\s?\.\s?[A-Za-z0-9-]{2,30}){1,4})"
)
_WEBSITE = re.compile(r"(?P<value>(?:https?://|(?<![A-Za-z0-9@./])www\.)[A-Za-z0-9./_%?&=#:~+-]{4,200})", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<!网)(?<!网站)(?<!邮箱)(?<!邮件)(?<!下载)(?<!链接)(?<!页)(?<!IP)(?<!网络)(?<!电子)(?<!公开)(?<!访问)(?:(?:通[信讯]|联系|办公|单位"
    r"|邮寄|详细)\s{0,2})?地\s{0,6}址(?P<mark>\s{0,3}(?:[:]|为|是|在|位于)?\s{0,3})(?P<value>(?:[^,。;\n:()\]|]"
    r"|\([^()]{1,30}\)){4,60})"
)
_ADDRESS_END = re.compile(
    r"[\s、]{0,6}(?:邮\s{0,4}编|邮政编码|(?:联系|咨询|办公)?电\s{0,4}话|联系方式|联系人|传\s{0,4}真|(?:电子)?邮\s{0,4}[箱件]|e-?mail"
    r"|网\s{0,4}址|办公时间)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[省市县区镇乡村街路道号楼室院幢栋厦园组社弄巷]")
_PLACE_MORE = re.compile(r"[,、]\s?(?=[^,。;\n:]{2,30}(?:[楼室院厦号幢栋层内侧旁]))(?P<more>[^,。;\n:)]{2,30})")
_WITH = re.compile(
    r"(?:请|可|欢迎|敬请|烦请|或者?)(?:您)?(?:直接|及时|径直?|随时|拨打电话)?[与和同跟]\s?(?P<value>(?:[^,。;:()与\s]"
    r"|\([^()]{1,30}\)){3,60}?)\s?(?:\([^()]{0,200}\)?)?\s?(?:取得|进行|直接|电话)?\s?联\s?[系络]"
)
_AT = re.compile(
    r"(?:请(?:直接|及时)?(?:联系|咨询)(?!人|电话|方式|地址)[:]?|(?:联系|咨询|受理)(?:单位|部门|机构|科室)[:为]?|(?:联系|咨询)方式[:为]|(?:可|请)向|(?:可|请|欢迎)(?:直接)?致电"
    r"|联系(?=[^,。;:人电方地]{2,30}[,(]\s{0,2}(?:联系|咨询)?(?:电话|地址)))\s?(?P<value>(?:[^,。;:()\s]"
    r"|\([^()]{1,30}\)(?=[^,。;:()\s]{2,20}[室局办股科委处会]))[^,。;:(\s]{2,39}?)(?=[,。;(\s]|咨询|反映|提出|联系|电话|地址|$)"
)
_NOBODY = re.compile(
    r"(?:我们?|本)(?:机关|单位|局|镇|乡|办|委|街道|中心|县|区)?|有关(?:部门|单位)|工作人员|我|本人|各.{0,8}|群众.{0,10}|以下.{0,10}|下列.{0,10}"
)
_DOWNLOAD = re.compile(r"下载|查阅|查询|查看|网\s{0,4}址|网站|网页|登[录陆]|电子版|公布|公开|浏览|获取")


def extract_contact(preamble: list[str], sections: list[Section]) -> tuple[Contact, Evidence | None]:
    """Contact that the report offers; empty, without evidence, if it offers none."""
    contact, quote = Contact(), ""
    opening = list(_opening(preamble, sections))
    later = [text for text in _later(sections) if text not in opening]
    for text in [*opening, *later]:
        if not _OFFERS.search(fold_in_place(text)):
            continue
        before = _filled(contact)
        _read(contact, text)
        if not quote and _filled(contact) != before:
            quote = _around(text)
    contact.website = _website(opening)
    if not quote and contact.website is not None:
        quote = contact.website
    return contact, Evidence(source="text", quote=quote) if quote else None


def parse_phone(text: str) -> str | None:
    """Telephone number in the item's form, ``None`` if the text holds none.

    >>> [parse_phone(text) for text in ("0878—5550101", "（010）55501010转801", "05335550101", "138 0000 1234", "5550101")]
    ['0878-5550101', '010-55501010-801', '0533-5550101', '13800001234', '5550101']
    """
    match = re.search(_NUMBER, _plain(text))
    return _phone(match) if match else None


# --- where to read ---------------------------------------------------------------------------------------------------


def _opening(preamble: Sequence[str], sections: Sequence[Section]) -> Iterator[str]:
    first = sections[0].text.split("\n") if sections else []
    yield from islice(_paragraphs(preamble), _PREAMBLE)
    for count, text in enumerate(_paragraphs(first)):
        if count == _OPENING:
            return
        yield text


def _later(sections: Sequence[Section]) -> Iterator[str]:
    """Paragraphs of the sections that offer contact in so many words."""
    for section in sections:
        for text in _paragraphs(section.text.split("\n")):
            folded = fold_in_place(text)
            if re.search(r"疑问|疑义|请(?:直接|及时)?[与和同].{2,40}联系", folded) or re.match(
                r"(?:\S{0,12}?)(?:联系电话|咨询电话|联系方式|联系地址|通[信讯]地址|办公地址|地\s{0,4}址|电\s{0,4}话|传\s{0,4}真|邮\s{0,4}编"
                r"|电子邮箱|邮箱)\s{0,3}:",
                folded,
            ):
                yield text


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (text[:_MAX_PARAGRAPH] for text in paragraphs(line for line in lines if not is_footer(line)))


def _around(text: str) -> str:
    """Sentence that offers the contact."""
    match = _OFFERS.search(fold_in_place(text))
    start = match.start() if match else 0
    return tidy(text[max(0, start - 20) : start + 180])


def _filled(contact: Contact) -> int:
    values = (contact.office, contact.address, contact.postcode, contact.fax)
    return sum(value is not None for value in values) + len(contact.phones) + len(contact.emails)


# --- what to read ----------------------------------------------------------------------------------------------------


def _read(contact: Contact, text: str) -> None:
    """Add what one paragraph says; of what there is one of, the first stays."""
    plain = _plain(text)
    _read_numbers(contact, plain)
    contact.office = contact.office or _office(text, plain)
    contact.address = contact.address or _address(text, plain)
    if contact.postcode is None and (postcode := _POSTCODE.search(plain)):
        contact.postcode = postcode["value"]
    for match in _EMAIL.finditer(plain):
        email = re.sub(r"\s", "", match["value"])
        if email not in contact.emails:
            contact.emails.append(email)


def _read_numbers(contact: Contact, plain: str) -> None:
    """Give every number to the label before it. A number without a label counts after 联系, 疑问 or 致电 in its sentence."""
    label = ""
    for token in _TOKEN.finditer(plain):
        kind = str(token.lastgroup)
        if token["number"] is None:
            label = _next_label(label, kind)
            continue
        if label == "":
            continue
        number = _phone(token)
        if label in ("phone", "both", "offer") and number not in contact.phones:
            contact.phones.append(number)
        if label in ("fax", "both") and contact.fax is None:
            contact.fax = number


def _next_label(label: str, kind: str) -> str:
    if kind == "break":
        return ""
    if kind == "offer" and label:
        return label
    return "" if kind == "other" else kind


def _phone(match: re.Match[str]) -> str:
    if match["mobile"]:
        return re.sub(r"\D", "", match["mobile"])
    local = match["local"].replace(" ", "")
    area = match["area"] or (f"0{match['abroad']}" if match["abroad"] else "")
    number = f"{area}-{local}" if area else local
    return f"{number}-{match['extension']}" if match["extension"] else number


def _office(text: str, plain: str) -> str | None:
    for pattern in (_WITH, _AT):
        for match in pattern.finditer(plain):
            start, end = match.span("value")
            value = text[start:end].strip("“”\"'《》 \u3000")
            if (
                len(value) >= 3
                and not _NOBODY.fullmatch(value)
                and re.search(r"[室局办股科委处中心部会府站所厅院队组镇乡道司]$", value)
            ):
                return value
    return None


def _address(text: str, plain: str) -> str | None:
    for match in _ADDRESS.finditer(plain):
        start, end = match.span("value")
        ended = _ADDRESS_END.search(plain, start, end)
        if ended is not None:
            end = ended.start()
        elif (more := _PLACE_MORE.match(plain, end)) and not _ADDRESS_END.match(plain, more.start("more")):
            end = more.end()
        value = tidy(text[start:end]).rstrip("、,， .(（[【")
        marked = ":" in match["mark"]
        places = len(_PLACE.findall(value))
        if places >= 1 and (marked or places >= 2) and "://" not in value and "@" not in value and len(value) >= 4:
            return value
    return None


def _website(opening: Sequence[str]) -> str | None:
    """First address that the opening gives in a sentence about reading, downloading or reaching."""
    for text in opening:
        plain = _plain(text)
        for match in _WEBSITE.finditer(plain):
            around = plain[max(0, match.start() - 80) : match.end() + 40]
            if _DOWNLOAD.search(around):
                return match["value"].rstrip(".,;:)-")
    return None


def _plain(text: str) -> str:
    """Text of the same length in ASCII punctuation, every dash a hyphen."""
    return re.sub(r"[‐‑‒–—―─−－﹣]", "-", fold_in_place(text))
