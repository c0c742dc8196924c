"""Whole pages and text files as county portals print reports, with what their fields truly say.

Seeded, fictional, independent of the extractor: wordings are in pages.toml, contacts in page_contacts.py, near-misses in
page_others.py, the portals' frames in page_frames.py. A page is made in three steps: who reports on which year
(:class:`~tests.extractors.page_scene.Scene`), what the report prints of that (:func:`report_page`), and the frame around it.

Truth is what the printed page states: a field that nothing prints is ``None`` there, and where two prints are the same
statement (松陂镇, 松陂镇人民政府) both are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from crawler.simulator.layout import PhysicalTable
from extractors.report import Contact, Hints, Period
from tests.extractors.page_contacts import sample_contact
from tests.extractors.page_dates import Moment, numeral_year, print_date, sample_moment
from tests.extractors.page_frames import Article, Info, frame_html, frame_text
from tests.extractors.page_scene import scene, words
from tests.extractors.page_traditional import traditional
from tests.extractors.shapes import Sample


@dataclass(slots=True, kw_only=True)
class Truth:
    """What a page says. ``None`` among several right values means that nothing states the field."""

    reasons: frozenset[str] = frozenset()
    """Right reasons to reject the page; empty for a report."""
    agency: frozenset[str | None] = frozenset({None})
    level: str | None = None
    year: frozenset[int | None] = frozenset({None})
    published: frozenset[str | None] = frozenset({None})
    """Several where the page prints one moment with and without seconds."""
    signed: str | None = None
    period: Period | None = None
    title: frozenset[str | None] = frozenset({None})
    """Without white space."""
    contact: Contact = field(default_factory=Contact)
    findings: frozenset[str] = frozenset()
    """Codes that must be among the findings."""


@dataclass(slots=True, kw_only=True)
class SamplePage:
    """A page as served, what the caller knows beside it, and the truth; ``recipe`` says how it was made."""

    data: bytes
    truth: Truth
    url: str | None = None
    hints: Hints = field(default_factory=Hints)
    recipe: tuple[str, ...] = ()


LEVELS = {"township": "township", "department": "department", "zone": None, "county": "county"}


def report_page(seed: int) -> SamplePage:
    """A report on its page, or in its file."""
    return _ReportMaker(seed).make()


class _ReportMaker:
    """Draws one report part by part; what a part prints goes into the truth."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = Random(seed)
        self.scene = scene(rng)
        self.truth = Truth()
        self.recipe: list[str] = []
        self.info = Info()
        self.hints: dict[str, str] = {}
        self.names: dict[str, str] = {}
        """Place → name that it prints, in the order of trust."""
        self.as_text = self.says("text", 0.25)
        self.contact_lines: list[str] = []

    def make(self) -> SamplePage:
        """Draw the page."""
        rng = self.rng
        year_print = self._year()
        title = self._title(year_print)
        opening, named_year = self._opening()
        lines = [opening]
        self._period(lines)
        contact_at = self._contact(lines)
        moment, url = self._dates()
        self._metadata()
        sign_off = self._sign_off(moment)
        blocks = self._sections(lines, contact_at)
        whole = self.names.get("title") in (self.scene.short, self.scene.full, self.scene.bare)
        if whole and "bare department" not in self.recipe and "signed" in self.names and self.says("copied", 0.05):
            signed = self.names.pop("signed")
            sign_off = [line.replace(signed, self.scene.neighbour) for line in sign_off]
            self.truth.findings |= {"field.agency_conflict"}
        self._truth_of_agency()
        self._truth_of_year(named_year)
        article = Article(
            title=title,
            blocks=blocks,
            sign_off=sign_off,
            info=self.info,
            column=rng.choice(words()["columns"]["names"]),
            site=f"{self.scene.county}人民政府",
        )
        return self._render(article, url)

    def says(self, what: str, chance: float) -> bool:
        """Draw a yes; it is noted in the recipe."""
        drawn = self.rng.random() < chance
        if drawn:
            self.recipe.append(what)
        return drawn

    # --- year and title

    def _year(self) -> str:
        year, rng = self.scene.year, self.rng
        style = rng.choices(("plain", "wide", "numeral", "circle", "mixed", "spaced", "typo"), (80, 4, 5, 3, 2, 4, 2))[
            0
        ]
        self.recipe.append(f"year:{style}")
        text = str(year)
        match style:
            case "wide":
                return "".join(chr(ord(char) + 0xFEE0) for char in text)
            case "numeral" | "circle":
                return numeral_year(year, zero="〇" if style == "numeral" else rng.choice("○零Ｏ"))
            case "mixed":
                return "二0" + numeral_year(year)[2:]
            case "spaced":
                return f" {text} "
            case "typo":
                self.truth.findings |= {"field.year_typo"}
                return rng.choice((f"20{text}", f"{text}{text[-1]}"))
        return text

    def _title(self, year_print: str) -> list[str]:
        """Lines of the title, which may be none."""
        rng, scene = self.rng, self.scene
        kind = rng.choices(("both", "year", "agency", "neither", "none", "over", "three"), (62, 12, 5, 3, 4, 8, 6))[0]
        self.recipe.append(f"title:{kind}")
        name = rng.choice(
            (scene.short, scene.short, scene.full, scene.bare if scene.kind == "township" else scene.short)
        )
        if scene.kind == "department" and scene.bare.endswith("局") and self.says("bare department", 0.06):
            name = rng.choice((scene.bare, scene.county[-1] + scene.bare))
        pattern = rng.choice(words()["titles"]["year" if kind == "over" else "both" if kind == "none" else kind])
        if kind == "three":
            patterns, pattern = pattern, "".join(pattern)
        if kind in ("both", "agency", "over", "three"):
            self.names["title"] = name
        if "{y}" in pattern and kind != "none":
            self.info.titled_year = scene.year if not self.truth.findings else None
            self.info.typo = bool(self.truth.findings)
        else:
            self.truth.findings = frozenset()
        self.recipe.append(pattern)
        title = pattern.format(n=name, y=year_print)
        if kind == "none":
            return []
        if kind == "three":
            self.truth.title = frozenset({title.replace(" ", "")})
            return [part.format(n=name, y=year_print) for part in patterns]
        lines = [name, title] if kind == "over" else [title]
        self.truth.title = frozenset(
            ("".join(lines).replace(" ", ""), *([title.replace(" ", "")] if kind == "over" else []))
        )
        return lines

    # --- prose

    def _opening(self) -> tuple[str, str]:
        """First paragraph, and how it names the year: of the report, as a hint (in the name of a notice), or not."""
        kind = self.rng.choices(("named", "we", "undated"), (45, 40, 15))[0]
        self.recipe.append(f"opening:{kind}")
        name = self.rng.choice((self.scene.short, self.scene.full))
        if kind == "named":
            self.names["opening"] = name
        text = self.rng.choice(words()["openings"][kind])
        self.recipe.append(text)
        return text.format(
            n=name, we=self.scene.we, y=self.scene.year
        ), "" if "{y}" not in text else "hint" if "关于做好" in text else "report"

    def _period(self, lines: list[str]) -> None:
        if not self.says("period", 0.6):
            return
        year, rng = self.scene.year, self.rng
        days = rng.choice(words()["periods"]["days"])
        if self.info.titled_year is not None and self.says("old period", 0.03):
            year -= 1  # last year's text, copied
            self.truth.findings |= {"field.year_conflict"}
        wording = rng.choice(words()["periods"]["wordings"])
        self.recipe += [wording, days]
        text = wording.format(p=days.format(y=year))
        lines[0] += text
        self.truth.period = Period(start=f"{year}-01-01", end=f"{year}-12-31")

    def _contact(self, lines: list[str]) -> str:
        """Print the contact; where: opening, end, or nowhere."""
        place = self.rng.choices(("opening", "own", "end", "no"), (40, 20, 15, 25))[0]
        if place == "no":
            return place
        county = self.scene.county
        contact = sample_contact(
            self.rng,
            words()["contact"],
            office=self.scene.office,
            place=self.rng.choice((county, "", county + (self.scene.bare if self.scene.kind == "township" else ""))),
        )
        self.truth.contact = contact.truth
        self.recipe.append(f"contact:{contact.text}")
        printed = contact.text.split("\n")
        if place == "opening" and len(printed) == 1:
            lines[0] += printed[0]
        elif place in ("opening", "own"):
            lines += printed
        else:
            self.contact_lines = printed
        return place

    def _sections(self, opening: list[str], contact_at: str) -> list[str | PhysicalTable]:
        """Opening, headings, prose and tables."""
        rng, scene = self.rng, self.scene
        modern = scene.year >= 2019
        headings = words()["prose"]["sections"][0] if modern else rng.choice(words()["prose"]["old"])
        blocks: list[str | PhysicalTable] = []
        inside = rng.random() < 0.3
        blocks += [headings[0], *opening] if inside else [*opening, headings[0]]
        blocks += list(self._prose(rng.randint(1, 3)))
        tables = (
            Sample("cn_2021" if scene.year >= 2021 else "cn_2019", rng.randint(0, 10**6)).tables() if modern else []
        )
        for number, heading in enumerate(headings[1:], 1):
            blocks.append(heading)
            under = [
                table for caption, table in tables if caption[:1] == heading[0] or (not caption and heading[0] == "二")
            ]
            if under:
                blocks += under
            elif number == len(headings) - 1 and modern:
                blocks.append(rng.choice(("无。", "无其他需要报告的事项。", f"{scene.we}未收取信息处理费。")))
            else:
                blocks += list(self._prose(rng.randint(1, 2)))
        if contact_at == "end":
            blocks += self.contact_lines
        return blocks

    def _prose(self, count: int) -> Iterator[str]:
        for text in self.rng.sample(words()["prose"]["general"], count):
            yield text.format(
                we=self.scene.we, k=self.rng.randint(20, 900), s=self.rng.randint(1, 6), other=self.scene.neighbour
            )

    # --- dates and metadata

    def _dates(self) -> tuple[Moment | None, str | None]:
        """Day of publication: in the line under the title, the box, a meta tag, the listing, the address, or nowhere."""
        rng = self.rng
        moment = sample_moment(rng, self.scene.year)
        url = f"http://www.qinghe-demo.gov.cn/zfxxgknb/content_{rng.randint(1000, 99999)}.html"
        places = [place for place, chance in (("line", 0.55), ("box", 0.3), ("meta", 0.35)) if rng.random() < chance]
        if self.as_text and "meta" in places:
            places.remove("meta")
        self.recipe.append(f"published:{'+'.join(places)}")
        stated: list[str] = []
        for place in places:
            printed, value = print_date(rng, moment)
            self.recipe.append(printed)
            if place == "meta":
                printed = value.replace("T", " ")
                self.info.meta["PubDate"] = printed
            elif place == "line" and self.says("bare date", 0.08):
                self.info.line.append(("", value.replace("T", " ")))
            elif place == "line":
                self.info.line.append((rng.choice(words()["dates"]["labels"]), printed))
            else:
                self.info.box.append((rng.choice(words()["dates"]["box"]), printed))
                if rng.random() < 0.3:
                    self.info.box.append(("成文日期", print_date(rng, moment.earlier(3), time=False)[0]))
            stated.append(value)
        bare = "bare date" in self.recipe
        self.truth.published = frozenset(value for value in stated if bare or len(value) == max(map(len, stated)))
        if rng.random() < 0.1:
            label, text = rng.choice(words()["dates"]["decoys"])
            self.info.box.append((label, text.format(d=moment.earlier(-40).day)))
            self.recipe.append(f"decoy:{label}")
        if not places:
            found, url = self._last_resorts(moment, url)
            self.truth.published = frozenset({found})
        return moment, url

    def _last_resorts(self, moment: Moment, url: str) -> tuple[str | None, str]:
        match self.rng.choice(("listing", "url", "nowhere")):
            case "listing":
                self.hints["listing_date"] = moment.day
                return moment.day, url
            case "url":
                y, m, d = moment.day.split("-")
                shapes = (
                    f"/zfxxgknb/{y}{m}/t{y}{m}{d}_2748784.html",
                    f"/art/{y}/{int(m)}/{int(d)}/art_51_2.html",
                    f"/nb/{y}-{m}/{d}/content_1.htm",
                    f"/001/{y}{m}{d}/0a1b.html",
                )
                return moment.day, "http://www.qinghe-demo.gov.cn" + self.rng.choice(shapes)
        return None, url

    def _metadata(self) -> None:
        rng, scene, info = self.rng, self.scene, self.info
        if info.box or rng.random() < 0.1:
            name = rng.choices((scene.short, scene.full, f"{scene.county}人民政府"), (45, 45, 10))[0]
            if rng.random() < 0.85:
                info.box.append((rng.choice(words()["metadata"]["publisher"]), name))
                self.names["publisher"] = name
                self.recipe.append(f"publisher:{name}")
        if rng.random() < 0.5:
            name = rng.choice((scene.short, scene.full, rng.choice(words()["metadata"]["media"])))
            info.line.insert(0, (rng.choice(words()["metadata"]["source"]), name))
            self.names["source"] = name
            self.recipe.append(f"source:{name}")
        if rng.random() < 0.3:
            info.meta |= {
                "SiteName": f"{scene.county}人民政府",
                "SiteIDCode": "9901230001",
                "ColumnName": "政府信息公开年报",
            }
        if rng.random() < 0.15:
            info.meta |= {
                "SiteName": "网站名称",
                "ContentSource": "来源",
                "PubDate": info.meta.get("PubDate", "发布日期"),
            }

    def _sign_off(self, published: Moment | None) -> list[str]:
        rng, scene = self.rng, self.scene
        kind = rng.choices(("both", "one line", "date", "name", "no"), (42, 8, 10, 8, 32))[0]
        self.recipe.append(f"signed:{kind}")
        if kind == "no" or published is None:
            return []
        name = rng.choice((scene.short, scene.full))
        day = published.earlier(rng.randint(0, 12))
        if rng.random() < 0.03:
            day = day.earlier(365)
        printed = day.numerals() if rng.random() < 0.15 else print_date(rng, day, time=False, signed=True)[0]
        if kind != "name":
            self.truth.signed = day.day
        if kind != "date":
            self.names["signed"] = name
        if kind == "both" and rng.random() < 0.1:
            kind = "labelled"
        seal = rng.choice(("（盖章）", "（公章）")) if rng.random() < 0.04 else ""
        lines = {
            "both": [name + seal, printed],
            "one line": [f"{name}  {printed}"],
            "date": [printed],
            "name": [name],
            "labelled": [f"报告单位：{name}", f"报告日期：{printed}"],
        }[kind]
        if rng.random() < 0.06:
            lines.append(
                rng.choice(
                    (
                        "附件：统计表",
                        "（此件公开发布）",
                        "抄送：县政府办公室。",
                        "责任编辑：张某",
                        "扫一扫在手机打开当前页",
                    )
                )
            )
            self.recipe.append(lines[-1])
        return lines

    # --- truth

    def _truth_of_agency(self) -> None:
        """The body that the title names, as fully as one place prints it; else what publisher, sign-off, opening say."""
        scene, names = self.scene, self.names
        ours = {name for name in names.values() if name in (scene.short, scene.full, scene.bare)}
        government = f"{scene.county}人民政府"
        if "title" in names:
            right = {name for name in ours if name.endswith(names["title"])} | {names["title"]}
            right = {max(right, key=len)}
            right |= {re.sub("(?<!人民)政府$", "", name) for name in right if "政府信息公开" in self.truth_of_title()}
            if names["title"] in (scene.bare, scene.county[-1] + scene.bare):
                right |= {name for name in ours if name.endswith(names["title"])}
            split = re.match(r"(.+)政府信息公开", self.truth_of_title())
            if scene.kind == "township" and (
                names["title"] == scene.bare or (split and names["title"].startswith(split[1]))
            ):
                right |= ours | {
                    scene.bare,
                    names["title"].removesuffix("政府"),
                }  # 松陂镇政府信息公开: nobody knows whose 政府 it is
        elif names.get("publisher") == government != scene.short:
            right = {government}
        else:
            right = set(ours)
            if "source" in names and names["source"] in words()["metadata"]["media"]:
                right.discard(names["source"])
        self.truth.agency = frozenset(right) or frozenset({None})
        self.truth.level = None if not right else "county" if right == {government} else LEVELS[scene.kind]
        if self.truth.level == "county" and scene.county.endswith("市") and all(name == government for name in right):
            self.truth.level = None  # a city may be prefecture or county

    def _truth_of_year(self, named: str) -> None:
        stated = self.info.titled_year is not None or self.truth.period is not None
        year = self.scene.year
        if stated or named == "report":
            self.truth.year = frozenset({year})
        elif named == "hint":
            self.truth.year = frozenset({year, None})
        early = self.truth.signed is not None and self.truth.signed < f"{year}-12-31"
        if early and None not in self.truth.year:
            self.truth.findings |= {"field.signed_before_period_end"}

    def truth_of_title(self) -> str:
        """The title without white space; empty where there is none."""
        return max((name for name in self.truth.title if name), key=len, default="")

    # --- rendering

    def _render(self, article: Article, url: str | None) -> SamplePage:
        rng = self.rng
        if self.as_text:
            text = frame_text(rng, article)
        else:
            text, frame = frame_html(rng, article)
            self.recipe.append(frame)
        if not article.title:
            self.truth.title = frozenset({None, article.column})
        if self.says("traditional", 0.03):
            text = traditional(text)
            self.truth.agency = frozenset(name and traditional(name) for name in self.truth.agency)
            self.truth.title = frozenset(name and traditional(name) for name in self.truth.title)
            for key in ("office", "address"):
                if value := getattr(self.truth.contact, key):
                    setattr(self.truth.contact, key, traditional(value))
        encoding = "utf-8" if "charset=gb" not in text else "gb18030"
        hints = Hints(**self.hints)  # type: ignore[arg-type]
        return SamplePage(
            data=text.encode(encoding, errors="replace"),
            truth=self.truth,
            url=url,
            hints=hints,
            recipe=tuple(self.recipe),
        )
