"""Names that servers send are shown, never used."""

from __future__ import annotations

import pytest

from crawler.filenames import stated_name


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b'attachment; filename="nb.pdf"', "nb.pdf"),
        (b"attachment;filename=nb.pdf", "nb.pdf"),
        ('attachment; filename="年报.pdf"'.encode(), "年报.pdf"),
        ('attachment; filename="年报.pdf"'.encode("gbk"), "年报.pdf"),
        (b"attachment; filename=%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"),
        (b"attachment; filename*=GBK''%C4%EA%B1%A8.pdf", "年报.pdf"),
        (b"attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        (b'attachment; filename="C:\\\\temp\\\\nb.doc"', "nb.doc"),
        ('attachment; filename="nb\u202efdp.exe"'.encode(), "nbfdp.exe"),
        (b'attachment; filename="..\x00"', None),
        (b"inline", None),
        (None, None),
        (b"filename=" + b"a" * 5_000, "a" * 200),
    ],
)
def test_name_of_a_file(header: bytes | None, expected: str | None) -> None:
    assert stated_name(header) == expected
