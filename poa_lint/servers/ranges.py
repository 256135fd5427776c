"""Findings and parts of a report as the protocol of editors has them: ranges from 0, in the editor's own units."""

import os
from collections.abc import Sequence
from typing import Final

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from poa_lint.core.diagnostic import Diagnostic, Original, Related, Severity
from poa_lint.core.report import Informe, Meta
from poa_lint.core.result import FileResult
from poa_lint.core.source import Edit, Position, Source, Span, Trouble
from poa_lint.core.text import visible

LONGEST: Final = 2**31 - 1
"""A unit beyond the end of every line."""
SEVERITIES: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}


class Ranges:
    """Translates places into an editor's units, by the encoding that it agreed on."""

    def __init__(self, encoding: lsp.PositionEncodingKind | str | None) -> None:
        self.encoding = encoding

    def position(self, line: str, at: Position) -> lsp.Position:
        """A position in bytes, UTF-16 code units (the rule) or characters."""
        before = line[: at.column - 1]
        match self.encoding:
            case lsp.PositionEncodingKind.Utf8:
                units = len(before.encode("utf-8", "surrogatepass"))
            case lsp.PositionEncodingKind.Utf32:
                units = len(before)
            case _:
                units = len(before.encode("utf-16-le", "surrogatepass")) // 2
        return lsp.Position(at.line - 1, units)

    def range(self, result: FileResult, part: Diagnostic | Related | Edit) -> lsp.Range:
        """The range of a part of the text."""
        start, end = (self.position(result.lines.get(at.line, ""), at) for at in (part.start, part.end))
        return lsp.Range(start, end)

    def touches(self, result: FileResult, finding: Diagnostic, wanted: lsp.Range) -> bool:
        """True if a finding and a range of the document have a place in common."""
        if finding.start.line - 1 > wanted.end.line or finding.end.line - 1 < wanted.start.line:
            return False
        touched = self.range(result, finding)
        return touched.start <= wanted.end and wanted.start <= touched.end

    def diagnostic(self, uri: str, result: FileResult, finding: Diagnostic, page: str = "") -> lsp.Diagnostic:
        """One finding as editors take it; `page` is the address of its rule's page."""
        return lsp.Diagnostic(
            range=self.range(result, finding),
            message="\n".join(filter(None, (finding.message, finding.work, finding.help))),
            severity=SEVERITIES[finding.severity],
            code=finding.code,
            code_description=lsp.CodeDescription(page) if page else None,
            source="poa-lint",
            related_information=[
                lsp.DiagnosticRelatedInformation(self._location(uri, result, cell), _said(cell))
                for cell in finding.related
            ],
            data=finding.key,
        )

    def _location(self, uri: str, result: FileResult, cell: Related) -> lsp.Location:
        """The place of a related cell. In another file it is its whole line, where units are not characters.

        Nobody kept the text of that line, and an end beyond it means its end. Lines of the text that was made of an
        office's file mean nothing in that file.
        """
        if cell.other is None:
            return lsp.Location(uri, self.range(result, cell))
        other = from_fs_path(os.path.abspath(cell.other.path)) or uri
        if cell.other.original is not None:
            return lsp.Location(other, _line(cell.other.original))
        first, last = cell.start.line - 1, cell.end.line - 1
        if self.encoding == lsp.PositionEncodingKind.Utf32:
            ends = (lsp.Position(first, cell.start.column - 1), lsp.Position(last, cell.end.column - 1))
        else:
            ends = (lsp.Position(first, 0), lsp.Position(last, LONGEST))
        return lsp.Location(other, lsp.Range(*ends))

    def outline(self, source: Source, informe: Informe) -> list[lsp.DocumentSymbol]:
        """The report's units, and in each its goals."""
        symbols: list[lsp.DocumentSymbol] = []
        for unidad in informe.unidades:
            goals = [self._goal(source, meta) for meta in unidad.metas]
            whole = Span(unidad.paginas[0].span.start, unidad.paginas[-1].span.end)
            head = unidad.unidad_ejecutora.span
            symbols.append(self._symbol(source, unidad.nombre, lsp.SymbolKind.Class, whole, head, goals))
        return symbols

    def folds(self, source: Source, informe: Informe) -> list[lsp.FoldingRange]:
        """The report's pages, each from its first line to its last."""
        spans = (pagina.span for unidad in informe.unidades for pagina in unidad.paginas)
        ends = ((source.position(start).line - 1, source.position(end).line - 1) for start, end in spans)
        return [lsp.FoldingRange(first, last, kind=lsp.FoldingRangeKind.Region) for first, last in ends if first < last]

    def changes(self, before: Source, after: Source) -> list[lsp.TextEdit]:
        """The edits that make one text of another with as many lines: one a line, of what differs in it."""
        lines = zip(before.text.split("\n"), after.text.split("\n"), strict=True)
        return [self._change(number, *pair) for number, pair in enumerate(lines, start=1) if pair[0] != pair[1]]

    def _change(self, number: int, was: str, now: str) -> lsp.TextEdit:
        """The edit of one line, without what both texts begin and end with."""
        head = _shared(was, now)
        tail = _shared(was[head:][::-1], now[head:][::-1])
        start, end = (self.position(was, Position(number, column + 1)) for column in (head, len(was) - tail))
        return lsp.TextEdit(lsp.Range(start, end), now[head : len(now) - tail])

    def _goal(self, source: Source, meta: Meta) -> lsp.DocumentSymbol:
        """One goal: its number and the words that it opens with."""
        name = f"{meta.numero.raw} {meta.texto.raw}".strip()
        return self._symbol(source, name, lsp.SymbolKind.Field, meta.span, meta.texto.span, ())

    def _symbol(
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


def _said(cell: Related) -> str:
    """The words of a related cell; of one in an office's file with its place there, which editors cannot show."""
    original = None if cell.other is None else cell.other.original
    return visible(cell.message if original is None else f"{cell.message} ({original.text})")


def _line(original: Original) -> lsp.Range:
    """The line of a place in a file of text; the beginning of a workbook, a document or a PDF."""
    row = original.data.get("row") if original.data.get("kind") in ("line", "text") else None
    line = row - 1 if isinstance(row, int) else 0
    return lsp.Range(lsp.Position(line, 0), lsp.Position(line, 0))


def _shared(one: str, other: str) -> int:
    """The number of characters with which both texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def of_fault(ranges: Ranges, fault: Trouble, message: str) -> lsp.Diagnostic:
    """A fault of a file of settings as editors take it, at its place in that file."""
    source = Source(fault.path, fault.text)
    ends = map(source.position, (fault.offset, min(fault.offset + fault.length, len(fault.text))))
    span = lsp.Range(*(ranges.position(source.line(end.line), end) for end in ends))
    return lsp.Diagnostic(span, message, lsp.DiagnosticSeverity.Error, source="poa-lint")


def at_the_head(message: str, severity: lsp.DiagnosticSeverity = lsp.DiagnosticSeverity.Error) -> lsp.Diagnostic:
    """A sentence about the whole document, at its first letter."""
    start = lsp.Position(0, 0)
    return lsp.Diagnostic(lsp.Range(start, start), message, severity, source="poa-lint")
