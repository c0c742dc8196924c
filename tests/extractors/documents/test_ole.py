"""Compound files: whose they are, and which of them can't be read."""

import struct
from contextlib import suppress

import pytest

from extractors.documents.office.ole import OleFile, ole_kind
from extractors.errors import DocumentError
from tests.extractors.documents.render_ole import SECTOR, compound

WORD = bytes(600)


def reason_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        ole_kind(data)
    return error.value.reason


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "word"),
        ("Workbook", "excel"),
        ("Book", "excel"),
        ("PowerPoint Document", "powerpoint"),
        ("Contents", "other"),
    ],
)
def test_the_streams_tell_whose_file_it_is(stream, kind):
    assert ole_kind(compound({"\x05SummaryInformation": b"x", stream: WORD})) == kind


def test_streams_are_read_whole():
    streams = {"WordDocument": bytes(range(256)) * 9, "1Table": b"table"}
    file = OleFile(compound(streams))
    assert {name: file.read(name.lower()) for name in streams} == streams


def test_word_says_in_its_head_that_it_is_encrypted():
    assert reason_of(compound({"WordDocument": struct.pack("<10xH", 0x0100) + WORD})) == "encrypted"


def test_a_package_with_a_password_is_encrypted():
    assert reason_of(compound({"EncryptionInfo": b"x", "EncryptedPackage": WORD})) == "encrypted"


@pytest.mark.parametrize("length", [4, 300, SECTOR, 2 * SECTOR])
def test_a_file_without_its_directory_is_unreadable(length):
    assert reason_of(compound({"WordDocument": WORD})[:length]) == "unreadable"


def test_chains_that_run_in_circles_end():
    data = bytearray(compound({"WordDocument": WORD}))
    data[SECTOR : 2 * SECTOR] = struct.pack("<128I", *[1] * 128)
    assert ole_kind(bytes(data)) == "word"


def test_entries_that_point_at_each_other_are_seen_once():
    data = bytearray(compound({"WordDocument": WORD, "Data": WORD}))
    struct.pack_into("<II", data, 2 * SECTOR + 2 * 128 + 68, 1, 1)
    assert ole_kind(bytes(data)) == "word"


def test_noise_is_refused_or_read_but_breaks_nothing():
    whole = compound({"WordDocument": WORD})
    for place in range(24, 2 * SECTOR, 7):
        data = bytearray(whole)
        data[place] ^= 0xFF
        with suppress(DocumentError):
            ole_kind(bytes(data))
