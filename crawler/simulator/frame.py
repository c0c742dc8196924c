"""Everything around a page's own content: head, navigation, sidebar, share bar, footer."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from crawler.simulator.articles import Article, attribute, printed_time
from crawler.simulator.plan import Column, Portal

Link = tuple[str, str]
"""(address, text)."""


def frame(portal: Portal, title: str, content: str, *, head: str = "", links: Iterable[Link] = ()) -> str:
    """Compose a whole page; ``links`` is the navigation, ``head`` goes into the head beside charset and title."""
    site_name = portal.place.government
    menu = "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for url, text in links)
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={portal.traits.declared}" />'
    return f"""<!DOCTYPE html>
<html>
<head>
{charset}
<title>{escape(title)}</title>
<meta name="SiteName" content="{site_name}" /><meta name="SiteDomain" content="{portal.host}" />
<meta name="SiteIDCode" content="{portal.place.code}0001" />
{head}<link href="/css/main.css" rel="stylesheet" type="text/css" />
<script type="text/javascript">var siteOpen = "{portal.host}"; function setFont(n) {{ return n > 1 && n < 3; }}</script>
</head>
<body>
<div class="header"><h2 class="logo">{site_name}</h2><div class="top-bar">欢迎访问{site_name}网站　<a href="#">无障碍浏览</a> | <a href="#">长者专版</a></div>
<ul class="nav">{menu}</ul></div>
{content}
{_footer(portal)}
</body>
</html>
"""


def _footer(portal: Portal) -> str:
    place = portal.place
    return (
        f'<div class="footer"><p>主办：{place.government}　承办：{place.government}办公室　'
        f"地址：{place.name}行政中心1号楼　电话：{place.area_code}-5550000　邮编：{place.postcode}</p>"
        f"<p>网站标识码：{place.code}0001　备案号：岚ICP备{place.code}号-1　"
        f'<a href="{place.website}">网站地图</a></p></div>'
    )


def article_head(portal: Portal, column: Column, article: Article) -> str:
    """Meta tags of the national guide for an article; nothing on portals that lack them."""
    if not portal.traits.meta:
        return ""
    tags = {
        "ColumnName": column.name,
        "ColumnType": "政府信息公开",
        "ArticleTitle": article.title,
        "PubDate": printed_time(article.published, portal.traits.precision),
        "ContentSource": article.source,
        "Keywords": "政府信息公开",
    }
    return "".join(f'<meta name="{name}" content="{attribute(text)}" />\n' for name, text in tags.items())


def article_top(portal: Portal, article: Article) -> str:
    """Title with the line under it, after the info box on portals that have one."""
    moment = printed_time(article.published, portal.traits.precision)
    box = _info_box(portal, article, moment) if portal.traits.info_box else ""
    return (
        f'{box}<h1 class="article-title">{escape(article.title)}</h1>\n'
        f'<div class="article-info"><span>来源：{escape(article.source)}</span> <span>发布时间：{moment}</span> '
        f'<span>浏览次数：<i id="hits">{article.number % 977}</i></span> '
        "<span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span></div>"
    )


def _info_box(portal: Portal, article: Article, moment: str) -> str:
    rows = (
        (
            "索 引 号：",
            f"{portal.place.code}000/{article.published.year}-{article.number:05}",
            "主题分类：",
            "综合政务",
        ),
        ("发布机构：", article.source, "发布日期：", moment),
        ("名　　称：", article.title, "文　　号：", ""),
    )
    cells = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f'<table class="xxgk-info" width="100%">{cells}</table>\n'


def article_bottom(links: Iterable[Link]) -> str:
    """Share bar, then a sidebar whose links lead to other articles."""
    latest = "".join(f'<li><a href="{url}">{escape(text)}</a></li>' for url, text in links)
    return (
        '<div class="share-bar">分享到：<a href="#">微信</a> <a href="#">微博</a>　<a href="javascript:window.print()">打印</a> '
        '<a href="javascript:window.close()">关闭</a><p>扫一扫在手机打开当前页面</p></div>\n'
        f'<div class="sidebar"><h3>最新信息</h3><ul>{latest}</ul></div>'
    )


def crumbs(*names: str) -> str:
    """Where the page stands, from the home page down."""
    path = " &gt; ".join(escape(name) for name in names)
    return f'<div class="position">当前位置：<a href="/">首页</a> &gt; {path}</div>'
