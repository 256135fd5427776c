"""The sample of any form that an example of a rule changes: a page with one goal, and what the example says of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from poa_lint.authoring.sheets import header
from poa_lint.authoring.sheets.faults import (
    Changes,
    ExampleFault,
    cell_of,
    listed,
    mappings,
    of_periods,
    text_of,
    unknown_key,
)
from poa_lint.authoring.sheets.goals import goals
from poa_lint.authoring.sheets.reports import FIRST, report
from poa_lint.authoring.sheets.sheet import Cells, Clave, Dato, Firma, Sheet
from poa_lint.core.form import LAST, NONE, Form

CLOSED: Final = "cerrados"
"""The key of an example for the number of periods that its report closes; 1 where it does not say."""
PAGE: Final = ("ejercicio", "forma", "fecha", "firmas")
"""The keys that change a page, beside the ids of the header's entries."""
ROW: Final = "renglon"
"""The key for all cells of a goal."""


def pages(form: Form, changes: Changes) -> tuple[Sheet, ...]:
    """Return the pages of a sound report of `form` with an example's changes.

    The keys are ids of columns (`meta_anual`; `programado` with a list for all periods) and of entries of the header
    (`unidad_ejecutora: 102 FINANZAS`, null to take one out), `ejercicio`, `forma`, `fecha` (what is said of the
    cut-off), `firmas`, `renglon` (all cells), `cerrados` (how many periods the report closes), and `metas` and
    `paginas`, lists of changes of one goal or page each. Raises ExampleFault for another key, and for a value that is
    not of its key's kind.
    """
    shared = {key: value for key, value in changes.items() if key not in ("paginas", CLOSED)}
    closed = _closed(form, changes.get(CLOSED, 1))
    return tuple(_page(form, closed, {**shared, **own}) for own in mappings("paginas", changes.get("paginas", [{}])))


def _closed(form: Form, closed: object) -> int:
    if not isinstance(closed, int) or not 1 <= closed <= len(form.periods):
        raise ExampleFault("example-closed", CLOSED, form=form.code, periods=str(len(form.periods)))
    return len(form.periods) if form.head.cutoff.says == NONE else closed


def _page(form: Form, closed: int, changes: Changes) -> Sheet:
    entries = {entry.columna.id for entry in form.head.entries}
    page = replace(report(form, closed)[0], firmas=header.firmas(form))
    of_goals = {key: value for key, value in changes.items() if key not in PAGE and not _is_entry(form, key, entries)}
    each = mappings("metas", of_goals.pop("metas", [{}]))
    first = 1 if form.anew else FIRST
    metas = tuple(_goal(form, closed, first + place, {**of_goals, **own}) for place, own in enumerate(each))
    datos = tuple(dato for each in page.datos for dato in _dato(each, changes))
    return replace(
        page,
        metas=metas,
        datos=datos,
        ejercicio=text_of("ejercicio", changes.get("ejercicio", page.ejercicio)),
        forma=text_of("forma", changes.get("forma", page.forma)),
        corte=text_of("fecha", changes.get("fecha", page.corte)),
        firmas=_firmas(changes["firmas"]) if "firmas" in changes else page.firmas,
    )


def _is_entry(form: Form, key: str, entries: set[str]) -> bool:
    return key in entries and key not in form.index


def _dato(dato: Dato, changes: Changes) -> Sequence[Dato]:
    """An entry as an example has it; none where it takes it out."""
    if dato.id not in changes:
        return (dato,)
    said = changes[dato.id]
    stated = said if isinstance(said, list) else [] if said is None else [said]
    coded = bool(dato.claves[0][0])
    claves = tuple(_clave(text_of(dato.id, one), coded=coded) for one in stated)
    return (dato._replace(claves=claves),) if claves else ()


def _clave(said: str, *, coded: bool) -> Clave:
    """A code and its name of `63 CONSEJO`, or words."""
    code, _, name = said.partition(" ") if coded else ("", "", said)
    return code, name.strip()


def _firmas(said: object) -> tuple[Firma, ...]:
    """The signatures of texts like `REVISÓ | CARGO | NOMBRE`."""
    parts = ([part.strip() for part in f"{text_of('firmas', one)}||".split("|")] for one in listed("firmas", said))
    return tuple((role, charge, name) for role, charge, name, *_ in parts)


def _goal(form: Form, closed: int, number: int, changes: Changes) -> Cells:
    """The cells of the first goal of a report, as an example has them."""
    cells = list(goals(form, closed)[0][0].cells(form, closed, number, header.lines_of_action(form)))
    for key, value in changes.items():
        if key == ROW:
            cells = [cell.strip() for cell in text_of(key, value).split("|")]
        elif key in form.index:
            cells[form.index[key]] = cell_of(key, value)
        elif key in _by_period(form):
            for index, cell in _of_periods(form, closed, key, value):
                cells[index] = cell
        else:
            raise unknown_key(key, changes, keys(form), form)
    return tuple(cells)


def keys(form: Form) -> tuple[str, ...]:
    """The keys of an example of a form: ids of its columns and of its header's entries, and what every form has."""
    entries = (entry.columna.id for entry in form.head.entries)
    return (*form.index, *_by_period(form), *entries, *PAGE, ROW, CLOSED, "metas", "paginas")


def _by_period(form: Form) -> tuple[str, ...]:
    """The ids of columns that a form has for its periods, without them: `programado`."""
    return tuple(dict.fromkeys(id.partition(".")[0] for id in form.index if "." in id))


def _of_periods(form: Form, closed: int, key: str, value: object) -> Iterator[tuple[int, str]]:
    """The cells that a list of figures is written in: one for each period, or that of the period that is reported."""
    last = form.index.get(f"{key}.{LAST}")
    if last is not None and len(listed(key, value)) == 1:
        yield last, cell_of(key, listed(key, value)[0])
        return
    for index, cell in zip(form.by_period(key, closed), of_periods(form, key, value), strict=True):
        if index is not None:
            yield index, cell
        elif cell:
            raise ExampleFault("example-no-column", key, form=form.code, ids=", ".join(_ids(form, key)))


def _ids(form: Form, key: str) -> Iterator[str]:
    return (id for id in form.index if id.partition(".")[0] == key)
