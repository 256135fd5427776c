"""Sound reports for the audit to change: one for each quarter, of three pages and two units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from poa_lint.authoring.samples import LETTERHEAD, SIGNATURES, Page, Row
from poa_lint.authoring.sheets.sheet import Dato, Sheet
from poa_lint.core.forms import built_in_forms

FECHAS: Final = ("31-mar.-24", "30-jun.-24", "30-sep.-24", "31-dic.-24")
"""The cut-off dates that close one, two, three and four quarters."""
HEADER: Final = {
    "ramo": ("ramo", "RAMO:"),
    "programa": ("programa", "PROGRAMA"),
    "unidad": ("unidad_ejecutora", "UNIDAD EJECUTORA"),
    "finalidad": ("finalidad", "FINALIDAD"),
    "funcion": ("funcion", "FUNCION"),
    "subfuncion": ("subfuncion", "SUBFUNCION"),
    "ejes": ("ejes", "EJE DE GOBIERNO"),
    "lineas_de_accion": ("lineas_de_accion", "LINEAS DE ACCION"),
}
"""By the field of `Page`, the id and the label of a line of the header."""
_GASTO: Final = ("4.6.1", "MESURA EN EL EJERCICIO DE LOS RECURSOS PÚBLICOS")
_ATENCION: Final = ("4.2.3", "MEJORAMIENTO DE LA ATENCIÓN CIUDADANA")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its plan (`programado`) and its results (`logrado`) for four quarters; its totals are computed.

    `abierto` is the text in the columns A of quarters that have not closed, `decimales` the number of decimals of its
    percentage.
    """

    lineas: str
    texto: str
    unidad: str
    programado: tuple[str, ...]
    logrado: tuple[str, ...]
    abierto: str = ""
    decimales: int = 0
    observaciones: str = ""

    def row(self, quarters: int) -> Row:
        """Return its row when the first `quarters` quarters have closed."""
        logrado = self.logrado[:quarters]
        meta_anual, absoluto = _sum(self.programado), _sum(logrado)
        relativo = (absoluto * 100 / meta_anual).quantize(Decimal(1).scaleb(-self.decimales), ROUND_HALF_UP)
        return Row(
            lineas=self.lineas,
            texto=self.texto,
            unidad_medida=self.unidad,
            meta_anual=f"{meta_anual:,}",
            programado=self.programado,
            avance=(*logrado, *[self.abierto] * (4 - quarters)),
            absoluto=f"{absoluto:,}",
            relativo=f"{relativo:,}%",
            observaciones=self.observaciones,
        )


def _sum(figures: Sequence[str]) -> Decimal:
    total = sum((Decimal(figure.replace(",", "")) for figure in figures if figure), Decimal(0))
    return total.quantize(Decimal(1)) if total == total.to_integral() else total.normalize()


def sound() -> tuple[tuple[Sheet, ...], ...]:
    """Return the pages of the four reports, from the first quarter's to the last one's."""
    return tuple(tuple(map(sheet, _report(quarters))) for quarters in (1, 2, 3, 4))


def sheet(page: Page) -> Sheet:
    """Return a page of the main form as one of any form."""
    form = built_in_forms()[0]
    datos = ((name, label, getattr(page, field)) for field, (name, label) in HEADER.items())
    return Sheet(
        form=form,
        ejercicio=page.ejercicio,
        membrete=LETTERHEAD,
        datos=tuple(Dato(name, label, said if isinstance(said[0], tuple) else (said,)) for name, label, said in datos),
        forma=page.forma,
        etiqueta="FECHA",
        corte=page.fecha,
        metas=tuple(row.cells() for row in page.metas),
        firmas=page.firmas,
    )


def _report(quarters: int) -> tuple[Page, ...]:
    fecha = FECHAS[quarters - 1]
    general = Page(
        unidad=("101", "GERENCIA DE PLANEACIÓN Y CONTROL"),
        subfuncion=("1", "URBANIZACIÓN"),
        ejes=(("3", "MEXICALI CRECE"), ("4", "GOBERNAR PARA SERVIR")),
        lineas_de_accion=(("3.4.1", "REACONDICIONAMIENTO DE VIALIDADES"), _GASTO, _ATENCION),
        fecha=fecha,
    )
    finance = replace(
        general,
        unidad=("102", "GERENCIA DE FINANZAS Y PROMOCIÓN"),
        ejes=(("4", "GOBERNAR PARA SERVIR"),),
        lineas_de_accion=(_GASTO, _ATENCION),
    )
    return (
        replace(general, metas=_rows(_plain_goals(), quarters), firmas=()),
        replace(general, metas=_rows(_uneven_goals(quarters), quarters), firmas=SIGNATURES),
        replace(finance, metas=_rows(_finance_goals(quarters), quarters), firmas=SIGNATURES),
    )


def _rows(goals: Iterable[Goal], quarters: int) -> tuple[Row, ...]:
    return tuple(goal.row(quarters) for goal in goals)


def _plain_goals() -> tuple[Goal, ...]:
    """Goals with counts in every quarter, and one with thousands."""
    return (
        Goal("4.6.1", "100.- ELABORAR INFORMES DE AVANCE.", "INFORME", ("1", "1", "1", "1"), ("1", "1", "1", "1")),
        Goal(
            "4.6.1",
            "101.- SEGUIMIENTO AL GASTO DE SERVICIOS PERSONALES.",
            "NÓMINA",
            ("6", "7", "6", "7"),
            ("6", "7", "6", "7"),
            abierto="0",
        ),
        Goal(
            "4.2.3 4.6.1",
            "102.- ATENDER EL 100% DE LAS SOLICITUDES DE ESTADOS DE CUENTA (12 MÓDULOS).",
            "ESTADO DE CUENTA",
            ("2,010", "2,010", "1,970", "2,010"),
            ("2,011", "1,999", "1,975", "2,015"),
            decimales=2,
        ),
    )


def _uneven_goals(quarters: int) -> tuple[Goal, ...]:
    """Goals with decimals, with quarters without a plan, and one whose observation is due in every report."""
    ahead = tuple("" if quarter == quarters else "2" for quarter in (1, 2, 3, 4))
    done = tuple("1" if quarter in (1, quarters) else "2" for quarter in (1, 2, 3, 4))
    return (
        Goal(
            "3.4.1",
            "103.- REHABILITAR VIALIDADES PRINCIPALES.",
            "KILÓMETRO",
            ("2.5", "2.25", "", "2.75"),
            ("2.5", "2.2", "", "2.75"),
            decimales=1,
        ),
        Goal(
            "4.2.3",
            "104.- ORGANIZAR FERIAS DE SERVICIOS.",
            "EVENTO",
            ("0", "1", "0", "2"),
            ("0", "1", "0", "2"),
            abierto="0",
        ),
        Goal(
            "4.6.1",
            "105.- ACTUALIZAR LOS MANUALES DE LA ENTIDAD.",
            "MANUAL",
            ahead,
            done,
            observaciones="Se adelantó un manual que estaba previsto para otro trimestre.",
        ),
    )


def _finance_goals(quarters: int) -> tuple[Goal, ...]:
    """Goals of the second unit; the observations of two are due in every report."""
    more = tuple("3" if quarter == quarters else "1" if quarter == 1 else "2" for quarter in (1, 2, 3, 4))
    return (
        Goal(
            "4.6.1",
            "200.- CELEBRAR SESIONES DEL CONSEJO.",
            "SESIÓN",
            ("2", "2", "2", "2"),
            more,
            observaciones="Se celebró una sesión extraordinaria para aprobar el cierre.",
        ),
        Goal(
            "4.6.1",
            "201.- SUPERVISAR A LAS UNIDADES EJECUTORAS.",
            "VISITA",
            ("4", "4", "4", "4"),
            ("2", "4", "4", "4"),
            observaciones="Dos visitas del primer trimestre se pospusieron por falta de vehículo.",
        ),
        Goal(
            "4.2.3",
            "202.- PAGAR LA NÓMINA DEL PERSONAL DE VENTANILLA.",
            "NÓMINA",
            ("7", "6", "7", "6"),
            ("7", "6", "7", "6"),
            abierto="0",
        ),
    )
