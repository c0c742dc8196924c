"""A folder of files as one more portal: a listing page and the files, each with the type that its bytes show."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import quote

from crawler.simulator.site import Handler, Request, Response, Site, constant

DOCUMENTS_HOST = "127.0.0.1"

_MAGIC = (
    (b"%PDF", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def documents_site(folder: Path) -> Site:
    """Serve the regular files of ``folder`` (hidden ones and sub-folders left out).

    :exc:`NotADirectoryError` if there is no such folder, :exc:`FileNotFoundError` if no file is in it.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"no such folder: {folder}")
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files:
        raise FileNotFoundError(f"no file to serve in {folder}")
    site = Site(id="documents", name=folder.name, host=DOCUMENTS_HOST, listings=["/"])
    site.pages["/robots.txt"] = constant(b"User-agent: *\nAllow: /\n", "text/plain")
    site.pages["/"] = constant(_listing(files).encode(), "text/html; charset=utf-8")
    for path in files:
        site.pages[_address(path)] = _file(path)
    return site


def content_type_of(data: bytes) -> str:
    """Type of a file by its bytes; text with the charset that it decodes in.

    >>> content_type_of("年报".encode("gb18030"))
    'text/plain; charset=gb18030'
    """
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    charset = next((name for name in ("utf-8", "gb18030") if _decodes(data, name)), None)
    if charset is None:
        return "application/octet-stream"
    start = data[:2048].lower()
    if any(tag in start for tag in (b"<html", b"<!doctype html", b"<body", b"<table", b"<div", b"<p>")):
        return "text/html"  # an HTML file names its charset itself
    return f"text/plain; charset={charset}"


def _decodes(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _address(path: Path) -> str:
    return f"/zfxxgknb/{quote(path.name)}"


def _file(path: Path) -> Callable[[Request], Response]:
    def respond(request: Request) -> Response:
        data = path.read_bytes()
        return Response(data, content_type_of(data))

    handler: Handler = respond
    return handler


def _listing(files: list[Path]) -> str:
    items = "\n".join(f'<li><a href="{_address(path)}">{escape(path.name)}</a></li>' for path in files)
    return f"""<!DOCTYPE html>
<html>
<head><meta charset="utf-8" /><title>政府信息公开年报</title></head>
<body>
<h1>政府信息公开年报</h1>
<ul class="list">
{items}
</ul>
</body>
</html>
"""
