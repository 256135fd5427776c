"""The page served on this computer: who is answered, and what is taken."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, write
from poa_lint.core.words import words
from poa_lint.servers import answer as dropped
from poa_lint.servers import web
from tests.output import beside
from tests.places import SEED


@pytest.fixture(scope="module")
def desk() -> Iterator[web.Desk]:
    with web.open_desk(0, dropped.plain(), words("es")) as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def ask(
    desk: web.Desk, method: str, path: str, body: bytes = b"", headers: Mapping[str, str | None] = {}
) -> tuple[int, Mapping[str, str], bytes]:
    """One request as the page sends it, but for what `headers` say otherwise; None leaves one out."""
    usual: dict[str, str | None] = {"Host": f"127.0.0.1:{desk.server_port}"}
    if method == "POST":
        usual |= {
            "Origin": f"http://{usual['Host']}",
            "X-Poa-Lint": desk.token,
            "Content-Length": str(len(body)),
        }
    connection = http.client.HTTPConnection("127.0.0.1", desk.server_port, timeout=30)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {**usual, **headers}.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    try:
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_the_page_comes_with_its_policy(desk: web.Desk) -> None:
    status, headers, body = ask(desk, "GET", "/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body.startswith(b"<!doctype html>")
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Python" not in headers["Server"]


def test_a_file_is_answered_as_the_command_line_answers(desk: web.Desk) -> None:
    status, _, body = ask(desk, "POST", "/check?name=informe.txt&language=es", SEED.read_bytes())
    assert status == 200
    (file,) = json.loads(json.loads(body)["json"])["files"]
    assert file["path"] == "informe.txt"
    assert [one["key"] for one in file["diagnostics"]] == [one.key for one in poa_lint.lint(SEED).files[0].diagnostics]


def test_files_dropped_together_come_in_one_body(desk: web.Desk) -> None:
    now, last = beside.report(beside.LATER).encode(), beside.report(beside.EARLIER, "31-mar.-24").encode()
    path = f"/check?name=t2.txt&size={len(now)}&name=t1.txt&size={len(last)}&language=en"
    status, _, body = ask(desk, "POST", path, now + last)
    answer = json.loads(body)
    assert status == 200
    assert answer["name"] == "t2.txt"
    assert answer["compared"][0].startswith("Compared with t1.txt (cut-off 31 March 2024)")


@pytest.mark.parametrize(
    "query",
    [
        "name=a&size=4&name=b&size=5",
        "name=a&size=5&name=b&size=6",
        "name=a&size=10",
        "name=a&size=-1&name=b&size=11",
        "name=a&size=x&name=b&size=10",
        "name=a&size=0&name=b&size=10&name=c&size=0&name=d&size=0",
        "name=a&name=b&size=10",
        "size=10",
    ],
)
def test_sizes_that_are_not_those_of_the_body_are_refused(desk: web.Desk, query: str) -> None:
    expected = 200 if query in ("name=a&size=10", "size=10") else 400
    status, _, _ = ask(desk, "POST", f"/check?{query}", b"0123456789")
    assert status == expected


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Host": "informes.example:80"}, 421),
        ("GET", "/", {"Host": None}, 421),
        ("GET", "/", {"Host": "127.0.0.1"}, 421),
        ("GET", "/../../etc/passwd", {}, 404),
        ("GET", "/page.js", {}, 404),
        ("GET", "/?x", {}, 404),
        ("POST", "/", {}, 404),
        ("POST", "/check", {"Host": "informes.example"}, 421),
        ("POST", "/check", {"Origin": "http://informes.example"}, 403),
        ("POST", "/check", {"Origin": "null"}, 403),
        ("POST", "/check", {"Origin": None}, 403),
        ("POST", "/check", {"X-Poa-Lint": "guess"}, 403),
        ("POST", "/check", {"X-Poa-Lint": None}, 403),
        ("POST", "/check", {"Content-Length": None}, 411),
        ("POST", "/check", {"Content-Length": "-1"}, 411),
        ("POST", "/check", {"Content-Length": "1e3"}, 411),
        ("POST", "/check", {"Transfer-Encoding": "chunked"}, 411),
        ("POST", "/check", {"Content-Length": "100000001"}, 413),
        ("POST", "/check", {"Content-Length": "9" * 5000}, 413),
        ("PUT", "/check", {}, 501),
        ("OPTIONS", "/check", {}, 501),
    ],
)
def test_nobody_else_is_answered(
    desk: web.Desk, method: str, path: str, headers: dict[str, str | None], status: int
) -> None:
    found, said, body = ask(desk, method, path, headers=headers)
    assert found == status
    assert "Access-Control-Allow-Origin" not in said
    assert desk.token.encode() not in body


def test_localhost_is_this_computer_too(desk: web.Desk) -> None:
    host = f"localhost:{desk.server_port}"
    assert ask(desk, "GET", "/", headers={"Host": host})[0] == 200
    assert ask(desk, "POST", "/check", headers={"Host": host, "Origin": f"http://{host}"})[0] == 200


def test_nothing_is_looked_up_under_a_name(desk: web.Desk) -> None:
    _, _, body = ask(desk, "POST", f"/check?name={SEED}&language=../es", b"x")
    answer = json.loads(body)
    assert answer["name"] == "informe.txt"
    assert answer["unread"].startswith("El archivo no tiene ninguna página")


def test_a_defect_of_ours_is_said_and_the_server_stays(desk: web.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(desk, "wishes", desk.wishes._replace(config=5))  # type: ignore[arg-type]
        status, _, body = ask(desk, "POST", "/check", b"x")
    assert status == 500
    assert json.loads(body)["problem"].startswith("TypeError, ")
    assert ask(desk, "POST", "/check", b"x")[0] == 200


def test_an_acknowledgement_bears_the_day_of_the_answer(desk: web.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropped, "today", lambda: "2030-01-02")
    _, _, body = ask(desk, "POST", "/check", write([Page()]).encode())
    assert "2 de enero de 2030" in json.loads(body)["html"]


def test_a_request_cut_short_hurts_nobody(desk: web.Desk) -> None:
    with socket.create_connection(("127.0.0.1", desk.server_port), timeout=30) as cut:
        cut.sendall(b"POST /check HTTP/1.0\r\nHost: 127.0.0.1\r\n")
    with socket.create_connection(("127.0.0.1", desk.server_port), timeout=30) as noise:
        noise.sendall(b"\x16\x03\x01\0\0\r\n\r\n")
    assert ask(desk, "GET", "/")[0] == 200


def test_the_usual_port_taken_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(web, "PORT", taken.getsockname()[1])
        with web.open_desk(None, dropped.plain(), words("es")) as other:
            assert other.server_port != taken.getsockname()[1]
