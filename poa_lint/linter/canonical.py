"""The canonical form of a report: rows with all their columns, one cell a tab, figures as the form has them.

Nothing is moved and nothing is lost: a row whose cells do not stand under their columns is left as it is, and so is
every line that would be read otherwise afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from poa_lint.core.figures import Nothing, grouped
from poa_lint.core.form import FIGURES, PERCENTAGES, Column
from poa_lint.core.report import Cell, Informe, Meta
from poa_lint.core.source import Edit, Source, Span
from poa_lint.reading import accents, values
from poa_lint.reading.read import Reading

Read = Callable[[Source], Reading]


def formatted(source: Source, read: Read) -> Source:
    """The report in its canonical form; formatting that again changes nothing.

    A text with broken accents stays as it is: it is not written as it is read.
    """
    reading = read(source)
    if any(fact.code == accents.CODE for fact in reading.facts):
        return source
    edits = [edit for fact in reading.facts if fact.code == "POA004" for edit in fact.edits]
    edits += (edit for meta in reading.informe.metas for edit in _row(meta, source))
    edited = source.edited(edits)
    return edited if meaning(read(edited).informe) == meaning(reading.informe) else source


def meaning(informe: Informe) -> tuple[object, ...]:
    """The values of a report, wherever they stand in the text and however its figures are written."""
    return tuple(
        (page.numero, page.fecha.value, page.ejercicio.value, *(_values(meta) for meta in page.metas))
        for page in informe.paginas
    )


def _values(meta: Meta) -> tuple[object, ...]:
    """A goal's values; the text without its number, which may be written with other marks."""
    cells = (cell.value for cell in meta.celdas if cell.columna.id != "texto")
    return (*cells, meta.numero.value, meta.texto.value)


def _row(meta: Meta, source: Source) -> Iterator[Edit]:
    """The row as the form has it, where that is another text."""
    text = source.text
    start = text.rfind("\n", 0, meta.span.start) + 1
    end = text.find("\n", meta.span.end)
    line = text[start : len(text) if end < 0 else end].rstrip("\r")
    pieces = line.split("\t")
    cut = any(cell.value is Nothing.UNKNOWN and not cell.raw for cell in meta.celdas)
    more = any(piece.strip() for piece in pieces[len(meta.celdas) :])
    if cut or more or meta.form is None or meta.acomodo is not None:
        return
    known = {cifra.columna: not isinstance(cifra.valor.value, Nothing) for cifra in meta.cifras}
    row = "\t".join(
        _cell(cell, meta, column, known) for cell, column in zip(meta.celdas, meta.form.columns, strict=True)
    )
    if row != line:
        yield Edit(Span(start, start + len(line)), row)


def _cell(cell: Cell[object], meta: Meta, column: Column, known: Mapping[str, bool]) -> str:
    """The text of a cell as the form has it; a percentage that is not `known`, by its column, stays as it is."""
    if column.kind == "meta" and meta.numero.raw:
        return f"{meta.numero.raw}.- {meta.texto.raw}".rstrip()
    if column.kind in PERCENTAGES:
        return percent(cell.raw) if known[cell.columna.id] else cell.raw
    return figure(cell.raw) if column.kind in FIGURES else cell.raw


def figure(raw: str) -> str:
    """A figure with the commas of its thousands, in plain digits; what is no figure stays as it is."""
    return _same(grouped(values.plain(raw)), raw, values.figure)


def percent(raw: str) -> str:
    """A percentage with its sign behind the last digit; what is none stays as it is."""
    bare = values.plain(raw).removesuffix("%").rstrip()
    return _same(f"{bare}%" if bare else "", raw, values.percent)


def percentages(informe: Informe) -> Iterator[Edit]:
    """The percentages whose sign stands apart, or is another character: `25 %`."""
    for meta in informe.metas:
        cell = meta.relativo
        if cell.raw and (" " in cell.raw or not cell.raw.isascii()) and values.plain(cell.raw).endswith("%"):
            text = percent(cell.raw)
            if text != cell.raw:
                yield Edit(cell.span, text)


def _same(text: str, raw: str, parse: Callable[[str], object]) -> str:
    """`text` where `parse` gives the same figure for it as for `raw`, else `raw`."""
    value = parse(raw)
    return text if not isinstance(value, Nothing) and parse(text) == value else raw
