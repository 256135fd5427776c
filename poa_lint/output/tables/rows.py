"""The rows of the tables of one file, as plain values: texts, exact figures, truth values, and None."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from poa_lint.core.diagnostic import Diagnostic, Severity, Where
from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.report import Cell, Meta, Unidad, code
from poa_lint.core.result import FileResult
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
        "unidades": _blank(made.units()),
        "metas": _blank(made.goals()),
        "avances": _blank(made.periods()),
        "hallazgos": _blank(made.findings()),
    }


def _blank(made: Iterator[Row]) -> tuple[Row, ...]:
    """Rows in which an empty text is None, as every format writes what is blank."""
    return tuple(tuple([None if value == "" else value for value in row]) for row in made)


class _Rows:
    """Makes the rows of one file."""

    def __init__(self, file: FileResult, words: Words) -> None:
        self.file, self.office = file, words_of(words.language, "office")
        self.informe = file.paper.informe if file.paper else None
        self.original = file.paper.original if file.paper else None
        self.source = Source(file.path, file.paper.text if file.paper else "")
        self.verdicts = [verdict for _, verdict in file.verdicts]
        self.numbers: dict[Where, int] = {}
        for number, unidad in self._units():
            where = Where(None, code(unidad.programa), code(unidad.unidad_ejecutora))
            self.numbers[where] = number
            self.numbers |= {where._replace(pagina=pagina.numero): number for pagina in unidad.paginas}

    def units(self) -> Iterator[Row]:
        """A row for each unit."""
        by_unit: dict[int, list[Severity]] = {}
        for finding in self.file.standing:
            for number in self._about(finding.where):
                by_unit.setdefault(number, []).append(finding.severity)
        for number, unidad in self._units():
            told = by_unit.get(number, [])
            counts = (told.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO))
            own = (unidad.nombre, len(unidad.paginas), len(unidad.metas), unidad.completa, self.verdicts[number - 1])
            yield (*self._origin(number), *own, *counts)

    def goals(self) -> Iterator[Row]:
        """A row for each goal."""
        for number, unidad in self._units():
            origin = self._origin(number)
            for row, meta in enumerate(unidad.metas, 1):
                yield (*origin, meta.numero.raw, row, *self._goal(meta))

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
        for number, unidad in self._units():
            origin = self._origin(number)
            for row, meta in enumerate(unidad.metas, 1):
                for period in meta.periodos:
                    closed = None if isinstance(period.cerrado, Nothing) else period.cerrado
                    said = (period.numero, period.nombre, closed, figure(period.programado), figure(period.avance))
                    yield (*origin, meta.numero.raw, row, *said)

    def findings(self) -> Iterator[Row]:
        """A row for each finding, the waived too."""
        for finding in self.file.diagnostics:
            yield (*self._origin(self._number(finding.where)), *_finding(finding))

    def _units(self) -> Iterator[tuple[int, Unidad]]:
        """The units with their numbers, from 1."""
        return enumerate(self.informe.unidades if self.informe else (), 1)

    def _number(self, where: Where) -> int | None:
        """The number of the unit that a finding is about, by its page where two have the same codes; None for none."""
        unit = where._replace(meta="", columna="")
        return self.numbers.get(unit, self.numbers.get(unit._replace(pagina=None)))

    def _about(self, where: Where) -> Sequence[int]:
        """The numbers of the units that a finding counts in: all of them for one that is about none (`by_unit`)."""
        number = self._number(where)
        if number is not None:
            return (number,)
        return () if where.programa or where.unidad else range(1, len(self.verdicts) + 1)

    def _origin(self, number: int | None) -> Row:
        """The columns that tell where a row of the unit of this number comes from; None for no unit, and no codes."""
        summary = self.file.summary
        assert summary is not None, "a file without a report has no rows"
        unidad = self.informe.unidades[number - 1] if self.informe and number else None
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
            number,
        )

    def _place(self, offset: int) -> str:
        """The place of an offset: a sheet's cell, a page's table, or a text's line and column."""
        if self.original is not None:
            place = self.original.place(offset)
            return "" if place is None else str(place.describe(self.office))
        line, column = self.source.position(offset)
        return f"{line}:{column}"


def _finding(finding: Diagnostic) -> Row:
    return (
        finding.where.meta or None,
        finding.where.columna or None,
        finding.place,
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
