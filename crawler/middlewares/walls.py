"""Recognises walls, so that a blocked page is never taken for an empty one. Signatures are data: ``walls.toml``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse

from crawler.datafiles import load_toml
from crawler.network.errors import Blocked
from crawler.urls import site_of
from extractors.errors import ConfigError

_FILE = "walls.toml"
_HEAD = 8_192
"""Characters in which it must show; none has more than four bytes."""
_STUB_BYTES = 3_000
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_KEYS = {"name": str, "status": list, "header": list, "body": list, "rests": bool}


@dataclass(frozen=True, slots=True)
class Wall:
    """Signature of one wall; an empty condition always holds."""

    name: str
    status: tuple[int, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    """(name, text in it), lower case."""
    body: tuple[str, ...] = ()
    rests: bool = True

    def matches(self, response: Response, head: str) -> bool:
        """Whether an answer shows it; ``head`` is the beginning of its text in lower case."""
        if self.status and response.status not in self.status:
            return False
        if self.header and not any(_has_header(response, name, text) for name, text in self.header):
            return False
        return not self.body or any(text in head for text in self.body)


STUB = Wall(name="页面无中文", rests=False)
"""A page with status 200 below 3 kB without any Chinese character: a script stub, never an empty column."""

_MAX_SOFT = 3
"""Answers in a row of walls that do not rest by themselves, after which the host does."""
_EVIDENCE = 1_000
"""Bytes of the answer that are kept."""


class WallMiddleware:
    """Turns a wall's answer into :exc:`~crawler.network.errors.Blocked` and lets that host rest for the run."""

    def __init__(self) -> None:
        self.walls = load_walls()
        self.resting: dict[str, str] = {}
        self.soft: Counter[str] = Counter()

    def process_request(self, request: Request) -> None:
        """Make no further request to a host whose wall has answered."""
        wall = self.resting.get(site_of(request.url))
        if wall is not None:
            raise Blocked(wall, "the host rests for this run")

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the response back unless it is a wall's."""
        if request.url.endswith("/robots.txt"):
            return response
        host = site_of(response.url)
        wall = recognise_wall(response, self.walls)
        if wall is None:
            del self.soft[host]
            return response
        self.soft[host] += "attachment" not in request.meta  # a page in place of a file is no wall around the host
        if wall.rests or self.soft[host] >= _MAX_SOFT:
            self.resting[host] = wall.name
        fault = "stub" if wall is STUB else "wall"
        raise Blocked(wall.name, f"status {response.status}", fault=fault, evidence=evidence_of(response))


class CookieWallMiddleware:
    """Recognises a portal that sends everyone back to the same address until they bring its cookie; we bring none."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the response back unless it redirects to itself with a cookie."""
        location = response.headers.get("Location")
        if not 300 <= response.status < 400 or location is None or not response.headers.get("Set-Cookie"):
            return response
        if response.urljoin(location.decode("latin-1")) == request.url:
            message = f"status {response.status} to itself with a cookie"
            raise Blocked("需要Cookie", message, fault="cookie_wall", evidence=evidence_of(response))
        return response


def evidence_of(response: Response) -> dict[str, object]:
    """What a person needs to judge an answer: ``status``, ``headers`` (name → text), ``begins`` (first kB as text)."""
    headers = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
    }
    begins = response.body[:_EVIDENCE].decode("utf-8", "replace")
    return {"status": response.status, "headers": headers, "begins": begins}


def recognise_wall(response: Response, walls: Mapping[str, Wall]) -> Wall | None:
    """Wall that an answer is, the first in the order of the file; ``None`` for a page of the portal."""
    encoding = response.encoding if isinstance(response, TextResponse) else "utf-8"
    # The rest of a page need not be decoded for this.
    head = response.body[: 4 * _HEAD].decode(encoding, "replace")[:_HEAD].lower()
    for wall in walls.values():
        if wall.matches(response, head):
            return wall
    return STUB if _is_stub(response) else None


def _is_stub(response: Response) -> bool:
    if (
        response.status not in (200, 202)
        or not isinstance(response, HtmlResponse)
        or not 0 < len(response.body.strip()) < _STUB_BYTES
    ):
        return False
    # Records that a script asked for may be empty, or all escapes, under any type of content.
    records = response.body.lstrip()[:11].lower().startswith((b"<?xml", b"<datastore", b"{", b"["))
    return not records and not _CHINESE.search(response.text)


def _has_header(response: Response, name: str, text: str) -> bool:
    values = response.headers.getlist(name)
    return any(text in value.decode("latin-1").lower() for value in values)


@cache
def load_walls() -> dict[str, Wall]:
    """All signatures. Raises :exc:`~extractors.errors.ConfigError`."""
    return {id_: _parse_wall(id_, record) for id_, record in load_toml("crawler.middlewares", _FILE).items()}


def _parse_wall(id_: str, record: Mapping[str, Any]) -> Wall:
    for key, value in record.items():
        if key not in _KEYS or not isinstance(value, _KEYS[key]):
            raise ConfigError(_FILE, f"{id_}.{key}", f"unknown key, or {value!r} is of another type")
    if "name" not in record or not any(record.get(key) for key in ("status", "header", "body")):
        raise ConfigError(_FILE, id_, "needs a name and a condition")
    if any(":" not in header for header in record.get("header", [])):
        raise ConfigError(_FILE, f"{id_}.header", "must be 'Name: text'")
    headers = (header.split(":", 1) for header in record.get("header", []))
    return Wall(
        name=record["name"],
        status=tuple(record.get("status", [])),
        header=tuple((name.strip(), text.strip().lower()) for name, text in headers),
        body=tuple(text.lower() for text in record.get("body", [])),
        rests=record.get("rests", True),
    )
