"""Paragraphs out of lines, and texts as they are searched."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.flow import flatten, line_width, paragraphs, sentences

TEXTS = st.text(alphabet="电话：０８７８-5550101 地　址（），。；\u200b\n聯繫ab.@", max_size=80)


@given(st.lists(TEXTS, max_size=12))
def test_paragraphs_lose_nothing(lines: list[str]):
    assert "".join(paragraphs(lines)) == "".join(line.strip() for line in lines)


@given(TEXTS)
def test_every_character_of_a_flat_text_has_its_place_in_the_print(text: str):
    flat = flatten(text)
    assert len(flat.places) == len(flat.text)
    assert list(flat.places) == sorted(set(flat.places))
    assert flatten(flat.original(0, len(flat.text))).text == flat.text


def test_white_space_goes_except_between_numbers():
    assert flatten("电 话： 0878  5550101 转 8 号").text == "电话:0878 5550101转8号"


def test_the_print_of_a_span_is_as_printed():
    flat = flatten("聯 繫：青禾縣　聽泉街６號")
    assert flat.original(flat.text.index("青"), len(flat.text)) == "青禾縣　聽泉街６號"


def test_a_full_line_that_ends_a_sentence_is_a_paragraph():
    lines = ["全镇各项公开工作有序推进，群众满意度提高。", "如有疑问，请与党政办公室联系，电话：0878-", "5550101。"]
    assert list(paragraphs(lines)) == [lines[0], lines[1] + lines[2]]


def test_a_number_broken_at_its_hyphen_is_joined_on_either_side():
    assert list(paragraphs(["短行。", "电话：0878-", "5550101。"])) == ["短行。", "电话：0878-5550101。"]
    lines = ["全镇各项公开工作有序推进，群众满意度提高，电话0878", "-5550101。"]
    assert list(paragraphs(lines)) == ["".join(lines)]


def test_a_number_on_the_line_below_its_label_is_joined():
    assert list(paragraphs(["短行。", "联系电话：", "0878-5550101"])) == ["短行。", "联系电话：0878-5550101"]
    assert list(paragraphs(["情况如下：", "1.加强领导。"])) == ["情况如下：", "1.加强领导。"]


def test_lines_of_a_document_without_a_width_are_not_joined():
    lines = ["地址：青禾县松陂镇听泉街6号，邮编675302，电话5550101，邮箱a@mail.example", "公开内容不够全面。"]
    assert list(paragraphs(lines, line_width([*lines, "短行。"]))) == lines


def test_a_numbered_line_begins_a_paragraph():
    lines = ["全镇各项公开工作有序推进，群众满意度提高", "（二）依申请公开。"]
    assert list(paragraphs(lines)) == lines


def test_sentences_end_at_semicolons_too():
    assert sentences("收到申请3件；无复议。") == ["收到申请3件", "无复议"]
