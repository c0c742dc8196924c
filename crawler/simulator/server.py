"""Serves sites on loopback, each under an address of its own and all on one port, from one thread."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import struct
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self

from crawler.simulator.articles import Truth
from crawler.simulator.site import Request, Response, Site
from crawler.simulator.validators import with_validators

_MAX_BODY = 1 << 20
_PORT_TRIES = 20
_DRIP = 0.2
"""Seconds between the bytes of a body that drips."""
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class ServedPortal:
    """A portal while it is served."""

    id: str
    name: str
    home: str
    """Address of its home page."""
    listings: tuple[str, ...]
    """Addresses of its columns of reports."""
    truth: tuple[dict[str, Any], ...]
    """Entries of a truth file, one for each page of those columns; ``url`` is the page, ``file`` the end of its path."""


class Simulator:
    """Serves while the ``with`` block runs.

    ``port`` 0 picks one that is free on every address. :exc:`OSError` if an address can't be had, :exc:`ValueError` for
    an address that is not loopback.
    """

    def __init__(self, sites: Sequence[Site], port: int = 0) -> None:
        for site in sites:
            if not ip_address(site.host).is_loopback:
                raise ValueError(f"{site.id}: {site.host} is not a loopback address")
        self.port = port
        self.log: dict[str, list[Request]] = {site.id: [] for site in sites}
        """Portal id → its requests, in order of arrival."""
        self._sites = sites
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def portals(self) -> list[ServedPortal]:
        """What is served, with addresses that hold the port."""
        return [self._served(site) for site in self._sites]

    def _served(self, site: Site) -> ServedPortal:
        base = f"http://{site.host}:{self.port}"
        return ServedPortal(
            id=site.id,
            name=site.name,
            home=f"{base}/",
            listings=tuple(base + path for path in site.listings),
            truth=tuple(_entry(base, path, truth) for path, truth in site.truths),
        )

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        connections: set[asyncio.Task[None]] = set()
        try:
            servers = await self._listen(connections)
        except OSError as error:
            self._failure = error
            self._ready.set()
            return
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    async def _listen(self, connections: set[asyncio.Task[None]]) -> list[asyncio.Server]:
        """Open every address on one port; a free port is one that is free on all of them."""
        tries = 1 if self.port else _PORT_TRIES
        for attempt in range(1, tries + 1):
            servers: list[asyncio.Server] = []
            port = self.port
            try:
                for site in self._sites:
                    servers.append(await self._open(site, port, connections))
                    port = port or servers[0].sockets[0].getsockname()[1]
            except OSError as error:
                for server in servers:
                    server.close()
                if error.errno != errno.EADDRINUSE or attempt == tries:
                    raise
            else:
                self.port = port
                return servers
        raise AssertionError("unreachable: the last try returns or raises")

    async def _open(self, site: Site, port: int, connections: set[asyncio.Task[None]]) -> asyncio.Server:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            connections.add(task)
            try:
                await self._talk(site, reader, writer)
            finally:
                connections.discard(task)

        return await asyncio.start_server(talk, site.host, port)

    async def _talk(self, site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until either side has enough."""
        # A client may leave in the middle of anything; that is its right.
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            while (request := await _read_request(reader)) is not None:
                self.log[site.id].append(request)
                response = with_validators(request, site.respond(request))
                if response.wire:
                    await _misbehave(response, writer)
                    break
                writer.write(_encode(response, head_only=request.method == "HEAD"))
                await writer.drain()
                if request.headers.get("connection", "").lower() == "close":
                    break
        writer.close()


def _entry(base: str, path: str, truth: Truth) -> dict[str, Any]:
    """Truth of a page with whole addresses."""
    document = truth.get("document_url")
    addresses = {"url": base + path, "document_url": document and base + document}
    return {"file": path.rsplit("/", 1)[1], **truth, **addresses}


async def _misbehave(response: Response, writer: asyncio.StreamWriter) -> None:
    """Send an answer in a way that no server should, until the client has had enough."""
    if response.wire == "reset":
        # Without lingering, closing a socket resets the connection.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return
    whole = _encode(response, head_only=False)
    if response.wire == "short":
        writer.write(whole[:-10])
        await writer.drain()
        return
    start = len(whole) - len(response.body)
    writer.write(whole[:start])
    for byte in response.body:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(_DRIP)


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request; ``None`` at the end of the connection, :exc:`ValueError` for what is none."""
    head = await reader.readline()
    if not head.strip():
        return None
    method, target, _ = head.decode("latin-1").split()
    headers = {}
    while (line := (await reader.readline()).decode("latin-1").strip()) != "":
        name, _, text = line.partition(":")
        headers[name.strip().lower()] = text.strip()
    length = int(headers.get("content-length", 0))
    if not 0 <= length <= _MAX_BODY:
        raise ValueError(f"body of {length} bytes")
    path, _, query = target.partition("?")
    body = await reader.readexactly(length)
    return Request(method, path, query, headers, body, at=time.monotonic())


def _encode(response: Response, *, head_only: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {response.status} {_PHRASES.get(response.status, 'Unknown')}",
        f"Content-Type: {response.content_type}",
        f"Content-Length: {len(response.body)}",
        *(f"{name}: {text}" for name, text in response.headers),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if head_only else response.body)
