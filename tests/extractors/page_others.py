"""Pages that sit in the columns of reports and are none: kinds, titles and bodies of page_others.toml in the same frames."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.extractors.page_dates import print_date, sample_moment
from tests.extractors.page_frames import Article, Info, frame_html, frame_text
from tests.extractors.page_scene import Scene, scene, words
from tests.extractors.pages import SamplePage, Truth


@cache
def _kinds() -> list[dict[str, Any]]:
    data = tomllib.loads((Path(__file__).parent / "page_others.toml").read_text(encoding="utf-8"))
    kinds: list[dict[str, Any]] = data["kind"]
    return kinds


def other_page(seed: int) -> SamplePage:
    """A page that is no report."""
    rng = Random(seed)
    kind = rng.choice(_kinds())
    said = scene(rng)
    title = _filled(rng.choice(kind["titles"]), said)
    lines = [_filled(line, said) for line in rng.choice(kind["bodies"])]
    moment = sample_moment(rng, said.year)
    info = Info(line=[("发布时间", print_date(rng, moment)[0])] if rng.random() < 0.7 else [])
    if rng.random() < 0.3:
        info.box = [("发布机构", said.full), ("发布日期", moment.day)]
    article = Article(
        title=[title] if title else [],
        blocks=lines,
        sign_off=[],
        info=info,
        column=rng.choice(words()["columns"]["names"]),
        site=f"{said.county}人民政府",
        links=_listed(rng) if kind.get("listing") else (),
    )
    html = bool(article.links) or rng.random() < 0.75
    text, frame = frame_html(rng, article) if html else (frame_text(rng, article), "text")
    data = text.encode("gb18030" if "charset=gb" in text else "utf-8")
    truth = Truth(reasons=frozenset(kind["reasons"]))
    return SamplePage(data=data, truth=truth, recipe=(kind["reasons"][0], title, lines[0] if lines else "", frame))


def _filled(text: str, said: Scene) -> str:
    return text.format(n=said.short, y=said.year, we=said.we, late=max(said.year, 2019))


def _listed(rng: Random) -> list[str]:
    """Names of reports that a column lists."""
    names = [said.short for said in (scene(rng) for _ in range(rng.randint(3, 20)))]
    return [f"{name}{rng.randint(2012, 2025)}年政府信息公开工作年度报告" for name in names]
