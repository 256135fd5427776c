"""The goals of a sound report of any form: counts, thousands, decimals, idle periods, and deviations explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from poa_lint.authoring.sheets import figures
from poa_lint.authoring.sheets.figures import Plan
from poa_lint.authoring.sheets.sheet import Cells
from poa_lint.core.figures import Figure, decimal
from poa_lint.core.form import FIGURES, Column, Form

QUARTERS = (3, 6, 9, 12)
"""The months that periods close in where payrolls are counted by them."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its plan and its results for each period of the year; its other figures follow.

    `abierto` is the text in columns of what was achieved in periods that are not closed, `decimales` the number of
    decimals of its percentages. `lineas` are the indexes of its lines of action among those of the report.
    """

    texto: str
    unidad: str
    programado: Plan
    logrado: Plan
    abierto: str = ""
    decimales: int = 0
    observaciones: str = ""
    lineas: tuple[int, ...] = (1,)

    def cells(self, form: Form, closed: int, number: int, codes: Sequence[str]) -> Cells:
        """Return the row of the goal when `closed` periods have passed; `codes` are the report's lines of action."""
        found = figures.figures(form, self.programado, self.logrado, closed, self.decimales)
        words = {
            "codigos": " ".join(codes[index] for index in sorted(self.lineas)),
            "numero": str(number),
            "meta": f"{number}.- {self.texto}",
            "observaciones": self.observaciones,
        }
        return tuple(self._cell(column, found, words, closed) for column in form.columns)

    def _cell(self, column: Column, found: figures.Figures, words: dict[str, str], closed: int) -> str:
        name, _, period = column.columna.id.partition(".")
        if column.kind in FIGURES:
            figure = found.get(column.columna.id)
            idle = self.abierto if name == "avance" and period.isdecimal() and int(period) > closed else ""
            return idle if figure is None else figures.text(column, figure)
        if column.kind in words:
            return words[column.kind]
        return {"texto": self.texto, "unidad_medida": self.unidad}.get(name, "ÁREA TÉCNICA")


def goals(form: Form, closed: int) -> tuple[tuple[Goal, ...], ...]:
    """Return the goals of a report that closes `closed` periods: of two pages of a unit, and of one of another."""
    count = len(form.periods)
    return tuple(tuple(made) for made in (_plain(form, count), _uneven(count, closed), _further(form, count, closed)))


def _plain(form: Form, count: int) -> Iterator[Goal]:
    """Goals with counts in every period, and one with thousands."""
    yield Goal("ELABORAR INFORMES DE AVANCE.", "INFORME", _plan("1", count), _plan("1", count))
    yield _payroll(form, "SEGUIMIENTO AL GASTO DE SERVICIOS PERSONALES.", (6, 7))
    yield Goal(
        "ATENDER EL 100% DE LAS SOLICITUDES DE ESTADOS DE CUENTA (12 MÓDULOS).",
        "ESTADO DE CUENTA",
        _plan("2010 2010 1970 2010", count),
        _plan("2011 1999 1975 2015", count),
        decimales=2,
        lineas=(1, 2),
    )


def _uneven(count: int, closed: int) -> Iterator[Goal]:
    """Goals with decimals, with periods without a plan, and one whose observation is due in every report."""
    yield Goal(
        "REHABILITAR VIALIDADES PRINCIPALES.",
        "KILÓMETRO",
        _plan("2.5 2.25 - 2.75", count),
        _plan("2.5 2.2 - 2.75", count),
        decimales=1,
        lineas=(0,),
    )
    few = _plan("0 1 0 2" if count > 1 else "2", count)
    yield Goal("ORGANIZAR FERIAS DE SERVICIOS.", "EVENTO", few, few, abierto="0", lineas=(2,))
    yield Goal(
        "ACTUALIZAR LOS MANUALES DE LA ENTIDAD.",
        "MANUAL",
        [None if number == closed and count > 1 else 2 for number in range(1, count + 1)],
        [1 if number in (1, closed) else 2 for number in range(1, count + 1)],
        observaciones="Se adelantó un manual que estaba previsto para otro periodo.",
    )


def _further(form: Form, count: int, closed: int) -> Iterator[Goal]:
    """Goals of the second unit; the observations of two are due in every report."""
    yield Goal(
        "CELEBRAR SESIONES DEL CONSEJO.",
        "SESIÓN",
        _plan("2", count),
        [3 if number == closed else 1 if number == 1 else 2 for number in range(1, count + 1)],
        observaciones="Se celebró una sesión extraordinaria para aprobar el cierre.",
    )
    yield Goal(
        "VISITAR A LAS UNIDADES EJECUTORAS.",
        "VISITA",
        _plan("4", count),
        [2 if number <= -(-closed // 4) else 4 for number in range(1, count + 1)],  # an eighth of the plan is missing
        observaciones="Las primeras visitas se pospusieron por falta de vehículo.",
    )
    yield _payroll(form, "PAGAR LA NÓMINA DEL PERSONAL DE VENTANILLA.", (7, 6), (2,))


def _payroll(form: Form, texto: str, pair: tuple[int, int], lineas: tuple[int, ...] = (1,)) -> Goal:
    """A goal of 26 payrolls in the year where periods are quarters, else of as many supervisions."""
    by_quarter = tuple(period.mes for period in form.periods) == QUARTERS
    plan = [pair[index % 2] for index in range(len(form.periods))]
    return Goal(texto, "NÓMINA" if by_quarter else "SUPERVISIÓN", plan, plan, abierto="0", lineas=lineas)


def _plan(figures: str, count: int) -> Plan:
    """Figures for so many periods, again and again; `-` is a blank cell."""
    stated: list[Figure | None] = [None if word == "-" else decimal(word) for word in figures.split()]
    return [stated[index % len(stated)] for index in range(count)]
