"""What an editor may ask and send: files that it does not hold, long texts, names of every kind, and nonsense."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")
pytest_lsp = pytest.importorskip("pytest_lsp")

from lsprotocol import types as lsp  # noqa: E402
from pygls.workspace import Workspace  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from poa_lint.api import Wishes  # noqa: E402
from poa_lint.authoring.samples import Page, Row, write  # noqa: E402
from poa_lint.core.source import Source  # noqa: E402
from poa_lint.core.words import words  # noqa: E402
from poa_lint.servers import lsp as servers  # noqa: E402
from poa_lint.servers import texts  # noqa: E402
from tests.places import ROOT  # noqa: E402

FAULTY = write([Page(metas=(Row(texto="100. ELABORAR INFORMES.", meta_anual="14"),))])
LONG = FAULTY + "\n" * texts.LIVE
COMMAND = [sys.executable, "-m", "poa_lint", "lsp"]
NUMBER = next(lsp.Position(row, line.index("100.")) for row, line in enumerate(FAULTY.split("\n")) if "100." in line)
"""The place of the finding POA803."""


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=tmp_path.as_uri())
    )
    yield
    await lsp_client.shutdown_session()


async def opened(client: LanguageClient, uri: str, text: str) -> list[str]:
    document = lsp.TextDocumentItem(uri, "plaintext", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
    return await published(client, uri)


async def published(client: LanguageClient, uri: str) -> list[str]:
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return [str(one.code) for one in client.diagnostics[uri]]


def change(client: LanguageClient, uri: str, text: str, version: int = 2) -> None:
    document = lsp.VersionedTextDocumentIdentifier(version=version, uri=uri)
    whole = lsp.TextDocumentContentChangeWholeDocument(text)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))


async def hover(client: LanguageClient, uri: str) -> str:
    """The page shown over the goal's number; empty where there is none."""
    params = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), NUMBER)
    answer = await client.text_document_hover_async(params)
    return answer.contents.value if answer and isinstance(answer.contents, lsp.MarkupContent) else ""


async def actions(client: LanguageClient, uri: str, *only: str) -> list[str]:
    span = lsp.Range(lsp.Position(0, 0), lsp.Position(2**31 - 1, 2**31 - 1))
    context = lsp.CodeActionContext([], only=list(only) or None)
    params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), span, context)
    return [action.title for action in await client.text_document_code_action_async(params) or ()]


async def outline(client: LanguageClient, uri: str) -> int:
    params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(uri))
    return len(await client.text_document_document_symbol_async(params) or ())


@pytest.mark.asyncio
async def test_a_file_that_is_not_open_is_read(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe 1° año.txt"
    path.write_bytes(FAULTY.encode("cp1252"))
    uri = path.as_uri()
    assert (await hover(client, uri)).startswith("# POA803 ")
    assert "Arreglar POA803: solo cambia la forma" in await actions(client, uri)
    assert await outline(client, uri) == 1
    path.write_bytes(write([Page()]).encode("cp1252"))
    assert await hover(client, uri) == ""
    path.unlink()
    assert (await hover(client, uri), await actions(client, uri), await outline(client, uri)) == ("", [], 0)


@pytest.mark.asyncio
async def test_a_text_without_a_file_is_linted(client: LanguageClient) -> None:
    uri = "untitled:Untitled-1"
    assert (await hover(client, uri), await actions(client, uri), await outline(client, uri)) == ("", [], 0)
    assert await opened(client, uri, FAULTY) == ["POA101", "POA103", "POA803"]
    assert (await hover(client, uri)).startswith("# POA803 ")


@pytest.mark.asyncio
async def test_actions_are_of_the_kinds_that_are_asked_for(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "informe.txt").as_uri()
    await opened(client, uri, FAULTY)
    every = await actions(client, uri)
    assert await actions(client, uri, "quickfix") == every[:-1]
    assert await actions(client, uri, "refactor", "source.fixAll") == every[-1:]
    assert await actions(client, uri, "refactor", "source.organizeImports") == []


@pytest.mark.asyncio
async def test_a_name_with_blanks_is_linted_at_every_change(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "informe año 1.txt").as_uri()
    assert "%20" in uri
    assert await opened(client, uri, FAULTY) == ["POA101", "POA103", "POA803"]
    change(client, uri, write([Page()]))
    assert await published(client, uri) == []
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    await published(client, uri)
    assert list(client.diagnostics) == [uri]


@pytest.mark.asyncio
async def test_a_long_text_is_linted_when_opened_and_saved(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "largo.txt").as_uri()
    assert await opened(client, uri, LONG) == ["POA101", "POA103", "POA803"]
    said = "largo.txt es muy largo: se revisa al abrirlo y al guardar, no mientras se escribe"
    assert [message.message for message in client.messages] == [said]
    change(client, uri, LONG.replace("100. ", "100.- "))
    assert (await hover(client, uri)).startswith("# POA803 "), "that of the run before"
    assert await actions(client, uri) == [], "an edit would be made in the wrong place"
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    assert await published(client, uri) == ["POA101", "POA103"]
    assert len(client.messages) == 1


@pytest.mark.asyncio
async def test_a_change_to_what_is_not_open_changes_nothing(client: LanguageClient, tmp_path: Path) -> None:
    change(client, (tmp_path / "otro.txt").as_uri(), FAULTY)
    assert await opened(client, (tmp_path / "informe.txt").as_uri(), FAULTY) == ["POA101", "POA103", "POA803"]
    assert client.messages == []


# A server in this process, with runs that end when the test lets them


def started() -> servers.Server:
    server = servers.server(Wishes(no_config=True, today="2026-01-01"), words("es"))
    server.protocol._workspace = Workspace(None, lsp.TextDocumentSyncKind.Full)
    return server


async def asked(server: servers.Server, uri: str) -> Any:
    params = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), NUMBER)
    return await server.protocol.fm.features[lsp.TEXT_DOCUMENT_HOVER](params)


def test_a_run_without_end_blocks_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    never, sound = threading.Event(), texts.findings

    def findings(source: Source, linter: Any) -> texts.Linted:
        if "LENTO" in source.text:
            never.wait()
        return sound(source, linter)

    async def story() -> None:
        server = started()
        for uri, text in (("untitled:lento", FAULTY + "\nLENTO"), ("untitled:otro", FAULTY)):
            server.workspace.put_text_document(lsp.TextDocumentItem(uri, "plaintext", 1, text))
        monkeypatch.setattr(servers, "PATIENCE", 0)
        assert await asked(server, "untitled:lento") is None
        monkeypatch.setattr(servers, "PATIENCE", 60)
        assert (await asked(server, "untitled:otro")).contents.value.startswith("# POA803 ")

    monkeypatch.setattr(texts, "findings", findings)
    asyncio.run(story())
    never.set()


def test_a_defect_in_one_document_is_a_diagnostic_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[lsp.PublishDiagnosticsParams] = []

    async def story() -> None:
        server = started()
        monkeypatch.setattr(server, "text_document_publish_diagnostics", sent.append)
        sound = server.linter.check

        def check(source: Source) -> Any:
            if "DEFECTO" in source.text:
                raise MemoryError
            return sound(source)

        monkeypatch.setattr(server.linter, "check", check)
        for uri, text in (("untitled:malo", "DEFECTO"), ("untitled:otro", FAULTY)):
            server.workspace.put_text_document(lsp.TextDocumentItem(uri, "plaintext", 1, text))
            await server.publish(uri)
        assert await asked(server, "untitled:malo") is None

    asyncio.run(story())
    (told,), found = (params.diagnostics for params in sent)
    assert "(MemoryError, " in told.message
    assert [one.code for one in found] == ["POA101", "POA103", "POA803"]


# Messages that no editor should send


class Raw:
    """A server, and messages to it byte by byte."""

    def __init__(self) -> None:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(COMMAND, cwd=ROOT, **pipes)
        self.ask({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"capabilities": {}}})

    def ask(self, message: object) -> dict[str, Any]:
        """The next message of the server after this one, sent as it is where it is bytes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
        length = 0
        while header := self.process.stdout.readline().strip():
            length = int(header.partition(b":")[2]) if header.startswith(b"Content-Length") else length
        answer: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return answer


@pytest.fixture(scope="module")
def raw() -> Iterator[Raw]:
    server = Raw()
    yield server
    server.process.kill()
    server.process.communicate()


PLACE = {"textDocument": {"uri": "untitled:x"}, "position": {"line": 0, "character": 0}}


@pytest.mark.parametrize(
    "params",
    [
        None,
        [],
        {},
        {**PLACE, "position": {"line": -1, "character": 0}},
        {**PLACE, "position": {"line": 2**40, "character": 0}},
        {**PLACE, "position": {"line": "uno", "character": 0}},
        {**PLACE, "textDocument": {}},
    ],
)
def test_parameters_that_are_none_are_refused(raw: Raw, params: object) -> None:
    answer = raw.ask({"jsonrpc": "2.0", "id": 7, "method": lsp.TEXT_DOCUMENT_HOVER, "params": params})
    assert (answer["id"], answer["error"]["code"]) == (7, -32602)


@pytest.mark.parametrize(
    "uri", ["", "x", "file://", "file://[x", "file:///%00", "file:///%ff", "file:///" + "a" * 9000, "http://[::1/"]
)
def test_every_uri_is_answered(raw: Raw, uri: str) -> None:
    asked = {**PLACE, "textDocument": {"uri": uri}, "position": {"line": 2**31 - 1, "character": 2**31 - 1}}
    answer = raw.ask({"jsonrpc": "2.0", "id": 8, "method": lsp.TEXT_DOCUMENT_HOVER, "params": asked})
    assert (answer["id"], answer.get("result")) == (8, None)
    assert "error" not in answer


@pytest.mark.parametrize(
    "message", [b"{", b"[1]", b'"x"', b"\xff", b'{"jsonrpc":"2.0","id":9,"method":"x","params":' + b'{"a":' * 9000]
)
def test_what_is_no_message_is_refused_and_the_server_goes_on(raw: Raw, message: bytes) -> None:
    assert raw.ask(message)["error"]["code"] in (-32700, -32600)
    answer = raw.ask({"jsonrpc": "2.0", "id": 10, "method": lsp.TEXT_DOCUMENT_HOVER, "params": PLACE})
    assert (answer["id"], "error" in answer) == (10, False)
