"""The page on which reports are dropped, served on this computer to this computer's browser.

Files come in the body of a request and are checked in memory. Nothing that a request says is ever a path.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Final
from urllib.parse import parse_qs, urlsplit

from poa_lint import api
from poa_lint.api import Wishes
from poa_lint.core.words import Words
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.servers import answer as answers
from poa_lint.servers.page import SERVED, page

HOST: Final = "127.0.0.1"
PORT: Final = 8750
PATIENCE: Final = 60
"""Seconds that a browser may take over one request."""

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
        super().__init__((HOST, port), _Handler)
        self.wishes = wishes._replace(keep=True)
        self.token = secrets.token_urlsafe(24)
        self.page = page(SERVED, language=words.language, token=self.token)
        self.turn = threading.Lock()
        """One file at a time: a big one needs the memory for itself."""

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
        refused = 404 if address.path != "/check" else self._refused()
        if refused:
            self._put(refused, b"")
            return
        data = self.rfile.read(int(self.headers["Content-Length"]))
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        try:
            with self.server.turn:
                wishes = self.server.wishes._replace(today=answers.today())  # a server may run for days
                answer = answers.answer(data, query.get("name", ""), query.get("language", ""), wishes)
        except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not end the server
            self._put(500, json.dumps({"problem": api.defect(error)}).encode("utf-8"), "application/json")
            return
        self._put(200, json.dumps(answer, ensure_ascii=False).encode("utf-8"), "application/json")

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
