"""Dates as reports write them, which the calendar may not have."""

from __future__ import annotations

from typing import NamedTuple


class Fecha(NamedTuple):
    """A date as written. It may be impossible (31 April): see `existe`."""

    ano: int
    mes: int
    dia: int

    @property
    def existe(self) -> bool:
        """True if the calendar has this day; it has no year 0."""
        return self.ano >= 1 and 1 <= self.mes <= 12 and 1 <= self.dia <= last_day(self.ano, self.mes)


def last_day(ano: int, mes: int) -> int:
    """The last day of a month, from 1 to 12, of that year."""
    leap = ano % 4 == 0 and (ano % 100 != 0 or ano % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[mes - 1]
