"""Amendments of the approved plan: letters by which a goal is another one from a day on (`modificaciones.yaml`).

A waiver leaves a finding aside; an amendment changes what holds, so that afterwards the old figure is the wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from poa_lint.core.figures import BLANK, Figure, Nothing
from poa_lint.core.records import record

ADDITION, REMOVAL, REWORDING = "alta", "baja", "texto"
KINDS: Final = ("ampliacion", "reduccion", "recalendarizacion", "interna", ADDITION, REMOVAL, REWORDING)
"""The kinds of amendments: those of a dictamen de reconducción, and what happens to a goal as a whole."""
WORDS: Final = ("texto", "unidad_medida")
"""The words of a goal that an amendment may change."""
ANNUAL: Final = "meta_anual"
UNNUMBERED: Final = "s/n"
"""The signs that offices write for the number of a letter that has none."""


class Written(NamedTuple):
    """Something that an amendment states of a cell: its words, the figure in them, and its offset in the file."""

    raw: str
    value: Figure | str | Nothing
    offset: int


class Change(NamedTuple):
    """One cell of a goal before and after. `column` is `meta_anual`, `texto`, `unidad_medida` or a period's key (`T3`).

    `was` is None in an `alta`. `mes` is the month at whose end the period closes, 0 for what is no period.
    """

    column: str
    was: Written | None
    now: Written
    offset: int
    mes: int = 0


class AmendedGoal(NamedTuple):
    """A goal that an amendment changes, by its codes and number, with the offset and length of these in the file."""

    programa: str
    unidad: str
    meta: str
    changes: tuple[Change, ...]
    offset: int

    @property
    def donde(self) -> str:
        """Its address, as the file states it: `310/101/103`."""
        return f"{self.programa}/{self.unidad}/{self.meta}"

    def change(self, column: str) -> Change | None:
        """Its change of a column, if it has one."""
        return next((change for change in self.changes if change.column == column), None)


@record
class Amendment:
    """One letter: it holds for the programme of `ejercicio` from the day of `autorizacion` on (days are ISO)."""

    oficio: str
    tipo: str
    solicitud: str
    autorizacion: str
    autoriza: str
    motivo: str
    ejercicio: int
    metas: tuple[AmendedGoal, ...]
    offset: int
    """The offset of its first line in the file."""

    @property
    def letter(self) -> str:
        """Its letter, as sentences name it."""
        return self.oficio or UNNUMBERED

    def is_retroactive(self, change: Change) -> bool:
        """True if it changes what was programmed for a period that had closed before the amendment was asked for."""
        return bool(change.mes) and self.solicitud > closing(self.ejercicio, change.mes) and _differs(change)


@record
class AmendmentFile:
    """A file of amendments, in the order in which they hold: by the day of authorisation, then as they are written."""

    path: str
    text: str
    amendments: tuple[Amendment, ...]

    def of(self, year: int, programa: str, unidad: str) -> tuple[tuple[Amendment, AmendedGoal], ...]:
        """Every change of a unit's goals in a year."""
        return self._by_unit.get((year, programa, unidad), ())

    @cached_property
    def _by_unit(self) -> Mapping[tuple[int, str, str], tuple[tuple[Amendment, AmendedGoal], ...]]:
        found: dict[tuple[int, str, str], list[tuple[Amendment, AmendedGoal]]] = {}
        for one, goal in self.each():
            found.setdefault((one.ejercicio, goal.programa, goal.unidad), []).append((one, goal))
        return {key: tuple(goals) for key, goals in found.items()}

    def each(self) -> Iterator[tuple[Amendment, AmendedGoal]]:
        """Every goal of every amendment."""
        return ((one, goal) for one in self.amendments for goal in one.metas)


def closing(year: int, mes: int) -> str:
    """The last day of a month, as ISO."""
    from poa_lint.core.dates import last_day

    return f"{year:04d}-{mes:02d}-{last_day(year, mes):02d}"


def _differs(change: Change) -> bool:
    return change.was is None or not same(change.was.value, change.now.value)


def same(one: object, other: object) -> bool:
    """True for two figures that say the same: a blank one is zero."""
    return (0 if one is BLANK else one) == (0 if other is BLANK else other)
