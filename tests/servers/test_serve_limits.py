"""The page's server takes what has come whole and in time, and a slow file holds no other up."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import pytest

from poa_lint.core.words import words
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.servers import answer as answers
from poa_lint.servers import web
from poa_lint.servers.answer import Answer
from poa_lint.servers.crew import Busy, Crew, Defect, Task, TooLong
from tests.places import SEED

TASK = Task(SEED.read_bytes(), "informe.txt", "es", answers.plain())
SLOW = Task(b"slow", "lento.txt", "es", answers.plain())
PLAIN = answers.unread("", "")


def stuck_over_the_slow(pipe: Connection) -> None:
    """A process that answers every file but the slow one, and ends over one that is empty."""
    while True:
        task: Task = pipe.recv()
        if task.data == b"slow":
            threading.Event().wait()
        if not task.data:
            return
        pipe.send(PLAIN)


@contextmanager
def crew(seconds: float, size: int = 2) -> Iterator[Crew]:
    """A crew over which the slow file stands still."""
    made = Crew(seconds, size, stuck_over_the_slow)
    try:
        yield made
    finally:
        made.end()


@contextmanager
def serving() -> Iterator[web.Desk]:
    """A server on a free port."""
    with web.open_desk(0, answers.plain(), words("es")) as desk:
        thread = threading.Thread(target=desk.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield desk
        finally:
            desk.shutdown()
            thread.join()


def head(desk: web.Desk, length: int) -> bytes:
    """The head of a request of the page that announces so many bytes."""
    host = f"127.0.0.1:{desk.server_port}"
    lines = (
        "POST /check?name=informe.txt HTTP/1.0",
        f"Host: {host}",
        f"Origin: http://{host}",
        f"X-Poa-Lint: {desk.token}",
        f"Content-Length: {length}",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def exchange(desk: web.Desk, sent: bytes) -> tuple[int, dict[str, object]]:
    """The status and the answer for what is sent, after which nothing more comes."""
    with socket.create_connection(("127.0.0.1", desk.server_port), timeout=60) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    start, _, body = said.partition(b"\r\n\r\n")
    return int(start.split()[1]), json.loads(body or b"{}")


def test_an_upload_that_is_cut_is_told_as_cut_and_not_checked() -> None:
    data = SEED.read_bytes()
    with serving() as desk:
        assert exchange(desk, head(desk, len(data) + 1) + data) == (400, {"problem": "truncated"})
        assert exchange(desk, head(desk, 5)) == (400, {"problem": "truncated"})
        status, answer = exchange(desk, head(desk, len(data)) + data)
    assert (status, answer["name"]) == (200, "informe.txt")


def test_an_upload_that_takes_too_long_is_told_as_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as desk:
        monkeypatch.setattr(web, "PATIENCE", 0)
        assert exchange(desk, head(desk, 3) + b"abc") == (400, {"problem": "truncated"})


def test_a_body_over_the_limit_is_refused_before_any_of_it_comes() -> None:
    with serving() as desk, socket.create_connection(("127.0.0.1", desk.server_port), timeout=60) as connection:
        connection.sendall(head(desk, MAX_BYTES + 1))
        assert connection.recv(65536).startswith(b"HTTP/1.0 413 ")


def test_a_request_too_many_is_let_go() -> None:
    with serving() as desk:
        desk.rooms = threading.Semaphore(0)
        with socket.create_connection(("127.0.0.1", desk.server_port), timeout=60) as connection:
            assert connection.recv(1) == b""
        desk.rooms.release()
        with socket.create_connection(("127.0.0.1", desk.server_port), timeout=60) as connection:
            connection.sendall(head(desk, 0).replace(b"POST /check", b"GET /none"))
            assert connection.recv(65536).startswith(b"HTTP/1.0 404 ")


def test_a_file_that_takes_too_long_ends_with_its_process() -> None:
    with crew(seconds=0) as workers:
        with pytest.raises(TooLong):
            workers.ask(SLOW)
        workers.seconds = 60
        assert workers.ask(TASK) == PLAIN


def test_a_process_that_ends_over_a_file_is_replaced() -> None:
    with crew(seconds=60) as workers:
        with pytest.raises(TooLong):
            workers.ask(TASK._replace(data=b""))
        assert workers.ask(TASK) == PLAIN


def test_a_slow_file_holds_no_other_up() -> None:
    with crew(seconds=600) as workers:
        ended: list[Exception] = []

        def wait() -> None:
            try:
                workers.ask(SLOW)
            except TooLong as error:
                ended.append(error)

        slow = threading.Thread(target=wait)
        slow.start()
        assert [workers.ask(TASK) for _ in range(3)] == [PLAIN] * 3
        assert slow.is_alive()
        workers.end()
        slow.join()
    assert len(ended) == 1


def test_where_all_are_taken_a_file_waits_no_longer_than_it_may_take() -> None:
    with crew(seconds=0, size=0) as workers, pytest.raises(Busy):
        workers.ask(TASK)


def test_a_process_is_kept_for_the_next_file_and_tells_a_defect() -> None:
    workers = Crew(60, 1)
    try:
        assert workers.ask(TASK)["verdict"] == "CORREGIR"
        (first,) = workers._all
        with pytest.raises(Defect, match="AttributeError, "):
            workers.ask(TASK._replace(wishes=None))  # type: ignore[arg-type]
        assert workers.ask(TASK)["verdict"] == "CORREGIR"
        assert workers._all == {first}
    finally:
        workers.end()


@pytest.mark.parametrize(
    ("raised", "status", "problem"), [(TooLong(), 504, "too long"), (Busy(), 503, "busy"), (Defect("x"), 500, "x")]
)
def test_each_outcome_has_its_status(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, status: int, problem: str
) -> None:
    def ask(_: Task) -> Answer:
        raise raised

    with serving() as desk:
        monkeypatch.setattr(desk.crew, "ask", ask)
        assert exchange(desk, head(desk, 1) + b"x") == (status, {"problem": problem})
