"""Bytes to Document: encodings, visible text, table cells, hostile input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.documents import Paragraph, Table, read_document, sniff
from extractors.documents.web import html as html_module
from extractors.documents.web.encoding import decode
from extractors.documents.web.html import read_html
from extractors.documents.web.table_builder import MAX_POSITIONS, PICTURE
from extractors.errors import DocumentError


def lines(html: str) -> list[str]:
    return [block.text for block in read_html(html).blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("data", "header", "encoding"),
    [
        ("规章".encode(), None, "utf-8"),
        ("规章".encode(), "text/html; charset=gb2312", "utf-8"),
        ("规章".encode("gbk"), "text/html; charset=utf-8", "gb18030"),
        ("规章".encode("gbk"), None, "gb18030"),
        ('<meta charset="gb2312">镕䶮'.encode("gb18030"), None, "gb18030"),
        ('<meta charset="big5">規章制度'.encode("big5"), None, "big5"),
        (b"\xef\xbb\xbf" + "规章".encode(), None, "utf-8"),
        ("规章".encode("utf-16"), None, "utf-16"),
        ("规章".encode(), "text/html; charset=no-such-thing", "utf-8"),
    ],
)
def test_encoding_is_what_the_bytes_are(data, header, encoding):
    text, found = decode(data, header)
    assert found == encoding
    assert "\ufffd" not in text


def test_page_cut_inside_a_character_keeps_its_encoding():
    text, encoding = decode(("规章制度" * 200).encode()[:-1])
    assert encoding == "utf-8"
    assert text.startswith("规章制度" * 199)


def test_codec_that_is_no_text_encoding_is_ignored():
    assert decode(b"\x81\xff\xfe\x00" * 50, "text/html; charset=base64")[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "unreadable"),
        (b"\x00\x01\x02\x03" * 500, "unreadable"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "unreadable"),
        (b"a" * 10_000_001, "too_large"),
    ],
)
def test_bytes_that_cannot_be_read_say_why(data, reason):
    with pytest.raises(DocumentError) as caught:
        read_document(data)
    assert caught.value.reason == reason


def test_medium_is_what_the_bytes_are_not_what_the_header_says():
    assert read_document(b"<html><p>x</p>", "text/plain").media_type == "text/html"
    assert sniff(b"plain words, a < b") == "text/plain"


def test_inline_elements_do_not_break_a_line_and_blocks_do():
    assert lines("<p>太平<span>镇</span>人民<b>政府</b><p>第二段<br>第三段") == ["太平镇人民政府", "第二段", "第三段"]


def test_source_line_breaks_between_chinese_characters_vanish():
    assert lines("<p>政府信息\n  公开 2020\n年</p>") == ["政府信息公开 2020 年"]


def test_preformatted_text_keeps_its_lines_and_tabs():
    assert lines("<div><pre>一、总体情况\n规章\t0\t1\n\t\n二、其他<b>事项</b></pre>后\n文</div>") == [
        "一、总体情况",
        "规章\t0\t1",
        "二、其他事项",
        "后文",
    ]


def test_paragraph_of_nbsp_is_kept_and_an_empty_one_is_not():
    assert lines("<p>1</p><p>&nbsp;</p><p></p><p>2</p>") == ["1", "\xa0", "2"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        '<div style="display: none">x</div>',
        "<p hidden>x</p>",
        "<p HIDDEN=hidden>x</p>",
        "<p STYLE='Display : NONE'>x</p>",
        "<p style='visibility:Hidden'>x</p>",
        "<p style='overflow:hidden' hidden\n>x</p>",
        "<noscript>x</noscript>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out_but_not_what_follows(hidden):
    assert lines(f"<div>前{hidden}后</div>") in (["前后"], ["前", "后"])


def test_head_gives_title_and_meta_whatever_their_case():
    document = read_html(
        '<head><title> 年报 </title><META NAME="PubDate" CONTENT="2021-01-07"><meta name=x content="">'
    )
    assert document.html_title == "年报"
    assert document.meta == {"pubdate": "2021-01-07"}


def test_cells_stand_where_spans_put_them():
    (table,) = read_html("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<p>e</p></table>").blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.row, cell.column) for cell in table.cells] == [
        ("a", 0, 0),
        ("b", 0, 1),
        ("c", 1, 1),
        ("d\ne", 1, 2),
    ]
    assert (table.height, table.width) == (2, 3)


def test_layout_tables_are_read_as_prose():
    assert lines("<table><tr><td><p>甲</p><table><tr><td>1<td>2</table></td></tr></table>") == ["甲"]
    assert lines("<table><tr><td><p>甲</p><p>乙</p></table>") == ["甲", "乙"]


def test_lines_of_a_layout_cell_know_their_links():
    blocks = read_html("<table><tr><td><p>栏目</p><p><a href=a>机构</a>设置</p></td></tr></table>").blocks
    assert [(block.text, block.link_chars) for block in blocks] == [("栏目", 0), ("机构设置", 2)]


def test_table_deep_inside_a_layout_cell_is_a_table_of_its_own():
    inner = "<div><p>甲</p><div><table><tr><td>1<td>2</table></div></div>"
    blocks = read_html(f"<table><tr><td><div>x</div></td><td>{inner}</td></tr></table>").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["x", "甲"]
    assert [[cell.text for cell in block.cells] for block in blocks if isinstance(block, Table)] == [["1", "2"]]


def test_regions_know_which_blocks_they_hold():
    document = read_html("<body><div id=a><p>1</p><div class='b c'><p>2</p></div></div><p>3</p>")
    found = {(region.tag, region.id, region.classes): (region.start, region.end) for region in document.regions}
    assert found["div", "a", ()] == (0, 2)
    assert found["div", "", ("b", "c")] == (1, 2)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<!--c-->b</p>",
        "<table><tr><td>1<!--c--><p>2</p><td><!--x--><p>3</p> <!--y--><td>4<td>5</table>",
        "<table><tr><td><p>1</p>2<td><font><p>a</p><p>b</p></font><td>\n <p>x</p>\n </table>",
        "<table><tr><td><span style='display:none'>9</span>8<td>3<br>4<td>5<sup>①</sup><td><input value=7></table>",
        "<table><tr><td>a<tr style='display:none'><td>b<tr><td>c<td><a href=x.pdf>k</a></table>",
        "<table><tr><td rowspan=2>a<td>b<td colspan=2>c<tr><td>d<td HIDDEN>e<td>f<tr><td colspan=3>g<td>h</table>",
        "<table><tr><td>1<p></p>2<td><p>3</p><p></p><p>4</p><td><p> </p><p>5</p><td>6<!--x-->7</table>",
        "<table><tr><td>甲<table><tr><td>1<td>2</table><td><p>乙</table>",
        "<table><caption>c</caption><tr><td><o:p></o:p><td>&nbsp;<td>\u3000</table>",
        "<p>x<span id=q>y</span>z<p hidden>s<p>t",
        "<p>a<script>b</script>c<p><?php x ?>k</p><p>a\nb 中\n文<p>a<del>b</del>c",
        "<title>x</title><body><title>y</title>z<img src=a.png alt=b><p><img src=c>",
        "<a href=k>t<b>u</b> v</a><ul><li>a<li>b</ul>",
        "<frameset><frame src=a.htm></frameset>",
        "<style>.old,td.ly{display:none}</style><table><tr><td>1<td class=ly>2<td><b class='x old'>3</b>4<p class=old>5</table>",
        "<table><tr><td>1<span style='text-decoration:line-through'>2</span><td>1<a href=#n>2</a><td><ruby>1<rt>2</rt></ruby></table>",
        "<table><tr><td><textarea>1</textarea><td><select><option>2<option selected>3</select><td><select><option>4</select></table>",
    ],
)
def test_pages_of_every_size_are_read_alike(html, monkeypatch):
    small = read_html(html)
    monkeypatch.setattr(html_module, "MAX_LEXBOR", 0)
    assert read_html(html) == small


_TEXTS = st.sampled_from(
    ["甲", "乙 ", "1", "23", " ", "\n", "&nbsp;", "<!--c-->", "<br>", "<sup>①</sup>", "<img src=a.png>"]
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inside = st.lists(children, max_size=3).map("".join)
    openings = st.sampled_from(
        [
            "div",
            "p",
            "span",
            "font",
            "b",
            "o:p",
            "span id=k",
            "span hidden",
            "span style='vertical-align:super'",
            "font class=old",
            "a href=#n",
            "p style='display:none'",
            "center",
            "a href=k",
        ]
    )
    plain = st.builds(lambda opening, inner: f"<{opening}>{inner}</{opening.split()[0]}>", openings, inside)
    cell = inside.map(lambda inner: f"<td>{inner}</td>")
    row = st.lists(cell, min_size=1, max_size=3).map(lambda cells: f"<tr>{''.join(cells)}</tr>")
    table = st.lists(row, min_size=1, max_size=3).map(lambda rows: f"<table>{''.join(rows)}</table>")
    return plain | table


@given(st.lists(st.recursive(_TEXTS, _element, max_leaves=12), min_size=1, max_size=4).map("".join))
@settings(max_examples=300)
def test_any_markup_is_read_alike_in_one_step_or_many(html):
    """The short cuts for plain cells and lines change nothing: pages too large for them are walked element by element."""
    small = read_html(html)
    marks_of = html_module._Marks.of

    def everything_mixed(root, page):
        marks = marks_of(root, page)
        marks.mixed = {node.mem_id for node in root.traverse()}
        return marks

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_module._Marks, "of", everything_mixed)
        assert read_html(html) == small


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>甲</p>", "甲"),
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("<span>甲<p>乙</p></span>", "甲\n乙"),
        ("<b><font><p>甲</p><p>乙</p></font></b>", "甲\n乙"),
        ("<p><span>甲</span><o:p>乙</o:p></p>", "甲乙"),
    ],
)
def test_paragraphs_of_a_cell_are_lines_of_it_wherever_they_stand(cell, text):
    (table,) = read_html(f"<table><tr><td>{cell}</td><td>1</td></tr></table>").blocks
    assert table.cells[0].text == text


@pytest.mark.parametrize("parser", ["lexbor", "libxml2"])
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<td><s>13</s>", "13\ufffd"),
        ("<td><p><del> 13 </del></p>", "13\ufffd"),
        ("<td><b><strike>13</strike></b>", "13\ufffd"),
        ("<td><span style='text-decoration: Line-Through'>13</span>", "13\ufffd"),
        ("<td style='text-decoration:line-through'>13", "13\ufffd"),
        ("<td><p style='text-decoration:line-through'>13</p>", "13\ufffd"),
        ("<td><s>13</s>15", "13\u200215"),
        ("<td><s>旧</s>", "旧"),
        ("<td><sup>13</sup>", "13"),
        ("<td><s></s>13", "13"),
    ],
)
def test_figure_that_is_struck_out_alone_is_in_doubt(cell, text, parser, monkeypatch):
    if parser == "libxml2":
        monkeypatch.setattr(html_module, "MAX_LEXBOR", 0)
    (table,) = read_html(f"<table><tr><td>甲<td>乙<tr>{cell}<td>2</table>").blocks
    assert [cell.text for cell in table.cells] == ["甲", "乙", text, "2"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<span style='text-decoration:line-through'>235</span>240", "235|240"),
        ("240<span style='vertical-align: super'>1</span>", "240|1"),
        ("240<font style='font-size:0'>9</font>", "240|9"),
        ("240<span style='opacity:0'>9</span>", "240|9"),
        ("24<span style='mso-hide:all'>9</span>", "24|9"),
        ("240<a href='#n1'>1</a>", "240|1"),
        ("<ruby>240<rt>1</rt></ruby>", "240|1"),
        ("2<span style='font-size:10pt;opacity:0.9'>40</span>", "240"),
        ("<span class=old>235</span>240", "240"),
        ("2<b class=new>40</b>", "240"),
        ("<textarea>240</textarea>", "240"),
        ("<select><option>1<option selected>240</select>", "240"),
        ("<select><option>1<option>240</select>", PICTURE),
    ],
)
def test_cell_holds_what_its_reader_takes_for_one_text(cell, text):
    sheet = "<style>.old, .new {display:none} .new {display:inline}</style>"
    (table,) = read_html(f"{sheet}<table><tr><td>行政许可<td>{cell}</table>").blocks
    assert isinstance(table, Table)
    assert "|".join(table.cells[1].text.split("\u2002")).strip("|") == text


@pytest.mark.parametrize("parser", ["lexbor", "libxml2"])
@pytest.mark.parametrize(
    ("look", "cell", "text"),
    [
        ("text-decoration:line-through", "<td><span class=x>235</span>240", "235\u2002240"),
        ("text-decoration:line-through", "<td><span class=x>13</span>", "13\ufffd"),
        ("text-decoration:line-through", "<td class=x>13", "13\ufffd"),
        ("vertical-align:super", "<td>240<span class=x>1</span>", "240\u20021"),
        ("font-size:0", "<td><font class=x>9</font>240", "9\u2002240"),
        ("color:#FFFFFF", "<td><span class=x>9</span>240", "9\u2002240"),
        ("position:absolute; left:-99px", "<td><b class='y x'>9</b>240", "9\u2002240"),
        ("background-color:#fff", "<td><span class=x>2</span>40", "240"),
        ("color:#ff0000", "<td><span class=x>2</span>40", "240"),
        ("vertical-align:super", "<td><span class=x>240</span>", "240"),
    ],
)
def test_what_the_pages_own_sheet_sets_apart_or_strikes_out_goes_on_in_no_number(look, cell, text, parser, monkeypatch):
    if parser == "libxml2":
        monkeypatch.setattr(html_module, "MAX_LEXBOR", 0)
    sheet = f"<style>.x {{{look}}}</style>"
    (table,) = read_html(f"{sheet}<table><tr><td>甲<td>乙<tr>{cell}<td>2</table>").blocks
    assert [cell.text for cell in table.cells] == ["甲", "乙", text, "2"]


def test_columns_that_the_pages_own_sheet_hides_are_none():
    (table,) = read_html(
        "<style>.ly{display:none}</style><table><tr><td>甲<td class=ly>乙<td>丙<tr><td>1<td class=ly>2<td>3</table>"
    ).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["甲", "丙", "1", "3"]


def test_fields_outside_tables_are_no_text():
    assert read_html("<p>甲<textarea>乙</textarea><select><option selected>丙</select>").blocks == [
        Paragraph("甲", 0, "p")
    ]


def test_value_typed_into_a_cell_is_its_text():
    (table,) = read_html(
        "<table><tr><td>条数<td><input type=text value=12 disabled><td><input type=hidden value=9></table>"
    ).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["条数", "12", ""]


@pytest.mark.parametrize(
    "html",
    [
        "<table><td>" * 18_000,
        "<div>" * 100_000 + "x",
        "<table><tr><td>" * 5_000 + "x",
        "<table>" + "<tr><td rowspan=1000 colspan=1000>x" * 2_000,
        "<b>" * 50_000 + "x",
        "<" * 100_000,
        "&#0;&#x110000;" * 1_000,
        "<table><tr>" + "<td>x" * 70_000,
        "<style>" + ".a{display:none}" * 50_000 + "</style>" + "<b class='a b c'>" * 1_000,
        "<style>" * 20_000 + "{" * 50_000 + "display:none",
    ],
)
def test_hostile_markup_is_bounded(html):
    document = read_html("<html><body>" + html)
    assert (
        sum(block.height * block.width for block in document.blocks if isinstance(block, Table)) <= MAX_POSITIONS * 20
    )


def test_invisible_characters_are_no_text():
    first, second, third = read_document("规\u200b章\n\ufeff\n&nbsp;".encode()).blocks
    assert isinstance(first, Paragraph)
    assert [block.text for block in (first, second, third) if isinstance(block, Paragraph)] == ["规章", "", "\xa0"]


@pytest.mark.parametrize("control", [chr(code) for code in (*range(9), 11, *range(14, 32), 127)])
def test_control_characters_of_a_page_are_no_text(control):
    (paragraph,) = read_html(f"<p>规{control}章</p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "规章"


def test_white_space_between_elements_parts_words_only_within_a_line():
    document = read_html("<div>\n<b>规</b>\n <i>章</i>\n</div>\n<pre>\n \n规\n章</pre>")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["规章", "规", "章"]


def test_many_small_tables_with_huge_spans_cost_little():
    document = read_html("<table><td rowspan=1000 colspan=60>1</table>" * 5_000)
    assert len(document.blocks) == 5_000


@pytest.mark.parametrize("codec", ["idna", "undefined", "punycode", "base64", "rot13"])
def test_codecs_that_are_no_encodings_of_pages_are_survived(codec):
    decode(b"\x81\xff\xfe\x00" * 50, f"text/html; charset={codec}")


def test_page_of_more_paragraphs_than_any_report_is_refused():
    with pytest.raises(DocumentError) as caught:
        read_html("<p>x" * 200_001)
    assert caught.value.reason == "too_large"
