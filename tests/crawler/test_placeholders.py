from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.walking.placeholders import load_placeholders, says_empty, stands_in


def page(html: str) -> HtmlResponse:
    return HtmlResponse("http://a.example/nb/", body=f"<html>{html}</html>".encode(), encoding="utf-8")


@pytest.mark.parametrize("text", ["栏目建设中", "暂无内容", "共 0 条", "暂无 相关 信息", "敬请期待！"])
def test_column_says_that_it_is_empty(text: str) -> None:
    assert says_empty(page(f"<title>年报</title><div>{text}</div>"))


@pytest.mark.parametrize(
    "html", ["", "<p>共10条</p>", "<a>暂无内容</a>", f"<p>{'公开' * 2_000}暂无内容</p>", "<script>'暂无内容'</script>"]
)
def test_other_pages_do_not(html: str) -> None:
    assert not says_empty(page(html))


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<title>404 Not Found</title><p>抱歉</p>", "soft_404"),
        ("<p>您访问的页面不存在，5秒后返回首页</p>", "soft_404"),
        ("<title>统一身份认证</title>", "login"),
        ("<form><input type='password'></form>", "login"),
        ("<title>政府信息公开年报</title><p>松汀县</p>", None),
        (f"<p>{'松汀县' * 400}</p><p>页面不存在</p><input type='password'>", None),
    ],
)
def test_page_that_stands_in_for_a_listing(html: str, kind: str | None) -> None:
    assert stands_in(page(html)) == kind


def test_vocabulary_loads() -> None:
    assert all(placeholder.texts for placeholder in load_placeholders().values())
