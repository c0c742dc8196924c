"""Names from outside must not become paths: of attachments, of an archive's members, of portals."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from crawler.filenames import stated_name
from crawler.portals import parse_portals
from crawler.portals.records import Draft, draft_id, find_place
from extractors.documents.archive import members, read_archive
from extractors.errors import ConfigError
from tests.extractors.documents.render_rar import write_rar

CLIMBING = [
    "../../evil.txt",
    "/etc/evil.txt",
    "..\\..\\evil.txt",
    "C:\\evil.txt",
    "a/../../evil.txt",
    "-o/evil.txt",
    "@evil.txt",
]


@pytest.mark.parametrize("name", CLIMBING)
def test_name_of_an_attachment_is_its_last_part(name: str) -> None:
    shown = stated_name(f"attachment; filename*=UTF-8''{name.replace('/', '%2F')}".encode())
    assert shown is not None
    assert not set("/\\\0") & set(shown)
    assert shown not in (".", "..")


@pytest.mark.parametrize("name", CLIMBING)
def test_member_of_an_archive_writes_no_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "一、总体情况")
    before = evil_files()
    read_archive(file.getvalue())
    assert [member.data for member in members(write_rar({name.encode(): b"x"}))] == [b"x"]
    assert (list(tmp_path.iterdir()), evil_files()) == ([], before)


def evil_files() -> list[Path]:
    places = (Path("/"), Path("/etc"), Path("/tmp"))
    return [place / "evil.txt" for place in places if (place / "evil.txt").exists()]


@pytest.mark.parametrize("id_", ["../x", "a/b", "a\\b", "..", "a.b", "A", "-a", "a" * 42, "a\\u0000b", "a b", "％"])
def test_id_of_a_portal_can_be_no_path(id_: str) -> None:
    record = f'["{id_}"]\nname = "x"\ndivision = "110000"\nurls = ["http://a.example/"]\n'
    with pytest.raises(ConfigError, match="an id is"):
        parse_portals("x.toml", record)


@pytest.mark.parametrize("file", ["../x.toml", "/tmp/x.toml", "x.toml/../../y.toml", "x.py", "..toml"])
def test_record_is_added_to_no_file_elsewhere(file: str, tmp_path: Path) -> None:
    draft = Draft("songting", "松汀", "110000", ("http://a.example/",), None, "")
    with pytest.raises(ConfigError, match="no name of a file"):
        find_place(draft, tmp_path, file)


@pytest.mark.parametrize("url", ["http://..%2f..%2fx/", "http://a.example/../../x", "http://[::1]/"])
def test_id_that_is_drafted_from_an_address_is_one(url: str) -> None:
    assert set(draft_id(url)) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
