"""A web server for tests that misbehaves on demand: stdlib only, loopback only."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

ReportBody = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"


@dataclass
class Answer:
    """What a path answers.

    ``wire`` replaces the whole answer (``reset``, ``close``, ``hang``, ``headers`` without end), or lets it ``drip``.
    """

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    wire: str = ""


Pages = dict[str, "Answer | Callable[[str], Answer]"]


@dataclass
class Server:
    host: str
    port: int
    asked: list[str]
    times: list[float]
    """When each request arrived."""
    together: list[int]
    """How many requests were open when each arrived, itself included."""
    release: threading.Event

    @property
    def spacing(self) -> float:
        """Seconds from any request to the second one after it, at least: more than the least delay, however busy the machine.

        One may arrive late and the next not; but that leaves only after it was answered, and the third a delay later.
        """
        return min(third - first for first, third in zip(self.times, self.times[2:], strict=False))

    @property
    def usual_gap(self) -> float:
        """Seconds between two requests that three gaps in four exceed: what arrived late shortens but the gap behind it."""
        gaps = sorted(later - earlier for earlier, later in pairwise(self.times))
        return gaps[len(gaps) // 4]

    @property
    def home(self) -> str:
        return f"http://{self.host}:{self.port}/"


@contextmanager
def serve(pages: Pages, host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve ``pages`` (path → answer, ``*`` for all others; 404 without one) while the block runs."""
    asked: list[str] = []
    times: list[float] = []
    together: list[int] = []
    active: set[int] = set()
    release = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            times.append(time.monotonic())
            active.add(id(self))
            together.append(len(active))
            try:
                self.answer()
            finally:
                active.discard(id(self))

        def answer(self) -> None:
            answer = pages.get(self.path, pages.get("*", Answer("<p>没有这个页面</p>", 404)))
            answer = answer(self.path) if callable(answer) else answer
            self.close_connection = True
            if answer.wire == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            if answer.wire == "hang":
                release.wait(20)
            if answer.wire == "headers":
                self.send_headers()
            if answer.wire not in ("", "drip"):
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            headers = {"Content-Type": answer.content_type, "Content-Length": str(len(body)), "Connection": "close"}
            for name, value in {**headers, **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if answer.wire == "drip":
                self.drip(body)
            else:
                self.wfile.write(body)

        def send_headers(self) -> None:
            """Send one after the other, until the client or the test has had enough."""
            with suppress(ConnectionError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not release.is_set():
                    self.wfile.write(b"".join(b"X-%d: %s\r\n" % (number, b"a" * 900) for number in range(100)))

        def drip(self, body: bytes) -> None:
            """Send byte by byte, until the client or the test has had enough."""
            with suppress(ConnectionError):
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    if release.wait(0.1):
                        return

        def log_message(self, *args: object) -> None:
            """Silence."""

    class QuietServer(ThreadingHTTPServer):
        daemon_threads = True

        def shutdown_request(self, request: object) -> None:
            try:
                super().shutdown_request(request)  # type: ignore[arg-type]
            except OSError:
                return  # it was closed with a reset

        def handle_error(self, request: object, client_address: object) -> None:
            """Silence."""

    server = QuietServer((host, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Server(host, server.server_address[1], asked, times, together, release)
    finally:
        release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def listing(entries: dict[str, str], more: str = "", title: str = "政府信息公开年报") -> Answer:
    """A column of annual reports: address → text of its link."""
    items = "".join(f'<li><a href="{url}">{text}</a><span>2021-01-20</span></li>' for url, text in entries.items())
    return Answer(f"<html><head><title>{title}</title></head><body><ul>{items}</ul>{more}</body></html>")


def report(title: str = "松汀镇人民政府2020年政府信息公开工作年度报告") -> Answer:
    """A page that the spider takes for a report."""
    return Answer(f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{ReportBody}</body></html>")
