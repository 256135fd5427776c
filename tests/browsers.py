"""Browsers of this machine for tests: Chromium by playwright, Firefox by WebDriver BiDi. Nothing is downloaded."""

import contextlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
LISTENS = re.compile(r"listening on (ws://\S+)")


def axe() -> str:
    """The checker of accessibility, to be run inside a page."""
    found = find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


AXE = """async () => (await axe.run()).violations.map(
  (one) => `${one.id}: ${one.nodes.length}: ${one.nodes[0].html.slice(0, 200)}`)"""


class Firefox:
    """A Firefox that answers: `open` a page, `evaluate` a function in it."""

    def __init__(self, address: str) -> None:
        from websocket import create_connection

        self.number = 0
        self.socket = create_connection(f"{address}/session", timeout=60, suppress_origin=True)
        self.close = self.socket.close
        self.ask("session.new", capabilities={})
        self.tab = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **parameters: object) -> Any:
        """A command and its answer."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, path: Path, fragment: str = "") -> None:
        """A page of this machine, when it is there."""
        self.ask("browsingContext.navigate", context=self.tab, url=path.as_uri() + fragment, wait="complete")

    def evaluate(self, function: str) -> Any:
        """What a function without arguments gives, by way of JSON."""
        said = f"Promise.resolve(({function})()).then((value) => JSON.stringify(value ?? null))"
        found = self.ask("script.evaluate", expression=said, target={"context": self.tab}, awaitPromise=True)
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])


@contextlib.contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A Firefox of our own, without a window, ended at the end."""
    assert FIREFOX is not None
    (profile / "user.js").write_text(
        'user_pref("network.proxy.type", 1); user_pref("network.proxy.http", "127.0.0.1");\n'
        'user_pref("network.proxy.http_port", 9); user_pref("network.proxy.ssl", "127.0.0.1");\n'
        'user_pref("network.proxy.ssl_port", 9); user_pref("app.update.enabled", false);\n',
        encoding="utf-8",
    )
    program = subprocess.Popen(
        [
            FIREFOX,
            "--headless",
            "--no-remote",
            "--profile",
            str(profile),
            "--remote-debugging-port",
            "0",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stderr is not None
        with contextlib.closing(Firefox(_address(program.stderr))) as opened:
            yield opened
    finally:
        program.terminate()
        program.communicate(timeout=30)


def _address(said: IO[str]) -> str:
    for line in said:
        found = LISTENS.search(line)
        if found is not None:
            return found[1]
    raise AssertionError("Firefox ended")
