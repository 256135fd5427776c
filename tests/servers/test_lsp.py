"""The language server, before a client that is not ours, and in a real editor without a screen."""

import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

pytest.importorskip("pygls")
pytest_lsp = pytest.importorskip("pytest_lsp")

from lsprotocol import types as lsp  # noqa: E402
from pytest_lsp import ClientServerConfig, LanguageClient  # noqa: E402

from poa_lint.authoring.samples import Page, Row, write  # noqa: E402
from poa_lint.config.waiver_file import read  # noqa: E402
from poa_lint.rulebook.builtin import built_in_rules  # noqa: E402
from tests.output import beside  # noqa: E402
from tests.places import ROOT, SEED  # noqa: E402
from tests.program import run  # noqa: E402

FAULTY = write([Page(metas=(Row(texto="100. ELABORAR 😀 INFORMES.", meta_anual="14"),))])
"""A number without its dash (safe), and a META ANUAL that is not the sum (shown)."""


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-m", "poa_lint", "lsp"]))  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient, tmp_path: Path) -> AsyncIterator[None]:
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=lsp.ClientCapabilities(), root_uri=tmp_path.as_uri())
    )
    yield
    await lsp_client.shutdown_session()


async def opened(client: LanguageClient, path: Path, text: str) -> list[lsp.Diagnostic]:
    """What the server says of a document that is opened."""
    document = lsp.TextDocumentItem(path.as_uri(), "plaintext", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[path.as_uri()])


def offset(text: str, at: lsp.Position) -> int:
    """The offset of a position that counts UTF-16 code units."""
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: at.line])
    return before + len(lines[at.line].encode("utf-16-le")[: 2 * at.character].decode("utf-16-le"))


@pytest.mark.asyncio
async def test_findings_come_as_one_types(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    found = await opened(client, path, FAULTY)
    assert [one.code for one in found] == ["POA101", "POA103", "POA803"]
    number = next(one for one in found if one.code == "POA803")
    goal = next(one for one in found if one.code == "POA101")
    assert FAULTY[offset(FAULTY, number.range.start) : offset(FAULTY, number.range.end)] == "100"
    assert FAULTY[offset(FAULTY, goal.range.start) : offset(FAULTY, goal.range.end)] == "14", "behind an emoji"
    assert goal.severity is lsp.DiagnosticSeverity.Error
    change = lsp.TextDocumentContentChangeWholeDocument(write([Page()]))
    document = lsp.VersionedTextDocumentIdentifier(version=2, uri=path.as_uri())
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert list(client.diagnostics[path.as_uri()]) == []


@pytest.mark.asyncio
async def test_the_seed_has_in_the_editor_what_it_has_elsewhere(client: LanguageClient, tmp_path: Path) -> None:
    found = await opened(client, tmp_path / "informe.txt", SEED.read_text(encoding="utf-8"))
    lines = run(SEED, "-f", "concise").stdout.decode().splitlines()
    assert [(one.range.start.line + 1, one.code) for one in found] == [
        (int(line.split(":")[1]), line.split()[2]) for line in lines
    ]


@pytest.mark.asyncio
async def test_hover_explains_the_rule(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    found = await opened(client, path, FAULTY)
    document = lsp.TextDocumentIdentifier(path.as_uri())
    hover = await client.text_document_hover_async(lsp.HoverParams(document, found[0].range.start))
    assert isinstance(hover, lsp.Hover)
    assert isinstance(hover.contents, lsp.MarkupContent)
    assert hover.contents.value.startswith("# POA101 suma-trimestral\n")
    assert "## Cómo corregir" in hover.contents.value
    nowhere = await client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(0, 0)))
    assert nowhere is None


async def offered(client: LanguageClient, path: Path, one: lsp.Diagnostic) -> list[lsp.CodeAction | lsp.Command]:
    params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(path.as_uri()), one.range, lsp.CodeActionContext([]))
    return list(await client.text_document_code_action_async(params) or ())


async def actions(client: LanguageClient, path: Path, one: lsp.Diagnostic) -> list[lsp.CodeAction]:
    return [action for action in await offered(client, path, one) if isinstance(action, lsp.CodeAction)]


@pytest.mark.asyncio
async def test_a_safe_fix_is_preferred_and_changes_the_cell_alone(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    found = await opened(client, path, FAULTY)
    fix, waive, _ = await actions(client, path, next(one for one in found if one.code == "POA803"))
    assert (fix.title, fix.is_preferred) == ("Arreglar POA803: solo cambia la forma", True)
    assert fix.edit is not None
    assert fix.edit.changes is not None
    (edit,) = fix.edit.changes[path.as_uri()]
    after = FAULTY[: offset(FAULTY, edit.range.start)] + edit.new_text + FAULTY[offset(FAULTY, edit.range.end) :]
    assert after == FAULTY.replace("100. ", "100.- ")
    assert waive.title.startswith("Dispensar POA803 aquí")


@pytest.mark.asyncio
async def test_a_repair_is_shown_and_not_made(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    found = await opened(client, path, FAULTY)
    given = await offered(client, path, next(one for one in found if one.code == "POA101"))
    (show,) = [action for action in given if isinstance(action, lsp.Command)]
    assert show.title == "Ver: META ANUAL dice 14 y sería 4"
    await client.workspace_execute_command_async(lsp.ExecuteCommandParams(show.command, show.arguments))
    assert client.messages[-1].message == "POA101: META ANUAL dice 14 y sería 4"


@pytest.mark.asyncio
async def test_a_waiver_is_begun_and_a_person_has_to_end_it(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    before = "# dispensas\n- {rule: POA101, where: '*', reason: acta de cabildo 15/2024, until: 2024-01-01}"
    (tmp_path / "dispensas.yaml").write_text(before, encoding="utf-8")
    found = await opened(client, path, FAULTY)
    waive, _ = await actions(client, path, next(one for one in found if one.code == "POA101"))
    assert waive.edit is not None
    assert waive.edit.document_changes is not None
    create, change = waive.edit.document_changes
    assert isinstance(create, lsp.CreateFile)
    assert isinstance(change, lsp.TextDocumentEdit)
    (edit,) = change.edits
    assert isinstance(edit, lsp.TextEdit)
    assert edit.range.start == lsp.Position(1, len(before.split("\n")[1]))
    _, wrong = read("dispensas.yaml", before + edit.new_text, built_in_rules())
    assert {trouble.kind for trouble in wrong} == {"not-a-text"}, "reason and end are empty"
    done = edit.new_text.replace('reason: ""', "reason: Oficio OM-12/2024, anexo 3").replace(
        'until: ""', "until: 2999-01-01"
    )
    _, wrong = read("dispensas.yaml", before + done, built_in_rules())
    assert not wrong
    (tmp_path / "dispensas.yaml").write_text(before + done, encoding="utf-8")
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(path.as_uri())))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert [one.code for one in client.diagnostics[path.as_uri()]] == ["POA103", "POA803"]


@pytest.mark.asyncio
async def test_the_outline_has_units_and_goals(client: LanguageClient, tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    await opened(client, path, SEED.read_text(encoding="utf-8"))
    params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(path.as_uri()))
    units = [
        one
        for one in await client.text_document_document_symbol_async(params) or ()
        if isinstance(one, lsp.DocumentSymbol)
    ]
    assert [unit.name.split()[0] for unit in units] == ["101", "102", "201", "202"]
    assert sum(len(unit.children or ()) for unit in units) == 25
    for part in (*units, *(goal for unit in units for goal in unit.children or ())):
        assert part.range.start <= part.selection_range.start <= part.selection_range.end <= part.range.end


@pytest.mark.asyncio
async def test_settings_that_are_not_in_order_are_said_in_the_document(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("ignor: [POA101]\n", encoding="utf-8")
    (one,) = await opened(client, tmp_path / "informe.txt", FAULTY)
    assert "¿quiso decir «ignore»?" in one.message


SETTINGS = "compare: {plan: 'planes/{ejercicio}', against: antes}\n"


def compared(tmp_path: Path) -> Path:
    """A report whose settings name a plan and last quarter's report; its own path, where it is saved as well."""
    for folder in ("planes/2024", "antes"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "poa-lint.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "planes" / "2024" / "poa.txt").write_text(beside.report(beside.EARLIER, ""), encoding="utf-8")
    (tmp_path / "antes" / "t1.txt").write_text(beside.report(beside.EARLIER, "31-mar.-24"), encoding="utf-8")
    path = tmp_path / "antes" / "t2.txt"
    path.write_text(beside.report(beside.LATER), encoding="utf-8")
    return path


@pytest.mark.asyncio
async def test_what_settings_name_is_compared_and_its_place_is_in_its_own_file(
    client: LanguageClient, tmp_path: Path
) -> None:
    path = compared(tmp_path)
    found = await opened(client, path, path.read_text(encoding="utf-8"))
    annual = next(one for one in found if one.code == "POA901")
    plan, last = annual.related_information or ()
    assert plan.location.uri == (tmp_path / "planes" / "2024" / "poa.txt").as_uri()
    assert last.location.uri == (tmp_path / "antes" / "t1.txt").as_uri()
    (line,) = (number for number, text in enumerate(beside.report(beside.EARLIER, "").split("\n")) if "205.-" in text)
    assert plan.location.range.start == lsp.Position(line, 0)
    assert plan.location.range.end.line == line
    assert plan.message == "META ANUAL = 4"
    assert "POA915" not in [one.code for one in found], "the file that the editor holds is no other report"


@pytest.mark.asyncio
async def test_a_place_in_a_workbook_is_said_in_words(client: LanguageClient, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    from tests.comparison.writing import workbook

    path = compared(tmp_path)
    plan, last = tmp_path / "planes" / "2024" / "poa.txt", tmp_path / "antes" / "t1.txt"
    lines = [tuple(line.split("\t")) for line in plan.read_text(encoding="utf-8").split("\n")]
    plan.with_suffix(".xlsx").write_bytes(workbook([lines]))
    plan.unlink()
    last.with_suffix(".csv").write_text(last.read_text(encoding="utf-8").replace("\t", ";"), encoding="utf-8")
    last.unlink()
    found = await opened(client, path, path.read_text(encoding="utf-8"))
    planned, before = next(one for one in found if one.code == "POA901").related_information or ()
    assert planned.location.uri == plan.with_suffix(".xlsx").as_uri()
    assert planned.location.range == lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)), "a workbook has no lines"
    row = next(number for number, line in enumerate(lines, 1) if any("205.-" in cell for cell in line))
    assert planned.message == f"META ANUAL = 4 (hoja 'Hoja 1' celda D{row})"
    assert before.location.range.start == lsp.Position(row - 1, 0), "delimited text has"
    assert before.message == f"META ANUAL = 4 (línea {row}, columna META ANUAL)"


@pytest.mark.asyncio
async def test_a_plan_that_another_program_changed_is_compared_anew(client: LanguageClient, tmp_path: Path) -> None:
    path = compared(tmp_path)
    await opened(client, path, path.read_text(encoding="utf-8"))
    plan = tmp_path / "planes" / "2024" / "poa.txt"
    plan.write_text(beside.report(beside.LATER, ""), encoding="utf-8")
    change = lsp.FileEvent(plan.as_uri(), lsp.FileChangeType.Changed)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not {"POA901", "POA902", "POA904"} & {one.code for one in client.diagnostics[path.as_uri()]}


@pytest.mark.asyncio
async def test_what_was_not_compared_is_said_at_the_head(client: LanguageClient, tmp_path: Path) -> None:
    path = compared(tmp_path)
    found = await opened(client, path, path.read_text(encoding="utf-8").replace("ANUAL 2024", "ANUAL 2023"))
    said = [one for one in found if not one.code]
    assert [one.message.partition(":")[0] for one in said] == [
        "no se comparó con el informe anterior",
        "no se comparó con el plan",
    ]
    assert all(one.range.start == lsp.Position(0, 0) for one in said)
    assert {one.severity for one in said} == {lsp.DiagnosticSeverity.Information}


# A real editor

NVIM = shutil.which("nvim")
SCRIPT = """
local report, server, out = unpack(vim.fn.json_decode(vim.env.POA_LINT_TEST))
vim.cmd('edit ' .. vim.fn.fnameescape(report))
local client = vim.lsp.start_client({name = 'poa-lint', cmd = server, root_dir = vim.fn.fnamemodify(report, ':h')})
vim.lsp.buf_attach_client(0, client)
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
local found = vim.diagnostic.get(0)
local fixed = false
for _, one in ipairs(found) do
  if one.code == 'POA004' then
    local place = {line = one.lnum, character = one.col}
    local params = {textDocument = vim.lsp.util.make_text_document_params(),
                    range = {start = place, ['end'] = place}, context = {diagnostics = {}}}
    local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000)
    local action = answers[client].result[1]
    vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    fixed = action.isPreferred
  end
end
vim.wait(20000, function() return #vim.diagnostic.get(0) < #found end, 50)
local codes = {}
for _, one in ipairs(found) do table.insert(codes, one.code) end
vim.fn.writefile({vim.fn.json_encode({codes = codes, left = #vim.diagnostic.get(0), preferred = fixed})}, out)
vim.cmd('set nofixendofline | silent write!')
vim.cmd('qall!')
"""


@pytest.mark.skipif(NVIM is None, reason="neovim is not on this machine")
def test_neovim_shows_the_seeds_findings_and_applies_a_safe_fix(tmp_path: Path) -> None:
    report, out, script = tmp_path / "informe.txt", tmp_path / "out.json", tmp_path / "prueba.lua"
    report.write_bytes(SEED.read_bytes())
    script.write_text(SCRIPT, encoding="utf-8")
    said = [str(report), [sys.executable, "-m", "poa_lint", "lsp"], str(out)]
    environment = {
        "POA_LINT_TEST": json.dumps(said),
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }
    command = [str(NVIM), "--headless", "--clean", "-n", "-c", f"luafile {script}"]
    done = subprocess.run(
        command, env=environment, capture_output=True, check=False, timeout=90, stdin=subprocess.DEVNULL
    )
    assert out.exists(), done.stderr.decode()
    told = json.loads(out.read_text(encoding="utf-8"))
    assert len(told["codes"]) == 51
    assert (told["left"], told["preferred"]) == (50, True)
    assert report.read_bytes() == SEED.read_bytes().replace(b"I/A\t", b"L/A\t")
