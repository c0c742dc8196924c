from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.documents import Cell, Document, Link, Paragraph, Table
from extractors.documents.carried import pack, unpack
from extractors.errors import DocumentError, MissingReader

texts = st.text(max_size=8)
cells = st.builds(Cell, texts, *[st.integers(0, 9)] * 2, *[st.integers(1, 3)] * 2)
tables = st.builds(Table, st.lists(cells, max_size=4).map(tuple), st.integers(0, 9), st.integers(0, 9))
blocks = st.lists(texts.map(Paragraph) | tables, max_size=5)


@given(blocks, st.lists(st.builds(Link, texts, texts, st.integers(0, 9)), max_size=2), st.none() | texts)
def test_document_survives(blocks, links, title) -> None:
    document = Document("application/pdf", blocks=blocks, links=links, html_title=title, unread=["page 2: broken"])
    assert unpack(pack(document)) == document


def test_reasons_survive() -> None:
    error = unpack(pack(DocumentError("encrypted", "needs a password")))
    assert isinstance(error, DocumentError)
    assert (error.reason, str(error)) == ("encrypted", "needs a password")
    missing = unpack(pack(MissingReader("ocr")))
    assert isinstance(missing, MissingReader)
    assert missing.needs == "ocr"


@pytest.mark.parametrize(
    "packed", [b"", b"[]", b"1", b'{"error": ["pwned", ""]}', b'{"blocks": [[1]]}', b"[" * 99_999, b"\xff"]
)
def test_anything_else_is_no_document(packed: bytes) -> None:
    with pytest.raises(ValueError, match=r"packed|reason|JSON|codec|column"):
        unpack(packed)
