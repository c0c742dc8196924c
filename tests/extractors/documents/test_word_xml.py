"""Word documents that are one XML text come out as their DOCX does."""

import pytest

from extractors.documents import read_document
from extractors.documents.model import Table
from extractors.documents.package import MAX_MEMBERS, MAX_TAGS
from extractors.documents.sniffing import FLAT, WORDML, sniff
from extractors.errors import DocumentError
from tests.extractors.shapes import FORMS, Sample

pytest.importorskip("docx", reason="python-docx writes the files of these tests")

from tests.extractors.documents.render_word import TABLES, render
from tests.extractors.documents.render_word_xml import flat, word_2003

SPELLINGS = pytest.mark.parametrize(
    ("spell", "media_type"), [(word_2003, WORDML), (flat, FLAT)], ids=["Word 2003", "flat"]
)
SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:st1="urn:schemas-microsoft-com:office:smarttags" xml:space="preserve"'
)


PACKAGE = b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">%s</pkg:package>'


def document(body: str, spaces: str = SPACES) -> bytes:
    return f"<w:wordDocument {spaces}><w:body>{body}</w:body></w:wordDocument>".encode()


def lines(body: str) -> list[str]:
    return [block.text for block in read_document(document(body)).blocks if not isinstance(block, Table)]


@SPELLINGS
@pytest.mark.parametrize("draw", TABLES, ids=lambda draw: draw.__name__)
def test_report_comes_out_as_from_its_docx(draw, spell, media_type):
    data = render(Sample(FORMS[1], 7, blanks=0.2), tables=draw, numbered=True)
    told = read_document(spell(data))
    assert (told.media_type, told.blocks) == (media_type, read_document(data).blocks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_is_known_by_its_first_element(encoding):
    text = (
        document("")
        .decode()
        .replace("<w:word", "<?mso-application progid='Word.Document'?>\n<!-- 年报 -->\n<w:word", 1)
    )
    assert sniff(text.encode(encoding)) == WORDML


def test_page_that_word_saved_is_a_page():
    assert sniff(f"<html {SPACES}><body><p>年报</p></body></html>".encode()) == "text/html"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>5 </w:t></w:r><w:r><w:t>3</w:t></w:r>", "5 3"),
        ("<st1:chsdate><st1:x><w:r><w:t>2020年</w:t></w:r></st1:x></st1:chsdate><w:r><w:t>度</w:t></w:r>", "2020年度"),
        (
            (
                '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>3</w:delText></w:r></aml:content></aml:annotation>'
                '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>4</w:t></w:r></aml:content></aml:annotation>'
            ),
            "4",
        ),
        (
            (
                '<w:r><w:t>7</w:t></w:r><w:r><aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>8</w:t></w:r></w:p>'
                "</aml:content></aml:annotation></w:r>"
            ),
            "7",
        ),
    ],
    ids=["spaces", "smart tags", "revisions", "comment"],
)
def test_text_is_what_word_prints(runs, text):
    assert lines(f"<w:p>{runs}</w:p>") == [text]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (document("<w:p/>"), "empty"),
        (document("<w:p>")[:-30], "unreadable"),
        (document("<w:sect>" * 400 + "</w:sect>" * 400), "too_large"),
        (document("<w:p/>" * MAX_TAGS), "too_large"),
        (PACKAGE % (b'<pkg:part pkg:name="/a"/>' * (MAX_MEMBERS + 1)), "too_large"),
        (PACKAGE % (b'<pkg:part pkg:name="/a"/>' * 2), "unreadable"),
    ],
    ids=["nothing", "cut off", "too deep", "too many tags", "too many parts", "a part twice and no document"],
)
def test_document_that_cannot_be_read_says_why(data, reason):
    with pytest.raises(DocumentError) as error:
        read_document(data)
    assert error.value.reason == reason
