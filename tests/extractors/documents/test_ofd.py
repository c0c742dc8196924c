import pytest

from extractors.documents import Document, Paragraph, Table, read_document
from extractors.documents.paper.ofd import MAX_PAGES, read_ofd
from extractors.errors import DocumentError
from tests.extractors.documents.render_ofd import Style, pack, write_ofd
from tests.extractors.documents.truth import tables_of
from tests.extractors.documents.typeset import Run, Sheet, report_blocks, set_pages
from tests.extractors.shapes import Sample

STYLES = {
    "plain": Style(),
    "steps written out": Style(repeats=False),
    "under a matrix": Style(scaled=True),
    "rectangles": Style(rectangles=True),
    "template": Style(template=True, absolute=True),
    "a character an object": Style(character_objects=True),
}


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def one_object(attributes: str, code: str) -> bytes:
    objects = f'<ofd:TextObject ID="1" {attributes}>{code}</ofd:TextObject>'
    page = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    return write_ofd([Sheet()], more={"Doc_0/Pages/Page_0/Content.xml": page})


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("form", ["cn_2021", "cn_2019", "cn_2014"])
def test_every_cell_of_a_report(form: str, style: Style) -> None:
    sample = Sample(form, 7, blanks=0.1)
    assert tables_of(read_ofd(write_ofd(set_pages(report_blocks(sample)), style))) == sample.truth


def test_it_is_told_by_its_parts() -> None:
    assert read_document(write_ofd([Sheet([Run("规章", 90, 90, 12)])])).media_type == "application/ofd"


def test_steps_without_numbers_are_as_wide_as_the_characters() -> None:
    code = '<ofd:TextCode X="0" Y="4">共2020件  3项</ofd:TextCode>'
    assert lines(read_ofd(one_object('Boundary="20 20 50 5" Size="4"', code))) == ["共2020件 3项"]


def test_hidden_objects_are_not_printed() -> None:
    code = '<ofd:TextCode X="0" Y="4">草稿</ofd:TextCode>'
    with pytest.raises(DocumentError) as error:
        read_document(one_object('Boundary="20 20 50 5" Size="4" Visible="false"', code))
    assert error.value.reason == "empty"


def test_pages_are_counted_before_they_are_read() -> None:
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * (MAX_PAGES + 1)
    document = f'<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages>{pages}</ofd:Pages></ofd:Document>'
    with pytest.raises(DocumentError) as error:
        read_ofd(write_ofd([], more={"Doc_0/Document.xml": document}))
    assert error.value.reason == "too_large"


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("Doc_0/Document.xml", "<ofd:Document"),
        ("Doc_0/Document.xml", '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'),
        ("OFD.xml", '<o:OFD xmlns:o="urn:o"><o:DocBody><o:DocRoot>../../etc/passwd</o:DocRoot></o:DocBody></o:OFD>'),
    ],
    ids=["broken XML", "entities", "a path out of the package"],
)
def test_broken_packages_are_unreadable(part: str, content: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_ofd(write_ofd([Sheet()], more={part: content}))
    assert error.value.reason == "unreadable"


def test_nested_blocks_end() -> None:
    blocks = "<PageBlock>" * 40 + "</PageBlock>" * 40
    page = f"<Page><Content><Layer>{blocks}</Layer></Content></Page>"
    with pytest.raises(DocumentError) as error:
        read_ofd(write_ofd([Sheet()], more={"Doc_0/Pages/Page_0/Content.xml": page}))
    assert error.value.reason == "too_large"


def test_repeated_steps_end_with_the_text() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 999999999 4">规章</ofd:TextCode>'
    assert lines(read_ofd(one_object('Boundary="20 20 50 5" Size="4"', code))) == ["规章"]


def test_curves_are_no_rules() -> None:
    path = "M 0 0 B 10 0 10 0 20 0 C"
    page = f'<Page><Content><Layer><PathObject Boundary="20 20 20 20"><AbbreviatedData>{path}</AbbreviatedData></PathObject></Layer></Content></Page>'
    document = read_ofd(write_ofd([Sheet()], more={"Doc_0/Pages/Page_0/Content.xml": page}))
    assert not any(isinstance(block, Table) for block in document.blocks)


def test_truncated_package_is_unreadable() -> None:
    whole = write_ofd([Sheet()])
    with pytest.raises(DocumentError):
        read_ofd(whole[: len(whole) // 2])


def test_a_package_without_a_document_is_unreadable() -> None:
    with pytest.raises(DocumentError):
        read_ofd(pack({"OFD.xml": '<OFD xmlns="urn:o"><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>'}))
