import io
import zipfile
from collections.abc import Mapping

import pytest

from extractors.documents import Document, Paragraph, read_document
from extractors.documents.archive import MAX_MEMBER, MAX_MEMBERS, members, read_archive
from extractors.errors import DocumentError, MissingReader
from tests.extractors.documents.render_ofd import write_ofd
from tests.extractors.documents.render_rar import write_rar
from tests.extractors.documents.typeset import Run, Sheet

REPORT = "青禾镇2020年政府信息公开工作年度报告".encode()
OTHER = "青禾镇简介".encode()


def write_zip(files: Mapping[str, bytes], *, encrypted: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    packed = out.getvalue()
    if encrypted:  # the mark in both heads of the only member
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = packed.index(signature) + offset
            packed = packed[:at] + bytes([packed[at] | 1]) + packed[at + 1 :]
    return packed


def reason(data: bytes) -> tuple[str, str]:
    with pytest.raises(DocumentError) as error:
        read_archive(data)
    return error.value.reason, str(error.value)


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_the_member_that_is_named_a_report() -> None:
    files = {"附件/政务公开目录.txt": OTHER, "附件/2020年政府信息公开工作年度报告.txt": REPORT}
    assert lines(read_document(write_zip(files))) == [REPORT.decode()]


def test_the_only_document_whatever_its_name() -> None:
    assert lines(read_archive(write_zip({"1.txt": REPORT, "logo.dat": b"\0", "~$1.txt": OTHER}))) == [REPORT.decode()]


def test_two_reports_are_not_chosen_between() -> None:
    kind, message = reason(write_zip({"2019年年度报告.txt": REPORT, "2020年年度报告.txt": REPORT}))
    assert kind == "unreadable"
    assert "2019年年度报告.txt" in message


def test_two_unnamed_documents_are_not_chosen_between() -> None:
    assert reason(write_zip({"1.txt": REPORT, "2.txt": OTHER}))[0] == "unreadable"


def test_one_report_in_two_formats_is_read_from_the_better_one() -> None:
    ofd = write_ofd([Sheet([Run("年度报告", 90, 90, 12)])])
    document = read_archive(write_zip({"年度报告.txt": REPORT, "年度报告.ofd": ofd}))
    assert document.media_type == "application/ofd"


def test_names_of_chinese_systems() -> None:
    packed = write_zip({"12345678.txt": REPORT}).replace(b"12345678", "年度报告".encode("gbk"))
    assert members(packed)[0].name == "年度报告.txt"


def test_archives_within_stay_closed() -> None:
    inner = write_zip({"年度报告.txt": REPORT})
    assert reason(write_zip({"年度报告.txt": inner}))[0] == "unreadable"


def test_nothing_that_could_be_a_document() -> None:
    kind, message = reason(write_zip({"setup.exe": b"MZ"}))
    assert (kind, "setup.exe" in message) == ("unreadable", True)


def test_a_password() -> None:
    assert reason(write_zip({"年度报告.txt": REPORT}, encrypted=True))[0] == "encrypted"


def test_too_many_members() -> None:
    assert reason(write_zip({f"{number}.txt": b"x" for number in range(MAX_MEMBERS + 1)}))[0] == "too_large"


def test_a_bomb_is_told_by_what_it_declares() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("年度报告.txt", bytes(MAX_MEMBER + 1))
    assert reason(out.getvalue())[0] == "too_large"


def test_a_truncated_archive() -> None:
    packed = write_zip({"年度报告.txt": REPORT})
    assert reason(packed[: len(packed) // 2])[0] == "unreadable"


def test_a_path_in_a_name_is_only_a_name() -> None:
    assert members(write_zip({"../../tmp/年度报告.txt": REPORT}))[0].name == "../../tmp/年度报告.txt"


def test_rar_of_stored_members() -> None:
    pytest.importorskip("rarfile")
    packed = write_rar({"附件\\2020年年度报告.txt".encode("gbk"): REPORT, b"logo.txt": OTHER})
    assert lines(read_document(packed)) == [REPORT.decode()]


def test_rar_needs_a_program_for_compressed_members(monkeypatch: pytest.MonkeyPatch) -> None:
    rarfile = pytest.importorskip("rarfile")

    def absent(*args: object, **kwargs: object) -> None:
        raise rarfile.RarCannotExec("none")

    monkeypatch.setattr(rarfile, "tool_setup", absent)
    with pytest.raises(MissingReader, match="unar"):
        read_archive(write_rar({b"1.txt": REPORT}, compressed=True))


def test_rar_with_a_password() -> None:
    pytest.importorskip("rarfile")
    assert reason(write_rar({b"1.txt": REPORT}, password=True))[0] == "encrypted"


def test_truncated_rar() -> None:
    pytest.importorskip("rarfile")
    assert reason(write_rar({b"1.txt": REPORT})[:60])[0] == "unreadable"
