"""A year of six units and 120 goals: its approved plan, and the reports of its four quarters in files of three kinds.

Everything is reckoned from what each goal programmes and achieves, so that a year is sound by construction, and a year
with a change in it is sound but for that change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from poa_lint.authoring.samples import Page, Row
from tests.comparison.writing import WRITERS, Sheet

Figures = tuple[int, ...]

DATES: Final = ("31-mar.-24", "30-jun.-24", "30-sep.-24", "31-dic.-24")
"""The cut-off dates of the four quarters."""
QUARTERS: Final = ("Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic")
VERBS: Final = ("ELABORAR", "REVISAR", "ENTREGAR", "SUPERVISAR", "ACTUALIZAR")
OBJECTS: Final = (
    ("INFORMES DE GASTO CORRIENTE", "INFORME"),
    ("EXPEDIENTES DE CONTRATACIÓN", "EXPEDIENTE"),
    ("DICTÁMENES DE USO DE SUELO", "DICTAMEN"),
    ("PERMISOS PARA VÍA PÚBLICA", "PERMISO"),
)
UNITS: Final = (
    ("101", "DIRECCION DE INGRESOS", "RECAUDACIÓN"),
    ("102", "CATASTRO MUNICIPAL", "CATASTRO"),
    ("103", "OFICIALIA MAYOR", "PERSONAL"),
    ("104", "OBRAS PUBLICAS", "OBRA"),
    ("105", "SERVICIOS PUBLICOS", "ALUMBRADO"),
    ("106", "PROTECCION CIVIL", "PREVENCIÓN"),
)
"""The code and name of each unit, and the word that its goals have in common."""
PLANS: Final[tuple[Figures, ...]] = (
    (1, 1, 1, 1),
    (2, 1, 2, 1),
    (0, 1, 0, 1),
    (30, 30, 30, 30),
    (1, 1, 1, 1),
    (2000, 2000, 2000, 2000),
    (3, 2, 2, 3),
)
LATE: Final = 4
"""The goal of each unit that achieves nothing in the first quarter and makes up for it in the second."""
NOTES: Final = (
    "NO SE ELABORÓ EN EL TRIMESTRE POR FALTA DE PERSONAL.",
    "SE ADELANTÓ LO QUE FALTABA DEL TRIMESTRE DE MARZO, ADICIONAL AL DE JUNIO.",
)


@dataclass(frozen=True)
class Goal:
    """A goal of a year; `said` are cells of its row as they are written, by the field of `Row`, in place of others."""

    number: str
    words: str
    measure: str
    planned: Figures
    achieved: Figures
    notes: tuple[str, ...] = ("", "", "", "")
    lines: str = "4.6.1"
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def annual(self) -> int:
        """What it programmes for the year."""
        return sum(self.planned)

    def row(self, quarter: int) -> Row:
        """Its row in the report of a quarter, from 1 on."""
        done = sum(self.achieved[:quarter])
        share = (200 * done + self.annual) // (2 * self.annual) if self.annual else 0
        row = Row(
            lineas=self.lines,
            texto=f"{self.number}.- {self.words}",
            unidad_medida=self.measure,
            meta_anual=f"{self.annual:,}",
            programado=tuple(_figure(value) for value in self.planned),
            avance=tuple(f"{value:,}" if n < quarter else "" for n, value in enumerate(self.achieved)),
            absoluto=f"{done:,}",
            relativo=f"{share}%",
            observaciones=self.notes[quarter - 1],
        )
        return replace(row, **self.said)  # type: ignore[arg-type]

    def planned_row(self) -> tuple[str, ...]:
        """The cells of its row in the plan."""
        row = self.row(4)
        return row.lineas, row.texto, row.unidad_medida, row.meta_anual, *row.programado


def _figure(value: int) -> str:
    return f"{value:,}" if value else ""


@dataclass(frozen=True)
class Unit:
    """A unit of a year; `page` are fields of its pages that are not as usual."""

    code: str
    name: str
    goals: tuple[Goal, ...]
    page: Mapping[str, object] = field(default_factory=dict)

    def sheet(self, quarter: int) -> Sheet:
        """Its page in the report of a quarter."""
        page = self.page_of(quarter)
        return [tuple(line.split("\t")) for line in "\n".join(page.lines()).split("\n")]

    def plan(self) -> Sheet:
        """Its page in the plan."""
        sheet = list(self.sheet(4))
        first = next(at for at, line in enumerate(sheet) if line[0] == "L/A")
        goals = [goal.planned_row() for goal in self.goals]
        heading = [
            ("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL", "CALENDARIZACION", "", "", ""),
            ("", "", "", "", *QUARTERS),
        ]
        titles = {"AVANCE FÍSICO PROGRAMÁTICO": "CALENDARIZACIÓN DE METAS", "TMM-F004": "POA-PLAN"}
        head = [(titles.get(line[0], line[0]), *line[1:]) for line in sheet[:first] if not line[0].startswith("FECHA")]
        return [*head, *heading, *goals, *sheet[first + 3 + len(self.goals) :]]

    def page_of(self, quarter: int) -> Page:
        """Its page in the report of a quarter, by its fields."""
        page = Page(
            ramo=("07", "TESORERIA MUNICIPAL"),
            programa=("511", "GESTION ADMINISTRATIVA"),
            unidad=(self.code, self.name),
            lineas_de_accion=(("4.6.1", "FINANZAS SANAS"), ("4.6.2", "RECAUDACION OPORTUNA")),
            fecha=DATES[quarter - 1],
            metas=tuple(goal.row(quarter) for goal in self.goals),
        )
        return replace(page, **self.page)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Year:
    """The units of a year."""

    units: tuple[Unit, ...]

    def with_goals(self, unit: int, change: Callable[[list[Goal]], list[Goal]]) -> Year:
        """The year with the goals of a unit, counted from 0, changed."""
        return self.with_unit(unit, lambda one: replace(one, goals=tuple(change(list(one.goals)))))

    def with_unit(self, unit: int, change: Callable[[Unit], Unit]) -> Year:
        """The year with a unit, counted from 0, changed."""
        units = list(self.units)
        units[unit] = change(units[unit])
        return Year(tuple(units))

    def files(self, quarter: int, layout: Mapping[str, Sequence[int]]) -> dict[str, bytes]:
        """The files of a quarter, 0 for the plan; a layout has the units of each file by its name."""
        return {name: self._file(quarter, name, units) for name, units in layout.items()}

    def _file(self, quarter: int, name: str, units: Sequence[int]) -> bytes:
        sheets = [self.units[n].sheet(quarter) if quarter else self.units[n].plan() for n in units]
        return WRITERS[name[name.index(".") :]](sheets)


LAYOUTS: Final[tuple[Mapping[str, Sequence[int]], ...]] = (
    {"plan.xlsx": range(6)},
    {"t1-ingresos.xlsx": (0, 1, 2), "t1-obras.txt": (3, 4, 5)},
    {
        "t2-101.xlsx": (0,),
        "t2-102.txt": (1,),
        "t2-103.pdf": (2,),
        "t2-104.pdf": (3,),
        "t2-105.xlsx": (4,),
        "t2-106.txt": (5,),
    },
    {"t3.txt": (5, 4, 3, 2, 1, 0)},
    {"t4-a.pdf": (0, 2, 4), "t4-b.xlsx": (1, 3, 5)},
)
"""The files of the plan and of the four quarters, and the units in each."""


def year() -> Year:
    """The year without a change."""
    return Year(tuple(Unit(code, name, tuple(_goals(code, word))) for code, name, word in UNITS))


def _goals(unit: str, word: str) -> list[Goal]:
    goals = []
    for number in range(20):
        verb, (thing, measure) = VERBS[number % 5], OBJECTS[number // 5]
        planned = PLANS[number % len(PLANS)]
        goal = Goal(str(100 * int(unit[-1]) + number), f"{verb} {thing} DE {word}.", measure, planned, planned)
        if number % 7 == 2:
            goal = replace(goal, lines="4.6.2")
        if number == LATE:
            goal = replace(goal, achieved=(0, 2, 1, 1), notes=(*NOTES, "", ""))
        goals.append(goal)
    return goals
