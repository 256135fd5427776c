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


def iso(text: str) -> str:
    """A day written as in Mexico, the day first (`31/7/2024`), as ISO; any other text as it is.

    The month is never first: `07/31/2024` stays, for whoever reads ISO to refuse it.
    """
    parts = text.strip().split("/")
    if [len(part) for part in parts[2:]] != [4] or not all(part.isascii() and part.isdigit() for part in parts):
        return text
    dia, mes, ano = map(int, parts)
    return f"{ano:04d}-{mes:02d}-{dia:02d}" if Fecha(ano, mes, dia).existe else text


def last_day(ano: int, mes: int) -> int:
    """The last day of a month, from 1 to 12, of that year."""
    leap = ano % 4 == 0 and (ano % 100 != 0 or ano % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[mes - 1]
