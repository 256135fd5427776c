"""An editor's view of a report beside its findings: parts to fold, pages of rules, files of settings, all fixes."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

pytest.importorskip("pygls")
pytest_lsp = pytest.importorskip("pytest_lsp")

from lsprotocol import types as lsp  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from poa_lint.authoring.samples import Page, Row, write  # noqa: E402
from tests.places import SEED  # noqa: E402
from tests.program import run  # noqa: E402

FAULTY = write([Page(metas=(Row(texto="100. ELABORAR 😀 INFORMES.", meta_anual="14"),))])
COMMAND = [sys.executable, "-m", "poa_lint", "lsp"]
RESOLVING = lsp.ClientCodeActionResolveOptions(["edit"])


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    actions = lsp.CodeActionClientCapabilities(data_support=True, resolve_support=RESOLVING)
    asked = lsp.ClientCapabilities(text_document=lsp.TextDocumentClientCapabilities(code_action=actions))
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=asked, root_uri=tmp_path.as_uri()))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))  # type: ignore[untyped-decorator]
async def plain(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    """An editor that asks for nothing that an editor may leave out."""
    asked = lsp.ClientCapabilities()
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=asked, root_uri=tmp_path.as_uri()))
    yield
    await lsp_client.shutdown_session()


async def opened(client: LanguageClient, path: Path, text: str) -> list[lsp.Diagnostic]:
    kind = "yaml" if path.suffix == ".yaml" else "plaintext"
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(path.as_uri(), kind, 1, text)))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[path.as_uri()])


async def hover(client: LanguageClient, path: Path, line: int, character: int) -> str:
    params = lsp.HoverParams(lsp.TextDocumentIdentifier(path.as_uri()), lsp.Position(line, character))
    answer = await client.text_document_hover_async(params)
    return answer.contents.value if answer and isinstance(answer.contents, lsp.MarkupContent) else ""


async def offered(client: LanguageClient, path: Path, *only: str) -> list[lsp.CodeAction]:
    span = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    context = lsp.CodeActionContext([], only=list(only) or None)
    params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(path.as_uri()), span, context)
    given = await client.text_document_code_action_async(params) or ()
    return [action for action in given if isinstance(action, lsp.CodeAction)]


def applied(text: str, action: lsp.CodeAction, uri: str) -> str:
    """A text after an action's edits, whose characters count in UTF-16."""
    assert action.edit is not None
    assert action.edit.changes is not None
    lines = text.split("\n")
    for edit in reversed(action.edit.changes[uri]):
        assert edit.range.start.line == edit.range.end.line, "a line each"
        units = lines[edit.range.start.line].encode("utf-16-le")
        head, tail = units[: 2 * edit.range.start.character], units[2 * edit.range.end.character :]
        lines[edit.range.start.line] = (head + edit.new_text.encode("utf-16-le") + tail).decode("utf-16-le")
    return "\n".join(lines)


@pytest.mark.asyncio
async def test_pages_can_be_folded(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    await opened(client, path, SEED.read_text(encoding="utf-8"))
    params = lsp.FoldingRangeParams(lsp.TextDocumentIdentifier(path.as_uri()))
    folds = await client.text_document_folding_range_async(params) or ()
    assert [(fold.start_line, fold.end_line) for fold in folds] == [
        (7, 55),
        (56, 91),
        (92, 138),
        (139, 200),
        (201, 241),
    ]


@pytest.mark.asyncio
async def test_all_fixes_are_those_of_the_command_line(client: LanguageClient, tmp_path: Path) -> None:
    path, text = tmp_path / "informe.txt", SEED.read_text(encoding="utf-8")
    await opened(client, path, text)
    (offer,) = await offered(client, path, "source.fixAll.poa-lint")
    assert (offer.kind, offer.edit) == ("source.fixAll.poa-lint", None), "the edits are found when they are asked for"
    assert offer.title == "Arreglar todo lo que solo cambia la forma (como poa-lint --fix)"
    after = applied(text, await client.code_action_resolve_async(offer), path.as_uri())
    path.write_text(text, encoding="utf-8")
    run(path, "--fix", cwd=tmp_path)
    assert after == path.read_text(encoding="utf-8") != text


@pytest.mark.asyncio
async def test_an_editor_that_cannot_ask_again_has_the_edits_at_once(plain: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    await opened(plain, path, FAULTY)
    for only in ((), ("source",), ("source.fixAll",), ("source.fixAll.poa-lint",)):
        *_, offer = await offered(plain, path, *only)
        assert applied(FAULTY, offer, path.as_uri()) == FAULTY.replace("100. ", "100.- ")


@pytest.mark.asyncio
async def test_nothing_is_offered_for_all_where_nothing_can_be_mended(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    await opened(client, path, FAULTY.replace("100. ", "100.- "))
    assert await offered(client, path, "source.fixAll") == []


@pytest.mark.asyncio
async def test_settings_give_findings_and_hovers_the_address_of_a_rules_page(
    client: LanguageClient, tmp_path: Path
) -> None:
    path = tmp_path / "informe.txt"
    (tmp_path / "poa-lint.yaml").write_text("docs: https://example.org/{code}.html\n", encoding="utf-8")
    found = await opened(client, path, FAULTY)
    assert [one.code_description and one.code_description.href for one in found] == [
        f"https://example.org/{one.code}.html" for one in found
    ]
    place = next(one.range.start for one in found if one.code == "POA103")
    page = await hover(client, path, place.line, place.character)
    assert page.endswith("[La página de la regla](https://example.org/POA103.html)")
    assert "[POA101](https://example.org/POA101.html)" in page, "other rules that the page names are linked likewise"


@pytest.mark.asyncio
async def test_without_an_address_codes_are_no_links(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    found = await opened(client, path, FAULTY)
    place = next(one.range.start for one in found if one.code == "POA103")
    page = await hover(client, path, place.line, place.character)
    assert "POA101" in page
    assert "](" not in page
    assert {one.code_description for one in found} == {None}


WAIVERS = "- rule: POA301\n  where: 511/101\n  reason: suma-trimestral y demás\n  until: 2026-12-31\n"


@pytest.mark.asyncio
async def test_a_rules_name_in_a_file_of_settings_has_its_page(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "dispensas.yaml"
    assert await opened(client, path, WAIVERS) == [], "it is no report"
    for character in (8, 10, 14):
        assert (await hover(client, path, 0, character)).startswith("# POA301 desviacion-sin-observacion\n")
    assert (await hover(client, path, 2, 14)).startswith("# POA101 suma-trimestral\n")
    for line, character in ((0, 3), (1, 10), (4, 0), (99, 0)):
        assert await hover(client, path, line, character) == ""
    assert await offered(client, path) == []
    where = lsp.TextDocumentIdentifier(path.as_uri())
    assert not await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(where))
    assert not await client.text_document_folding_range_async(lsp.FoldingRangeParams(where))


@pytest.mark.asyncio
async def test_a_fault_of_settings_stands_in_their_own_file(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "poa-lint.yaml"
    path.write_text("# ñ 😀\nignore: [POA101, POA999]\n", encoding="utf-8")
    (one,) = await opened(client, path, path.read_text(encoding="utf-8"))
    assert (one.range.start, one.range.end) == (lsp.Position(1, 17), lsp.Position(1, 23))
    assert one.message.startswith("no existe la regla «POA999»")
    path.write_text("ignore: [POA101]\n", encoding="utf-8")
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(path.as_uri())))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert list(client.diagnostics[path.as_uri()]) == []
