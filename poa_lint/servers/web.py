"""The page on which reports are dropped, served on this computer to this computer's browser.

Files come in the body of a request and are checked in memory, each in a process of its own (`crew`). Nothing that a
request says is ever a path.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
import time
from collections.abc import Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from socketserver import TCPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from poa_lint.api import Linter, Wishes
from poa_lint.core.words import LANGUAGES, Words
from poa_lint.core.words import words as words_of
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.servers import answer as answers
from poa_lint.servers.crew import Busy, Crew, Defect, Gathering, Task, TooLong
from poa_lint.servers.office import described
from poa_lint.servers.overview import FORMATS
from poa_lint.servers.page import SERVED, TOGETHER, page

HOST: Final = "127.0.0.1"
PORT: Final = 8750
PATIENCE: Final = 60
"""Seconds that a browser may take to send a file."""
REQUESTS: Final = 16
"""Requests that are answered at the same time: each may hold a file of MAX_BYTES."""
MANY: Final = 200
"""The most files of a summary: their names stand in the address, which may have 64 kB."""
CHUNK: Final = 1_000_000
"""Bytes of a file that are taken at once."""

Query = Mapping[str, list[str]]
"""The values of a request's address, by name."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Desk(ThreadingHTTPServer):
    """The server: its page, the token that its page sends with every file, and the wishes for each file."""

    allow_reuse_address = os.name != "nt"  # on Windows it would let two programs have one port
    daemon_threads = True

    def __init__(self, port: int, wishes: Wishes, words: Words) -> None:
        self.crew = Crew()
        super().__init__((HOST, port), _Handler)
        self.wishes = wishes._replace(keep=True)
        self.token = secrets.token_urlsafe(24)
        office = {each: described(Linter(self.wishes, words_of(each))) for each in LANGUAGES}
        self.page = page(SERVED, language=words.language, token=self.token, office=office)
        self.crew.ready()
        self.rooms = threading.Semaphore(REQUESTS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a request in a thread of its own; one too many is let go unanswered."""
        if self.rooms.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a request, and make room for another."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.rooms.release()

    def server_close(self) -> None:
        """Leave the port, and end the processes that check files."""
        super().server_close()
        self.crew.end()

    def server_bind(self) -> None:
        """Take the port; the name of this computer is looked up nowhere."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away in the middle is nobody's trouble."""

    @property
    def address(self) -> str:
        """The address at which a browser finds the page."""
        return f"http://{HOST}:{self.server_port}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that a browser may call this server by: a page of another name that leads here is not answered."""
        return (f"{HOST}:{self.server_port}", f"localhost:{self.server_port}")


def open_desk(port: int | None, wishes: Wishes, words: Words) -> Desk:
    """The server on a port; on any that is free where none is asked for and the usual one is taken. Raises OSError."""
    make = partial(Desk, wishes=wishes, words=words)
    if port is not None:
        return make(port)
    try:
        return make(PORT)
    except OSError:
        return make(0)


def _task(data: bytes, query: Query, wishes: Wishes) -> Task | None:
    """A file to check, with those dropped with it, and what it was before; None where the sizes are not those given."""
    dropped = _files(data, query, TOGETHER + ("again" in query))
    if not dropped:
        return None
    (name, content), *rest = dropped
    others, earlier = answers.apart(rest, again="again" in query)
    return Task(content, name, query.get("language", [""])[0], wishes, others, earlier)


def _gathering(data: bytes, query: Query, wishes: Wishes) -> Gathering | None:
    """A summary to make of files; None where sizes, lots or the format are not as the page gives them."""
    files = _files(data, query, MANY)
    stated = [lot.split(",") for lot in query.get("lot", [])]
    form = query.get("form", [""])[0]
    if not files or not stated or form not in FORMATS or not all(_is_size(part) for lot in stated for part in lot):
        return None
    lots = tuple(tuple(map(int, lot)) for lot in stated)
    if any(number >= len(files) for lot in lots for number in lot) or any(len(lot) > TOGETHER for lot in lots):
        return None
    return Gathering(tuple(files), lots, form, query.get("language", [""])[0], wishes)


def _files(data: bytes, query: Query, most: int) -> list[tuple[str, bytes]]:
    """The names and bytes of up to `most` files in a body.

    Where there are several, `size` says where each ends. None where these are not the sizes of what came.
    """
    names, sizes = query.get("name", [""]), query.get("size", [])
    if not sizes:
        return [(names[0], data)]
    if len(names) != len(sizes) or len(sizes) > most or not all(map(_is_size, sizes)):
        return []
    ends = list(accumulate(map(int, sizes)))
    starts = (0, *ends)
    if ends[-1] != len(data):
        return []
    return [(name, data[start:end]) for name, start, end in zip(names, starts, ends, strict=False)]


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 12


class _Handler(BaseHTTPRequestHandler):
    server: Desk
    timeout = PATIENCE
    server_version = "poa-lint"
    sys_version = ""

    def do_GET(self) -> None:
        """The page, and nothing else."""
        if self.headers.get("Host") not in self.server.hosts:
            self._put(421, b"")
        elif self.path != "/":
            self._put(404, b"")
        else:
            policy = {"Content-Security-Policy": f"{self.server.page.policy}; frame-ancestors 'none'"}
            self._put(200, self.server.page.text.encode("utf-8"), "text/html; charset=utf-8", policy)

    def do_POST(self) -> None:
        """A file's answer."""
        address = urlsplit(self.path)
        refused = 404 if address.path not in ("/check", "/summary") else self._refused()
        if refused:
            self._put(refused, b"")
            return
        data = self._body(int(self.headers["Content-Length"]))
        if data is None:
            self._tell(400, {"problem": "truncated"})
            return
        query = parse_qs(address.query)
        make = _gathering if address.path == "/summary" else _task
        task = make(data, query, self.server.wishes._replace(today=answers.today()))  # a server may run for days
        if task is None:
            self._tell(400, {"problem": "truncated"})
            return
        try:
            self._tell(200, self.server.crew.ask(task))
        except Defect as defect:
            self._tell(500, {"problem": str(defect)})
        except TooLong:
            self._tell(504, {"problem": "too long"})
        except Busy:
            self._tell(503, {"problem": "busy"})

    def _body(self, length: int) -> bytes | None:
        """The body of a request; None where less comes than was announced, or not within PATIENCE."""
        until, parts = time.monotonic() + PATIENCE, []
        while length and time.monotonic() < until:
            try:
                part = self.rfile.read1(min(length, CHUNK))
            except TimeoutError:
                break
            if not part:
                break
            parts.append(part)
            length -= len(part)
        return None if length else b"".join(parts)

    def _tell(self, code: int, answer: Mapping[str, object]) -> None:
        self._put(code, json.dumps(answer, ensure_ascii=False).encode("utf-8"), "application/json")

    def _refused(self) -> int:
        """The status for a file that is not taken (not from our own page, no length, too much); 0 for one that is."""
        host, token = self.headers.get("Host"), self.headers.get("X-Poa-Lint", "")
        if host not in self.server.hosts:
            return 421
        known = secrets.compare_digest(token.encode("utf-8"), self.server.token.encode("utf-8"))
        if self.headers.get("Origin") != f"http://{host}" or not known:
            return 403
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or "Transfer-Encoding" in self.headers:
            return 411
        return 413 if len(length) > 12 or int(length) > MAX_BYTES else 0

    def _put(self, code: int, body: bytes, kind: str = "text/plain", more: Mapping[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in {**HEADERS, **(more or {}), "Content-Type": kind}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the names of dropped files are nobody's business."""
