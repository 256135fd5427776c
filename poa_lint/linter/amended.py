"""The goals that hold on a day: a counterpart's as the amendments that were authorised until then changed them."""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import Any, Final

from poa_lint.config.amendments import (
    ADDITION,
    ANNUAL,
    REMOVAL,
    WORDS,
    AmendedGoal,
    Amendment,
    AmendmentFile,
    Change,
    Written,
    same,
)
from poa_lint.core.delivery import Delivery
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.form import Columna, Form
from poa_lint.core.records import replace
from poa_lint.core.report import Cell, Meta, Unidad, absent, code
from poa_lint.core.source import FILE_BITS, Span
from poa_lint.core.text import squashed
from poa_lint.linter.deliveries import Titles
from poa_lint.reading.values import goal_number
from poa_lint.rulebook.comparison import ADDED, PLAN, Counterpart


class Amender:
    """Applies the amendments in a file. `delivery` stands for the file where a report's other files are kept."""

    def __init__(self, file: AmendmentFile) -> None:
        self.file = file
        lines = array("Q", [0, *accumulate(len(line) + 1 for line in file.text.split("\n")[:-1])])
        self.delivery = Delivery(file.path, "", "text", UNKNOWN, UNKNOWN, (), lines)

    def concerns(self, unidad: Unidad, year: int) -> bool:
        """True if any amendment is about a goal of a unit."""
        return bool(self._of(unidad, year))

    def _of(self, unidad: Unidad, year: int) -> tuple[tuple[Amendment, AmendedGoal], ...]:
        return self.file.of(year, code(unidad.programa), code(unidad.unidad_ejecutora))

    def on(
        self,
        other: Counterpart,
        unidad: Unidad,
        *,
        year: int,
        day: str,
        since: str = "",
        number: int = 1,
        words_only: bool = False,
    ) -> Counterpart:
        """A counterpart as amended from the day after `since` until `day` (ISO).

        Its new cells have offsets in the file with this number. Without a `day` nobody knows what holds: whatever any
        amendment changes is UNKNOWN. `words_only` leaves figures as they are.
        """
        goals = _Goals(other, unidad.paginas[0].form, number, known=bool(day), words_only=words_only)
        for one, goal in self._of(unidad, year):
            if since < one.autorizacion and (not day or one.autorizacion <= day):
                goals.amend(one, goal)
        return goals.counterpart(self.file.path)


class _Goals:
    """The goals of a counterpart while amendments are applied to them, one after the other."""

    def __init__(self, other: Counterpart, form: Form | None, number: int, *, known: bool, words_only: bool) -> None:
        assert form is not None, "a page that was read has a form"
        self.other, self.form, self.base = other, form, number << FILE_BITS
        self.known, self.words_only = known, words_only
        self.metas = list(other.metas)
        self.own = list(other.metas)
        """The goals before any amendment, by the same places; one that was added stands for itself."""
        self.letters: dict[tuple[int, str], str] = {}
        """The letter that changed a column last, by the place of the goal."""

    def amend(self, one: Amendment, goal: AmendedGoal) -> None:
        """Apply what an amendment says of a goal; one that is not there, or there twice, is left as it is."""
        places = [index for index, meta in enumerate(self.metas) if is_number(meta, goal.meta)]
        if one.tipo == ADDITION and not places:
            self._add(one, goal)
        elif one.tipo == ADDITION and self.other.role == PLAN:
            return  # that number is taken: POA920 tells it
        elif len(places) == 1:
            self._change(one, goal, places[0])

    def _change(self, one: Amendment, goal: AmendedGoal, place: int) -> None:
        if one.tipo == REMOVAL:
            if not self.words_only:
                self.metas[place] = _emptied(self.metas[place])
            return
        for change in goal.changes:
            column = column_of(change, self.form)
            if not column or one.is_retroactive(change) or (self.words_only and column not in WORDS):
                continue
            self.metas[place] = _with(self.metas[place], column, self._cell(change, goal, self.metas[place], column))
            self.letters[place, column] = one.letter

    def _cell(self, change: Change, goal: AmendedGoal, meta: Meta, column: str) -> Cell[Any]:
        """The cell as it was amended."""
        was = cell_of(meta, column)
        if not self.known:
            return Cell("", UNKNOWN, was.span, was.columna)
        raw, value = change.now.raw, change.now.value
        if column == "texto":
            raw = value = wording(change.now, goal.meta)
        start = self.base + change.now.offset
        return Cell(raw, value, Span(start, start + len(raw)), was.columna)

    def _add(self, one: Amendment, goal: AmendedGoal) -> None:
        """Add a goal; while it is not known what holds, there may be none: then it has no figures."""
        if self.words_only:
            return
        meta = _new(goal, self.form, self.base)
        self.metas.append(meta)
        self.own.append(meta)
        place = len(self.metas) - 1
        if self.known:
            self._change(one, goal, place)
            self.letters[place, ADDED] = one.letter

    def counterpart(self, path: str) -> Counterpart:
        """The counterpart with these goals. A cell that says what it said before has not been amended."""
        letters: dict[tuple[int, str], str] = {}
        for place, column in self.letters:
            meta, own = self.metas[place], self.own[place]
            if own is not meta and (place, ADDED) not in self.letters and _says(meta, own, column):
                self.metas[place] = _with(meta, column, cell_of(own, column))
        for (place, column), oficio in self.letters.items():
            if column == ADDED or cell_of(self.metas[place], column) is not cell_of(self.own[place], column):
                letters[self.metas[place].texto.span.start, column] = oficio
        return self.other._replace(metas=tuple(self.metas), amended=letters, amendments=path)


def is_number(meta: Meta, number: str) -> bool:
    """True if a goal has this number."""
    return squashed(meta.numero.raw) == squashed(number)


def column_of(change: Change, form: Form) -> str:
    """The id of the column that a change is of; empty for a period that the form does not have."""
    if not change.mes:
        return change.column
    found = (number for number, period in enumerate(form.periods, 1) if period.clave == change.column)
    return next((f"programado.{number}" for number in found), "")


def cell_of(meta: Meta, column: str) -> Cell[Any]:
    """The cell of a goal in a column that amendments may change."""
    base, _, number = column.partition(".")
    found: Any = getattr(meta, base)
    cell: Cell[Any] = found[int(number) - 1] if number else found
    return cell


def wording(written: Written, number: str) -> str:
    """A goal's words as an amendment states them, without the number that may stand before them."""
    found = goal_number(written.raw)
    return written.raw[found[3] :] if found and squashed(found[0]) == squashed(number) else written.raw


def _with(meta: Meta, column: str, cell: Cell[Any]) -> Meta:
    base, _, number = column.partition(".")
    if not number:
        return replace(meta, **{base: cell})
    cells = list(getattr(meta, base))
    cells[int(number) - 1] = cell
    return replace(meta, **{base: tuple(cells)})


def _says(meta: Meta, own: Meta, column: str) -> bool:
    here, there = cell_of(meta, column), cell_of(own, column)
    if column in WORDS:
        return squashed(here.raw) == squashed(there.raw)
    return same(here.value, there.value)


def _emptied(meta: Meta) -> Meta:
    """A goal that was taken out: nobody misses it, and where it still stands nothing is said of its figures."""

    def blank(cell: Cell[Any]) -> Cell[Any]:
        return Cell("", UNKNOWN, cell.span, cell.columna)

    return replace(
        meta,
        meta_anual=blank(meta.meta_anual),
        programado=tuple(map(blank, meta.programado)),
        avance=tuple(map(blank, meta.avance)),
        absoluto=blank(meta.absoluto),
    )


def _new(goal: AmendedGoal, form: Form, base: int) -> Meta:
    """A goal that an amendment adds: without figures, its number where the file has it.

    Where it programmes anything, the periods that it does not name are blank; else nothing is known of them.
    """
    programmed = any(change.mes for change in goal.changes)
    start = base + goal.offset + len(goal.donde) - len(goal.meta)
    end = start + len(goal.meta)
    cells = {name: absent(Titles(form)[name], end) for name in ("lineas", *_PLAIN)}
    numero = Cell(goal.meta, goal.meta, Span(start, end), Titles(form)["numero"])
    titles = [Titles(form)[f"programado.{n}"] for n, _ in enumerate(form.periods, 1)]
    blanks = tuple((_blank if programmed else absent)(title, end) for title in titles)
    return Meta(
        pagina=0,
        celdas=(),
        lineas=(),
        numero=numero,
        numeracion=numero,
        texto=cells["texto"],
        unidad_medida=cells["unidad_medida"],
        meta_anual=cells[ANNUAL],
        programado=blanks,
        avance=tuple(absent(Titles(form)[f"avance.{n}"], end) for n, _ in enumerate(form.periods, 1)),
        absoluto=cells["absoluto"],
        relativo=cells["relativo"],
        observaciones=cells["observaciones"],
        periodos=(),
        cifras=(),
        corte=UNKNOWN,
        acumulacion="",
        span=Span(start, end),
        acomodo=None,
        form=form,
    )


_PLAIN: Final = ("texto", "unidad_medida", ANNUAL, "absoluto", "relativo", "observaciones")


def _blank(columna: Columna, offset: int) -> Cell[Any]:
    return Cell("", BLANK, Span(offset, offset), columna)
