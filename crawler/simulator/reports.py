"""Annual reports: the text, the filled forms, and the truth about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from crawler.simulator.articles import Article, Truth
from crawler.simulator.figures import Figures, fill_years
from crawler.simulator.layout import disclosure_tables, requests_table, review_table
from crawler.simulator.markup import Piece, Text
from crawler.simulator.places import Agency, County
from crawler.simulator.printing import HABITS, Printed, print_form
from crawler.simulator.vocabulary import words
from extractors.tables.forms import Form, load_forms

_HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
_NUMERALS = "〇一二三四五六七八九"
_STYLES = ("clean", "word", "word", "breaks")


@dataclass(frozen=True, slots=True)
class _Commission:
    """Everything that one report is written from."""

    place: County
    agency: Agency
    year: int
    number: int
    """Of the article; also decides in turn which habits the clerk has."""
    nameless: bool
    rng: Random

    @property
    def names(self) -> dict[str, Any]:
        agency = self.agency
        return {
            "year": self.year,
            "name": agency.name,
            "full": agency.full,
            "we": agency.we,
            "website": self.place.website,
            "site_name": self.place.government,
            "posted": self.rng.randint(40, 900) * agency.scale,
            "site_posted": self.rng.randint(10, 39) * agency.scale,
            "trainings": self.rng.randint(1, 6),
        }


def write_reports(
    place: County, agency: Agency, years: Sequence[int], first_number: int, seed: str, *, nameless: bool = False
) -> list[Article]:
    """Write an agency's reports on ``years``, oldest first; ``nameless`` leaves its name out of the titles."""
    rng = Random(f"{seed}/figures/{agency.slug}")
    forms = {year: form for year in years if (form := _form_of(year, rng)) is not None}
    filled = fill_years(rng, forms, agency.scale)
    articles = []
    for offset, year in enumerate(sorted(years)):
        number = first_number + offset
        commission = _Commission(place, agency, year, number, nameless, Random(f"{seed}/report/{agency.slug}/{year}"))
        if year in forms:
            articles.append(_report_with_form(commission, forms[year], filled[year]))
        else:
            articles.append(_report_in_prose(commission))
    return articles


def _form_of(year: int, rng: Random) -> Form | None:
    """Form of a report year: none before 2019; some reports on 2021 still use the form of 2019."""
    if year < 2019:
        return None
    old = year < 2021 or (year == 2021 and rng.random() < 0.25)
    return load_forms()["cn_2019" if old else "cn_2021"]


def _report_with_form(commission: _Commission, form: Form, figures: Figures) -> Article:
    rng = commission.rng
    printed = print_form(rng, form, figures, HABITS[commission.number % len(HABITS)])
    opening, contact, period = _opening(commission)
    pieces: list[Piece] = [
        *opening,
        Text(_HEADINGS[0], "heading"),
        *_overview(commission, figures),
        *_tables(rng, form, printed),
        Text(_HEADINGS[4], "heading"),
        Text(rng.choice(words()["prose"]["problems"])),
        Text(rng.choice(words()["prose"]["improvements"]).format(we=commission.agency.we)),
        Text(_HEADINGS[5], "heading"),
        Text(rng.choice(words()["prose"]["nothing_else"]).format(year=commission.year)),
    ]
    truth: Truth = {
        "contact": contact,
        "period": period,
        "form": form.id,
        "sections": [heading[0] for heading in _HEADINGS],
        "tables": printed.tables,
        "marks": printed.marks,
    }
    return _article(commission, pieces, truth)


def _report_in_prose(commission: _Commission) -> Article:
    prose, names = words()["prose_2018"], commission.names
    pieces: list[Piece] = []
    for number, heading, text in zip("一二三四五", prose["headings"], prose["texts"], strict=True):
        pieces += [Text(f"{number}、{heading}", "heading"), Text(text.format_map(names))]
    truth: Truth = {
        "contact": _no_contact(),
        "period": None,
        "form": None,
        "sections": list("一二三四五"),
        "tables": {},
        "marks": [],
    }
    return _article(commission, pieces, truth)


def _article(commission: _Commission, pieces: list[Piece], truth: Truth) -> Article:
    """Add title, dates and sign-off."""
    rng, agency, year = commission.rng, commission.agency, commission.year
    signed_on = date(year + 1, 1, 4) + timedelta(days=rng.randint(0, 26))
    published = datetime(year + 1, signed_on.month, signed_on.day, 9) + timedelta(
        days=rng.randint(0, 4), minutes=rng.randint(0, 500), seconds=rng.randint(1, 59)
    )
    titles = words()["titles"]
    title = (titles["nameless"] if commission.nameless else rng.choice(titles["report"])).format_map(commission.names)
    sign_off, signed = _sign_off(rng, agency, signed_on)
    identity: Truth = {
        "is_report": True,
        "title": title,
        "agency": list(dict.fromkeys([agency.full, agency.name])),
        "year": year,
        "signed": signed,
        "unplaced_rows": [],
    }
    return Article(
        number=commission.number,
        title=title,
        published=published,
        source=agency.full,
        pieces=(*pieces, *sign_off),
        kind="report",
        truth=identity | truth,
        style=_STYLES[commission.number % len(_STYLES)],
    )


def _opening(commission: _Commission) -> tuple[list[Piece], dict[str, Any], list[str] | None]:
    """Opening paragraph with period and contact, and the truth about both."""
    rng, prose, names, year = commission.rng, words()["prose"], commission.names, commission.year
    sentences, period = [rng.choice(prose["opening"])], None
    if rng.random() < 0.8:
        sentences.append(rng.choice(prose["period"]))
        period = [f"{year}-01-01", f"{year}-12-31"]
    contact_text, contact = _contact(rng, commission.agency)
    if rng.random() < 0.3:
        sentences.append(prose["download"])
        contact["website"] = commission.place.website
    return [Text("".join(sentences).format_map(names) + contact_text)], contact, period


def _no_contact() -> dict[str, Any]:
    return {"office": None, "address": None, "postcode": None, "phones": [], "fax": None, "emails": [], "website": None}


def _contact(rng: Random, agency: Agency) -> tuple[str, dict[str, Any]]:
    """Sentence that says how to reach the agency, in four shapes, and its truth."""
    truth = _no_contact()
    area, number = agency.phone.split("-")
    dash = rng.choice(("-", "—", "－"))
    match rng.choice(("full", "full", "mail", "phone", "none")):
        case "full":
            truth |= {
                "office": agency.office,
                "address": agency.address,
                "postcode": agency.postcode,
                "phones": [agency.phone],
            }
            text = (
                f"如对本报告有疑问，请与{agency.office}联系（地址：{agency.address}，"
                f"邮编：{agency.postcode}，电话：{area}{dash}{number}）。"
            )
        case "mail":
            email = f"{agency.slug}office@mail.example"
            truth |= {"office": agency.office, "address": agency.address, "phones": [agency.phone], "emails": [email]}
            text = f"如有疑问，请联系{agency.office}，地址：{agency.address}；电话：{area}{dash}{number}；电子邮箱：{email}。"
        case "phone":
            truth |= {"phones": [agency.phone], "fax": agency.phone}
            text = f"（联系电话：{area}{dash}{number}，传真：{area}{dash}{number}）"
        case _:
            text = ""
    return text, truth


def _overview(commission: _Commission, figures: Figures) -> list[Piece]:
    rng, prose, names = commission.rng, words()["prose"], commission.names
    requests: Mapping[str, Mapping[str, float]] = figures["t3_requests"]
    counts = {key: requests[key]["total"] for key in ("new_received", "carried_in")}
    reviewed = any(figures["t4_review_litigation"]["cases"].values())
    pieces: list[Piece] = [Text("（一）主动公开。" + rng.choice(prose["overview"]).format_map(names))]
    if any(counts.values()):
        pieces.append(Text(prose["requests"].format(received=counts["new_received"], carried_in=counts["carried_in"])))
    elif not reviewed:
        pieces.append(Text(prose["no_requests"]))
    pieces += [Text(rng.choice(prose["management"])), Text(rng.choice(prose["platform"]))]
    return [*pieces, Text(prose["training"].format_map(names))]


def _tables(rng: Random, form: Form, printed: Printed) -> list[Piece]:
    def value(table: str, row: str, column: str) -> str:
        return printed.raw[table, row, column]

    return [
        Text(_HEADINGS[1], "heading"),
        *disclosure_tables(form, value, split=rng.random() < 0.2),
        Text(_HEADINGS[2], "heading"),
        requests_table(form, value),
        Text(_HEADINGS[3], "heading"),
        review_table(form, value, spare_cell=rng.random() < 0.15),
    ]


def _sign_off(rng: Random, agency: Agency, day: date) -> tuple[list[Piece], str | None]:
    """Agency and date at the end: in digits, in numerals, or missing."""
    match rng.choice(("digits", "digits", "numerals", "none")):
        case "digits":
            text = f"{day.year}年{day.month}月{day.day}日"
        case "numerals":
            text = f"{''.join(_NUMERALS[int(digit)] for digit in str(day.year))}年{_numeral(day.month)}月{_numeral(day.day)}日"
        case _:
            return [], None
    return [Text(agency.full, "right"), Text(text, "right")], day.isoformat()


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return head + (_NUMERALS[ones] if ones else "")
