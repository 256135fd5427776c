"""The sample of any form that an example of a rule changes: a page with one goal, and what the example says of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from poa_lint.authoring.sheets import header
from poa_lint.authoring.sheets.goals import goals
from poa_lint.authoring.sheets.reports import FIRST, report
from poa_lint.authoring.sheets.sheet import Cells, Clave, Dato, Firma, Sheet
from poa_lint.core.form import NONE, Form

Changes = Mapping[str, Any]
CLOSED: Final = "cerrados"
"""The key of an example for the number of periods that its report closes; 1 where it does not say."""
PAGE: Final = ("ejercicio", "forma", "fecha", "firmas")
"""The keys that change a page, beside the ids of the header's entries."""


def pages(form: Form, changes: Changes) -> tuple[Sheet, ...]:
    """Return the pages of a sound report of `form` with an example's changes.

    The keys are ids of columns (`meta_anual`; `programado` with a list for all periods) and of entries of the header
    (`unidad_ejecutora: 102 FINANZAS`, null to take one out), `ejercicio`, `forma`, `fecha` (what is said of the
    cut-off), `firmas`, `renglon` (all cells), `cerrados` (how many periods the report closes), and `metas` and
    `paginas`, lists of changes of one goal or page each. Raises KeyError for another key, ValueError for a value that
    is not of its key's kind.
    """
    shared = {key: value for key, value in changes.items() if key not in ("paginas", CLOSED)}
    closed = _closed(form, changes.get(CLOSED, 1))
    return tuple(_page(form, closed, {**shared, **own}) for own in _mappings("paginas", changes.get("paginas", [{}])))


def _closed(form: Form, closed: object) -> int:
    if not isinstance(closed, int) or not 1 <= closed <= len(form.periods):
        raise ValueError(CLOSED)
    return len(form.periods) if form.head.cutoff.says == NONE else closed


def _page(form: Form, closed: int, changes: Changes) -> Sheet:
    entries = {entry.columna.id for entry in form.head.entries}
    page = replace(report(form, closed)[0], firmas=header.firmas(form))
    of_goals = {key: value for key, value in changes.items() if key not in PAGE and not _is_entry(form, key, entries)}
    each = _mappings("metas", of_goals.pop("metas", [{}]))
    first = 1 if form.anew else FIRST
    metas = tuple(_goal(form, closed, first + place, {**of_goals, **own}) for place, own in enumerate(each))
    datos = tuple(dato for each in page.datos for dato in _dato(each, changes))
    return replace(
        page,
        metas=metas,
        datos=datos,
        ejercicio=_text(changes.get("ejercicio", page.ejercicio)),
        forma=_text(changes.get("forma", page.forma)),
        corte=_text(changes.get("fecha", page.corte)),
        firmas=_firmas(changes["firmas"]) if "firmas" in changes else page.firmas,
    )


def _is_entry(form: Form, key: str, entries: set[str]) -> bool:
    return key in entries and key not in form.index


def _dato(dato: Dato, changes: Changes) -> Sequence[Dato]:
    """An entry as an example has it; none where it takes it out."""
    if dato.id not in changes:
        return (dato,)
    said = changes[dato.id]
    listed = said if isinstance(said, list) else [] if said is None else [said]
    coded = bool(dato.claves[0][0])
    claves = tuple(_clave(_text(one), coded=coded) for one in listed)
    return (dato._replace(claves=claves),) if claves else ()


def _clave(said: str, *, coded: bool) -> Clave:
    """A code and its name of `63 CONSEJO`, or words."""
    code, _, name = said.partition(" ") if coded else ("", "", said)
    return code, name.strip()


def _firmas(said: object) -> tuple[Firma, ...]:
    """The signatures of texts like `REVISÓ | CARGO | NOMBRE`."""
    if not isinstance(said, list):
        raise ValueError("firmas")
    parts = ([part.strip() for part in f"{_text(one)}||".split("|")] for one in said)
    return tuple((role, charge, name) for role, charge, name, *_ in parts)


def _goal(form: Form, closed: int, number: int, changes: Changes) -> Cells:
    """The cells of the first goal of a report, as an example has them."""
    cells = list(goals(form, closed)[0][0].cells(form, closed, number, header.lines_of_action(form)))
    for key, value in changes.items():
        if key == "renglon":
            cells = [cell.strip() for cell in _text(value).split("|")]
        elif key in form.index:
            cells[form.index[key]] = _cell(value)
        elif f"{key}.1" in form.index:
            for index, cell in zip(form.by_period(key), _of_periods(form, key, value), strict=True):
                if index is not None:
                    cells[index] = cell
        else:
            raise KeyError(key)
    return tuple(cells)


def _of_periods(form: Form, key: str, value: object) -> list[str]:
    """A text for each period; blanks behind those of a shorter list."""
    if not isinstance(value, list) or len(value) > len(form.periods):
        raise ValueError(key)
    return [*map(_cell, value), *[""] * (len(form.periods) - len(value))]


def _mappings(key: str, value: object) -> list[Changes]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise ValueError(key)
    return value


def _cell(value: object) -> str:
    """Write a cell: empty for None, an int with commas between its thousands, a text as it is."""
    return f"{value:,}" if isinstance(value, int) else _text(value)


def _text(value: object) -> str:
    return "" if value is None else str(value)
