"""The nodes of rules that compare: a goal, a figure, a header, a unit with what other files say of it.

A report may have two counterparts for each unit: `antes`, the report of the nearest earlier cut-off of the year, and
`plan`, the approved programme. What holds is the plan; where there is none, what the earlier report says. A counterpart
that is missing has UNKNOWN in every cell, so that no sentence about it is false. Without counterparts there are no such
nodes at all; `compared` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from poa_lint.core.dates import Fecha
from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.records import record
from poa_lint.core.report import Cell, Meta, Unidad

BEFORE, PLAN = "antes", "plan"
"""The roles of a counterpart."""
CLOSED: Final = "cerrado"
"""The `contra` of a figure of a period which the earlier report closed."""
ADDED: Final = "alta"
"""The key in `Counterpart.amended`, in place of a column, of a goal that an amendment added."""
ORDERS: Final = ("igual", "posterior", "salto", "entregado")
"""The ways in which an earlier report is out of order.

Its cut-off is the same, a later one, or not the one before; or it is this report as delivered, before it was changed.
"""


@record
class Pareja:
    """A goal with its counterparts, and the one that holds (`vigente`): the plan's, else the earlier report's.

    `modo` says how the one that holds was found (`pairing`), empty for none; `parecido` how like the texts are, in
    percent. `contra` is `plan` or `antes`, the role of that one; `archivo` the name of its file. `corte_antes` is the
    number of periods that the earlier report closes, and `nuevos` are the figures achieved in those that closed since;
    `estado_nuevos` is `falta` where one of them is blank though something was programmed, else `completo`.
    `antes_cuadra` is False where the earlier report's progress to date is known not to be the sum of its own periods.
    `cambiada` and `era` are the first cell of words that differs and the one that holds, `cambio` is its title; empty
    where none does.
    """

    modo: str
    parecido: Figure
    segura: bool
    hay_antes: bool
    hay_plan: bool
    antes: Meta
    plan: Meta
    vigente: Meta
    contra: str
    archivo: str
    corte_antes: Figure | Nothing
    antes_cuadra: bool
    nuevos: tuple[Cell[Figure], ...]
    estado_nuevos: str
    cambio: str
    cambiada: Cell[str]
    era: Cell[str]
    aqui_dice: str
    alla_dice: str
    caso: str
    """`contra`, with `dudosa-` before it where the goals may be two; `oficio` for words that an amendment changed."""
    mismas_lineas: bool | Nothing
    lineas_vigentes: str
    otra_unidad: str
    """The unit in which the goal stood, for one that moved."""
    oficio: str
    """The letter that changed the words of the goal that holds, for one whose words differ."""
    cotejos: tuple[Cotejo, ...]


@record
class Cotejo:
    """A figure with its counterparts. `contra` says what `vigente` is: `plan`, `antes`, `oficio`, or `cerrado`.

    `cerrado` is the figure of a period that the earlier report closed, `oficio` one that an amendment changed.
    """

    columna: str
    titulo: str
    valor: Cell[Figure]
    antes: Cell[Figure]
    plan: Cell[Figure]
    vigente: Cell[Figure]
    contra: str
    cerrado_antes: bool
    logrado: bool
    """True for a figure achieved, False for one that was programmed."""
    oficio: str
    archivo: str
    """The name of the file that `vigente` stands in."""


@record
class Ausencia:
    """A goal or a unit that only one side has: `falta_aqui` if this report lacks it.

    `clase` says what it is and which counterpart has it: `meta-plan`, `unidad-antes`; `meta-oficio` for a goal that the
    amendment `oficio` added, `unidad-entrega` for a unit that no report of the run up to `fecha` has. `lugar` is the
    cell of this report after which it would stand, or its own cell.
    """

    clase: str
    falta_aqui: bool
    es_unidad: bool
    numero: str
    texto: str
    nombre: str
    archivo: str
    despues_de: str
    """The number of the goal after which it would stand."""
    lugar: Cell[str]
    alla: Cell[str]
    """Its own cell in the counterpart; UNKNOWN for what only this report has."""
    programa: str
    clave: str
    """The code of the unit."""
    dentro: Unidad | None
    """The unit of this report that it belongs to."""
    meta: Meta | None = None
    """The goal, for one that only this report has."""
    oficio: str = ""
    fecha: Fecha | Nothing = UNKNOWN


@record
class Rubro:
    """The header of a page beside that of a counterpart: the codes that differ, here and there."""

    contra: str
    archivo: str
    titulos: str
    lugar: Cell[str]
    distintos: tuple[Cell[str], ...]
    vigentes: tuple[Cell[str], ...]


@record
class Comparacion:
    """A unit beside its counterparts.

    `orden` is empty, or one of `ORDERS`; `repetido` is the name of another file that reports the same unit and period;
    `cambiado` is the name of the file as it was delivered, where this one differs from it.
    """

    hay_antes: bool
    hay_plan: bool
    fecha: Cell[Fecha]
    fecha_antes: Cell[Fecha]
    orden: str
    repetido: str
    cambiado: str
    nombre: str
    archivo: str
    cargos: tuple[Cell[str], ...]
    """The charges of signers that differ from the earlier report's, and those it had."""
    cargos_antes: tuple[Cell[str], ...]


class Counterpart(NamedTuple):
    """One unit of a counterpart, its cells with offsets in a file of their own.

    `closed` is the number of periods of this report's form that it closes. `amended` names, by the offset of a goal's
    text and the id of a column, the letter that changed the figure (`ADDED` for a goal that it added); such cells have
    offsets in the file of amendments, `amendments`.
    """

    role: str
    archivo: str
    nombre: str
    metas: tuple[Meta, ...]
    closed: int | Nothing
    header: Mapping[str, Cell[Any]]
    signed: Mapping[str, Cell[Any]]
    complete: bool
    amended: Mapping[tuple[int, str], str] = {}
    amendments: str = ""


class Beside(NamedTuple):
    """A unit of the report with its counterparts by role, and what is odd about their dates."""

    unidad: Unidad
    others: Mapping[str, Counterpart]
    orden: str = ""
    fecha_antes: Cell[Fecha] | None = None
    repetido: str = ""
    cambiado: str = ""


class LostUnit(NamedTuple):
    """A unit that a counterpart has and this report lacks, or the other way round (then `unidad` is there)."""

    role: str
    archivo: str
    nombre: str
    programa: str
    clave: str
    alla: Cell[Any] | None
    unidad: Unidad | None
