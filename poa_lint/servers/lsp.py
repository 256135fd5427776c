"""A language server (extra `lsp`): findings as one types, rules explained on hover, fixes and waivers as actions.

The text that an editor holds is what is linted, or the file where no editor holds it; settings and waivers are those
that hold for the file. Everything that takes time is done aside, so that a question is answered while a run goes on.
"""

import asyncio
import os
from collections.abc import Generator, Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import unquote

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcParseError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method
from pygls.protocol.json_rpc import JsonRPCNotification

from poa_lint.api import NAME, Wishes
from poa_lint.core.text import visible
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.servers import hovers, texts
from poa_lint.servers.actions import FIX_ALL, SHOW, Action, Actions
from poa_lint.servers.counterparts import ComparingLinter, Shelf
from poa_lint.servers.ranges import Ranges, at_the_head
from poa_lint.servers.runs import aside
from poa_lint.servers.texts import Document, Linted, Outline

PAUSE: Final = 0.15
"""Seconds without a change after which a text is linted."""
WATCHED: Final = "**/*.{txt,tsv,csv,xlsx,xlsm,xls,xlsb,ods,docx,pdf,yaml,toml}"
"""The files of which an editor is asked to tell when another program changed them: reports, plans, settings."""
PATIENCE: Final = 3
"""Seconds for which a question about a text waits for the run on it; then the run before has to do."""


class Protocol(LanguageServerProtocol):
    """The protocol, with an answer to requests that are not as they should be: who asks is waiting."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """A message from JSON; one that cannot be made is refused, and a notification without meaning stands for it."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" not in data:
                raise
            if "id" in data:
                self.refuse(data["id"], error)
            return JsonRPCNotification(method="$/refused", jsonrpc=self.VERSION, params=None)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        """Take a change to a document that is open; there is nothing to change in another."""
        if unquote(params.text_document.uri) in self.workspace.text_documents:
            yield from super().lsp_text_document__did_change(params)

    def refuse(self, identifier: Any, error: JsonRpcException) -> None:
        """Answer a request with an error; `identifier` is None where it is not known."""
        self._send_response(identifier, error=error.to_response_error())


class Server(LanguageServer):
    """Lints the documents that editors hold open. `wishes` are those of the command line, over settings."""

    protocol: Protocol

    def __init__(self, wishes: Wishes, words: Words) -> None:
        # Whole texts, not changes: what ends a line is not the same for every editor.
        super().__init__(
            "poa-lint",
            VERSION,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Full,
            protocol_cls=Protocol,
            converter_factory=default_converter,
        )
        self.wishes, self.words = wishes, words
        self.linter = ComparingLinter(wishes, words, Shelf())
        self.documents: dict[str, Document] = {}

    @property
    def ranges(self) -> Ranges:
        """The places of findings in the units of this editor."""
        return Ranges(self.workspace.position_encoding)

    @property
    def asks_for_edits(self) -> bool:
        """True if the editor asks for the edits of an action when it is chosen."""
        asked = self.client_capabilities.text_document
        asked_actions = asked and asked.code_action
        later = asked_actions and asked_actions.data_support and asked_actions.resolve_support
        return bool(later and "edit" in later.properties)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Refuse a message that could not be read at all; everything else is told as pygls tells it."""
        if source is JsonRpcException:
            kind = JsonRpcParseError if isinstance(error, ValueError | RecursionError) else JsonRpcInvalidRequest
            self.protocol.refuse(None, kind(str(error)))
        else:
            super().report_server_error(error, source)

    def held(self, uri: str) -> Document | None:
        """The document that an editor holds open under a URI; None where none does."""
        key = unquote(uri)
        document = self.workspace.text_documents.get(key)
        if document is None:
            return None
        if key not in self.documents or self.documents[key].document is not document:
            self.documents[key] = Document(document, lambda: self.linter, self.ranges)
        return self.documents[key]

    async def linted(self, uri: str, *, older: bool) -> Linted:
        """Return the findings in a document, or in the file where no editor holds it.

        A text that is not linted yet is waited for, if it is short and the run takes no long time. Else it is what was
        found in an `older` state of it, where that will do; or nothing.
        """
        if texts.is_settings(uri):
            return Linted()
        document = self.held(uri)
        if document is None:
            work = partial(texts.findings, linter=self.linter)
            return await aside(lambda: texts.of_file(uri, self.linter, work)) or Linted()
        try:
            if document.is_live:
                return await asyncio.wait_for(document.findings.value(), PATIENCE)
        except TimeoutError:
            pass  # the run goes on, and its findings are published at its end
        return (document.findings.last if older else document.findings.current) or Linted()

    async def outline(self, uri: str) -> Outline:
        """The outline of a document, or of the file where no editor holds it; of a long text, that of its last run."""
        if texts.is_settings(uri):
            return Outline()
        document = self.held(uri)
        if document is None:
            work = partial(texts.outline, linter=self.linter, ranges=self.ranges)
            return await aside(lambda: texts.of_file(uri, self.linter, work)) or Outline()
        last = document.outline.last
        if document.is_too_large or (not document.is_live and last is not None and document.findings.current is None):
            return last or Outline()
        return await document.outline.value()

    async def mended(self, uri: str) -> list[lsp.TextEdit]:
        """The edits that make all safe fixes in a document, or in the file where no editor holds it.

        None where the text changed meanwhile: they would be made in the wrong places.
        """
        document, work = self.held(uri), partial(texts.mended, linter=self.linter, ranges=self.ranges)
        if document is None:
            return await aside(lambda: texts.of_file(uri, self.linter, work)) or []
        version, source = document.document.version, document.source
        edits = await aside(lambda: work(source))
        return edits if document.document.version == version else []

    async def publish(self, uri: str) -> None:
        """Send a document's findings, once for each state of its text: an older one is overtaken."""
        document = self.held(uri)
        if document is None:
            return
        if texts.is_settings(uri):
            faults = await aside(lambda: texts.faults(uri, self.linter, self.ranges))
            if self.held(uri) is document:
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, faults))
            return
        self.tell_of_size(document)
        linted = Linted() if document.is_too_large else await document.findings.value()
        if self.held(uri) is not document or document.published is linted:
            return
        document.published = linted
        diagnostics = [at_the_head(linted.trouble)] if linted.trouble else []
        if linted.result is not None and linted.held is not None:
            result, page_of = linted.result, linted.held.settings.page_of
            diagnostics = [
                self.ranges.diagnostic(document.uri, result, one, page_of(one.code, self.words.language))
                for one in result.standing
            ]
            diagnostics += [at_the_head(remark, lsp.DiagnosticSeverity.Information) for remark in result.remarks]
        version = document.document.version
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(document.uri, diagnostics, version))

    async def anew(self, *, settings: bool) -> None:
        """Lint every document again; where `settings` were changed, what it is compared with is read again, too."""
        self.linter = ComparingLinter(self.wishes, self.words, Shelf() if settings else self.linter.shelf)
        await asyncio.gather(*(self.publish(document.uri) for document in self.workspace.text_documents.values()))

    def tell_of_size(self, document: Document) -> None:
        """Say once of a long document that it is not linted as it is typed."""
        if document.is_live or document.told:
            return
        document.told = True
        kind = "lsp.too-large" if document.is_too_large else "lsp.large"
        sentence = self.words(kind, name=visible(os.path.basename(texts.path_of(document.uri) or document.uri)))
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, sentence))


def server(wishes: Wishes, words: Words) -> Server:
    """A server with all that it can do, not yet started."""
    server = Server(wishes, words)
    _follow_documents(server)
    _watch_files(server)
    _answer_questions(server)
    _offer_actions(server)
    return server


def _follow_documents(server: Server) -> None:
    """Lint documents that are opened, changed and saved."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        await ls.publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        """Settings or waivers may have been what was saved."""
        await ls.anew(settings=texts.is_settings(params.text_document.uri))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        document = ls.held(params.text_document.uri)
        if document is None:
            return
        if not document.is_live:
            ls.tell_of_size(document)
            return
        version = document.document.version
        await asyncio.sleep(PAUSE)
        if document.document.version == version:
            await ls.publish(document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        ls.documents.pop(unquote(uri), None)
        ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


def _watch_files(server: Server) -> None:
    """Lint again where another program changed a file of settings, or one that documents are compared with."""

    @server.feature(lsp.INITIALIZED)
    async def initialized(ls: Server, _: lsp.InitializedParams) -> None:
        """Ask to be told of files that change; editors that cannot do so tell of what is saved in them alone."""
        asked = ls.client_capabilities.workspace
        watching = asked and asked.did_change_watched_files
        if watching and watching.dynamic_registration:
            options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(WATCHED)])
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            await ls.client_register_capability_async(
                lsp.RegistrationParams([lsp.Registration("watched", method, options)])
            )

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def watched(ls: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
        """A file that documents are compared with, or that of settings, may have been changed by another program."""
        if any(_matters(ls, change.uri) for change in params.changes):
            await ls.anew(settings=any(texts.is_settings(change.uri) for change in params.changes))


def _matters(server: Server, uri: str) -> bool:
    """True if findings may change with a file that no editor holds: one of settings, or one to compare with."""
    if server.held(uri) is not None:
        return False  # its saving tells of it
    if texts.is_settings(uri):
        return True
    paths = (texts.path_of(document.uri) or NAME for document in server.workspace.text_documents.values())
    return any(server.linter.configured(path).settings.compare for path in paths)


def _answer_questions(server: Server) -> None:
    """Answer an editor's questions about a place in a document, or about all of it."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        uri, at = params.text_document.uri, params.position
        document = ls.held(uri)
        if texts.is_settings(uri):
            held = document and ls.linter.configured(texts.path_of(uri) or NAME)
            return hovers.of_name(document.document, at, held, ls.words) if document and held else None
        return hovers.of_findings(await ls.linted(uri, older=True), at, ls.ranges, ls.words)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(ls: Server, params: lsp.DocumentSymbolParams) -> Sequence[lsp.DocumentSymbol]:
        return (await ls.outline(params.text_document.uri)).symbols

    @server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folds(ls: Server, params: lsp.FoldingRangeParams) -> Sequence[lsp.FoldingRange]:
        return (await ls.outline(params.text_document.uri)).folds


def _offer_actions(server: Server) -> None:
    """Offer changes: on findings, and for all of a document."""

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True),
    )
    async def actions(ls: Server, params: lsp.CodeActionParams) -> list[Action]:
        uri, only = params.text_document.uri, params.context.only
        linted = await ls.linted(uri, older=False)  # edits of an older text would be made in the wrong places
        if linted.result is None:
            return []
        offered = Actions(uri, linted.result, ls.ranges, ls.linter)
        given = await aside(lambda: offered.within(params.range, only))
        for_all = offered.for_all(only)
        if for_all is None:
            return given
        # Menus are asked for at every move of the cursor, and these edits take several runs: they wait where they can.
        return [*given, for_all if ls.asks_for_edits else await resolved(ls, for_all)]

    @server.feature(lsp.CODE_ACTION_RESOLVE)
    async def resolved(ls: Server, action: lsp.CodeAction) -> lsp.CodeAction:
        if isinstance(action.data, str) and action.kind == FIX_ALL:
            action.edit = lsp.WorkspaceEdit(changes={action.data: await ls.mended(action.data)})
        return action

    @server.command(SHOW)
    def show(ls: Server, message: str) -> None:
        ls.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, message))
