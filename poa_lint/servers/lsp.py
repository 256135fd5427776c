"""A language server (extra `lsp`): findings as one types, rules explained on hover, fixes and waivers as actions.

The text that an editor holds is what is linted; settings and waivers are those that hold for its file.
"""

import asyncio
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from poa_lint.api import NAME, Linter, Wishes
from poa_lint.authoring import markdown
from poa_lint.config import waiver_file
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.config.waivers import UNWAIVABLE
from poa_lint.core.diagnostic import Diagnostic, Fixable, Related, Severity
from poa_lint.core.form import built_in_forms
from poa_lint.core.report import Meta
from poa_lint.core.result import FileResult
from poa_lint.core.source import Edit, Position, Source, Span
from poa_lint.core.text import visible
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.linter.check import scorer
from poa_lint.reading import read
from poa_lint.rulebook import troubles

PAUSE: Final = 0.15
"""Seconds without a change after which a text is linted."""
SHOW: Final = "poa-lint.show"
"""The command of actions that only say something."""
SEVERITIES: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
_LONE_RETURN: Final = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class _Linted:
    """A document as it was linted last."""

    version: int | None
    source: Source
    result: FileResult


class Server(LanguageServer):
    """Lints the documents that editors hold open. `wishes` are those of the command line, over settings."""

    def __init__(self, wishes: Wishes, words: Words) -> None:
        # Whole texts, not changes: what ends a line is not the same for every editor.
        super().__init__("poa-lint", VERSION, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.wishes, self.words = wishes, words
        self.linter = Linter(wishes, words)
        self.linted: dict[str, _Linted] = {}

    def source(self, uri: str) -> Source:
        """A document's text; lines end where editors end them too."""
        text = self.workspace.get_text_document(uri).source
        return Source(to_fs_path(uri) or NAME, _LONE_RETURN.sub("\n", text))

    def lint(self, uri: str) -> _Linted:
        """A document's findings, linted anew where it changed."""
        version = self.workspace.get_text_document(uri).version
        known = self.linted.get(uri)
        if known is not None and known.version == version:
            return known
        source = self.source(uri)
        linted = _Linted(version, source, self.linter.check(source))
        self.linted[uri] = linted
        return linted

    def publish(self, uri: str) -> None:
        """Send a document's findings, or the first fault of the settings that hold for it."""
        faults = self.linter.configured(to_fs_path(uri) or NAME).faults
        if faults:
            diagnostics = [self.misuse(f"{faults[0].path}: {troubles.sentence(faults[0], self.words)}")]
        else:
            result = self.lint(uri).result
            diagnostics = [self.diagnostic(uri, result, finding) for finding in result.standing]
        version = self.workspace.get_text_document(uri).version
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics, version))

    def misuse(self, message: str) -> lsp.Diagnostic:
        """Settings that are not in order, at the head of the document."""
        start = lsp.Position(0, 0)
        return lsp.Diagnostic(lsp.Range(start, start), message, lsp.DiagnosticSeverity.Error, source="poa-lint")

    def diagnostic(self, uri: str, result: FileResult, finding: Diagnostic) -> lsp.Diagnostic:
        """One finding as editors take it."""
        return lsp.Diagnostic(
            range=self.range(result, finding),
            message="\n".join(filter(None, (finding.message, finding.work, finding.help))),
            severity=SEVERITIES[finding.severity],
            code=finding.code,
            source="poa-lint",
            related_information=[
                lsp.DiagnosticRelatedInformation(lsp.Location(uri, self.range(result, cell)), cell.message)
                for cell in finding.related
            ],
            data=finding.key,
        )

    def range(self, result: FileResult, part: Diagnostic | Related | Edit) -> lsp.Range:
        """The range of a part of the text in the units that the editor counts in."""
        start, end = (self.position(result.lines.get(at.line, ""), at) for at in (part.start, part.end))
        return lsp.Range(start, end)

    def position(self, line: str, at: Position) -> lsp.Position:
        """A position in the editor's units: bytes, UTF-16 code units (the rule) or characters."""
        before = line[: at.column - 1]
        match self.workspace.position_encoding:
            case lsp.PositionEncodingKind.Utf8:
                units = len(before.encode("utf-8", "surrogatepass"))
            case lsp.PositionEncodingKind.Utf32:
                units = len(before)
            case _:
                units = len(before.encode("utf-16-le", "surrogatepass")) // 2
        return lsp.Position(at.line - 1, units)

    def at(self, uri: str, wanted: lsp.Range) -> Iterator[Diagnostic]:
        """The findings that count and touch a range of a document."""
        result = self.lint(uri).result
        for finding in result.standing:
            touched = self.range(result, finding)
            if touched.start <= wanted.end and wanted.start <= touched.end:
                yield finding

    def actions(self, uri: str, finding: Diagnostic) -> Iterator[lsp.CodeAction | lsp.Command]:
        """The actions on a finding: its fix, its repairs shown, a waiver."""
        result = self.lint(uri).result
        shown = self.diagnostic(uri, result, finding)
        if finding.edits:
            edits = [lsp.TextEdit(self.range(result, edit), edit.text) for edit in finding.edits]
            safe = finding.fixable is Fixable.SAFE
            title = self.words("lsp.fix" if safe else "lsp.unsafe", code=finding.code)
            change = lsp.WorkspaceEdit(changes={uri: edits})
            kind = lsp.CodeActionKind.QuickFix
            yield lsp.CodeAction(title, kind, [shown], edit=change, is_preferred=safe)
        for repair in result.repairs:
            if finding.key in repair.resolves:
                title = self.words("lsp.repair", changes=visible(repair.message))
                yield lsp.Command(title, SHOW, arguments=[f"{finding.code}: {repair.message}"])
        if finding.code not in UNWAIVABLE:
            title = self.words("lsp.waive", code=finding.code)
            edit = self.waiver(uri, finding, result)
            yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, [shown], edit=edit)

    def waiver(self, uri: str, finding: Diagnostic, result: FileResult) -> lsp.WorkspaceEdit:
        """A waiver at the end of its file, its reason and its end left for a person to write."""
        path = to_fs_path(uri) or NAME
        config = self.linter.files(path)
        target = config.waivers or os.path.join(os.path.dirname(config.settings or path), WAIVERS)
        address = finding.key.split(":", 3)[3].partition("#")[0]
        summary = result.summary
        period = (("year", summary.ejercicio), ("quarter", summary.trimestre)) if summary else ()
        fields = [("rule", finding.code), ("where", address), *((key, str(value)) for key, value in period if value)]
        before = Path(target).read_text(encoding="utf-8") if os.path.isfile(target) else ""
        after = waiver_file.with_another(before, [*fields, ("reason", ""), ("until", "")])
        home = from_fs_path(os.path.abspath(target)) or ""
        end = lsp.Position(before.count("\n"), len(before.rpartition("\n")[2]))
        edit = lsp.TextEdit(lsp.Range(end, end), after.removeprefix(before))
        document = lsp.OptionalVersionedTextDocumentIdentifier(home)
        create = lsp.CreateFile(home, options=lsp.CreateFileOptions(ignore_if_exists=True))
        return lsp.WorkspaceEdit(document_changes=[create, lsp.TextDocumentEdit(document, [edit])])

    def outline(self, uri: str) -> list[lsp.DocumentSymbol]:
        """The report's units, and in each its goals."""
        source = self.source(uri)
        rules = self.linter.configured(source.path).rules
        informe = read.read(source, built_in_forms(), scorer(rules), lambda *_: "").informe
        symbols: list[lsp.DocumentSymbol] = []
        for unidad in informe.unidades:
            goals = [self.goal(source, meta) for meta in unidad.metas]
            whole = Span(unidad.paginas[0].span.start, unidad.paginas[-1].span.end)
            head = unidad.unidad_ejecutora.span
            symbols.append(self.symbol(source, unidad.nombre, lsp.SymbolKind.Class, whole, head, goals))
        return symbols

    def goal(self, source: Source, meta: Meta) -> lsp.DocumentSymbol:
        """One goal: its number and the words that it opens with."""
        name = f"{meta.numero.raw} {meta.texto.raw}".strip()
        return self.symbol(source, name, lsp.SymbolKind.Field, meta.span, meta.texto.span, ())

    def symbol(
        self,
        source: Source,
        name: str,
        kind: lsp.SymbolKind,
        whole: Span,
        head: Span,
        children: Sequence[lsp.DocumentSymbol],
    ) -> lsp.DocumentSymbol:
        """A part of the outline. What is selected stands inside the whole, as editors demand."""
        inside = Span(max(whole.start, min(head.start, whole.end)), min(whole.end, max(head.end, whole.start)))
        ranges = [
            lsp.Range(*(self.position(source.line(end.line), end) for end in map(source.position, span)))
            for span in (whole, inside)
        ]
        return lsp.DocumentSymbol(visible(name)[:80] or "?", kind, ranges[0], ranges[1], children=list(children))


def server(wishes: Wishes, words: Words) -> Server:
    """A server with all that it can do, not yet started."""
    server = Server(wishes, words)
    _follow_documents(server)
    _answer_questions(server)
    return server


def _follow_documents(server: Server) -> None:
    """Lint documents that are opened, changed and saved."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        ls.publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, _: lsp.DidSaveTextDocumentParams) -> None:
        """Settings or waivers may have been what was saved."""
        ls.linter = Linter(ls.wishes, ls.words)
        ls.linted.clear()
        for uri in ls.workspace.text_documents:
            ls.publish(uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        uri, version = params.text_document.uri, params.text_document.version
        await asyncio.sleep(PAUSE)
        documents = ls.workspace.text_documents
        if uri in documents and documents[uri].version == version:
            ls.publish(uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        ls.linted.pop(uri, None)
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


def _answer_questions(server: Server) -> None:
    """Answer an editor's questions about a place in a document, or about all of it."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        uri, point = params.text_document.uri, lsp.Range(params.position, params.position)
        rules = ls.linter.configured(to_fs_path(uri) or NAME).as_written
        codes = dict.fromkeys(finding.code for finding in ls.at(uri, point))
        pages = [markdown.page(rules.checks[code], rules, built_in_forms(), ls.words) for code in codes]
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(pages))) if pages else None

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))
    def actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction | lsp.Command]:
        uri = params.text_document.uri
        return [action for finding in ls.at(uri, params.range) for action in ls.actions(uri, finding)]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(ls: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        return ls.outline(params.text_document.uri)

    @server.command(SHOW)
    def show(ls: Server, message: str) -> None:
        ls.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, message))
