"""A row stands as printed unless a cell of the wrong kind says otherwise; then it is put back, or its doubt is said."""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Row
from poa_lint.core.figures import UNKNOWN
from poa_lint.core.forms import built_in_forms
from poa_lint.core.report import Meta
from poa_lint.linter.check import scorer
from poa_lint.reading.columns import MAX_PLACEMENTS, Kind, kind, placements
from poa_lint.reading.goal import GoalReader
from poa_lint.reading.lines import Line
from poa_lint.reading.row import Context, Judge, meta
from poa_lint.rulebook.builtin import built_in_rules
from tests import strategies

FORM = built_in_forms()[0]
COLUMNS = tuple(column.columna.id for column in FORM.columns)
KINDS = tuple(column.kind for column in FORM.columns)
FIGURES = range(3, 13)
"""Where META ANUAL, the quarters and AVANCE ABSOLUTO stand."""
RELATIVO, OBSERVACIONES = 13, 14
LAST = len(COLUMNS) - 1


@cache
def score() -> Judge:
    return scorer(built_in_rules())


def placed(cells: Sequence[str], closed: int = 1) -> Meta:
    """The goal that these cells make under the form's columns."""
    context = Context(GoalReader(FORM, 1, closed, lambda _numero, _unidad: "suma"), score(), {})
    return meta(Line("TABLE", "\t".join(cells), 0), context)[0]


def facts(cells: Sequence[str], closed: int = 1) -> list[str]:
    """The codes of what is wrong with how these cells are written."""
    context = Context(GoalReader(FORM, 1, closed, lambda _numero, _unidad: "suma"), score(), {})
    return [fact.code for fact in meta(Line("TABLE", "\t".join(cells), 0), context)[1]]


def raws(goal: Meta) -> tuple[str, ...]:
    return tuple(cell.raw for cell in goal.celdas)


def without(cells: Sequence[str], place: int) -> tuple[str, ...]:
    return (*cells[:place], *cells[place + 1 :])


def doubled(cells: Sequence[str], place: int) -> tuple[str, ...]:
    return (*cells[: place + 1], *cells[place:])


def changed(cells: Sequence[str], place: int, cell: str) -> tuple[str, ...]:
    return (*cells[:place], cell, *cells[place + 1 :])


def assert_put_back(cells: Sequence[str], damaged: Sequence[str], closed: int) -> None:
    """The row is as it was made; or others are as likely, and the one that was made is among them all."""
    goal = placed(damaged, closed)
    assert goal.acomodo is None or goal.acomodo.logrado, damaged
    candidates = [raws(goal)] if goal.acomodo is None else [raws(goal), *map(raws, goal.acomodo.otras)]
    assert tuple(cells) in candidates, damaged


CLOSED = st.integers(1, 4)
DRAWN = CLOSED.flatmap(lambda closed: st.tuples(st.just(closed), strategies.rows(closed).map(Row.cells)))
"""How many quarters are closed, and the cells of a sound row."""


# Rows in order ------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(DRAWN)
def test_a_sound_row_stands_as_printed_and_no_constraint_objects(drawn: tuple[int, Sequence[str]]) -> None:
    closed, cells = drawn
    goal = placed(cells, closed)
    assert (raws(goal), goal.acomodo, facts(cells, closed)) == (cells, None, [])
    assert score()(goal) == (0, 0)


@settings(max_examples=150)
@given(DRAWN, st.sampled_from(FIGURES), strategies.figures().map(strategies.written) | st.just("") | st.just("0"))
def test_sums_never_move_a_row_whose_kinds_fit(drawn: tuple[int, Sequence[str]], place: int, figure: str) -> None:
    closed, cells = drawn
    wrong = changed(cells, place, figure)
    goal = placed(wrong, closed)
    assert (raws(goal), goal.acomodo) == (wrong, None)


@settings(max_examples=60)
@given(DRAWN, st.permutations(FIGURES))
def test_figures_in_any_order_are_taken_as_printed(drawn: tuple[int, Sequence[str]], order: Sequence[int]) -> None:
    closed, cells = drawn
    wrong = (*cells[:3], *(cells[place] for place in order), *cells[13:])
    goal = placed(wrong, closed)
    assert (raws(goal), goal.acomodo) == (wrong, None)


@settings(max_examples=150)
@given(
    DRAWN,
    st.sampled_from((*FIGURES, RELATIVO)),
    st.sampled_from(("doce", "#¡REF!", "l2", "1O", "2,0 11", "8.000", "12,5", "²", "?")),
)
def test_an_unreadable_cell_in_its_place_moves_nothing(drawn: tuple[int, Sequence[str]], place: int, cell: str) -> None:
    closed, cells = drawn
    wrong = changed(cells, place, cell)
    goal = placed(wrong, closed)
    assert (raws(goal), goal.acomodo) == (wrong, None)
    assert goal.cifras[place - 3].valor.value is UNKNOWN


@settings(max_examples=60)
@given(DRAWN, st.sampled_from(FIGURES), st.sampled_from(("pendiente de informar", "sin dato", "Por definir")))
def test_words_under_a_figure_move_nothing(drawn: tuple[int, Sequence[str]], place: int, cell: str) -> None:
    """Words may stand under OBSERVACIONES; but all the other cells stand where they should."""
    closed, cells = drawn
    wrong = changed(cells, place, cell)
    goal = placed(wrong, closed)
    assert (raws(goal), goal.acomodo) == (wrong, None)


@settings(max_examples=60)
@given(DRAWN, st.integers(0, LAST))
def test_any_cell_may_be_blank_in_its_place(drawn: tuple[int, Sequence[str]], place: int) -> None:
    closed, cells = drawn
    wrong = changed(cells, place, "")
    goal = placed(wrong, closed)
    assert (raws(goal), goal.acomodo) == (wrong, None)


@settings(max_examples=60)
@given(DRAWN, st.integers(0, 30))
def test_trailing_tabs_change_nothing(drawn: tuple[int, Sequence[str]], tabs: int) -> None:
    """Spreadsheets write as many as the sheet is wide, others leave the last ones out."""
    closed, cells = drawn
    for row in ((*cells, *[""] * tabs), (*cells, *[" \u00a0"] * tabs)):
        goal = placed(row, closed)
        assert (raws(goal), goal.acomodo, facts(row, closed)) == (cells, None, [])
    if not cells[OBSERVACIONES]:
        short = cells[:OBSERVACIONES]
        assert (raws(placed(short, closed)), facts(short, closed)) == (cells, [])


# Rows out of order --------------------------------------------------------------------------------------------


@settings(max_examples=80)
@given(DRAWN)
def test_a_lost_blank_is_put_back_or_the_doubt_is_said(drawn: tuple[int, Sequence[str]]) -> None:
    closed, cells = drawn
    for place, cell in enumerate(cells):
        if not cell:
            assert_put_back(cells, without(cells, place), closed)


@settings(max_examples=60)
@given(DRAWN)
def test_a_repeated_cell_is_dropped_or_the_doubt_is_said(drawn: tuple[int, Sequence[str]]) -> None:
    closed, cells = drawn
    for place in range(len(cells)):
        assert_put_back(cells, doubled(cells, place), closed)


@settings(max_examples=60)
@given(DRAWN, st.integers(0, LAST))
def test_a_cell_written_three_times_is_dropped_twice(drawn: tuple[int, Sequence[str]], place: int) -> None:
    closed, cells = drawn
    assert_put_back(cells, doubled(doubled(cells, place), place), closed)


@settings(max_examples=60)
@given(DRAWN, st.randoms(use_true_random=False))
def test_two_lost_blanks_are_put_back_or_the_doubt_is_said(drawn: tuple[int, Sequence[str]], dice: Random) -> None:
    closed, cells = drawn
    blanks = [place for place, cell in enumerate(cells[:OBSERVACIONES]) if not cell]
    if len(blanks) >= 2:
        first, second = sorted(dice.sample(blanks, 2))
        assert_put_back(cells, without(without(cells, second), first), closed)


@pytest.mark.parametrize(
    ("printed", "stands", "faltan", "sobran"),
    [
        # The seed's page 1: a blank A is lost, and the rest stands one column to the left.
        (
            "4.6.1|101.- DAR SEGUIMIENTO.|NOMINA|26|6|6|7||6||7|6|23%||",
            "4.6.1|101.- DAR SEGUIMIENTO.|NOMINA|26|6|6|7||6||7||6|23%|",
            ("avance.4",),
            0,
        ),
        # Its page 3: the accumulated figure stands twice.
        (
            "4.6.1|208.- GESTIONAR.|SERVICIO|12|3|3|3|0|3|0|3|0|3|3|25%|",
            "4.6.1|208.- GESTIONAR.|SERVICIO|12|3|3|3|0|3|0|3|0|3|25%|",
            (),
            1,
        ),
        # A blank L/A is lost: the goal's text stands first.
        (
            "208.- GESTIONAR Y ADMINISTRAR.|SERVICIO|12|3|3|3||3||3||3|25%|",
            "|208.- GESTIONAR Y ADMINISTRAR.|SERVICIO|12|3|3|3||3||3||3|25%|",
            ("lineas",),
            0,
        ),
        # A blank unit of measure is lost.
        (
            "4.6.1|208.- GESTIONAR Y ADMINISTRAR.|12|3|3|3||3||3||3|25%|",
            "4.6.1|208.- GESTIONAR Y ADMINISTRAR.||12|3|3|3||3||3||3|25%|",
            ("unidad_medida",),
            0,
        ),
        # A blank too many before an observation.
        (
            "4.6.1|208.- GESTIONAR.|SERVICIO|12|3|3|3||3||3||3|25%||Se reprogramó por falta de quórum.",
            "4.6.1|208.- GESTIONAR.|SERVICIO|12|3|3|3||3||3||3|25%|Se reprogramó por falta de quórum.",
            (),
            1,
        ),
        # The goal's text stands twice.
        (
            "4.6.1|208.- GESTIONAR.|208.- GESTIONAR.|SERVICIO|12|3|3|3||3||3||3|25%|",
            "4.6.1|208.- GESTIONAR.|SERVICIO|12|3|3|3||3||3||3|25%|",
            (),
            1,
        ),
    ],
)
def test_displaced_rows(printed: str, stands: str, faltan: tuple[str, ...], sobran: int) -> None:
    goal = placed(printed.split("|"))
    expected = stands.split("|")
    assert list(raws(goal)) == [*expected, *[""] * (15 - len(expected))]
    assert goal.acomodo is not None
    assert (goal.acomodo.anadidas, goal.acomodo.faltan) == (faltan, len(faltan))
    assert (goal.acomodo.sobran, goal.acomodo.otras, goal.acomodo.logrado) == (sobran, (), True)
    assert facts(printed.split("|")) == ["POA002"]


def test_a_lost_blank_that_may_stand_in_two_places_is_doubted() -> None:
    """Two places for it keep every sum: the row alone does not tell."""
    goal = placed(["4.6.1", "101.- DAR SEGUIMIENTO.", "KM", "2", "1", "1", "", "", "", "1", "", "1", "50%", ""])
    assert goal.acomodo is not None
    candidates = ["|".join(raws(one)) for one in (goal, *goal.acomodo.otras)]
    assert candidates == [
        "4.6.1|101.- DAR SEGUIMIENTO.|KM|2|1|1|||||1||1|50%|",
        "4.6.1|101.- DAR SEGUIMIENTO.|KM|2||1|1||||1||1|50%|",
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "4.6.1|101.- DAR SEGUIMIENTO.|KM|2|1|1|1||||||1|50%|Se reprogramó.|algo más",
        "50%|1|KM|101.- DAR SEGUIMIENTO.|4.6.1",
        "4.6.1|101.- DAR SEGUIMIENTO.|25%|25%|25%|25%|25%|25%",
        "|".join(["4.6.1", "101.- DAR SEGUIMIENTO.", "KM", *map(str, range(40)), "25%"]),
    ],
)
def test_a_row_that_nobody_can_place_has_no_figures(printed: str) -> None:
    """Its cells are shown as they are printed, and no rule reckons with them."""
    goal = placed(printed.split("|"))
    assert goal.acomodo is not None
    assert not goal.acomodo.logrado
    assert {cifra.valor.value for cifra in goal.cifras} == {UNKNOWN}
    assert facts(printed.split("|"))[0] == "POA002"


# What a cell looks like ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looks", "cells"),
    [
        (Kind.BLANK, ["", " ", "\u00a0", "-", "—"]),
        (Kind.FIGURE, ["0", "26", "8,000", "2010", "-3", "(3)", "20.3333", "２５", "٢٥"]),
        (Kind.PERCENT, ["25%", "25 %", "25.13%", "1,250%", "２５％"]),
        (Kind.CODES, ["4.6.1", "4.2.2 4.2.3 4.6.1", "3.4.1, 3.7.2", "4.6.1.", "4.6.12"]),
        (Kind.NUMBERED, ["103.- CELEBRAR SESIONES", "100. DIRIGIR", "103 CELEBRAR", "2 sesiones se pospusieron"]),
        (Kind.TEXT, ["INFORME", "ESTADOS DE CUENTA", "Se reprogramó.", "NÓMINA", "Art. 12 de la Ley"]),
        (Kind.GARBLED, ["KM", "M2", "l2", "1O", "#¡REF!", "#N/A", "doce", "veinticinco", "²", "?"]),
    ],
)
def test_what_cells_look_like(looks: Kind, cells: Sequence[str]) -> None:
    assert {cell: kind(cell) for cell in cells} == dict.fromkeys(cells, looks)


@given(st.text(max_size=60))
def test_outer_blanks_do_not_change_what_a_cell_looks_like(text: str) -> None:
    assert kind(f" {text}\u00a0") is kind(text)


# All the cheapest placements ----------------------------------------------------------------------------------

SMALL = ("codigos", "texto", "cifra", "cifra", "porcentaje")
CELLS = st.lists(st.sampled_from(("", "4.6.1", "INFORME", "7", "8", "25%")), max_size=8)


def alignments(raws: Sequence[str], start: int, column: int, edits: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every way to stand the cells from `start` on under the small form's columns, by trying: its cost, its row.

    A cell may be dropped if it is blank or repeats the one before it; blanks at the end cost nothing.
    """
    if start == len(raws):
        yield 0, ("",) * (len(SMALL) - column)
        return
    cell = raws[start]
    repeated = start > 0 and raws[start - 1] == cell
    if column == len(SMALL):
        beyond = 0 if not cell else 10 if repeated else 35
        yield from ((cost + beyond, row) for cost, row in alignments(raws, start + 1, column, edits))
        return
    for cost, row in alignments(raws, start + 1, column + 1, edits):
        yield cost + _misfit(cell, SMALL[column]), (cell, *row)
    if edits:
        yield from ((cost + 10, ("", *row)) for cost, row in alignments(raws, start, column + 1, edits - 1))
    if edits and (not cell or repeated):
        yield from ((cost + 10, row) for cost, row in alignments(raws, start + 1, column, edits - 1))


def _misfit(cell: str, column: str) -> int:
    fits = {"4.6.1": "codigos", "INFORME": "texto", "7": "cifra", "8": "cifra", "25%": "porcentaje"}
    tolerated = cell in ("7", "8") and column in ("codigos", "porcentaje")
    return 0 if not cell or fits[cell] == column else 1 if tolerated else 35


@settings(max_examples=200)
@given(CELLS)
def test_every_cheapest_placement_is_given_and_no_other(cells: Sequence[str]) -> None:
    found = placements(cells, SMALL)
    rows = [tuple("" if place is None else cells[place] for place in placement.cells) for placement in found]
    assert len(set(rows)) == len(rows)
    tried = list(alignments(cells, 0, 0, 3))
    printed = sum(map(_misfit, cells, SMALL)) + sum(35 for cell in cells[len(SMALL) :] if cell)
    least = min(cost for cost, _ in tried)
    if printed < 10 or least >= printed or least > 39:
        assert rows == [(*cells, *[""] * 5)[:5]]
    else:
        assert set(rows) == {row for cost, row in tried if cost == least}
        assert {placement.cost for placement in found} == {least}


@settings(max_examples=60)
@given(st.lists(st.sampled_from(("", "0", "1", "25%", "4.6.1", "KM", "100.- DAR", "l2")), max_size=40))
def test_any_row_has_a_bounded_number_of_placements(cells: Sequence[str]) -> None:
    found = placements(cells, KINDS)
    assert 1 <= len(found) <= MAX_PLACEMENTS
    for placement in found:
        used = [cell for cell in placement.cells if cell is not None]
        assert len(placement.cells) == len(KINDS)
        assert used == sorted(set(used))
        assert not set(used) & set(placement.dropped)


KINDS = ("meta", "texto", "cifra", *("cifra", "cifra", "cifra", "parcial") * 2, "observaciones")


def test_a_bare_percentage_is_not_pushed_under_a_figure_of_the_next_period() -> None:
    """A row without percent signs that lost a blank: `150` may stand under `%` as well as under any figure."""
    row = ["101.- CELEBRAR.", "SESION", "5", "2", "3", "1", "150", "1", "", "", "SESION EXTRAORDINARIA."]
    found = placements(row, KINDS)
    assert [*range(8)] in [[*placement.cells[:8]] for placement in found]
    assert len({placement.cost for placement in found}) == 1


def test_a_row_with_percent_signs_has_no_bare_percentage() -> None:
    """`1` is not put under a percentage where the row writes `150%`."""
    row = ["101.- CELEBRAR.", "SESION", "5", "2", "3", "1", "150%", "1", "", "", "SESION EXTRAORDINARIA."]
    for placement in placements(row, KINDS):
        assert placement.cells[6] == 6
        assert placement.cells[10] is None or not row[placement.cells[10]]
