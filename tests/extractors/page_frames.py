"""What portals print around a report: head, breadcrumb, info box, line under the title, sidebar, foot; and files."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from crawler.simulator.layout import PhysicalTable

_BODIES = ("<div id=zoom>", '<div class="TRS_Editor">', '<div id="vsb_content" class="v_news_content">', "<div class=content>", "<UCAPCONTENT>", '<td class="bt_content">', '<div class="readnr con">', "<article>", '<div class="article-content">')  # fmt: skip


@dataclass(slots=True)
class Info:
    """What the page prints about itself: (label, value) in box and line, meta tags."""

    box: list[tuple[str, str]] = field(default_factory=list)
    line: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    titled_year: int | None = None
    typo: bool = False


@dataclass(slots=True)
class Article:
    """A document before it is given a frame."""

    title: list[str]
    blocks: Sequence[str | PhysicalTable]
    sign_off: list[str]
    info: Info
    column: str
    site: str
    links: Sequence[str] = ()
    """Names of the articles that a listing page links."""
    attachments: Sequence[str] = ()


# --- text ------------------------------------------------------------------------------------------------------------


def frame_text(rng: Random, article: Article) -> str:
    """The article as converters of other people write it to a file."""
    gap = rng.choice(("\n", "\n\n"))
    lines = list(article.title)
    info = [f"{label}：{value}" if label else value for label, value in article.info.line]
    if info:
        lines += [rng.choice(("  ", "　", " | ")).join(info)] if rng.random() < 0.7 else info
    box = [f"{label}：{value}" for label, value in article.info.box]
    if box:
        lines = [*box, *lines] if rng.random() < 0.6 else [*lines, *box]
    render = rng.choice((_cell_a_line, _pipes))
    width = 36 if gap == "\n" and rng.random() < 0.25 else None
    for block in article.blocks:
        lines += _wrapped(block, width) if isinstance(block, str) else render(block)
    lines += [*article.links, *article.attachments, *article.sign_off]
    if rng.random() < 0.2:
        lines += ["分享到：", "【打印本页】【关闭窗口】"]
    return gap.join(lines)


def _wrapped(text: str, width: int | None) -> list[str]:
    """Lines of a paragraph, as PDF breaks them."""
    return [text[i : i + width] for i in range(0, len(text), width)] if width else [text]


def _cell_a_line(table: PhysicalTable) -> list[str]:
    return [span.text or "\xa0" for row in table for span in row]


def _pipes(table: PhysicalTable) -> list[str]:
    return ["| " + " | ".join(span.text for span in row) + " |" for row in table]


# --- HTML ------------------------------------------------------------------------------------------------------------


def frame_html(rng: Random, article: Article) -> tuple[str, str]:
    """A page of a portal, and the name of its frame."""
    frame = rng.choice((_plain_frame, _box_frame, _layout_table_frame, _bare_frame, _sidebar_frame))
    body = _body(rng, article)
    charset = rng.choice(("utf-8", "utf-8", "utf-8", "gb2312"))
    separator = rng.choice(("-", "_", " - "))
    titles = (
        "".join(article.title).strip() or article.column,
        f"{''.join(article.title).strip() or article.column}{separator}{article.site}门户网站",
        f"{article.site}门户网站",
    )
    meta = dict(article.info.meta)
    if article.title and rng.random() < 0.4:
        meta["ArticleTitle"] = "".join(article.title).strip()
    tags = "".join(f'<meta name="{name}" content="{html.escape(text)}">' for name, text in meta.items())
    head = f"<head><meta charset={charset}><title>{html.escape(rng.choice(titles))}</title>{tags}</head>"
    text = f"<!doctype html><html>{head}<body>{frame(rng, article, body)}</body></html>"
    return text.replace("charset=gb2312", "charset=gb2312"), frame.__name__


def _body(rng: Random, article: Article) -> str:
    start = rng.choice(_BODIES)
    end = f"</{start[1:].split()[0].rstrip('>')}>"
    span = rng.random() < 0.3
    parts = []
    for block in article.blocks:
        if not isinstance(block, str):
            parts.append(_table(block))
        elif span:
            parts.append(f'<p style="text-indent:2em"><span style="font-size:16pt">{html.escape(block)}</span></p>')
        else:
            parts.append(f"<p>　　{html.escape(block)}</p>")
    parts += [f'<p style="text-align:right">{html.escape(line)}</p>' for line in article.sign_off]
    parts += [
        f'<p>附件：<a href="/upload/{i}.pdf">{html.escape(name)}</a></p>' for i, name in enumerate(article.attachments)
    ]
    parts += [
        f'<li><a href="/c/{i}.html">{html.escape(name)}</a><span>2021-0{i % 9 + 1}-12</span></li>'
        for i, name in enumerate(article.links)
    ]
    text = start + "".join(parts) + end
    return f"<table><tr>{text}</tr></table>" if start.startswith("<td") else text


def _table(table: PhysicalTable) -> str:
    rows = (
        "".join(f"<td colspan={span.colspan} rowspan={span.rowspan}>{html.escape(span.text)}</td>" for span in row)
        for row in table
    )
    return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _title_html(rng: Random, article: Article) -> str:
    tag = rng.choice(
        ("h1", "h1", "h2", "h3", "strong", "div class=title", "p align=center", "ucaptitle", "div class=read-title")
    )
    joint = rng.choice(("<br>", f"</{tag.split()[0]}><{tag}>"))
    return f"<{tag}>{joint.join(map(html.escape, article.title))}</{tag.split()[0]}>" if article.title else ""


def _line_html(rng: Random, article: Article) -> str:
    pairs = [*article.info.line]
    if not pairs:
        return ""
    colon = rng.choice(("：", ":", "： "))
    linked = rng.random() < 0.15
    parts = [f"<span>{label + colon if label else ''}{_value(value, linked)}</span>" for label, value in pairs]
    parts += rng.choice(
        ([], ["<span>浏览次数：<i>123</i></span>"], ["<span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span>"])
    )
    gap = rng.choice((" ", "&nbsp;&nbsp;", " | "))
    return f"<div class=info>{gap.join(parts)}</div>"


def _value(value: str, linked: bool) -> str:
    """A value, as a link if asked for and no date."""
    text = html.escape(value)
    return f"<a href='/search'>{text}</a>" if linked and not value[:1].isdigit() else text


def _box_html(rng: Random, article: Article) -> str:
    pairs = [("索引号", "01430/2021-00018"), *article.info.box]
    if rng.random() < 0.5:
        pairs += [("主题分类", "政务公开"), ("有效性", "有效"), ("文号", "")]
    if article.title and rng.random() < 0.4:
        pairs.append((rng.choice(("标题", "名称", "信息名称")), "".join(article.title)))
    if len(pairs) == 1:
        return ""
    rng.shuffle(pairs)
    spaced = {"索引号": "索 引 号", "名称": "名　　称"} if rng.random() < 0.4 else {}
    pairs = [(spaced.get(label, label), html.escape(value)) for label, value in pairs]
    colon = rng.choice(("：", ""))
    match rng.choice(("cells", "list", "pairs", "definitions", "line")):
        case "definitions":
            return "<dl>" + "".join(f"<dt>{label}：</dt><dd>{value}</dd>" for label, value in pairs) + "</dl>"
        case "line":
            return "<div class=xx>" + "　".join(f"{label}：{value or '无'}" for label, value in pairs) + "</div>"
        case "cells":
            rows = "".join(f"<tr><th>{label}{colon}</th><td>{value}</td></tr>" for label, value in pairs)
            return f"<table class=xxgk>{rows}</table>"
        case "list":
            return (
                "<ul>" + "".join(f"<li><b>{label}：</b><span>{value}</span></li>" for label, value in pairs) + "</ul>"
            )
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{label}{colon or ':'}</td><td>{value}</td>" for label, value in pairs[i : i + 2])
        + "</tr>"
        for i in range(0, len(pairs), 2)
    )
    return f"<table>{rows}</table>"


def _head(article: Article) -> str:
    logo = "h1" if len(article.column) % 3 == 0 else "div class=logo"
    menu = "".join(
        f"<li><a href='/{i}/'>{name}</a></li>"
        for i, name in enumerate(("首页", "政务公开", "政务服务", "互动交流", "依申请公开", "政府信息公开指南"))
    )
    return f"<div class=top>今天是2026年11月22日 星期日</div><{logo}>{article.site}</{logo.split()[0]}><ul class=nav>{menu}</ul>"


def _crumbs(article: Article) -> str:
    return f"<div class=pos>当前位置：<a href='/'>首页</a> &gt; <a href='/x/'>政府信息公开</a> &gt; <a href='/y/'>{article.column}</a></div>"


def _foot(article: Article) -> str:
    return (
        f"<div class=share>分享到：<a>微信</a> <a>微博</a></div><div class=footer><p>主办：{article.site}　承办：{article.site}办公室</p><p>地址：市府路1号　邮编：699999　电话：0877-3999999　政府网站标识码：9901230001</p>"
        "<p>版权所有 备案号：岚ICP备0000001号　最后更新：2026-11-20</p></div>"
    )


def _side(article: Article) -> str:
    items = (
        "荷汀镇2017年政府信息公开工作年度报告",
        "关于做好防汛工作的通知",
        "青禾县召开全县经济工作会议",
        "便民服务电话：0877-3888888",
    )
    links = "".join(f"<li><a href='/s/{i}.html'>{name}</a> 2019-03-0{i + 1}</li>" for i, name in enumerate(items))
    return f"<div class=side><h3>最新信息</h3><ul>{links}</ul></div>"


def _plain_frame(rng: Random, article: Article, body: str) -> str:
    return (
        _head(article)
        + _crumbs(article)
        + "<div class=main>"
        + _title_html(rng, article)
        + _box_html(rng, article)
        + _line_html(rng, article)
        + body
        + "</div>"
        + _foot(article)
    )


def _box_frame(rng: Random, article: Article, body: str) -> str:
    return (
        _head(article)
        + _crumbs(article)
        + "<div class=main>"
        + _box_html(rng, article)
        + _title_html(rng, article)
        + _line_html(rng, article)
        + body
        + "</div>"
        + _foot(article)
    )


def _layout_table_frame(rng: Random, article: Article, body: str) -> str:
    inner = _crumbs(article) + _title_html(rng, article) + _box_html(rng, article) + _line_html(rng, article) + body
    return (
        f"{_head(article)}<table><tr><td width=200>{_side(article)}</td><td>{inner}</td></tr></table>{_foot(article)}"
    )


def _bare_frame(rng: Random, article: Article, body: str) -> str:
    return _title_html(rng, article) + _box_html(rng, article) + _line_html(rng, article) + body


def _sidebar_frame(rng: Random, article: Article, body: str) -> str:
    main = _crumbs(article) + _title_html(rng, article) + _line_html(rng, article) + _box_html(rng, article) + body
    return f"{_head(article)}<div class=wrap>{_side(article)}<div class=main>{main}</div></div><div>上一篇：<a href='/p'>无</a> 下一篇：<a href='/n'>关于做好2018年政府信息公开工作年度报告的通知</a></div>{_foot(article)}"
