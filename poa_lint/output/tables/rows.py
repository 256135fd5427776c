"""The rows of the tables of one file, as plain values: texts, exact figures, truth values, and None."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.report import Cell, Meta, Unidad, code
from poa_lint.core.result import VERDICTS, FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of

Row = tuple[Any, ...]
"""The values of a row, one for each column of its table."""
Tables = Mapping[str, tuple[Row, ...]]
"""The rows of one file, by the name of their table."""
KNOWN: Final = frozenset({"lineas", "texto", "unidad_medida", "meta_anual", "absoluto", "relativo", "observaciones"})
"""The columns of forms that are columns of `metas`."""


def rows(file: FileResult, words: Words) -> Tables:
    """The rows of one file, which has to be kept (`keep=True`); none for a file without a report.

    Raises ValueError for a report that was not kept.
    """
    if file.summary is None:
        return {"unidades": (), "metas": (), "avances": (), "hallazgos": ()}
    if file.paper is None and file.units:
        raise ValueError("the report was not kept: lint with keep=True")
    made = _Rows(file, words)
    return {
        "unidades": tuple(made.units()),
        "metas": tuple(made.goals()),
        "avances": tuple(made.periods()),
        "hallazgos": tuple(made.findings()),
    }


class _Rows:
    """Makes the rows of one file."""

    def __init__(self, file: FileResult, words: Words) -> None:
        self.file, self.office = file, words_of(words.language, "office")
        self.informe = file.paper.informe if file.paper else None
        self.original = file.paper.original if file.paper else None
        self.source = Source(file.path, file.paper.text if file.paper else "")
        self.verdicts = dict(file.verdicts)
        self.units_by_code = {
            (code(unidad.programa), code(unidad.unidad_ejecutora)): unidad for unidad in self._units()
        }

    def units(self) -> Iterator[Row]:
        """A row for each unit."""
        by_unit: dict[tuple[str, str], list[Severity]] = {}
        for finding in self.file.standing:
            by_unit.setdefault((finding.where.programa, finding.where.unidad), []).append(finding.severity)
        for unidad in self._units():
            told = by_unit.get((code(unidad.programa), code(unidad.unidad_ejecutora)), [])
            counts = (told.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))
            verdict = self.verdicts.get(unidad.nombre, VERDICTS[0])
            own = (unidad.nombre, len(unidad.paginas), len(unidad.metas), unidad.completa, verdict)
            yield (*self._origin(unidad), *own, *counts)

    def goals(self) -> Iterator[Row]:
        """A row for each goal."""
        for unidad in self._units():
            origin = self._origin(unidad)
            for number, meta in enumerate(unidad.metas, 1):
                yield (*origin, meta.numero.raw, number, *self._goal(meta))

    def _goal(self, meta: Meta) -> Row:
        unread = [cell.columna.id for cell in meta.celdas if cell.raw and cell.value is UNKNOWN]
        return (
            self._place(meta.span.start),
            " ".join(cell.raw for cell in meta.lineas),
            meta.texto.raw,
            meta.unidad_medida.raw,
            figure(meta.meta_anual),
            figure(meta.absoluto),
            figure(meta.relativo),
            meta.acumulacion,
            meta.observaciones.raw,
            meta.acomodo is None or (meta.acomodo.logrado and not meta.acomodo.otras),
            " ".join(unread),
            _others(meta),
        )

    def periods(self) -> Iterator[Row]:
        """A row for each goal and period."""
        for unidad in self._units():
            origin = self._origin(unidad)
            for number, meta in enumerate(unidad.metas, 1):
                for period in meta.periodos:
                    closed = None if isinstance(period.cerrado, Nothing) else period.cerrado
                    said = (period.numero, period.nombre, closed, figure(period.programado), figure(period.avance))
                    yield (*origin, meta.numero.raw, number, *said)

    def findings(self) -> Iterator[Row]:
        """A row for each finding, the waived too."""
        for finding in self.file.diagnostics:
            unidad = self.units_by_code.get((finding.where.programa, finding.where.unidad))
            yield (*self._origin(unidad), *_finding(finding))

    def _units(self) -> tuple[Unidad, ...]:
        return self.informe.unidades if self.informe else ()

    def _origin(self, unidad: Unidad | None) -> Row:
        """The columns that tell where a row comes from; what belongs to no unit has no codes."""
        summary = self.file.summary
        assert summary is not None, "a file without a report has no rows"
        pagina = unidad.paginas[0] if unidad and unidad.paginas else None
        form = pagina.form if pagina else None
        period = summary.periodo.clave if summary.periodo else None
        if form is not None and self.informe is not None:
            closed = next((corte.closed for corte in self.informe.cortes if corte.form is form), UNKNOWN)
            period = form.key(closed) if isinstance(closed, int) and closed else None
        return (
            self.file.path,
            self.file.sha256,
            form.code if form else None,
            summary.ejercicio,
            summary.corte,
            period,
            code(pagina.ramo) if pagina else None,
            code(unidad.programa) if unidad else None,
            code(unidad.unidad_ejecutora) if unidad else None,
        )

    def _place(self, offset: int) -> str:
        """The place of an offset: a sheet's cell, a page's table, or a text's line and column."""
        if self.original is not None:
            place = self.original.place(offset)
            return "" if place is None else str(place.describe(self.office))
        line, column = self.source.position(offset)
        return f"{line}:{column}"


def _finding(finding: Diagnostic) -> Row:
    place = finding.original.text if finding.original else f"{finding.start.line}:{finding.start.column}"
    return (
        finding.where.meta or None,
        finding.where.columna or None,
        place,
        finding.code,
        finding.rule,
        finding.severity.value,
        finding.confidence.value,
        finding.message,
        finding.help,
        finding.key,
        finding.derived_from,
        finding.waived.by if finding.waived else None,
    )


def figure(cell: Cell[Figure]) -> Figure | None:
    """A cell's figure; None for a blank or unreadable one."""
    return None if isinstance(cell.value, Nothing) else cell.value


def _others(meta: Meta) -> str:
    """The cells of columns that only the goal's form has, as JSON: `{"variacion.1": "-1"}`; empty for none."""
    others = {
        cell.columna.id: cell.raw
        for cell in meta.celdas
        if cell.raw
        and cell.columna.id not in KNOWN
        and cell.columna.id.partition(".")[0] not in ("programado", "avance")
    }
    others.pop("numero", None)
    return json.dumps(others, ensure_ascii=False) if others else ""
