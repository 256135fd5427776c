"""Make a goal of a row, with facts about a displaced row, a missing number and unreadable figures.

A row with a cell of the wrong kind is displaced. Of its cheapest placements (see `columns`) those are likely whose
goals break the fewest constraints:

    4.6.1⇥101.- DAR SEGUIMIENTO.⇥KM⇥2⇥1⇥1⇥⇥⇥⇥1⇥⇥1⇥50%    printed: one cell short, 50% under a figure
    4.6.1⇥101.- DAR SEGUIMIENTO.⇥KM⇥2⇥1⇥1⇥⇥⇥⇥⇥1⇥⇥1⇥50%   P 1, A 1; P 1 in the fourth quarter: chosen
    4.6.1⇥101.- DAR SEGUIMIENTO.⇥KM⇥2⇥⇥1⇥1⇥⇥⇥⇥1⇥⇥1⇥50%   A 1; P 1 in the second and fourth: as likely

Where others are as likely, the goal has them in `acomodo.otras` and the row is not corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.form import Columna, Form
from poa_lint.core.records import record, replace
from poa_lint.core.report import Acomodo, Cell, Meta
from poa_lint.core.source import Edit
from poa_lint.reading import cut, values
from poa_lint.reading.columns import EDIT_COST, MISFIT_COST, WRONG_COST, Kind, Placement, kind, placements
from poa_lint.reading.goal import NUMERO, GoalReader, unplaced, with_unknown
from poa_lint.reading.lines import Line, RawCell

Judge = Callable[[Meta], tuple[int, int]]
"""Scores a goal: the number of constraints that are not known to hold for it, and of those that it breaks.

The goal with the least score is the likeliest.
"""

MAX_FIGURE: Final = 20
"""Characters of a cell that may hold a figure; of longer ones only the kind matters to a row's placements."""
SLACK: Final = 2
"""Constraints that a likely placement may break beyond the fewest broken."""


@record
class Context:
    """The things that rows of one page share, or of one report (`judge`, `seen`)."""

    goals: GoalReader
    judge: Judge
    seen: dict[tuple[str, ...], tuple[list[Placement], int, frozenset[str]]]
    """The results of `_candidates` by the row's cells: copies of a row are placed once."""
    padded: bool = False
    """True if the text writes blank cells at the end of rows: see `cut`."""


class _Candidate(NamedTuple):
    """A placement of a row, and the goal that it makes."""

    placement: Placement
    meta: Meta


def meta(line: Line, context: Context) -> tuple[Meta, list[Fact]]:
    """The goal of a row, and the facts about its writing."""
    kinds = context.goals.form.kinds
    misfit, cells = context.goals.as_printed(line.cells)
    if misfit < EDIT_COST and not any(cell.raw for cell in line.cells[len(kinds) :]):
        return _as_printed(context.goals.goal(line, cells), line, context)
    raws = [cell.raw for cell in line.cells]
    (chosen, *others), equals, unsure = _candidates(line, raws, context)
    fits = _fits(chosen.placement, raws, kinds)
    if fits and not _edited(chosen.placement):
        return _as_printed(chosen.meta, line, context)
    lost = list(_with_lost_figures([chosen, *others], context)) if fits else []
    if lost:
        others = [candidate for candidate in (chosen, *others) if candidate is not lost[0].candidate]
        chosen = lost[0].candidate
    otras = [*(other.meta for other in others), *(figure.meta for figure in lost)]
    goal = _displaced(chosen, otras, unsure, context, fits=fits)
    gap = lost[0].column if lost else None
    displacement = _displacement(goal, chosen.placement, line, context, doubtful=equals > 1, gap=gap)
    return goal, [displacement, *_cell_facts(goal)]


class _Lost(NamedTuple):
    """A goal that a placement makes if the cell that the row lost had a figure in `column`, which nobody knows."""

    candidate: _Candidate
    column: Columna
    meta: Meta


def _as_printed(goal: Meta, line: Line, context: Context) -> tuple[Meta, list[Fact]]:
    """The goal of a row whose cells stand under their columns, and the facts about it; its end may be cut off."""
    if len(line.cells) < len(goal.celdas):
        mended = cut.mended(goal, line, padded=context.padded)
        if mended is not None:
            goal, fact = mended
            return goal, [fact, *_cell_facts(goal)]
    return goal, _cell_facts(goal)


def _with_lost_figures(candidates: Sequence[_Candidate], context: Context) -> Iterator[_Lost]:
    """The lost figures that explain more than a lost blank does; none where a blank explains all.

    A blank that is inserted among others may stand for the loss of any of them.
    """
    broken = context.judge(candidates[0].meta)[1]
    for candidate in candidates if broken else ():
        inserted, dropped = _edits(candidate.placement)
        if len(inserted) == 1 and not dropped:
            for column in _blanks_around(candidate.meta, inserted[0]):
                unknown = _without(candidate.meta, column)
                if context.judge(unknown)[1] < broken:
                    yield _Lost(candidate, column, unknown)


def _without(goal: Meta, column: Columna) -> Meta:
    return with_unknown(goal, lambda cell: cell.columna == column)


def _blanks_around(goal: Meta, index: int) -> Iterator[Columna]:
    """The columns of figures in the run of blank cells around the one at `index`, that one first."""
    figures = {cifra.columna for cifra in goal.cifras}
    start = end = index
    while start > 0 and goal.celdas[start - 1].value is BLANK:
        start -= 1
    while end + 1 < len(goal.celdas) and goal.celdas[end + 1].value is BLANK:
        end += 1
    for cell in (goal.celdas[index], *goal.celdas[start:index], *goal.celdas[index + 1 : end + 1]):
        if cell.columna.id in figures:
            yield cell.columna


def _candidates(line: Line, raws: Sequence[str], context: Context) -> tuple[list[_Candidate], int, frozenset[str]]:
    """The likely placements of a row, the likeliest first, and the number of those that share the least score.

    And the ids of the columns that have different cells in the cheapest placements, likely or not.

    Where even these break a constraint, a figure may be lost and not a blank: then placements that break up to SLACK
    constraints more are likely too.
    """
    key = tuple(raw if len(raw) <= MAX_FIGURE else kind(raw).name for raw in raws)
    if key in context.seen:
        likely, equals, unsure = context.seen[key]
        return [_candidate(placement, line, context) for placement in likely], equals, unsure
    cheapest = placements(raws, context.goals.form.kinds)
    candidates = [_candidate(placement, line, context) for placement in cheapest]
    if len(candidates) == 1:
        return candidates, 1, frozenset()
    unsure = _unsure(cheapest, raws, context.goals.form)
    ranked = sorted((context.judge(candidate.meta), index) for index, candidate in enumerate(candidates))
    least = ranked[0][0]
    slack = SLACK if least[0] else 0
    chosen = [candidates[index] for score, index in ranked if score == least or score[0] <= least[0] + slack]
    equals = sum(score == least for score, _ in ranked)
    context.seen[key] = ([candidate.placement for candidate in chosen], equals, unsure)
    return chosen, equals, unsure


def _unsure(cheapest: Sequence[Placement], raws: Sequence[str], form: Form) -> frozenset[str]:
    """The ids of the columns that have different cells in these placements."""
    cells = zip(*(placement.cells for placement in cheapest), strict=True)
    said = ({"" if cell is None else raws[cell] for cell in column} for column in cells)
    return frozenset(column.columna.id for column, texts in zip(form.columns, said, strict=True) if len(texts) > 1)


def _candidate(placement: Placement, line: Line, context: Context) -> _Candidate:
    return _Candidate(placement, context.goals.goal(line, context.goals.placed(line.cells, placement.cells)))


def _edited(placement: Placement) -> bool:
    inserted, dropped = _edits(placement)
    return bool(inserted or dropped)


def _edits(placement: Placement) -> tuple[list[int], list[int]]:
    """The indexes of the columns whose blank is inserted, and of the cells dropped; trailing blanks are neither."""
    last = max((column for column, cell in enumerate(placement.cells) if cell is not None), default=-1)
    inserted = [column for column, cell in enumerate(placement.cells[:last]) if cell is None]
    return inserted, list(placement.dropped)


def _fits(placement: Placement, raws: Sequence[str], kinds: Sequence[str]) -> bool:
    """False if the cells do not belong under their columns even in this placement.

    The signs: a filled cell beyond the columns that repeats none; several cells of a wrong kind; a percentage under
    a figure while its own column is empty; a cell of a wrong kind in spite of edits.
    """
    last = max((cell for cell in placement.cells if cell is not None), default=-1)
    misfits = [
        (column, cell_kind)
        for column, cell in zip(kinds, placement.cells, strict=True)
        if cell is not None and MISFIT_COST[column][cell_kind := kind(raws[cell])] == WRONG_COST
    ]
    percents = [cell for column, cell in zip(kinds, placement.cells, strict=True) if column == "porcentaje"]
    lost_percent = any(cell is None or not raws[cell] for cell in percents)
    overflows = any(cell > last and raws[cell] != raws[cell - 1] for cell in placement.dropped)
    return not (
        overflows
        or (len(misfits) > 1 and any(column in ("meta", "texto", "porcentaje") for column, _ in misfits))
        or (lost_percent and any(column == "cifra" and cell_kind is Kind.PERCENT for column, cell_kind in misfits))
        or (misfits and _edited(placement))
    )


def _displaced(
    chosen: _Candidate, otras: Sequence[Meta], unsure: frozenset[str], context: Context, *, fits: bool
) -> Meta:
    """The goal of a displaced row; if it could not be placed, its cells are UNKNOWN."""
    inserted, dropped = _edits(chosen.placement)
    columns = tuple(context.goals.form.columns[index].columna.id for index in inserted)
    start = _first_displaced(chosen.placement)
    desde = context.goals.form.columns[start].columna.id if start is not None else ""
    acomodo = Acomodo(len(inserted), len(dropped), columns, tuple(otras), fits, desde, unsure)
    goal = chosen.meta
    if fits:
        return replace(goal, acomodo=acomodo)
    return unplaced(goal, acomodo)


def _first_displaced(placement: Placement) -> int | None:
    """The index of the first column that another cell stands under than the one printed there."""
    return next((column for column, cell in enumerate(placement.cells) if cell != column), None)


def _cell_facts(goal: Meta) -> list[Fact]:
    """The facts about a missing number and about figures that cannot be read."""
    return [*_missing_number(goal), *_unreadable_figures(goal)]


def _missing_number(goal: Meta) -> Iterator[Fact]:
    if goal.numero.value is BLANK:
        texto = goal.texto.raw
        span = goal.texto.span if texto else goal.span
        yield Fact("POA006", span, {"texto": texto}, "", goal.pagina, goal, NUMERO, (goal.texto,))


def _unreadable_figures(goal: Meta) -> Iterator[Fact]:
    if goal.acomodo is not None and not goal.acomodo.logrado:
        return
    for cifra in goal.cifras:
        cell = cifra.valor
        if cell.value is UNKNOWN and cell.raw:
            variant = "ambigua" if values.ambiguous(cell.raw) else _due(cifra.columna, goal)
            texts = {"columna": cifra.titulo, "escrito": cell.raw, "guardado": ""}
            yield Fact("POA003", cell.span, texts, variant, goal.pagina, goal, cell.columna, (cell,))


def _due(column: str, goal: Meta) -> str:
    """The variant of POA003 for an unreadable figure: `logrado` and `anual` where the cell may not be left blank."""
    if column == "meta_anual":
        return "anual"
    closed = {f"avance.{periodo.numero}" for periodo in goal.periodos if periodo.cerrado is True}
    return "logrado" if closed and column in {"absoluto", "relativo", *closed} else "ilegible"


def _displacement(
    goal: Meta, placement: Placement, line: Line, context: Context, *, doubtful: bool, gap: Columna | None
) -> Fact:
    """POA002: the cell that shows the displacement, the edits, and the figures as they were placed.

    Only a placement that is certain has an edit that corrects the row. `gap` is the column where the cell that the row
    lacks may have had a figure.
    """
    assert goal.acomodo is not None
    logrado = goal.acomodo.logrado
    evidence = _evidence(line.cells, context.goals.form)
    dropped = _edits(placement)[1]
    cells = [_unknown_in(gap, cifra.valor) for cifra in goal.cifras]
    figures = " · ".join(f"{cell.columna.titulo} {cell.raw or ('?' if cell.columna == gap else '-')}" for cell in cells)
    texts = {
        "evidencia": evidence.raw if evidence else "",
        "columna": evidence.columna.titulo if evidence else "",
        "sobrante": line.cells[dropped[0]].raw if dropped else "",
        "acomodo": figures if logrado else "",
        "siguiente": "",
        "metas": "",
    }
    whole = len(line.cells) == line.text.count("\t") + 1  # else columns that are not the form's were left out
    certain = whole and logrado and not goal.acomodo.otras and not doubtful
    return Fact(
        "POA002",
        evidence.span if evidence else goal.span,
        texts,
        _variant(placement, texts["sobrante"], gap) if logrado else "no_se_pudo",
        goal.pagina,
        goal,
        cells=tuple(cells),
        low_confidence=doubtful,
        edits=(_correction(placement, line),) if certain else (),
    )


def _unknown_in(column: Columna | None, cell: Cell[Any]) -> Cell[Any]:
    return cell._replace(value=UNKNOWN) if cell.columna == column else cell


def _variant(placement: Placement, surplus: str, gap: Columna | None) -> str:
    """The message of POA002 for a row that could be placed."""
    inserted, dropped = _edits(placement)
    if not dropped:
        return "falta_cifra" if gap else "falta"
    return "ambas" if inserted else "sobra" if surplus else "sobra_vacia"


def _correction(placement: Placement, line: Line) -> Edit:
    """The row with its cells under their columns, each as it is typed, and without the cells that are dropped."""
    typed = line.text.split("\t")
    return Edit(line.span, "\t".join("" if cell is None else typed[cell] for cell in placement.cells))


def _evidence(row: Sequence[RawCell], form: Form) -> Cell[str] | None:
    """The last cell of a row under a column of another kind, or else the first one beyond the columns."""
    misfits = [
        Cell(cell.raw, cell.raw, cell.span, column.columna)
        for cell, column in zip(row, form.columns, strict=False)
        if MISFIT_COST[column.kind][kind(cell.raw)] == WRONG_COST
    ]
    beyond = [
        Cell(cell.raw, cell.raw, cell.span, form.columns[-1].columna) for cell in row[len(form.columns) :] if cell.raw
    ]
    return next(iter([*misfits[-1:], *beyond]), None)
