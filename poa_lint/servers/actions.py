"""The actions that an editor offers on findings: a fix, all safe fixes, the repairs shown, a waiver begun."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from poa_lint.api import Linter
from poa_lint.config import waiver_file
from poa_lint.config.waivers import FILE as WAIVERS
from poa_lint.config.waivers import UNWAIVABLE
from poa_lint.core.diagnostic import Diagnostic, Fixable
from poa_lint.core.result import FileResult, Summary
from poa_lint.core.text import visible
from poa_lint.servers.ranges import Ranges

SHOW: Final = "poa-lint.show"
"""The command of actions that only say something."""
FIX_ALL: Final = "source.fixAll.poa-lint"
"""The kind of the action that mends all of a document, which editors can be set to do when it is saved."""
MOST: Final = 100
"""The number of findings on which actions are offered at a time: a menu is read by a person."""

Action = lsp.CodeAction | lsp.Command


def is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """True if an action of a kind belongs to one of the kinds that are asked for; none named are all.

    Kinds are a hierarchy by dots: `quickfix.form` is of the kind `quickfix`, and every kind of the empty one.
    """
    return not only or any(wanted == "" or f"{kind}.".startswith(f"{wanted}.") for wanted in map(_text, only))


class Actions:
    """The actions on a document's findings, made of its text as it stands."""

    def __init__(self, uri: str, result: FileResult, ranges: Ranges, linter: Linter) -> None:
        self.uri, self.result, self.ranges = uri, result, ranges
        self.linter, self.words = linter, linter.words

    def within(self, wanted: lsp.Range, only: Sequence[str] | None) -> list[Action]:
        """The actions of the kinds `only` on the findings that touch a range."""
        if not is_wanted(lsp.CodeActionKind.QuickFix.value, only):
            return []
        touched = [one for one in self.result.standing if self.ranges.touches(self.result, one, wanted)][:MOST]
        return [action for finding in touched for action in self._on(finding, bare=not only)]

    def for_all(self, only: Sequence[str] | None) -> lsp.CodeAction | None:
        """The action that mends the whole document, its edits still to be found; None where it is not wanted."""
        mends = any(one.edits and one.fixable is Fixable.SAFE for one in self.result.standing) or self.result.tidy
        if not mends or not is_wanted(FIX_ALL, only):
            return None
        return lsp.CodeAction(self.words("lsp.fix-all"), FIX_ALL, data=self.uri)

    def _on(self, finding: Diagnostic, *, bare: bool) -> Iterator[Action]:
        """The actions on one finding. A bare command has no kind, and is none that a kind was asked for."""
        shown = self.ranges.diagnostic(self.uri, self.result, finding)
        kind = lsp.CodeActionKind.QuickFix
        if finding.edits:
            safe = finding.fixable is Fixable.SAFE
            title = self.words("lsp.fix" if safe else "lsp.unsafe", code=finding.code)
            yield lsp.CodeAction(title, kind, [shown], edit=self._fix(finding), is_preferred=safe)
        for repair in self.result.repairs:
            if finding.key in repair.resolves:
                title = self.words("lsp.repair", changes=visible(repair.message))
                command = lsp.Command(title, SHOW, arguments=[f"{finding.code}: {repair.message}"])
                yield command if bare else lsp.CodeAction(title, kind, [shown], command=command)
        waiver = None if finding.code in UNWAIVABLE else self._waiver(finding)
        if waiver is not None:
            yield lsp.CodeAction(self.words("lsp.waive", code=finding.code), kind, [shown], edit=waiver)

    def _fix(self, finding: Diagnostic) -> lsp.WorkspaceEdit:
        edits = [lsp.TextEdit(self.ranges.range(self.result, edit), edit.text) for edit in finding.edits]
        return lsp.WorkspaceEdit(changes={self.uri: edits})

    def _waiver(self, finding: Diagnostic) -> lsp.WorkspaceEdit | None:
        """A waiver at the end of its file, its reason and its end left for a person to write.

        None where the file is there and is no text to which anything could be added.
        """
        path = self.result.path
        config = self.linter.files(path)
        target = config.waivers or os.path.join(os.path.dirname(config.settings or path), WAIVERS)
        address = finding.key.split(":", 3)[3].partition("#")[0]
        summary = self.result.summary
        period = _period(summary) if summary else ()
        fields = [("rule", finding.code), ("where", address), *((key, str(value)) for key, value in period if value)]
        try:
            before = Path(target).read_text(encoding="utf-8") if os.path.lexists(target) else ""
        except (OSError, ValueError):
            return None
        return _addition(target, before, waiver_file.with_another(before, [*fields, ("reason", ""), ("until", "")]))


def _period(summary: Summary) -> tuple[tuple[str, object], ...]:
    """The year and the period of a report as a waiver states them."""
    year = ("year", summary.ejercicio)
    if summary.trimestre is not None or summary.periodo is None:
        return year, ("quarter", summary.trimestre)
    return year, ("period", summary.periodo.clave)


def _addition(target: str, before: str, after: str) -> lsp.WorkspaceEdit:
    """Return the text that `after` has behind `before`, written at the end of a file that may not be there yet."""
    home = from_fs_path(os.path.abspath(target)) or ""
    end = lsp.Position(before.count("\n"), len(before.rpartition("\n")[2]))
    edit = lsp.TextEdit(lsp.Range(end, end), after.removeprefix(before))
    document = lsp.OptionalVersionedTextDocumentIdentifier(home)
    create = lsp.CreateFile(home, options=lsp.CreateFileOptions(ignore_if_exists=True))
    return lsp.WorkspaceEdit(document_changes=[create, lsp.TextDocumentEdit(document, [edit])])


def _text(kind: str) -> str:
    """A kind's own text, where it is a member of the protocol's enumeration too."""
    return kind.value if isinstance(kind, lsp.CodeActionKind) else kind
