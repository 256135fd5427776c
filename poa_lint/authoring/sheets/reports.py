"""Sound reports of any form: one for each of up to four cut-offs, of two units where the form tells them apart."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from poa_lint.authoring.sheets import header
from poa_lint.authoring.sheets.goals import goals
from poa_lint.authoring.sheets.sheet import Cells, Dato, Sheet
from poa_lint.core.form import NONE, Form

Pages = tuple[Sheet, ...]
YEAR: Final = 2025
MOST: Final = 4
"""The most reports of a form."""
FIRST: Final = 100
"""The number of the first goal where numbers run through all units; those of the next unit begin a hundred later."""


@cache
def reports(form: Form) -> tuple[Pages, ...]:
    """Return the pages of sound reports, from the one that closes least to the one that closes the year.

    Raises ValueError for a form whose codes have a pattern that takes no short text.
    """
    count = len(form.periods)
    if form.head.cutoff.says == NONE:
        return (report(form, count),)
    closed = {max(1, -(-count * part // MOST)) for part in range(1, MOST + 1)}
    return tuple(report(form, number) for number in sorted(closed))


def report(form: Form, closed: int) -> Pages:
    """Return the pages of a sound report that closes so many periods. Raises ValueError, see `reports`."""
    units = (0, 0, 1) if header.telling(form.head) else (0, 0) if _parts(form) else (0,)
    codes = header.lines_of_action(form)
    page = Sheet(
        form=form,
        ejercicio=str(YEAR),
        membrete=header.membrete(form.head),
        datos=(),
        forma=header.forma(form),
        etiqueta=(form.head.cutoff.entry.words or ("",))[0],
        corte=header.corte(form, closed, YEAR),
        metas=(),
        firmas=header.firmas(form),
    )
    made: list[Sheet] = []
    number = 0
    for index, (unit, listed) in enumerate(zip(units, goals(form, closed), strict=False)):
        begins = index == 0 or unit != units[index - 1]
        number = (1 if form.anew else FIRST * (unit + 1)) if begins else number
        rows = tuple(goal.cells(form, closed, number + place, codes) for place, goal in enumerate(listed))
        number += len(listed)
        signed = unit not in units[index + 1 :]
        made.append(_with(page, header.datos(form, unit, form.periods[closed - 1].nombre), rows, signed=signed))
    return tuple(made)


def _with(page: Sheet, datos: tuple[Dato, ...], metas: tuple[Cells, ...], *, signed: bool) -> Sheet:
    """The page with its own entries and goals, signed or not."""
    return replace(page, datos=datos, metas=metas, firmas=page.firmas if signed else ())


def _parts(form: Form) -> bool:
    """True if a second page of a unit is told from the first one by what stands above its table."""
    return bool(form.head.titles or form.head.entries or form.head.year.place == "titulo")
